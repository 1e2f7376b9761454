"""Contact values: deleting what is kept no longer, and looking at one with a purpose."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from gridctl.operations.base import Command, Named, Slug, View

Purpose = Annotated[str, StringConstraints(min_length=2, max_length=200)]


class ExpiryView(View):
    """What was deleted.

    Attributes:
        before: contacts of tickets closed before this day are kept no longer.
        contacts: contact values of tickets that were deleted.
        callers: tickets whose caller, their contact gone, is known again by nothing any more.
        images: what such values had been before, kept for undoing, deleted with them.
        files: files on their way in that nobody applied, whose rows were dropped.
        remaining: tickets of whom something is still to be deleted.
    """

    before: date
    contacts: int
    callers: int = 0
    images: int
    files: int = 0
    remaining: int


class ExpireContacts(Command[ExpiryView], route="POST /contacts/expire",
                     permission="contact.expire"):  # fmt: skip
    """Delete who reported tickets that were closed long ago; every figure stays.

    Files that were sent long ago and never applied are discarded, for their rows name people too.

    How long they are kept is a matter of the policy. It cannot be undone.

    Attributes:
        limit: tickets looked at, at most.
    """

    limit: int = Field(default=20_000, ge=1, le=100_000)


class ContactView(View):
    """Contact values as they are; the journal keeps who looked and what for, not the values."""

    subject: str
    purpose: str
    name: str | None
    phone: str | None


class ShowTicketContact(
    Command[ContactView], route="POST /tickets/{ticket}/contact", permission="contact.unmask",
    once=("name", "phone"),
):  # fmt: skip
    """Look at who reported a ticket, unmasked."""

    ticket: Slug
    purpose: Purpose


class ShowStaffContact(
    Command[ContactView], route="POST /staff/{staff}/contact", permission="contact.unmask",
    once=("name", "phone"),
):  # fmt: skip
    """Look at the telephone number of a member of staff, unmasked."""

    staff: Named
    purpose: Purpose
