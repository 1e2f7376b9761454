"""The page of threats names modules and tests that are there."""

from __future__ import annotations

import ast
import re
from functools import cache
from itertools import pairwise

import pytest

from tests.conftest import ROOT
from tests.docs.pages import text_of

PAGES = ("docs/threats.md", "docs/threats.zh-CN.md")
_CLAIM = re.compile(r"\| `([\w/.]+)` \| `(tests/[\w/]+\.py)::(\w+(?:::\w+)?)` \|$")


def _rows(page: str) -> list[str]:
    """Return the rows of a page's tables, without their headers."""
    lines = text_of(page).splitlines()
    return [
        line for before, line in pairwise(lines) if line.startswith("| ") and before.startswith("|")
    ]


@cache
def _tests(file: str) -> frozenset[str]:
    """Return the tests of a file, those of a class with its name before theirs."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    classes = [each for each in tree.body if isinstance(each, ast.ClassDef)]
    return frozenset(_functions(tree.body)) | {
        f"{each.name}::{name}" for each in classes for name in _functions(each.body)
    }


def _functions(body: list[ast.stmt]) -> list[str]:
    return [each.name for each in body if isinstance(each, ast.FunctionDef)]


@pytest.mark.parametrize("page", PAGES)
def test_each_threat_names_a_module_and_a_test_that_are_there(page: str) -> None:
    rows = _rows(page)
    assert len(rows) > 40
    for row in rows:
        claim = _CLAIM.search(row)
        assert claim, row
        module, file, name = claim.groups()
        assert (ROOT / module).is_file(), module
        assert name in _tests(file), f"{file}::{name}"


def test_both_languages_claim_the_same() -> None:
    told = [[_CLAIM.findall(row) for row in _rows(page)] for page in PAGES]
    assert told[0] == told[1]
