"""What the pages say about schemes is what the engine takes, neither more nor less."""

from __future__ import annotations

import re

import pytest

from gridctl.domain.scoring.facts import VOCABULARY, Compliance
from gridctl.domain.scoring.lint import lint
from gridctl.domain.scoring.parse import parse_scheme
from gridctl.domain.scoring.parse_rules import _RULES as RULES
from gridctl.domain.scoring.scheme import Treatment
from tests.docs.pages import blocks, text_of, twin

PAGES = ("docs/schemes.md", twin("docs/schemes.md"))
#: What a block with items alone needs to be a scheme.
_HEAD = """
id = "example"
version = 1
title = { zh = "例", en = "Example" }
period = "month"
[subject]
types = ["unit"]
"""


def _tables(page: str) -> list[str]:
    return [block.text for block in blocks(page) if block.info == "toml"]


def _rows(page: str) -> set[str]:
    """Return the codes that begin the rows of a page's tables."""
    return set(re.findall(r"^\| `([a-z_]+)`", text_of(page), re.MULTILINE))


@pytest.mark.parametrize("page", PAGES)
def test_whole_schemes_of_the_page_are_without_finding(page: str) -> None:
    whole = [text for text in _tables(page) if text.startswith("id = ")]
    assert whole
    for text in whole:
        assert lint(parse_scheme(text)) == []


@pytest.mark.parametrize("page", PAGES)
def test_parts_of_schemes_parse(page: str) -> None:
    parts = [text for text in _tables(page) if not text.startswith("id = ")]
    assert parts
    for text in parts:
        assert parse_scheme(_HEAD + text).items


@pytest.mark.parametrize("page", PAGES)
def test_every_rule_fact_and_treatment_is_named(page: str) -> None:
    free = {fact.name for fact in VOCABULARY.values() if fact.compliance is Compliance.OK}
    assert set(RULES) | {str(treatment) for treatment in Treatment} <= _rows(page)
    assert free <= set(re.findall(r"`([a-z_]+)`", text_of(page)))


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_named_that_is_not_there(page: str) -> None:
    known = set(RULES) | {str(treatment) for treatment in Treatment} | set(VOCABULARY)
    assert _rows(page) - known == set()
