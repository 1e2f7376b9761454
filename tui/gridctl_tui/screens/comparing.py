"""Comparing a ranking: with another run, another scheme, another weight of an item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from textual import work

from gridctl.domain.errors import word
from gridctl.foundation.clock import instant_text
from gridctl.foundation.i18n import N_, _, said
from gridctl.foundation.pointers import pointed
from gridctl.operations.queries.assessments import AssessmentView, ListAssessments, SchemeView
from gridctl.operations.queries.comparisons import CompareAssessment, ShowSensitivity
from gridctl.presentation.assessments import (
    STATE_NAMES,
    SUBJECT_NAMES,
    WEIGHT_COLUMNS,
    shift_columns,
)
from gridctl.presentation.comparisons import (
    comparison_lines,
    sensitivity_line,
    shift_record,
    weight_record,
)
from gridctl_tui.month_steps import MonthState
from gridctl_tui.screens.ask import Choice, Chooser
from gridctl_tui.screens.findings import Findings, FindingsScreen
from gridctl_tui.screens.office import OfficeScreen

#: Weights that are tried, and what each is called.
_CHANGES = {
    "10%": N_("ten per cent more"),
    "-10%": N_("ten per cent less"),
    "1": N_("one point more"),
    "-1": N_("one point less"),
    "-100%": N_("left out altogether"),
}
#: Subjects told of a comparison.
_MOST = 10_000


class ComparingScreen(OfficeScreen):
    """Base of the screen of the month: what a ranking can be compared with.

    Attributes:
        state: how the period stands.
    """

    state: MonthState

    def show_findings(self, found: Findings) -> None:
        """Show what was found on a screen of its own."""
        self.app.push_screen(FindingsScreen(found))

    @work
    async def action_compare(self) -> None:
        """Compare the ranking with another one, or with another scheme."""
        head = self.state.head
        if head is None:
            return
        others = await self._others(head)
        if not others:
            self.notify(
                pointed(_("There is no other run and no other scheme: <assess adopt FILE>."))
            )
            return
        chosen = await self.app.push_screen_wait(Chooser(_("Compare with"), others))
        if chosen is None:
            return
        asked = CompareAssessment(assessment=head.assessment, other=chosen, limit=_MOST)
        found = await self.ask(asked)
        if found is not None:
            told = {"assessment": head.assessment, "other": chosen, "period": head.period}
            self.show_findings(
                Findings(
                    word(_("{assessment} ({period}) compared with {other}"), told),
                    comparison_lines(found), shift_columns(head.assessment, chosen),
                    [shift_record(each) for each in found.items],
                    f"assess compare {chosen} --assessment {head.assessment}", _moved_tone,
                    self._explain,
                )
            )  # fmt: skip

    async def _others(self, head: AssessmentView) -> list[Choice]:
        """Return what the ranking can be compared with: runs of the same kind, other schemes."""
        page = await self.ask(ListAssessments(limit=50))
        runs = [
            run_choice(run)
            for run in (page.items if page else ())
            if run.subject == head.subject and run.assessment != head.assessment
        ]
        return [*runs, *self.other_schemes(head)]

    def other_schemes(self, head: AssessmentView) -> Iterator[Choice]:
        """Yield the schemes that could score the same."""
        raise NotImplementedError

    def _explain(self, record: Mapping[str, Any]) -> None:
        from gridctl_tui.screens.score import open_score

        if self.state.head is not None:
            self.run_worker(
                open_score(self.dashboard, self.state.head.assessment, record["key"]),
                exit_on_error=False,
            )

    @work
    async def action_sensitivity(self) -> None:
        """See what another weight of each item changes."""
        head = self.state.head
        if head is None:
            return
        choices = [Choice(by, label, by) for by, label in _CHANGES.items()]
        by = await self.app.push_screen_wait(Chooser(_("Let every item weigh"), choices))
        if by is None:
            return
        found = await self.ask(ShowSensitivity(assessment=head.assessment, by=by))
        if found is not None:
            told = {"assessment": head.assessment, "by": by, "period": head.period}
            self.show_findings(
                Findings(
                    word(_("{assessment} ({period}), one item at a time weighed {by}"), told),
                    [sensitivity_line(found)], WEIGHT_COLUMNS,
                    [weight_record(each) for each in found.items],
                    f"assess sensitivity {head.assessment} --by {by}", _turned_tone,
                )
            )  # fmt: skip


def run_choice(run: AssessmentView) -> Choice:
    """Return a run as it is chosen."""
    note = f"{run.period}  {run.scheme}  {_(SUBJECT_NAMES[run.subject])}"
    made = f"{_(STATE_NAMES[run.state])}  {instant_text(run.created_at)}  {run.created_by}"
    return Choice(run.assessment, run.assessment, f"{note}  {made}")


def scheme_choice(scheme: SchemeView, subject: str, value: str) -> Choice:
    """Return a scheme as it is chosen, with whom it scores."""
    who = _(SUBJECT_NAMES[subject])
    return Choice(value, said(scheme.title), f"{scheme.scheme}  {who}", scheme.scheme)


def _moved_tone(record: Mapping[str, Any], key: str) -> str:
    if key == "moved" and (record["moved"] or 0) < 0:
        return "late"
    return "dim" if key in ("key", "group_name") else ""


def _turned_tone(record: Mapping[str, Any], key: str) -> str:
    turning = bool(record["entering"] or record["leaving"])
    return "due" if turning and key in ("label", "entering_text", "leaving_text") else ""
