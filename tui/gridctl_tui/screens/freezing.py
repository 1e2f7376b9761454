"""The form that freezes an assessment: what is typed is the period, so that nobody does it idly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.widget import Widget

from gridctl.domain.errors import Usage, word
from gridctl.foundation.i18n import N_, _
from gridctl.operations.commands.assessments import FreezeAssessment
from gridctl.operations.queries.assessments import AssessmentView
from gridctl.presentation.objections import DESPITE
from gridctl_tui.screens.form import Form
from gridctl_tui.widgets.fields import FieldLine, StoryLine
from gridctl_tui.workflow import typed


class PeriodUntyped(Usage):
    """What was typed is not the period that is to be frozen."""

    message = N_("To freeze it, type {period}.")


class FreezeForm(Form):
    """Asks for the period before it is frozen for good."""

    def __init__(
        self, head: AssessmentView, scheme: str, notes: Sequence[str], undecided: int = 0
    ) -> None:
        self._head, self._undecided = head, undecided
        told = {**head.model_dump(), "scheme": scheme}
        said = [
            word(_("{assessment} becomes the result of {period} by {scheme}."), told),
            _("This cannot be undone: the period is never computed anew."),
            *notes,
        ]
        if undecided:
            waiting = _("Objections that nobody has decided: {count}. F4 lists them.")
            said.append(word(waiting, {"count": undecided}))
        super().__init__(word(_("Freeze {assessment}"), told), said)

    def fields(self) -> Iterator[Widget]:
        """Yield where the period is typed, and why it is frozen over objections."""
        if self._undecided:
            yield StoryLine("despite", _(DESPITE).rstrip(".。"), needed=True)
        label = word(_("Type {period} to go ahead"), {"period": self._head.period})
        yield FieldLine("period", label, needed=True)

    def command(self) -> str:
        """Return the command that does the same."""
        words = ["assess", "freeze", self._head.assessment, "--confirm", self._head.period]
        if despite := self.values().get("despite"):
            words += ["--despite", despite]
        return f"{self.dashboard.opening.command} {typed(words)}"

    async def carry_out(self, key: str) -> bool:
        """Freeze it.

        Raises:
            PeriodUntyped: another text was typed.
        """
        values = self.values()
        if values.pop("period", "") != self._head.period:
            raise PeriodUntyped(period=self._head.period)
        wish = {"assessment": self._head.assessment, **values}
        frozen = await self.dashboard.desk.send(FreezeAssessment.model_validate(wish), key=key)
        told = frozen.model_dump()
        self.dashboard.notify(word(_("{period} is frozen as {assessment}."), told))
        return True
