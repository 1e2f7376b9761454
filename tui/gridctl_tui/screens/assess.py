"""Assess: the steps of the month as a line, the ranking, and how each came to its points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static

from gridctl.domain.errors import Forbidden, GridctlError, Param, word
from gridctl.domain.periods import Period, before, parse_period, period_of
from gridctl.foundation.i18n import _, said
from gridctl.operations.queries.assessments import (
    AssessmentView,
    ListAssessments,
    ListMissing,
    ListSchemes,
    SchemeView,
)
from gridctl.operations.queries.objections import ListObjections, ObjectionPage
from gridctl.operations.queries.ticket_requests import ListRequests
from gridctl.presentation.assessments import (
    DEFAULT_SCHEME,
    STATE_NAMES,
    SUBJECT_NAMES,
)
from gridctl_tui.keymap import bindings
from gridctl_tui.month_steps import MonthState, next_line, step_lines
from gridctl_tui.screens.ask import Choice, Chooser
from gridctl_tui.screens.assessing import AssessingScreen
from gridctl_tui.screens.comparing import scheme_choice
from gridctl_tui.screens.saving import SavedList
from gridctl_tui.standing import read_day
from gridctl_tui.widgets.lines import Piece, line
from gridctl_tui.widgets.ranking_view import RankingView

#: Requests that are counted; beyond these it is "so many and more".
_COUNTED = 200
#: Runs looked at to learn what the office scores by.
_LOOKED_AT = 50


class AssessScreen(AssessingScreen):
    """The month's assessment."""

    TAB = "assess"
    CSS_PATH = "assess.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "assess.*", "month.*", "list.save", "list.copy", "list.copy_command"
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.state = MonthState("")
        self.scheme: SchemeView | None = None
        self.subject = ""
        self._schemes: Sequence[SchemeView] = ()

    def body(self) -> Iterator[Widget]:
        """Yield period and scheme, the steps, what to do, the ranking and the score beside it."""
        yield Static(id="choice")
        yield Static(id="steps")
        yield Static(id="next")
        yield RankingView(id="split")

    @property
    def ranking(self) -> RankingView:
        """Return the ranking."""
        return self.query_one(RankingView)

    def on_mount(self) -> None:
        """Begin with the scheme the office last ran, and the period before this one."""
        self.ranking.rows.focus()
        self._begin()

    @work(exclusive=True, group="month", exit_on_error=False)
    async def _begin(self) -> None:
        desk = self.dashboard.desk
        try:
            self._schemes = (await desk.send(ListSchemes())).items
            runs = (await desk.send(ListAssessments(limit=_LOOKED_AT))).items
            today = await read_day(desk)
        except GridctlError as error:
            self.dashboard.tell(error)
            return
        # People are scored most often; what else is scored is a choice away.
        last = next((run for run in runs if run.subject == "gridworker"), next(iter(runs), None))
        wanted = last.scheme if last else DEFAULT_SCHEME
        self.scheme = next((s for s in self._schemes if s.scheme == wanted), self._schemes[0])
        kinds = self.scheme.subjects
        self.subject = last.subject if last and last.subject in kinds else kinds[0]
        self.state = MonthState(before(period_of(self.scheme.period, today)).name)
        await self._read()

    # -- how the period stands

    async def read_month(self, assessment: str = "") -> None:
        """Read how the period stands; ``assessment`` is looked at where it is given."""
        self._read_again(assessment)

    @work(exclusive=True, group="month", exit_on_error=False)
    async def _read_again(self, assessment: str) -> None:
        await self._read(assessment)

    async def _read(self, assessment: str = "") -> None:
        if self.scheme is None:
            return
        kept, period = self.state, self.state.period
        try:
            page = await self.dashboard.desk.send(
                ListAssessments(period=period, scheme=self.scheme.scheme)
            )
            runs = [run for run in page.items if run.subject == self.subject]
            head = _looked_at(runs, assessment)
            running = parse_period(period).last >= await read_day(self.dashboard.desk)
            missing = None if head is None else kept.missing
            if head is not None and (head != kept.head or missing is None):
                found = await self.dashboard.desk.send(ListMissing(assessment=head.assessment))
                missing = found.items
        except GridctlError as error:
            self.dashboard.tell(error)
            return
        same_head = head is not None and kept.head == head
        state = MonthState(
            period, runs, head, missing, await self._waiting(), await self._objections(head),
            stands=kept.stands if same_head else None, same=kept.same if same_head else None,
            running=running,
        )  # fmt: skip
        self.show_state(state)
        if not same_head or self.ranking.rows.run is None:
            self.ranking.subject = self.subject
            self.ranking.show(head)

    async def _objections(self, head: AssessmentView | None) -> ObjectionPage | None:
        """Return what was objected and confirmed; None where there is nothing to object to."""
        if head is None:
            return None
        try:
            wanted = ListObjections(assessment=head.assessment)
            return await self.dashboard.desk.send(wanted)
        except GridctlError as error:
            self.dashboard.tell(error)
            return None

    async def _waiting(self) -> int | None:
        """Return how many requests wait; None where the account may not see them."""
        try:
            page = await self.dashboard.desk.send(ListRequests(state="pending", limit=_COUNTED))
        except Forbidden:
            return None
        except GridctlError as error:
            self.dashboard.tell(error)
            return None
        return len(page.items)

    async def renew(self) -> None:
        """Read how the period stands again; the ranking stays where it is."""
        if self.scheme is None:
            self._begin()
            return
        # What a run would give may be another by now.
        self.state = replace(self.state, stands=None)
        self._read_again(self.state.head.assessment if self.state.head else "")

    def show_state(self, state: MonthState) -> None:
        """Show the steps as they stand."""
        self.state = state
        self.query_one("#choice", Static).update(line(self._choice()))
        pieces: list[Piece] = []
        for step in step_lines(state, self.dashboard.entitlement):
            places = {"step": step.label, "standing": step.standing}
            told = word(_("{step}: {standing}"), places)
            pieces.append((f"[{told}]" if step.now else f" {told} ", _step_style(step.now)))
        self.query_one("#steps", Static).update(line(pieces))
        self.show_busy("")
        self.refresh_bindings()

    def _choice(self) -> Iterator[Piece]:
        head, scheme = self.state.head, self.scheme
        yield f" {self.state.period} ", "bold $accent"
        if scheme is not None:
            yield f" {said(scheme.title)} ", "bold"
            yield f" {_(SUBJECT_NAMES[self.subject])} ", "$dim"
        if head is not None:
            told: dict[str, Param] = {
                "assessment": head.assessment, "state": _(STATE_NAMES[head.state]),
                "subjects": f"{head.subjects:,}",
            }  # fmt: skip
            yield word(_(" {assessment} {state}, {subjects} scored"), told), "$dim"

    def show_busy(self, text: str) -> None:
        """Say what is under way; what to do next where nothing is."""
        told = text or next_line(self.state, self.dashboard.entitlement)
        style = "bold $warning" if text else "$dim"
        self.query_one("#next", Static).update(line([(f" {told}", style)]))

    # -- choosing

    def action_turn(self, step: int) -> None:
        """Go to the period before or after."""
        if self.scheme is None:
            return
        at = parse_period(self.state.period)
        self._look_at(before(at) if step < 0 else period_of(at.kind, at.last + timedelta(days=1)))

    def _look_at(self, period: Period) -> None:
        """Read another period from its beginning."""
        self.state = MonthState(period.name)
        self._read_again("")

    @work
    async def action_scheme(self) -> None:
        """Choose a scheme and who is scored."""
        choices = [
            scheme_choice(scheme, subject, f"{scheme.scheme}:{subject}")
            for scheme in self._schemes
            for subject in scheme.subjects
        ]
        chosen = await self.app.push_screen_wait(Chooser(_("Scheme"), choices))
        if chosen is None:
            return
        name, _colon, subject = chosen.partition(":")
        scheme = next(each for each in self._schemes if each.scheme == name)
        last = parse_period(self.state.period).last
        self.scheme, self.subject = scheme, subject
        self._look_at(period_of(scheme.period, last))

    def other_schemes(self, head: AssessmentView) -> Iterator[Choice]:
        """Yield the schemes that could score the same, that of the ranking where it changed."""
        kind = parse_period(head.period).kind
        for scheme in self._schemes:
            fits = scheme.period == kind and head.subject in scheme.subjects
            if fits and scheme.digest != head.scheme_digest:
                yield scheme_choice(scheme, head.subject, scheme.scheme)

    # -- saving and copying

    async def savable(self) -> SavedList | None:
        """Return the part of the ranking that is shown, or the marked rows."""
        head = self.state.head
        try:
            columns, rows = await self.ranking.whole()
        except GridctlError as error:
            self.dashboard.tell(error)
            return None
        if head is None or not rows:
            return None
        return SavedList(f"{head.assessment}-{head.period}", columns, rows, None, len(rows))

    def action_copy(self) -> None:
        """Copy the numbers of the chosen."""
        self.copied("\n".join(row.key for row in self.ranking.rows.chosen()))

    def action_copy_command(self) -> None:
        """Copy the command that shows the same."""
        program, head = self.dashboard.opening.command, self.state.head
        if head is None:
            scheme = self.scheme.scheme if self.scheme else DEFAULT_SCHEME
            wanted = f"--period {self.state.period} --scheme {scheme} --subject {self.subject}"
            self.copied(f"{program} assess run {wanted}")
            return
        part = "" if self.ranking.part == "ranked" else " --part apart"
        self.copied(f"{program} assess show {head.assessment}{part}")


def _looked_at(runs: Sequence[AssessmentView], assessment: str) -> AssessmentView | None:
    """Return the run that is looked at: the one asked for, the frozen one, the newest."""
    asked = [run for run in runs if run.assessment == assessment]
    frozen = [run for run in runs if run.state == "frozen"]
    return next(iter([*asked, *frozen, *runs]), None)


def _step_style(now: bool) -> str:
    return "bold $accent" if now else ""
