"""What an account may do, and which part of the office it sees (domain.md section 12).

Rights are role x subtree of the grid tree x confidentiality. They are resolved where the data is
and travel with the acting person; on a file of one's own there are none to look up, and nothing
is limited.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gridctl.domain.errors import Forbidden
from gridctl.domain.roles import Scope
from gridctl.foundation.i18n import N_

#: Contact values unmasked; every use of it is in the journal with its purpose.
CONTACTS = "contact.unmask"
#: The words of a ticket whose caller asked for confidentiality.
CONFIDENTIAL = "ticket.confidential"
#: Acting for a unit or a member of staff that is not one's own.
FOR_OTHERS = "act.for_others"
#: Taking back what somebody else did, or doing again what somebody else took back.
UNDO_OTHERS = "journal.undo_others"
#: Reading what everybody did.
JOURNAL = "journal.read"

#: What reaches no further than the part of the office in sight, one's own work or one's own people.
#: All else concerns the whole office: marks, lists, rules and accounts are the county's, a file or
#: the journal reaches anywhere. Who sees a part of it has no such right, whatever the role says.
IN_PART = frozenset(
    {
        FOR_OTHERS, CONTACTS, CONFIDENTIAL,
        "assess.confirm", "assess.object", "assess.read", "calendar.read", "category.read",
        "clock.read", "duty.propose", "duty.read", "grid.read", "journal.undo", "office.read",
        "open311.create", "open311.read", "reward.read", "role.read", "route.read", "staff.read",
        "template.read", "ticket.accept", "ticket.arbitrate", "ticket.create", "ticket.decide",
        "ticket.dispatch", "ticket.edit", "ticket.handle", "ticket.lead", "ticket.read",
        "ticket.report", "ticket.steps", "ticket.supervise", "unit.read", "view.read",
        "whistle.arrive", "whistle.call", "whistle.close", "whistle.read", "whistle.resolve",
        "whistle.score", "workflow.read",
    }
)  # fmt: skip
_NOUNS_IN_PART = frozenset(each.partition(".")[0] for each in IN_PART)


class PermissionMissing(Forbidden):
    """The account's role does not allow it."""

    message = N_("{account} may not do this: it needs the permission {permission}.")
    hint = N_("The role is {role_name}. '<role show {role}>' tells what it may do.")


class TokenReadsOnly(Forbidden):
    """The token was made for reading."""

    message = N_("The token of {account} only reads.")
    hint = N_("Sign in again with '<login>', or use a token that may change things.")


class PlaceNotYours(Forbidden):
    """What was entered or moved would lie outside the account's part of the office."""

    message = N_("This would lie outside the places {account} works in.")
    hint = N_("Name a place inside your own; for others ask the office above.")


@dataclass(frozen=True)
class Rights:
    """What one account may do and see.

    Attributes:
        account: its login name.
        role: the role it was given, of ``config/rules/roles.toml``.
        permissions: what the role allows, such as ``ticket.read`` or ``ticket.*`` for all that is
            done to tickets, less what a token leaves out.
        scope: whether it sees the whole office, a place and all below, or a unit's tickets.
        place_id: the place of scope ``place``.
        level: level of that place, such as ``town``; "" without one.
        unit_id: the unit it belongs to, if any.
        staff_id: the member of staff it is, if any.
        reads_only: whether the token it came with changes nothing, whatever the role allows.
    """

    account: str
    role: str
    permissions: frozenset[str]
    scope: Scope = "office"
    place_id: int | None = None
    level: str = ""
    unit_id: int | None = None
    staff_id: int | None = None
    reads_only: bool = False

    @property
    def whole(self) -> bool:
        """Whether nothing of the office is out of sight."""
        return self.scope == "office"

    def may(self, permission: str) -> bool:
        """Return whether the account has a permission."""
        if not self.whole and office_wide(permission):
            return False
        return allows(self.permissions, permission)

    def check(self, permission: str, *, changes: bool) -> None:
        """Refuse what the account has no permission for; what is open to everybody has none.

        Args:
            permission: that an operation needs, or "".
            changes: whether it changes anything.

        Raises:
            PermissionMissing: it has not; the same whether or not what it asks for exists.
            TokenReadsOnly: its token only reads.
        """
        if permission and not self.may(permission):
            raise PermissionMissing(account=self.account, permission=permission, role=self.role)
        if changes and self.reads_only:
            raise TokenReadsOnly(account=self.account)


def allows(permissions: Iterable[str], permission: str) -> bool:
    """Return whether a list of permissions holds one; ``ticket.*`` holds all of tickets."""
    held = frozenset(permissions)
    return permission in held or f"{permission.partition('.')[0]}.*" in held


def shortened(permissions: Iterable[str]) -> tuple[str, ...]:
    """Return permissions in order, without those that another one (``ticket.*``) holds already."""
    held = frozenset(permissions)
    return tuple(sorted(each for each in held if each.endswith(".*") or not _covered(each, held)))


def _covered(permission: str, held: frozenset[str]) -> bool:
    return f"{permission.partition('.')[0]}.*" in held


def office_wide(permission: str) -> bool:
    """Return whether a permission concerns the whole office; ``user.*`` where all of it does."""
    noun, _, right = permission.partition(".")
    return noun not in _NOUNS_IN_PART if right == "*" else permission not in IN_PART
