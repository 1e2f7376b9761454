"""Asking for what a resident is given along with a serial number."""

from __future__ import annotations

from gridctl.domain.progress import check_code
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.shape import instant
from gridctl.handlers.queries.ticket_view import find_ticket
from gridctl.operations.queries.progress import ReceiptView, ShowReceipt
from gridctl.storage.queries import progress as sql


def show_receipt(operation: ShowReceipt, context: QueryContext) -> ReceiptView:
    """Return number and code; a confidential matter has no code, for the page knows none."""
    ticket_id = find_ticket(context, operation.ticket)
    row = context.read.record(sql.RECEIPT, {"id": ticket_id})
    assert row is not None
    row |= {name: instant(row[name]) for name in ("reported_at", "deadline_at")}
    code = None if row.pop("confidential") else code_of(context, row["serial_no"])
    return ReceiptView(**row, check_code=code)


def code_of(context: QueryContext, serial: str) -> str:
    """Return the check code of a serial number."""
    return check_code(str(context.read.value(sql.SECRET)), serial)
