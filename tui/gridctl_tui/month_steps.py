"""The steps of a month's assessment, read from how the office stands: missing to verified."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gridctl.domain.errors import Param, word
from gridctl.foundation.i18n import N_, _
from gridctl.operations.queries.assessments import AssessmentView, MissingFigure
from gridctl.operations.queries.objections import ObjectionPage
from gridctl_tui.entitled import Entitlement

#: Step -> what it is called, in the order they are taken; requests no longer matter to a month that
#: is frozen, and before that there is nothing to verify.
STEPS = {
    "missing": N_("Missing"),
    "draft": N_("Draft"),
    "review": N_("Ticket requests"),
    "towns": N_("Towns"),
    "freeze": N_("Freeze"),
    "verify": N_("Verify"),
}

#: Step -> the operations of which one takes it, or does its part of it.
_TAKEN_BY = {
    "missing": ("assessments.RunAssessment",),
    "draft": ("assessments.RunAssessment",),
    "review": ("ticket_requests.DecideRequest",),
    "towns": ("objections.ConfirmScores", "objections.DecideScoreObjection"),
    "freeze": ("assessments.FreezeAssessment",),
    "verify": ("assessments.VerifyAssessment",),
}
_RUNNING = N_("{period} is not over: {assessment} shows how it stands, and is not frozen yet.")


@dataclass(frozen=True)
class MonthState:
    """How the assessment of a period stands.

    Attributes:
        period: of the assessment.
        runs: every run by the scheme and of the kind of subject, newest first.
        head: the one that is looked at.
        missing: the figures it lacks; None while not known.
        waiting: requests on tickets that wait for a decision; None where that cannot be seen.
        towns: what was objected and confirmed; None where that cannot be seen.
        stands: whether a run made now would give the same; None where nobody looked.
        same: whether it was recomputed to the same bytes; None where nobody looked.
        running: whether the period is not over, so that nothing can be its result yet.
    """

    period: str
    runs: Sequence[AssessmentView] = ()
    head: AssessmentView | None = None
    missing: Sequence[MissingFigure] | None = None
    waiting: int | None = None
    towns: ObjectionPage | None = None
    stands: bool | None = None
    same: bool | None = None
    running: bool = False

    @property
    def frozen(self) -> bool:
        """Return whether the period has its result."""
        return any(run.state == "frozen" for run in self.runs)

    @property
    def now(self) -> str:
        """Return the step to take now; "" once all are taken that can be."""
        if self.head is None or (not self.frozen and self.outdated):
            return "draft"
        if not self.frozen:
            return "review" if self.waiting else "towns" if self.with_towns else self._last
        return "" if self.same else "verify"

    @property
    def _last(self) -> str:
        return "" if self.running else "freeze"

    @property
    def outdated(self) -> bool:
        """Return whether a draft made now would differ, or should."""
        return self.stands is False or bool(self.towns and self.towns.upheld_since)

    @property
    def outstanding(self) -> int:
        """Return how many towns have not confirmed their part of the draft."""
        towns = self.towns.towns if self.towns else ()
        return sum(town.state != "confirmed" for town in towns)

    @property
    def with_towns(self) -> bool:
        """Return whether the draft is with the towns: something is undecided, or some confirmed.

        Where no town has said anything the office may not ask them at all.
        """
        if self.towns is None:
            return False
        return bool(self.towns.undecided) or 0 < self.outstanding < len(self.towns.towns)


class StepLine(NamedTuple):
    """A step as it is told: what it is called, how it stands, whether it is the one to take."""

    name: str
    label: str
    standing: str
    now: bool


def step_lines(state: MonthState, entitlement: Entitlement) -> Iterator[StepLine]:
    """Yield every step with how it stands; none is to be taken that others take."""
    tell = {
        "missing": _missing, "draft": _draft, "review": _review, "towns": _towns,
        "freeze": _freeze, "verify": _verify,
    }  # fmt: skip
    idle = "review" if state.frozen else "verify"
    for name, label in STEPS.items():
        if name == idle:
            continue
        now = name == state.now and any(map(entitlement.may_send, _TAKEN_BY[name]))
        yield StepLine(name, _(label), tell[name](state), now)


def _missing(state: MonthState) -> str:
    if state.missing is None:
        return "?"
    return str(len(state.missing)) if state.missing else _("none")


def _draft(state: MonthState) -> str:
    if state.head is None:
        return _("none yet")
    outdated = _("old") if state.outdated and not state.frozen else None
    told: dict[str, Param] = {"assessment": state.head.assessment, "outdated": outdated}
    return word(_("{assessment}[[, {outdated}]]"), told)


def _review(state: MonthState) -> str:
    if state.waiting is None:
        return "?"
    return word(_("{count} wait"), {"count": state.waiting}) if state.waiting else _("none")


def _towns(state: MonthState) -> str:
    if state.towns is None:
        return "?"
    if state.towns.undecided:
        return word(_("{count} undecided"), {"count": state.towns.undecided})
    everyone = len(state.towns.towns)
    return f"{everyone - state.outstanding}/{everyone}" if everyone else _("none")


def _freeze(state: MonthState) -> str:
    frozen = next((run for run in state.runs if run.frozen_at), None)
    if frozen is None or frozen.frozen_at is None:
        return _("not yet")
    return frozen.assessment


def _verify(state: MonthState) -> str:
    if state.same is None:
        return "-"
    return _("same bytes") if state.same else _("differs")


def next_line(state: MonthState, entitlement: Entitlement) -> str:
    """Return what to do now, and with which key, as far as it is for the account at the screen."""
    told: dict[str, Param] = {
        "period": state.period,
        "assessment": state.head.assessment if state.head else "",
        "count": state.waiting or 0,
        "missing": len(state.missing or ()),
        "undecided": state.towns.undecided if state.towns else 0,
        "outstanding": state.outstanding,
    }
    freezes = entitlement.may_send("assessments.FreezeAssessment")
    advice = _advice(state) if freezes else _standing(state, entitlement)
    return word(_(advice), told)


def _standing(state: MonthState, entitlement: Entitlement) -> str:
    """Return how the month stands for whom others freeze it."""
    if state.head is None:
        return N_("{period}: there is no draft yet.")
    if state.frozen:
        return N_("{assessment} is frozen.") if state.head.state == "frozen" else _advice(state)
    if state.towns is not None and state.towns.undecided:
        return N_("Objections wait for the county to decide ({undecided}): F4 lists them.")
    if state.outstanding and entitlement.may_send("objections.ConfirmScores"):
        return N_("{assessment} is to be confirmed, F4; Ctrl-O objects to the score at the cursor.")
    return N_("{assessment} is a draft; it binds nobody.")


def _advice(state: MonthState) -> str:
    if state.head is None:
        return N_("{period}: F6 tells what is missing, F7 makes a draft; a draft binds nobody.")
    if state.frozen:
        return _frozen(state, state.head)
    if state.outdated:
        return _outdated(state)
    if state.waiting:
        return N_("Requests on tickets wait ({count}); what is decided may change figures.")
    if state.with_towns:
        return _with_towns(state)
    if state.running:
        return _RUNNING
    if state.missing:
        return N_("Figures are missing, F6 lists them; F9 freezes {assessment} without them.")
    return N_("F6 looks whether {assessment} still stands; F9 compares and freezes it.")


def _frozen(state: MonthState, head: AssessmentView) -> str:
    if head.state == "draft":
        return N_("{period} is frozen by another run; {assessment} is kept to look at.")
    if state.same is False:
        return N_("{assessment} no longer recomputes: tell whoever looks after the program.")
    if state.same:
        return N_("{assessment} is frozen and verified; the award list can be made from it.")
    return N_("{assessment} is frozen. F9 recomputes it from what it keeps.")


def _outdated(state: MonthState) -> str:
    if state.stands is False:
        return N_("Figures have changed since {assessment} was made: F7 makes a new draft.")
    return N_("Objections were upheld since {assessment} was made: F7 makes a new draft.")


def _with_towns(state: MonthState) -> str:
    if state.towns is not None and state.towns.undecided:
        return N_("Objections wait for a decision ({undecided}): F4 lists them, F8 there decides.")
    if state.running:
        return _RUNNING
    return N_("Towns that have not confirmed: {outstanding}. F4 names them, F9 freezes.")
