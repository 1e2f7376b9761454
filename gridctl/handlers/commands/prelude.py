"""What a command may do before its transaction: what takes long, and what must stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.context import QueryContext

T = TypeVar("T")


class Prelude(Protocol):
    """The way to the data before a command's own transaction.

    Proving a password takes a tenth of a second, in which nobody else could write; and a failed
    attempt must stay noted though the command is taken back.
    """

    def ask(self, work: Callable[[QueryContext], T]) -> T:
        """Return what a question finds."""
        ...

    def keep(self, work: Callable[[CommandContext], T]) -> T:
        """Do something that stays, in a short transaction without an entry."""
        ...
