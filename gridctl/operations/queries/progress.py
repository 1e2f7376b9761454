"""Asking for what a resident is given along with a serial number."""

from __future__ import annotations

from datetime import datetime

from gridctl.operations.base import Query, Slug, View


class ReceiptView(View):
    """What is handed to who reported; ``check_code`` is null where the matter is confidential.

    With number and code the progress page of a server answers.
    """

    serial_no: str
    check_code: str | None
    category: str | None
    reported_at: datetime
    deadline_at: datetime | None


class ShowReceipt(
    Query[ReceiptView], route="GET /tickets/{ticket}/receipt", permission="ticket.read"
):
    """Show what is handed to who reported a ticket, with the check code of its number."""

    ticket: Slug
