"""What the account at the screen may do, so that nothing is offered which the office refuses.

The office decides; here is only left out what it would refuse for certain. On a file of one's own,
and while nothing is known, all is offered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.domain.rights import Rights
from gridctl.domain.roles import Scope
from gridctl_tui.desk import Desk

if TYPE_CHECKING:
    from gridctl.presentation.verbs import Verb


class Entitlement:
    """What an account may do.

    Args:
        rights: of the account; None where nothing is limited.
    """

    def __init__(self, rights: Rights | None = None) -> None:
        self._rights = rights

    def may(self, permission: str) -> bool:
        """Tell whether the account has a permission; "" is open to everybody."""
        return self._rights is None or not permission or self._rights.may(permission)

    def may_send(self, operation: str) -> bool:
        """Tell whether the account may carry out an operation by its full name, "" for none."""
        if self._rights is None or not operation:
            return True
        from gridctl.operations.registry import operation_class

        found = operation_class(operation)
        held_back = self._rights.reads_only and found.action == "command"
        return self.may(found.permission) and not held_back

    def __eq__(self, other: object) -> bool:
        """Tell whether another is about the same rights."""
        return isinstance(other, Entitlement) and self._rights == other._rights

    def __hash__(self) -> int:
        """Return the same for the same rights."""
        return hash(self._rights)

    def may_take(self, verb: Verb) -> bool:
        """Tell whether the account may take a verb: whether it may do all the verb is for."""
        return all(self.may_send(operation) for operation in verb.sends)


async def read_entitlement(desk: Desk) -> Entitlement:
    """Return what the account at the screen may do.

    Raises:
        GridctlError: the office refused, or does not answer.
    """
    from gridctl.operations.queries.accounts import ShowOwnAccount

    own = await desk.send(ShowOwnAccount())
    if not own.login:
        return Entitlement()
    held = frozenset(own.permissions)
    scope: Scope = "office" if own.whole else "place"
    return Entitlement(Rights(own.login, own.role, held, scope, reads_only=own.reads_only))
