"""Contact values: deleting what is kept no longer."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from gridctl.operations.base import Command, View


class ExpiryView(View):
    """What was deleted.

    Attributes:
        before: contacts of tickets closed before this day are kept no longer.
        contacts: contact values of tickets that were deleted.
        images: what such values had been before, kept for undoing, deleted with them.
        remaining: tickets whose contacts are still to be deleted.
    """

    before: date
    contacts: int
    images: int
    remaining: int


class ExpireContacts(Command[ExpiryView], route="POST /contacts/expire",
                     permission="contact.expire"):  # fmt: skip
    """Delete who reported tickets that were closed long ago; every figure stays.

    How long they are kept is a matter of the policy. It cannot be undone.

    Attributes:
        limit: tickets looked at, at most.
    """

    limit: int = Field(default=20_000, ge=1, le=100_000)
