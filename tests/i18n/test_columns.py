"""Heads and labels of every table: all translated, none twice in one table, none too long."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

import pytest

import gridctl.cli
from gridctl.cli.render import Column
from gridctl.cli.render.sections import Section
from gridctl.foundation.i18n import LANGUAGES, translator
from gridctl.presentation.width import width

#: Names that are no words of a language.
NAMES = {"SHA-256", "Python", "SQLite", "gridctl"}
#: Cells of a head; a longer one would be wider than what stands under it.
LONGEST_HEAD = 14


def _modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(gridctl.cli.__path__, "gridctl.cli."):
        if not found.name.endswith("__main__"):
            yield import_module(found.name)


def _tables() -> dict[str, Sequence[Column]]:
    """Return the columns of every table and section the commands declare, by where they stand."""
    tables: dict[str, Sequence[Column]] = {}
    for module in _modules():
        for name, value in vars(module).items():
            at = f"{module.__name__}.{name}"
            for number, part in enumerate(value if isinstance(value, tuple) else ()):
                if isinstance(part, Section):
                    tables[f"{at}[{number}]"] = part.columns
                elif isinstance(part, Column):
                    tables[at] = [each for each in value if isinstance(each, Column)]
    return tables


TABLES = _tables()


def _labels() -> dict[str, Mapping[str, str]]:
    return {
        f"{at}.{column.key}": column.labels
        for at, columns in TABLES.items()
        for column in columns
        if column.labels
    }


def test_there_are_tables_to_look_at() -> None:
    nouns = {at.split(".")[2] for at in TABLES}
    assert {"grid", "staff", "unit", "category", "ticket", "evidence", "imports"} <= nouns
    assert len(_labels()) > 20


@pytest.mark.parametrize("at", TABLES)
def test_every_head_is_translated(at: str, chinese: dict[str, str]) -> None:
    heads = {column.header for column in TABLES[at]}
    assert heads - NAMES - chinese.keys() == set()


def test_every_label_is_translated(chinese: dict[str, str]) -> None:
    missing = {
        f"{at}.{code}"
        for at, labels in _labels().items()
        for code, label in labels.items()
        if label and label not in NAMES and label not in chinese
    }
    assert missing == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_codes_of_a_column_share_a_word(language: str) -> None:
    say = translator(language)
    for at, labels in _labels().items():
        said = [say(label) for label in labels.values() if label]
        assert len(set(said)) == len(said), (at, said)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("at", TABLES)
def test_no_two_columns_share_a_head(at: str, language: str) -> None:
    say = translator(language)
    heads = [say(column.header) for column in TABLES[at]]
    assert sorted(set(heads)) == sorted(heads)


def test_heads_in_chinese_are_short() -> None:
    say = translator("zh_CN")
    heads = {say(column.header) for columns in TABLES.values() for column in columns}
    assert {head for head in heads if width(head) > LONGEST_HEAD} == set()
