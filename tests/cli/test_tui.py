"""``gridctl tui``: where it opens, and how it is served to a browser."""

from __future__ import annotations

from typing import Any

import pytest

from gridctl.cli import app as cli
from gridctl.cli.tui import TAB_NAMES, THEMES
from gridctl.foundation.settings import KEYS
from gridctl_tui.tabs import TABS
from gridctl_tui.themes import THEMES as DRAWN

#: A file is opened here.
pytestmark = pytest.mark.usefixtures("office")


def test_without_a_terminal_it_says_what_to_use_instead(county: Any) -> None:
    ran = county("tui")
    assert ran.code == 2
    assert "gridctl today" in ran.err


def test_the_program_alone_shows_its_help_where_there_is_no_terminal(county: Any) -> None:
    assert "Examples:" in county().out + county("--help").out
    assert not cli._opens_dashboard()


def test_the_program_alone_opens_the_dashboard_at_a_terminal_with_an_office(
    county: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert cli._opens_dashboard()
    monkeypatch.setenv("GRIDCTL_DB", str(tmp_path / "nothing.db"))
    assert not cli._opens_dashboard()


def test_a_browser_is_served_the_same_office_as_the_terminal(
    county: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[tuple[str, int, str | None]] = []

    def serve_pages(command: str, port: int, public: str | None, ready: Any) -> None:
        served.append((command, port, public))
        ready()

    monkeypatch.setattr("gridctl_tui.web.serve_pages", serve_pages)
    ran = county("tui", "--web", "--port", "9000", "--as", "城管局", "--tab", "tickets")
    assert ran.code == 0
    assert "http://127.0.0.1:9000" in ran.err
    ((command, port, public),) = served
    assert (port, public) == (9000, None)
    assert " -m gridctl --db " in command
    assert command.endswith("tui --as 城管局 --tab tickets")
    ran = county("tui", "--web", "--url", "https://desk.example.gov.cn/")
    assert "https://desk.example.gov.cn/" in ran.err
    assert served[1][1:] == (8765, "https://desk.example.gov.cn/")


def test_themes_and_tabs_are_those_the_dashboard_has() -> None:
    assert set(THEMES) == {theme.name for theme in DRAWN} == set(KEYS["theme"].choices)
    assert set(TAB_NAMES) == {tab.name for tab in TABS}
