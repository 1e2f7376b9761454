"""What one change made of many records: a row each, and how many it was done to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from gridctl.cli.context.session import Session
from gridctl.cli.diagnostics import ExitCode
from gridctl.cli.render import Column, Listing
from gridctl.foundation.i18n import N_, _

#: The last columns of each such list.
AFTER = (
    Column("done", N_("Taken"), width="narrow"),
    Column("why", N_("Why not"), width="wide"),
)


class Done(Protocol):
    """What became of many records; each of the items has an ``error``, None where it was done."""

    @property
    def done(self) -> int:
        """How many were changed."""
        ...

    @property
    def failed(self) -> int:
        """How many were left as they were."""
        ...

    @property
    def items(self) -> Sequence[Any]:
        """A row of each, in the order named."""
        ...


def show_many(session: Session, done: Done, columns: Sequence[Column]) -> ExitCode:
    """Show what became of each; the exit code tells whether one was left as it was."""
    rows = [row.model_dump() | {"why": _why(row.error)} for row in done.items]
    session.show(Listing(rows, total=len(rows)), columns)
    counts = {"done": done.done, "failed": done.failed}
    session.note(_("{done} done, {failed} not.").format(**counts))
    if session.options.dry_run:
        session.note(_("Only tried: nothing was changed."))
    return ExitCode.PARTIAL if done.failed else ExitCode.OK


def _why(error: Any) -> str:
    if error is None:
        return ""
    # A change nothing stood against needs none of its words.
    from gridctl.presentation.wording import error_words

    return error_words(error.code, error.params)
