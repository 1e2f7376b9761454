"""The tabs: digit, name, what it is called, and the module its screen is found in."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import NamedTuple, cast

from textual.screen import Screen

from gridctl.foundation.i18n import N_


class Tab(NamedTuple):
    """A tab; its screen's module is loaded when it is opened first, or before, in a quiet moment.

    Attributes:
        permission: without which its screen would show nothing.
        verbs: the verbs of the command line that show what its screen shows.
        short: what it is called where the line is too short for all.
    """

    digit: str
    name: str
    label: str
    module: str
    screen: str
    permission: str
    verbs: tuple[str, ...] = ()
    short: str = ""

    def load(self) -> ModuleType:
        """Return the module of its screen."""
        return import_module(f"gridctl_tui.screens.{self.module}")

    def make(self) -> Screen[None]:
        """Return a new screen."""
        return cast("Screen[None]", getattr(self.load(), self.screen)())


TABS: tuple[Tab, ...] = (
    Tab("1", "today", N_("Today"), "today", "TodayScreen", "ticket.read", ("today",)),
    Tab(
        "2", "tickets", N_("Tickets"), "tickets", "TicketsScreen", "ticket.read",
        ("ticket list",),
    ),
    Tab("3", "grids", N_("Grids"), "grids", "GridsScreen", "grid.read", ("grid list", "grid tree")),
    Tab("4", "staff", N_("Staff"), "staff", "StaffScreen", "staff.read", ("staff list",)),
    Tab(
        "5", "deadlines", N_("Deadlines"), "deadlines", "DeadlinesScreen", "calendar.read",
        short=N_("Due"),
    ),
    Tab(
        "6", "checks", N_("Checks"), "checks", "ChecksScreen", "evidence.read",
        ("evidence list",),
    ),
    Tab(
        "7", "assess", N_("Assess"), "assess", "AssessScreen", "assess.read",
        ("assess list", "assess show"),
    ),
    Tab(
        "8", "awards", N_("Awards"), "awards", "AwardsScreen", "award.read",
        ("award list", "award show"),
    ),
    Tab("9", "reports", N_("Reports"), "reports", "ReportsScreen", "report.read"),
    Tab(
        "0", "import", N_("Imports"), "imports", "ImportScreen", "import.read",
        ("import list", "import show"),
    ),
)  # fmt: skip
