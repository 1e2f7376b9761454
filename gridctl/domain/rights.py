"""What an account may do, and which part of the office it sees (domain.md section 12).

Rights are role x subtree of the grid tree x confidentiality. They are resolved where the data is
and travel with the acting person; on a file of one's own there are none to look up, and nothing
is limited.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Contact values unmasked; every use of it is in the journal with its purpose.
CONTACTS = "contact.read"
#: The words of a ticket whose caller asked for confidentiality.
CONFIDENTIAL = "ticket.confidential"


@dataclass(frozen=True)
class Rights:
    """What one account may do and see.

    Attributes:
        account: its login name.
        role: the role it was given, of ``config/rules/roles.toml``.
        permissions: what the role allows, such as ``ticket.read``, less what a token leaves out.
        place_id: the place whose subtree it sees; None sees the whole office, unless ``unit_id``.
        level: level of that place, such as ``town``; "" without one.
        unit_id: the unit whose tickets it sees where it has no place, and for which it acts.
    """

    account: str
    role: str
    permissions: frozenset[str]
    place_id: int | None = None
    level: str = ""
    unit_id: int | None = None

    @property
    def whole(self) -> bool:
        """Whether nothing of the office is out of sight."""
        return self.place_id is None and self.unit_id is None

    def may(self, permission: str) -> bool:
        """Return whether the account has a permission."""
        return permission in self.permissions
