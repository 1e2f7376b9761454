"""The two ends of a copy, whichever engine they lie in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from gridctl.domain.keeping import TableCopy
from gridctl.storage.copies.spool import Spool, spool_of_database, spool_of_file
from gridctl.storage.copies.tables import Advance, CopiedTable, Page
from gridctl.storage.queries.reader import Reader
from gridctl.storage.stores import is_server
from gridctl.storage.unit_of_work import UnitOfWork


class Rows(Protocol):
    """All rows of an office, wherever they come from."""

    def pages(self, table: CopiedTable) -> Iterator[Page]:
        """Yield the rows of a table in the order of their keys."""
        ...


class Source(Rows, Protocol):
    """An office that stands still while it is read.

    Attributes:
        read: answers statements about it.
    """

    read: Reader

    def count(self, table: CopiedTable) -> int:
        """Return how many rows a table has."""
        ...


class Filled(Source, Protocol):
    """An office whose rows are replaced by others, in a transaction its owner ends."""

    def fill(self, source: Rows, advance: Advance) -> list[TableCopy]:
        """Write all rows of a source and return what was read of it, table by table.

        Raises:
            CopyRefused: the engine does not take a value, or a row points to none.
        """
        ...


class Draft(Source, Protocol):
    """A new office that nobody sees before it is kept."""

    def write(self, source: Source, advance: Advance) -> list[TableCopy]:
        """Write all of a source and return what was read of it, table by table.

        Raises:
            CopyRefused: the engine does not take a value, or a row points to none.
        """
        ...

    def keep(self) -> None:
        """Put it where it is to lie; without this nothing is left of it."""
        ...


def open_source(address: str, *, hold: bool) -> AbstractContextManager[Source]:
    """Return an office to read from.

    Args:
        address: a file's path, or the address of a database on a server.
        hold: let nobody change the office meanwhile; else changes go on and are not in the copy.

    Raises:
        GridctlError: the office is not there, or not of this format.
    """
    if is_server(address):
        from gridctl.storage.copies.server import server_source

        return server_source(address, hold=hold)
    from gridctl.storage.copies.file import file_source

    return file_source(Path(address), hold=hold)


def open_draft(address: str, *, replace: bool) -> AbstractContextManager[Draft]:
    """Return a new office to write, in the place of the one at the address where ``replace``.

    Raises:
        OfficeExists: one is there, and is not to be replaced.
        GridctlError: nothing can be written there.
    """
    if is_server(address):
        from gridctl.storage.copies.server import server_draft

        return server_draft(address, replace=replace)
    from gridctl.storage.copies.file import file_draft

    return file_draft(Path(address), replace=replace)


def filled_by(uow: UnitOfWork) -> Filled:
    """Return the office a unit of work is on, to be filled inside it."""
    if uow.read.engine == "postgresql":
        from gridctl.storage.copies.server import FilledServer

        return FilledServer(uow.driver)
    from gridctl.storage.copies.file import FilledFile

    return FilledFile(uow.driver)


def spool_of(uow: UnitOfWork) -> Spool:
    """Return where rows wait that are on their way to the office a unit of work is on."""
    if uow.read.engine == "postgresql":
        from gridctl.storage.stores.postgresql import shown

        return spool_of_database(shown(uow.driver.info.dsn))
    return spool_of_file(Path(uow.driver.execute("PRAGMA database_list").fetchone()[2]))
