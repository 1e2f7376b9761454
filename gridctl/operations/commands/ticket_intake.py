"""The loop up to filing: report, verify, file, void, merge."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from gridctl.operations.base import Slug
from gridctl.operations.steps import TicketStep


class ReportTicket(TicketStep, route="POST /tickets/{ticket}/report", permission="ticket.report"):
    """Hand a draft in."""

    verb = "report"


class SelfHandleTicket(
    TicketStep, route="POST /tickets/{ticket}/self-handle", permission="ticket.report"
):
    """Report a matter and that it was settled on the spot."""

    verb = "self_handle"
    reply: str = Field(default="", max_length=20_000)


class SendVerify(
    TicketStep, route="POST /tickets/{ticket}/send-verify", permission="ticket.accept"
):
    """Have a worker look at the place before filing."""

    verb = "send_verify"
    staff: str | None = None


class VerifyDone(
    TicketStep, route="POST /tickets/{ticket}/verify-done", permission="ticket.report"
):
    """Say what was found before filing."""

    verb = "verify_done"
    outcome: Literal["exist", "not_exist", "unable"]


class FileTicket(TicketStep, route="POST /tickets/{ticket}/file", permission="ticket.accept"):
    """Accept a ticket; ``condition`` is the number of the filing condition met."""

    verb = "file"
    condition: int | None = Field(default=None, ge=1)


class VoidTicket(TicketStep, route="POST /tickets/{ticket}/void", permission="ticket.accept"):
    """Ask that a ticket be rejected; another person approves."""

    verb = "void"


class MergeTicket(TicketStep, route="POST /tickets/{ticket}/merge", permission="ticket.accept"):
    """Attach a duplicate to the ticket it repeats."""

    verb = "merge"
    parent: Slug
