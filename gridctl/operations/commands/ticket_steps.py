"""One step, or one decision, on many tickets: previewed, row by row, one change."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from gridctl.operations.base import Command, Finding, View

#: As it was piped in; one that no ticket has is told in its row.
_Number = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f]+$", max_length=200)]


class StepRow(View):
    """What became of one ticket; ``error`` has the code of the error that stood against it."""

    ticket: str
    serial_no: str | None
    title: str
    before: str
    after: str
    done: bool
    error: Finding | None = None


class StepsDone(View):
    """All tickets in the order named.

    ``step`` is the operation that was asked for; undoing needs its permission. Entries of the
    journal that were written before it was told there have none.
    """

    verb: str
    step: str = ""
    done: int
    failed: int
    items: tuple[StepRow, ...]


class TakeSteps(Command[StepsDone], route="POST /ticket-steps", permission="ticket.steps"):
    """Take the same step on many tickets in one command, which is undone as one.

    ``step`` names the operation, such as ``ticket_handling.SignTicket``, or
    ``ticket_requests.DecideRequest`` to decide what was asked for on each; ``facts`` are its
    fields besides the ticket. Its own permission is needed too. A ticket that cannot take the step
    is left as it is and named; with ``all_or_nothing`` nothing is changed then.
    """

    step: str = Field(pattern=r"^ticket_[a-z]+\.[A-Za-z]+$")
    tickets: tuple[_Number, ...] = Field(min_length=1, max_length=10_000)
    facts: dict[str, Any] = Field(default_factory=dict)
    all_or_nothing: bool = False
