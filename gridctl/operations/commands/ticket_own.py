"""Steps that only an office's own workflow has."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from gridctl.operations.base import Slug
from gridctl.operations.steps import TicketStep


class TakeOwnStep(TicketStep, route="POST /tickets/{ticket}/steps", permission="ticket.handle"):
    """Take a step the office added to its workflow, under the roles and guards it gave it.

    ``step`` is its code. The other fields are for its outcomes and guards; what they do not ask
    for is only kept in the log. A step of the shipped workflow is taken by its own operation.
    """

    step: Slug
    outcome: str = Field(default="", max_length=40)
    unit: str | None = None
    ground: str = Field(default="", max_length=40)
    limit: str = Field(default="", max_length=40)
    until: date | None = None
    reply: str = Field(default="", max_length=2_000)

    @property
    def taken(self) -> str:
        """Return the code of the step."""
        return self.step
