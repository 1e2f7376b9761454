"""The database behind a gateway: a file of one's own, or a database several processes share.

Which of the two it is, nobody above needs to know. A store may be used by many threads at once;
what it lends is given back.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Protocol

from gridctl.domain.errors import GridctlError
from gridctl.storage.queries.reader import Reader
from gridctl.storage.stores.memory import Memory

if TYPE_CHECKING:
    from gridctl.storage.unit_of_work import UnitOfWork

#: How the address of a database on a server begins.
SERVER_SCHEMES = ("postgresql://", "postgres://")


class Turn(Enum):
    """How a command is begun: beside others, anew after those begun anew before, or alone."""

    FIRST = auto()
    AGAIN = auto()
    ALONE = auto()


class Store(Protocol):
    """The database behind an office.

    Attributes:
        name: what people call it, in messages; never with a password.
        memory: what was read of it and is still true.
    """

    name: str
    memory: Memory

    def reading(self) -> AbstractContextManager[Reader]:
        """Lend a reader to which the office stands still.

        Raises:
            GridctlError: the office is not there, or not of this format.
        """
        ...

    def standing(self) -> AbstractContextManager[None]:
        """Have the office stand still for all a thread reads within a block, not for one reader."""
        ...

    def writing(self, *, waits: bool = True) -> UnitOfWork:
        """Return a unit of work that has not begun yet; one that waits for no other fails at once.

        Only a file has one writer at a time; a server's commands meet where they touch a row.
        """
        ...

    def crossed(self, error: Exception) -> bool:
        """Return whether a command failed only because another one was at work beside it.

        Taken up anew it sees what the other has done: the next free number, or a name in use.
        """
        ...

    def told(self, error: Exception) -> GridctlError | None:
        """Return what a person can do about an error of the driver, or None."""
        ...

    def close(self) -> None:
        """Close all connections."""
        ...


def is_server(address: str) -> bool:
    """Return whether an address is that of a database on a server, and not a file's path."""
    return address.startswith(SERVER_SCHEMES)


def open_store(address: str) -> Store:
    """Return the store at a file's path or a server's address; nothing is connected yet."""
    store: Any
    if is_server(address):
        from gridctl.storage.stores.postgresql import PostgresStore

        store = PostgresStore(address)
    else:
        from gridctl.storage.stores.sqlite import SqliteStore

        store = SqliteStore(address)
    opened: Store = store
    return opened


def in_words(store: Store) -> AbstractContextManager[None]:
    """Put into words what the driver of a store says within a block.

    Raises:
        GridctlError: what a person can do something about; all else stays as it is.
    """
    return _InWords(store)


# Entered several times by every request, which a generator makes dear.
class _InWords(AbstractContextManager[None]):
    def __init__(self, store: Store) -> None:
        self._store = store

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is None or isinstance(error, GridctlError) or not isinstance(error, Exception):
            return
        if (told := self._store.told(error)) is not None:
            raise told from error
