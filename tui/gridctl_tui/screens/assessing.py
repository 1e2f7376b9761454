"""What is done with a month and its ranking: draft, look, compare, freeze, verify."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from textual import work

from gridctl.domain.errors import GridctlError, Param, word
from gridctl.foundation.i18n import _, said
from gridctl.foundation.pointers import pointed
from gridctl.operations.commands.assessments import FreezeAssessment, RunAssessment
from gridctl.operations.queries.assessments import (
    AssessmentRun,
    AssessmentView,
    ListMissing,
    MissingFigure,
    SchemeView,
    VerifyAssessment,
)
from gridctl.operations.queries.objections import ListObjections
from gridctl.presentation.assessments import (
    DIFFERENCE_COLUMNS,
    MISSING_COLUMNS,
)
from gridctl.presentation.comparisons import (
    missing_record,
)
from gridctl.presentation.scheme_words import words_for
from gridctl_tui.month_steps import MonthState
from gridctl_tui.screens.ask import Choice, Chooser
from gridctl_tui.screens.comparing import ComparingScreen, run_choice
from gridctl_tui.screens.findings import Findings
from gridctl_tui.widgets.ranking_view import RankingView

#: Action -> whether it needs a ranking, and whether the period must be open.
_NEEDS = {
    "run": (False, True),
    "compare": (True, False),
    "sensitivity": (True, False),
    "verify": (True, False),
    "freeze": (True, True),
    "draft": (True, False),
    "towns": (True, False),
    "object": (True, True),
}


class AssessingScreen(ComparingScreen):
    """Base of the screen of the month: everything that can be done from it.

    Attributes:
        scheme: the scheme in view; None while nothing is known.
        subject: who is scored.
    """

    scheme: SchemeView | None
    subject: str

    async def read_month(self, assessment: str = "") -> None:
        """Read how the period stands; ``assessment`` is looked at where it is given."""
        raise NotImplementedError

    def show_state(self, state: MonthState) -> None:
        """Show the steps as they stand."""
        raise NotImplementedError

    def show_busy(self, text: str) -> None:
        """Say what is under way; "" once it is over."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what cannot be done as the period stands."""
        ranking, still_open = (
            _NEEDS.get(action, (False, False)) if self.is_mounted else (False,) * 2
        )
        if (ranking and self.state.head is None) or (still_open and self.state.frozen):
            return False
        if action == "freeze" and self.state.running:
            return False
        return super().check_action(action, parameters)

    # -- choosing what to do

    def _acts(self) -> Iterator[Choice]:
        from gridctl_tui.keymap import cap
        from gridctl_tui.keys import KEYS

        for name, key in KEYS.items():
            if (
                name.startswith("assess.")
                and name != "assess.acts"
                and self.check_action(key.action, ())
            ):
                note = f"{cap(key.keys.split(',')[0])}  {_(key.help)}"
                yield Choice(key.action, key.label, note, f"assess {key.action}")

    @work
    async def action_acts(self) -> None:
        """Choose what to do."""
        chosen = await self.app.push_screen_wait(Chooser(_("Act"), list(self._acts())))
        if chosen is not None:
            await self.run_action(chosen)

    # -- drafts

    @work(exclusive=True, group="scoring")
    async def action_run(self) -> None:
        """Score the period as a draft."""
        if self.scheme is None or not self.dashboard.check_writable():
            return
        made = await self._scored(self.scheme, dry_run=False)
        if made is not None:
            told: dict[str, Param] = {
                "assessment": made.assessment, "subjects": f"{made.subjects:,}",
                "missing": len(made.missing) or None,
            }  # fmt: skip
            text = _("{assessment} is made: {subjects} scored[[; missing figures: {missing}]].")
            self.notify(word(text, told))
            await self.read_month(made.assessment)

    async def _scored(self, scheme: SchemeView, *, dry_run: bool) -> AssessmentRun | None:
        """Return a run of the period, kept or only tried; None where it failed, which is told."""
        wanted = {"period": self.state.period, "scheme": scheme.scheme, "subject": self.subject}
        run = RunAssessment.model_validate(wanted)
        self.show_busy(word(_("Scoring {period}; you can go on meanwhile."), wanted))
        try:
            return await self.dashboard.desk.send(run, dry_run=dry_run)
        except GridctlError as error:
            self.dashboard.tell(error)
            return None
        finally:
            self.show_busy("")

    @work(exclusive=True, group="scoring")
    async def action_missing(self) -> None:
        """Look which figures are missing, of the period as it is now where it is open."""
        head = self.state.head
        if self.scheme is None:
            return
        asked = self._meant()
        still_kept = self.state.frozen or self.dashboard.facts.readonly
        if head is not None and (still_kept or not self.dashboard.entitlement.may("assess.run")):
            page = await self.ask(ListMissing(assessment=head.assessment))
            if page is not None and asked == self._meant():
                self._show_missing(page.items, head.assessment, None)
            return
        if self.dashboard.check_writable():
            tried = await self._scored(self.scheme, dry_run=True)
            # One may have gone on to another period meanwhile.
            if tried is not None and asked == self._meant():
                head = self.state.head
                stands = None if head is None else _same(head, tried)
                self.show_state(replace(self.state, stands=stands))
                self._show_missing(tried.missing, "", stands)

    def _meant(self) -> tuple[str, str, str]:
        """Return period, scheme and subject that are looked at."""
        scheme = self.scheme.scheme if self.scheme else ""
        return self.state.period, scheme, str(self.subject)

    def _show_missing(
        self, figures: tuple[MissingFigure, ...], assessment: str, stands: bool | None
    ) -> None:
        assert self.scheme is not None
        words = words_for(self.scheme.text)
        told = {"period": self.state.period, "assessment": assessment or self._number()}
        notes = [
            pointed(_("What is missing comes by import, or by hand: <evidence create>."))
            if figures
            else _("Nothing is missing.")
        ]
        if stands is not None:
            yes = _("A run now gives the same as {assessment}: it still stands.")
            no = _("A run now gives something else than {assessment}: make a new draft with F7.")
            notes.append(word(yes if stands else no, told))
        command = f"assess missing {assessment}" if assessment else self._typed("run", " -n")
        self.show_findings(
            Findings(
                word(_("Figures missing for {period}"), told), notes, MISSING_COLUMNS,
                [missing_record(each, words) for each in figures], command,
                open=self._name_them,
            )
        )  # fmt: skip

    def _name_them(self, record: Mapping[str, Any]) -> None:
        """Say who lacks a figure, of many the first ten."""
        names, more = record["names"], record["count"] - len(record["names"])
        told = {"names": tuple(names), "more": more or None}
        self.notify(word(_("{names}[[ and {more} more]]"), told), markup=False)

    def _number(self) -> str:
        return self.state.head.assessment if self.state.head else ""

    def _typed(self, verb: str, end: str = "") -> str:
        """Return the command of a verb that is for the period."""
        scheme = self.scheme.scheme if self.scheme else ""
        wanted = f"--period {self.state.period} --scheme {scheme} --subject {self.subject}"
        return f"assess {verb} {wanted}{end}"

    @work
    async def action_draft(self) -> None:
        """Look at another run of the period."""
        choices = [run_choice(run) for run in self.state.runs]
        chosen = await self.app.push_screen_wait(Chooser(_("Another run"), choices))
        if chosen is not None:
            await self.read_month(chosen)

    # -- with the towns

    @work
    async def action_towns(self) -> None:
        """Show what was objected, and which towns have confirmed."""
        from gridctl_tui.screens.objections import ObjectionsScreen

        if self.state.head is not None:
            page = await self.ask(ListObjections(assessment=self.state.head.assessment))
            if page is not None:
                await self.app.push_screen(ObjectionsScreen(page))

    @work
    async def action_object(self) -> None:
        """Object to the figure of the one under the cursor."""
        from gridctl_tui.screens.objecting import object_to

        head, row = self.state.head, self.query_one(RankingView).rows.row
        if head is None or row is None:
            self.notify(_("Nobody is under the cursor."))
        elif await object_to(self.dashboard, head.assessment, row.key):
            await self.read_month(head.assessment)

    # -- for good

    @work
    async def action_freeze(self) -> None:
        """Make the assessment the result of its period."""
        from gridctl_tui.screens.freezing import FreezeForm

        head = self.state.head
        if head is None or not self.dashboard.check_writable():
            return
        undecided = self.state.towns.undecided if self.state.towns else 0
        # What would be refused is no question; over objections it takes words of one's own.
        tried = FreezeAssessment(assessment=head.assessment)
        if not undecided and await self.ask(tried, dry_run=True) is None:
            return
        scheme = said(self.scheme.title) if self.scheme else head.scheme
        form = FreezeForm(head, scheme, list(self._warnings()), undecided)
        if await self.app.push_screen_wait(form):
            await self.read_month(head.assessment)

    def _warnings(self) -> Iterator[str]:
        """Yield what one should know before freezing."""
        state = self.state
        if state.stands is False:
            yield _("Figures have changed since it was made; a new draft would differ.")
        if state.missing:
            yield word(_("Missing figures: {count}."), {"count": len(state.missing)})
        if state.waiting:
            text = _("Requests on tickets that wait for a decision: {count}.")
            yield word(text, {"count": state.waiting})
        if state.with_towns and state.outstanding:
            text = _("Towns that have not confirmed: {count}.")
            yield word(text, {"count": state.outstanding})

    @work(exclusive=True, group="scoring")
    async def action_verify(self) -> None:
        """Recompute the assessment from what it keeps."""
        head = self.state.head
        if head is None:
            return
        self.show_busy(word(_("Recomputing {assessment}."), head.model_dump()))
        found = await self.ask(VerifyAssessment(assessment=head.assessment))
        self.show_busy("")
        if found is None:
            return
        now = self.state.head
        if now is not None and now.assessment == head.assessment:
            self.show_state(replace(self.state, same=found.same))
        told = head.model_dump()
        if found.same:
            self.notify(word(_("{assessment} recomputes to the same bytes."), told))
            return
        self.show_findings(
            Findings(
                word(_("{assessment} no longer recomputes to what it keeps"), told), [],
                DIFFERENCE_COLUMNS, [each.model_dump() for each in found.differences],
                f"assess verify {head.assessment}",
            )
        )  # fmt: skip


def _same(head: AssessmentView, tried: AssessmentRun) -> bool:
    """Tell whether a run tried now has the figures and the rules of one that is kept."""
    return (head.input_digest, head.scheme_digest) == (tried.input_digest, tried.scheme_digest)
