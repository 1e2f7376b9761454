"""The terminal shown in the READMEs is a real one."""

from __future__ import annotations

from tests.docs.conftest import CAPTURE, Demonstration

STALE = "run: uv run python .ci/capture.py"


def _with(language: str, terminal: str) -> tuple[str, str]:
    """Return a page as it is, and as it would be with a terminal."""
    written = CAPTURE["PAGES"][language].read_text(encoding="utf-8")
    return written, CAPTURE["with_capture"](written, terminal)


def test_the_english_terminal_is_current(demonstration: Demonstration) -> None:
    written, current = _with("en", demonstration.terminal)
    assert demonstration.terminal in current
    assert written == current, STALE


def test_the_chinese_terminal_is_current(demonstration: Demonstration) -> None:
    written, current = _with("zh", CAPTURE["capture"]("zh", demonstration.folder))
    assert written == current, STALE
