"""What the account at the screen may do, so that nothing is offered which the office refuses.

The office decides; here is only left out what it would refuse for certain. On a file of one's own,
and while nothing is known, all is offered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gridctl.domain.rights import Rights
from gridctl.domain.roles import Scope
from gridctl.presentation.ticket_steps import STEPS
from gridctl_tui.desk import Desk

if TYPE_CHECKING:
    from gridctl.presentation.verbs import Verb

#: Noun of the command line -> what permissions about it begin with, where that is another word.
_FAMILIES: Mapping[str, str] = {
    "audit": "journal", "undo": "journal", "redo": "journal", "db": "office", "today": "ticket",
    "search": "ticket",
}  # fmt: skip
#: Nouns that are about the asking account itself, or need no permission.
_OPEN = ("token", "password", "whoami", "progress")
_READING = ("read", "confidential")


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
        """Tell whether the account may carry out an operation, given by its full name."""
        if self._rights is None:
            return True
        from gridctl.operations.registry import operation_class

        return self.may(operation_class(operation).permission)

    def may_take(self, verb: Verb) -> bool:
        """Tell whether the account may take a verb of the command line.

        Of a step of the loop the operation is known; any other verb needs a permission on its noun:
        one that reads, or, where it changes something, one that does not only read.
        """
        noun, name = verb.words[0], verb.words[-1]
        if self._rights is None or noun in _OPEN:
            return True
        if noun == "ticket" and name in STEPS:
            return self.may_send(STEPS[name].operation)
        family = _FAMILIES.get(noun, noun)
        held = (each.partition(".") for each in self._rights.permissions)
        about = [
            what for of, _dot, what in held if of == family and self._rights.may(f"{of}.{what}")
        ]
        if verb.changes:
            return any(what not in _READING for what in about)
        return any(what in (*_READING, "*") for what in about)


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
