"""Contact values: deleted when their period is over, unmasked for a purpose (domain.md 12)."""

from __future__ import annotations

from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.contact_periods import contact_periods, left_behind, overdue_contacts
from gridctl.handlers.queries.staff import find_staff
from gridctl.handlers.queries.ticket_view import find_ticket
from gridctl.operations.commands.contacts import (
    ContactView,
    ExpireContacts,
    ExpiryView,
    ShowStaffContact,
    ShowTicketContact,
)
from gridctl.storage.queries import contacts as sql
from gridctl.storage.queries.compose import Statement
from gridctl.storage.repositories.contacts import Contacts
from gridctl.storage.repositories.imports import Imports


def expire_contacts(operation: ExpireContacts, context: CommandContext) -> ExpiryView:
    """Delete the contacts of tickets closed long ago, with what they had been, and files left.

    By what a caller is known again stays until no report can repeat theirs any more.
    """
    periods = contact_periods(context)
    earliest = min((each.before for each in periods), default=context.today())
    contacts, records = 0, Contacts(context.uow)
    images = 0
    for period in periods:
        wanted = {**period.params, "limit": operation.limit - contacts}
        contacts += records.delete(context.read.rows(sql.EXPIRED, wanted))
        images += records.forget(context.read.rows(sql.IMAGES, wanted))
    imports, left = Imports(context.uow), left_behind(context)
    for number in left:
        imports.discard(imports.get(number))
    over = {"now": context.now(), "limit": operation.limit}
    callers = records.forget_callers(context.read.rows(sql.CALLERS_OVER, over))
    return ExpiryView(
        before=earliest,
        contacts=contacts,
        callers=callers,
        images=images,
        files=len(left),
        remaining=overdue_contacts(context) + int(context.read.value(sql.CALLERS_LEFT, over)),
    )


def show_ticket_contact(operation: ShowTicketContact, context: CommandContext) -> ContactView:
    """Return who reported a ticket; of a confidential one only to whom it is open."""
    found = find_ticket(context, operation.ticket)
    return _unmasked(context, sql.OF_TICKET, found, operation.purpose)


def show_staff_contact(operation: ShowStaffContact, context: CommandContext) -> ContactView:
    """Return the telephone number of a member of staff."""
    found = find_staff(context, operation.staff)
    return _unmasked(context, sql.OF_STAFF, found, operation.purpose)


def _unmasked(
    context: CommandContext, statement: Statement, number: int, purpose: str
) -> ContactView:
    context.because(purpose)
    row = context.read.record(statement, {"id": number}) or {}
    return ContactView(**row, purpose=purpose)
