"""Staff: who holds which post, and since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual.binding import BindingType

from gridctl.foundation.i18n import N_
from gridctl.operations.base import Operation, Query
from gridctl.operations.queries.staff import ListStaff, ShowStaff, StaffRow
from gridctl.presentation.columns import Column
from gridctl.presentation.staff import COLUMNS, SECTIONS
from gridctl_tui.keymap import bindings
from gridctl_tui.screens.acting import ActingScreen
from gridctl_tui.screens.listing import BuiltIn, ListScreen


class StaffScreen(ListScreen, ActingScreen):
    """The list of staff."""

    TAB = "staff"
    NOUN = "staff"
    KEY = "staff_no"
    SECTIONS = SECTIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings("list.edit")
    VIEWS: ClassVar[BuiltIn] = (("all", N_("All staff"), ()),)
    WITH: ClassVar[Mapping[tuple[str, ...], str]] = {
        ("evidence", "create"): "staff",
        ("assess", "explain"): "whom",
        ("contact", "show"): "staff",
        ("user", "create"): "staff",
    }

    def noun(self) -> str:
        """Return the noun of the verbs on people."""
        return self.NOUN

    def records(self) -> Sequence[str]:
        """Return the staff numbers of those chosen."""
        return [row.staff_no for row in self.rows.chosen()]

    def called(self) -> str:
        """Return the names of those chosen."""
        return " ".join(row.name for row in self.rows.chosen()[:3])

    def editable(self) -> tuple[str, str] | None:
        """Return the person under the cursor."""
        row = self.rows.row
        return None if row is None else ("staff", row.staff_no)

    def columns(self) -> Sequence[Column]:
        """Return the columns, the most important first."""
        return COLUMNS

    def query_page(self, wanted: Mapping[str, Any], *, backwards: bool) -> Query[Any]:  # noqa: ARG002 - read one way only
        """Return the query of a page."""
        return ListStaff.model_validate(wanted)

    def query_record(self, row: StaffRow) -> Operation[Any]:
        """Return the query of the person."""
        return ShowStaff(staff=row.staff_no)
