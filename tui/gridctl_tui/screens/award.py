"""One award list: how far it is on its way, who is on it or near it and why, and every step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.widget import Widget
from textual.widgets import Static

from gridctl.domain.awards import STATE_NAMES
from gridctl.domain.calendar import Calendar
from gridctl.domain.errors import GridctlError, Param, word
from gridctl.foundation.i18n import _
from gridctl.operations.queries.awards import Awardee, AwardSheet, AwardStepView, ShowAwards
from gridctl.presentation.award_standing import (
    may_be_chosen,
    on_the_list,
    onward,
    open_acts,
    open_objections,
    ties,
)
from gridctl.presentation.award_steps import ACTS
from gridctl.presentation.awards import (
    COLUMNS,
    HEAD_SECTION,
    STEPS_SECTION,
    people_records,
    sheet_record,
)
from gridctl.presentation.columns import Column
from gridctl.presentation.joining import headed
from gridctl.presentation.scheme_names import sections_called
from gridctl_tui.keymap import bindings
from gridctl_tui.screens.ask import Choice, Chooser
from gridctl_tui.screens.office import OfficeScreen
from gridctl_tui.screens.saving import SavedList, list_of
from gridctl_tui.standing import read_calendar
from gridctl_tui.widgets.lines import Piece, line, lines
from gridctl_tui.widgets.record_pane import RecordPane
from gridctl_tui.widgets.row_window import RowWindow

_ALWAYS = ("seat", "name", "total", "rank", "standing", "why")
_ORDER = (*_ALWAYS, "town_name", "unit_name", "grid_name", "staff_no")
_WAY = ("nominated", "approved", "published", "finalised", "paid")
#: Standing -> its tone; the words of the standing say the same.
_TONES = {
    "tied_at_cut": "due", "struck": "late", "vetoed": "late", "not_eligible": "late",
    "below_cut": "dim", "quota": "dim",
}  # fmt: skip


class Person(Awardee):
    """Someone in or near the list, with the reason in words."""

    why: str


class PeopleWindow(RowWindow):
    """The people of a list; only those the next step may name can be marked."""

    def __init__(self, markable: Callable[[Any], bool], id: str | None = None) -> None:
        super().__init__(_columns(), "staff_no", _tone, id=id)
        self._markable = markable

    def go_to(self, staff_no: str) -> None:
        """Put the cursor on a person."""
        rows = self.run.rows_at_hand() if self.run else []
        places = [place for place, row in enumerate(rows) if row.staff_no == staff_no]
        if places:
            self.action_move(places[0] - self.cursor)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's own signature
        """Leave out marks where they say nothing."""
        rows = self.run.rows_at_hand() if self.run else []
        return action != "mark" or any(map(self._markable, rows))

    def action_mark(self) -> None:
        """Mark the person, or say that it means nothing."""
        if self.row is None or self._markable(self.row):
            super().action_mark()
        else:
            self.notify(_("Only those who share a rank or may move up can be marked."))

    def action_mark_on(self, step: int) -> None:
        """Mark the person where that means something, and move on."""
        if self.row is not None and self._markable(self.row):
            super().action_mark_on(step)
        else:
            self.action_move(step)


class AwardScreen(OfficeScreen):
    """A list on its way from nomination to payment."""

    TAB = "awards"
    CSS_PATH = "award.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "record.leave", "award.menu", "award.onward", "award.object", "award.decide", "list.save",
        "list.copy",
        "list.copy_command",
    )  # fmt: skip

    def __init__(self, sheet: AwardSheet, schemes: Mapping[str, str]) -> None:
        super().__init__()
        self._sheet, self._schemes = sheet, schemes
        self._calendar: Calendar | None = None
        self._today: date | None = None

    def body(self) -> Iterator[Widget]:
        """Yield the way, what comes next, the people, and the steps taken."""
        yield Static(id="way")
        yield Static(id="onward")
        with Container(id="split"):
            with Vertical(id="left"):
                yield PeopleWindow(lambda row: may_be_chosen(self._sheet, row), id="people")
                yield Static(id="status")
            beside = sections_called((STEPS_SECTION, HEAD_SECTION), self._schemes)
            yield RecordPane(beside, id="beside")

    @property
    def people(self) -> PeopleWindow:
        """Return the people."""
        return self.query_one(PeopleWindow)

    def on_mount(self) -> None:
        """Show what is known; what can be done is known with the office's day."""
        self.people.focus()
        self._show()
        self._read_day()

    @work(exclusive=True, group="day", exit_on_error=False)
    async def _read_day(self) -> None:
        try:
            self._calendar, self._today = await read_calendar(self.dashboard.desk)
        except GridctlError as error:
            self.dashboard.tell(error)
            return
        self._show()

    # -- showing

    def _show(self) -> None:
        sheet, rows = self._sheet, self.people
        at = rows.cursor
        rows.hold([Person.model_validate(each) for each in people_records(sheet)], at)
        self._keep_marks()
        self.query_one("#way", Static).update(line(self._way()))
        if self._today is not None:
            told = onward(sheet, self._today, self._calendar)
            self.query_one("#onward", Static).update(
                lines([(f" {text}", "$soon")] for text in told)
            )
        self.query_one("#beside", RecordPane).show(sheet_record(sheet))
        self.refresh_bindings()

    def _keep_marks(self) -> None:
        """Take the marks away from those who can no longer be chosen."""
        known = {person.staff_no: person for person in self._sheet.items}
        kept = [
            row for name, row in self.people.marks.items()
            if name in known and may_be_chosen(self._sheet, known[name])
        ]  # fmt: skip
        self.people.mark(kept)

    def _way(self) -> Iterator[Piece]:
        head = self._sheet.award_list
        yield f" {head.award_list}  {head.period}  ", "bold $accent"
        done = True
        for number, state in enumerate(_WAY):
            at = state == head.state
            yield (" > " if number else ""), "$dim"
            name = _(STATE_NAMES[state])
            yield (f"[{name}]" if at else name), "bold" if at else "" if done else "$dim"
            done = done and not at

    @on(RowWindow.Moved)
    @on(RowWindow.Changed)
    def _tell_status(self) -> None:
        """Say in full why the person under the cursor stands there, and who is chosen."""
        row, pieces = self.people.row, list[Piece]()
        if row is not None:
            pieces.append((f" {headed(row.name, row.why)} ", "$dim"))
        if marks := self.people.marks:
            names = tuple(each.name for each in marks.values())
            pieces.append((f" {word(_('chosen: {names}'), {'names': names})} ", "bold $warning"))
        self.query_one("#status", Static).update(line(reversed(pieces)))

    @on(RowWindow.Opened)
    async def _opened(self, event: RowWindow.Opened) -> None:
        """Open how the person came to the score."""
        from gridctl_tui.screens.score import open_score

        assessment = self._sheet.award_list.assessment
        await open_score(self.dashboard, assessment, event.row.staff_no)

    async def renew(self) -> None:
        """Read the list again."""
        if self._today is None:
            self._read_day()
        sheet = await self.ask(ShowAwards(award_list=self._sheet.award_list.award_list))
        if sheet is not None:
            self._sheet = sheet
            self._show()

    # -- steps

    def acts(self) -> list[str]:
        """Return the steps the list can take now."""
        if self._today is None:
            return []
        may_send = self.dashboard.entitlement.may_send
        return [v for v in open_acts(self._sheet, self._today) if may_send(ACTS[v].operation)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out the steps the list cannot take."""
        if action == "act":
            return parameters[0] in self.acts()
        if action == "onward":
            return any(verb not in ("object", "decide") for verb in self.acts())
        if action == "acts":
            return bool(self.acts())
        return super().check_action(action, parameters)

    def palette(self) -> Iterator[Choice]:
        """Yield the steps the command palette offers."""
        for verb in self.acts():
            typed = f"award {'object' if verb == 'decide' else verb}"
            yield Choice(f"act.{verb}", ACTS[verb].label, typed, f"{typed} {verb}", typed=True)

    @work
    async def action_acts(self) -> None:
        """Choose a step."""
        chosen = await self.app.push_screen_wait(Chooser(_("Act"), list(self.palette())))
        if chosen is not None:
            self.action_act(chosen.removeprefix("act."))

    def action_onward(self) -> None:
        """Take the step that leads the list on."""
        self.action_act(self.acts()[0])

    def action_act(self, verb: str) -> None:
        """Take a step, through its form."""
        if verb in self.acts() and self.dashboard.check_writable():
            self._take(verb)

    @work
    async def _take(self, verb: str) -> None:
        from gridctl_tui.screens.award_form import AwardForm

        people: Sequence[Awardee] = list(self.people.marks.values())
        objection: AwardStepView | None = None
        if verb == "approve" and not self._ties_settled(people):
            return
        if verb == "object":
            people = [self.people.row] if self.people.row is not None else []
            if not all(map(on_the_list, people)):
                self.notify(_("An objection is about someone on the list: go to the person first."))
                return
        if verb == "decide":
            objection = await self._objection()
            if objection is None:
                return
            people = []
        form = AwardForm(verb, self._sheet, people, objection)
        if await self.app.push_screen_wait(form):
            self.people.mark([])
            await self.dashboard.action_refresh()

    def _ties_settled(self, chosen: Sequence[Awardee]) -> bool:
        """Tell whether as many of every tie are chosen as there are places; say so where not."""
        marked = {person.staff_no for person in chosen}
        for people, places in ties(self._sheet):
            taken = sum(person.staff_no in marked for person in people)
            if taken != places:
                told: dict[str, Param] = {
                    "people": tuple(person.name for person in people),
                    "places": places, "given": taken,
                }  # fmt: skip
                text = _("Mark with Space who of {people} is taken: {places}, not {given}.")
                self.notify(word(text, told), severity="warning", markup=False)
                self.people.go_to(people[0].staff_no)
                return False
        return True

    async def _objection(self) -> AwardStepView | None:
        """Return the objection to decide: the only one, or the one chosen."""
        found = open_objections(self._sheet)
        if len(found) == 1:
            return found[0]
        offered = [Choice(str(step.no), f"{step.no}  {step.name}", step.opinion) for step in found]
        number = await self.app.push_screen_wait(Chooser(_("Which objection?"), offered))
        return next((step for step in found if str(step.no) == number), None)

    # -- saving, copying and leaving

    async def savable(self) -> SavedList | None:
        """Return everyone on the list or near it, or those marked."""
        name = f"{self._sheet.award_list.award_list}-{self._sheet.award_list.period}"
        return list_of(name, COLUMNS, self.people, None)

    def action_copy(self) -> None:
        """Copy the number of the list."""
        self.copied(self._sheet.award_list.award_list)

    def action_copy_command(self) -> None:
        """Copy the command that shows the list."""
        number = self._sheet.award_list.award_list
        self.copied(f"{self.dashboard.opening.command} award show {number}")

    def action_leave(self) -> None:
        """Go back to the lists."""
        self.dismiss()


def _columns() -> list[Column]:
    declared = {column.key: column for column in COLUMNS}
    return [replace(declared[key], wide_only=key not in _ALWAYS) for key in _ORDER]


def _tone(row: Awardee, key: str) -> str:
    return _TONES.get(row.standing, "") if key in ("standing", "why") else ""
