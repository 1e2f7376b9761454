"""The command line reference is what the program would write today."""

from __future__ import annotations

import runpy

import pytest

from tests.conftest import ROOT

REFERENCE = runpy.run_path(str(ROOT / ".ci" / "reference.py"))


@pytest.mark.parametrize("language", sorted(REFERENCE["PAGES"]))
def test_the_reference_is_current(language: str) -> None:
    page = REFERENCE["PAGES"][language]
    written = page.read_text(encoding="utf-8")
    assert REFERENCE["reference"](language) == written, "run: uv run python .ci/reference.py"
