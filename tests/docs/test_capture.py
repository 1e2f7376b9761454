"""The terminal shown in the READMEs is a real one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.conftest import CAPTURE


@pytest.mark.parametrize("language", sorted(CAPTURE["PAGES"]))
def test_the_capture_is_current(language: str, demonstration: Path) -> None:
    page = CAPTURE["PAGES"][language]
    written = page.read_text(encoding="utf-8")
    current = CAPTURE["with_capture"](written, CAPTURE["capture"](language, demonstration))
    assert current == written, "run: uv run python .ci/capture.py"
