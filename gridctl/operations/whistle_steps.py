"""What every step of a whistle call says, whichever it is."""

from __future__ import annotations

from pydantic import AwareDatetime, Field

from gridctl.operations.base import Command, Named
from gridctl.operations.queries.whistles import WhistleView


class WhistleStep(Command[WhistleView]):
    """Base of the steps that follow a call.

    Attributes:
        whistle: its number.
        opinion: for the log; a rejection needs one.
        at: when it happened, if entered later.
        if_match: only if the call still has this revision.
    """

    whistle: Named
    opinion: str = Field(default="", max_length=2_000)
    at: AwareDatetime | None = None
    if_match: int | None = None
