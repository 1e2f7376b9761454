"""Checks: what was checked, called back, missed and commended, which scores rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual import on, work
from textual.binding import BindingType

from gridctl.foundation.i18n import N_, _
from gridctl.operations.base import Operation, Query
from gridctl.operations.queries.evidence import EvidenceRow, ListEvidence, ShowEvidence
from gridctl.operations.queries.offices import ShowHead
from gridctl.presentation.columns import Column
from gridctl.presentation.evidence import COLUMNS, SECTIONS
from gridctl.presentation.filter_words import spoken
from gridctl_tui.figures import back
from gridctl_tui.keymap import bindings
from gridctl_tui.screens.acting import ActingScreen
from gridctl_tui.screens.marking import MarkingScreen
from gridctl_tui.screens.narrowing import BuiltIn
from gridctl_tui.widgets.row_window import RowWindow

#: Noun -> the field of a row that names what the evidence is about, the nearest first.
_ABOUT = {
    "ticket": "ticket_no", "staff": "staff_no", "grid": "place_code", "unit": "unit_code",
}  # fmt: skip


class ChecksScreen(MarkingScreen, ActingScreen):
    """The list of evidence, the month's spot checks first."""

    TAB = "checks"
    NOUN = "evidence"
    KEY = "id"
    SECTIONS = SECTIONS
    VIEWS: ClassVar[BuiltIn] = (
        ("month", N_("Checks of the month"), ("kind:check", "on:this-month")),
        ("to_check", N_("To be checked"), ("kind:check", "outcome:to_check")),
        ("last", N_("Last month"), ("kind:check", "on:last-month")),
        ("failed", N_("Failed"), ("kind:check", "outcome:fail")),
        ("all", N_("All evidence"), ()),
    )

    BINDINGS: ClassVar[list[BindingType]] = bindings("check.*")

    def noun(self) -> str:
        """Return the noun of the verbs on evidence."""
        return self.NOUN

    def records(self) -> Sequence[str]:
        """Return the ids of the chosen pieces."""
        return [str(row.id) for row in self.rows.chosen()]

    def beginnings(self) -> Mapping[str, Any]:
        """Return that a new piece is a check of today, until somebody says otherwise."""
        return {"kind": "check", "on": "today"}

    def columns(self) -> Sequence[Column]:
        """Return the columns, the most important first."""
        return COLUMNS

    def tone(self, row: EvidenceRow, key: str) -> str:
        """Return how a cell is toned."""
        failed = row.outcome in ("fail", "dissatisfied", "late")
        return "late" if failed and key == "outcome" else "dim" if key == "id" else ""

    def query_page(self, wanted: Mapping[str, Any], *, backwards: bool) -> Query[Any]:  # noqa: ARG002 - read one way only
        """Return the query of a page."""
        return ListEvidence.model_validate(wanted)

    def query_record(self, row: EvidenceRow) -> Operation[Any]:
        """Return the query of the piece."""
        return ShowEvidence(evidence_id=row.id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out recording where none of the chosen rows waits for its outcome."""
        if action == "record" and self.is_mounted and not self._waiting():
            return False
        return super().check_action(action, parameters)

    def _waiting(self) -> bool:
        """Tell whether one of the chosen rows waits for its outcome."""
        return any(row.outcome == "to_check" for row in self.rows.chosen())

    async def acted(self) -> None:
        """Take the marks away: what they were for is done."""
        self.rows.mark([])
        await super().acted()

    @work
    async def action_draw(self) -> None:
        """Draw checks by lot among what was closed last month, until somebody says otherwise."""
        from gridctl_tui.verbing import take_verb

        if (head := await self.ask(ShowHead())) is None:
            return
        # The month by its name: drawn again later, the line is to mean the same tickets.
        terms = spoken("ticket", f"closed:{back(head.day, 1):%Y-%m}")
        if await take_verb(self.dashboard, (self.NOUN, "draw"), {"terms": [terms]}):
            await self.acted()

    def action_record(self) -> None:
        """Record what came of the marked checks, or of the one under the cursor."""
        if self._waiting():
            self.take("record", self.records())

    @on(RowWindow.Opened)
    @work
    async def _opened(self, event: RowWindow.Opened) -> None:
        """Open what the evidence is about."""
        from gridctl_tui.screens.ticket import open_ticket
        from gridctl_tui.verbing import take_verb

        about = ((noun, getattr(event.row, field)) for noun, field in _ABOUT.items())
        noun, name = next((each for each in about if each[1]), ("", ""))
        if noun == "ticket":
            await open_ticket(self.dashboard, name)
        elif noun:
            await take_verb(self.dashboard, (noun, "show"), records=[name])
        else:
            self.notify(_("It is about no record."))
