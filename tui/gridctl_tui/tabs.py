"""The tabs: digit, name, what it is called, and the module its screen is found in."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple, cast

from textual.screen import Screen

from gridctl.foundation.i18n import N_


class Tab(NamedTuple):
    """A tab; its screen's module is loaded when it is opened first."""

    digit: str
    name: str
    label: str
    module: str
    screen: str

    def make(self) -> Screen[None]:
        """Return a new screen."""
        module = import_module(f"gridctl_tui.screens.{self.module}")
        return cast("Screen[None]", getattr(module, self.screen)())


TABS: tuple[Tab, ...] = (
    Tab("1", "today", N_("Today"), "today", "TodayScreen"),
    Tab("2", "tickets", N_("Tickets"), "tickets", "TicketsScreen"),
    Tab("3", "grids", N_("Grids"), "grids", "GridsScreen"),
    Tab("4", "staff", N_("Staff"), "staff", "StaffScreen"),
    Tab("5", "deadlines", N_("Deadlines"), "deadlines", "DeadlinesScreen"),
    Tab("7", "assess", N_("Assess"), "assess", "AssessScreen"),
    Tab("8", "awards", N_("Awards"), "awards", "AwardsScreen"),
    Tab("9", "reports", N_("Reports"), "reports", "ReportsScreen"),
    Tab("0", "import", N_("Imports"), "imports", "ImportScreen"),
)


def labelled_tabs() -> list[tuple[str, str, str]]:
    """Return digit, name and label of each tab."""
    return [(tab.digit, tab.name, tab.label) for tab in TABS]
