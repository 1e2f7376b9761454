"""Staff: who holds which post since when, the month's figures of each, and the last score."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from textual import on, work
from textual.binding import BindingType

from gridctl.domain.errors import Forbidden, NotFound
from gridctl.foundation.i18n import N_
from gridctl.operations.base import Operation, Query
from gridctl.operations.queries.assessments import ExplainScore, ListAssessments
from gridctl.operations.queries.staff import ListStaff, ShowStaff, StaffRow
from gridctl.presentation.columns import Column
from gridctl.presentation.filter_words import term
from gridctl.presentation.staff import COLUMNS, FIGURES, SECTIONS_OF_STAFF
from gridctl.presentation.ticket_figures import behind
from gridctl_tui.figures import so_far
from gridctl_tui.keymap import bindings
from gridctl_tui.screens.acting import ActingScreen
from gridctl_tui.screens.listing import ListScreen
from gridctl_tui.screens.narrowing import BuiltIn
from gridctl_tui.standing import read_day
from gridctl_tui.widgets.row_window import RowWindow

R = TypeVar("R")
#: Assessments looked through for the last one of gridworkers.
_RUNS = 50


class StaffScreen(ListScreen, ActingScreen):
    """The list of staff."""

    TAB = "staff"
    NOUN = "staff"
    KEY = "staff_no"
    SECTIONS = SECTIONS_OF_STAFF
    BINDINGS: ClassVar[list[BindingType]] = bindings("list.edit", "staff.tickets")
    VIEWS: ClassVar[BuiltIn] = (
        ("all", N_("All staff"), ()),
        ("gridworkers", N_("Gridworkers"), ("role:gridworker",)),
        ("inspectors", N_("Inspectors"), ("role:inspector",)),
        ("part", N_("Part time"), ("employment:part",)),
    )
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

    async def read_record(self, row: StaffRow) -> Mapping[str, Any]:
        """Return the person with the month's figures and the last score, as far as one may see."""
        view = await self.dashboard.desk.send(self.query_record(row))
        return {
            **self.record(view),
            "month": await self._permitted(self._month(row)) or {},
            "score": await self._permitted(self._score(row)) or {},
        }

    async def _permitted(self, what: Awaitable[R]) -> R | None:
        """Return what was asked for, None where the account may not see it or there is none."""
        try:
            return await what
        except (Forbidden, NotFound):
            return None

    async def _month(self, row: StaffRow) -> Mapping[str, Any]:
        """Return the figures of the month until today."""
        desk = self.dashboard.desk
        day = await read_day(desk)
        asked = so_far(day, "month")
        of_person = await desk.send(asked.model_copy(update={"filter": _reported(row)}))
        found = {"day": day, "count": of_person.sum.count}
        if places := _places(row):
            due = (await desk.send(asked.model_copy(update={"filter": places}))).sum
            found |= {name: getattr(due, name) for name in FIGURES if name != "count"}
        return found

    async def _score(self, row: StaffRow) -> Mapping[str, Any] | None:
        """Return the person's score in the last assessment of gridworkers, None without one."""
        desk = self.dashboard.desk
        runs = (await desk.send(ListAssessments(limit=_RUNS))).items
        last = next((each for each in runs if each.subject == "gridworker"), None)
        if last is None:
            return None
        found = await desk.send(ExplainScore(assessment=last.assessment, key=row.staff_no))
        return {**found.score.model_dump(), **found.assessment.model_dump()}

    @on(RowWindow.Opened)
    @work
    async def _opened(self, event: RowWindow.Opened) -> None:
        """Open the last score, or where there is none the record with all posts."""
        from gridctl_tui.screens.score import open_score

        score = await self._permitted(self._score(event.row))
        if score is None:
            self.take("show", [event.row.staff_no])
        else:
            await open_score(self.dashboard, score["assessment"], event.row.staff_no)

    @work
    async def action_tickets(self) -> None:
        """Choose a figure of the month and list the tickets behind it."""
        from gridctl_tui.screens.ask import Choice, Chooser

        row: StaffRow | None = self.rows.row
        if row is None or not (month := await self._permitted(self._month(row))):
            return
        offered = [
            Choice(name, label, str(month[name]))
            for name, label in FIGURES.items()
            if month.get(name) is not None
        ]
        chosen = await self.app.push_screen_wait(Chooser(row.name, offered))
        if chosen is not None:
            whose = _reported(row) if chosen == "count" else _places(row)
            day = month["day"]
            self.dashboard.show_tickets(f"{whose} {behind(chosen, day.replace(day=1), day)}")


def _reported(row: StaffRow) -> str:
    return term("ticket", "reporter", row.staff_no)


def _places(row: StaffRow) -> str:
    """Return the filter of the tickets where a person is posted, "" where nowhere."""
    codes = dict.fromkeys(post.place_code for post in row.posts)
    return term("ticket", "place", ",".join(codes)) if codes else ""
