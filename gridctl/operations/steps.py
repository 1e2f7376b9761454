"""What every step of the loop says, whichever its verb."""

from __future__ import annotations

from typing import ClassVar

from pydantic import AwareDatetime, Field

from gridctl.operations.base import Command, Slug, View
from gridctl.operations.queries.tickets import TicketView


class Attachment(View):
    """A file that stays where it is: its path and SHA-256."""

    path: str = Field(min_length=1, max_length=500)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class TicketAct(Command[TicketView]):
    """Base of what is done to a ticket and can be done to many at once: steps, decisions.

    Attributes:
        verb: the verb of the workflow the class stands for, "" for a decision.
        ticket: serial or external number.
        opinion: why, for the log; some steps need one.
        at: when it happened, if it is entered later; now without.
    """

    verb: ClassVar[str] = ""

    ticket: Slug
    opinion: str = Field(default="", max_length=2_000)
    at: AwareDatetime | None = None


class TicketStep(TicketAct):
    """Base of the steps of the loop.

    Attributes:
        attachments: evidence kept outside.
        if_match: only if the ticket still has this revision.
    """

    attachments: tuple[Attachment, ...] = Field(default=(), max_length=50)
    if_match: int | None = None

    @property
    def taken(self) -> str:
        """Return the code of the workflow's step that is taken."""
        return self.verb
