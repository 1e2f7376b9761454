"""A database on a server as the source of a copy, or as what becomes of one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
from psycopg import errors
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from gridctl.domain.keeping import CopyRefused, TableCopy
from gridctl.domain.office import OfficeExists
from gridctl.storage import migrate_server, sqlite
from gridctl.storage.copies.ends import Draft, Rows, Source
from gridctl.storage.copies.tables import (
    PAGE,
    Advance,
    CopiedTable,
    Measured,
    Page,
    copied_tables,
)
from gridctl.storage.queries.reader import Reader
from gridctl.storage.stores import in_words
from gridctl.storage.stores.postgresql import PostgresStore, check, connect, format_in, shown

_LASTING = (
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL idle_in_transaction_session_timeout = 0",
)
#: Whoever changes an office writes its journal.
_HOLD = "LOCK TABLE journal IN SHARE ROW EXCLUSIVE MODE"
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('gridctl copy'))"
#: References and indexes are quicker made of all rows than kept row by row.
_REFERENCES = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2
"""
_INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND NOT i.indisprimary
      AND NOT EXISTS (SELECT 1 FROM pg_constraint o WHERE o.conindid = i.indexrelid)
"""
_NEXT = """SELECT setval(pg_get_serial_sequence('"{0}"', 'id'), max(id)) FROM "{0}" """
_REMOVED = (
    "DROP TABLE IF EXISTS gridctl_format",
    "DROP FUNCTION IF EXISTS ticket_search(text[]), sought(text), grams(text) CASCADE",
)


class ServerSource:
    """A database in one transaction; see :class:`gridctl.storage.copies.ends.Source`."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        self.read = Reader(connection, "postgresql")

    def pages(self, table: CopiedTable) -> Iterator[Page]:
        """Yield the rows of a table; see the protocol."""
        with self.connection.cursor(name="pages") as cursor:
            # Only a cursor on the server's side leaves the other rows there.
            cursor.execute(table.select.encode())
            while page := cursor.fetchmany(PAGE):
                yield page

    def count(self, table: CopiedTable) -> int:
        """Return how many rows a table has."""
        row = self.connection.execute(table.tally.encode()).fetchone()
        return int(row[0]) if row else 0


@contextmanager
def server_source(address: str, *, hold: bool) -> Iterator[Source]:
    """Yield a database as it is at this moment; with ``hold`` nobody writes meanwhile."""
    check(address)
    with closing(connect(address)) as connection, in_words(PostgresStore(address)):
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        if hold:
            # Before anything is read, for that settles the moment.
            connection.execute(_HOLD)
        for setting in _LASTING:
            connection.execute(setting)
        yield ServerSource(connection)


class FilledServer(ServerSource):
    """A database inside a transaction; see :class:`gridctl.storage.copies.ends.Filled`."""

    def fill(self, source: Rows, advance: Advance) -> list[TableCopy]:
        """Write all rows of a source; see the protocol."""
        try:
            return self._fill(source, advance)
        except errors.IntegrityError as error:
            table = error.diag.table_name or ""
            raise CopyRefused(table=table, detail=_first_line(error)) from error

    def _fill(self, source: Rows, advance: Advance) -> list[TableCopy]:
        for setting in _LASTING:
            self.connection.execute(setting)
        run = self.connection.execute
        references = run(_REFERENCES).fetchall()
        for table, name, _text in references:
            run(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'.encode())
        indexes = run(_INDEXES).fetchall()
        for name, _text in indexes:
            run(f"DROP INDEX {name}".encode())
        written = [self._filled(table, source, advance) for table in copied_tables()]
        for _name, text in indexes:
            run(text.encode())
        for table, name, text in references:
            run(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {text}'.encode())
        for copied in copied_tables():
            if "id" in copied.columns:
                run(_NEXT.format(copied.name).encode())
            run(f'ANALYZE "{copied.name}"'.encode())
        return written

    def _filled(self, table: CopiedTable, source: Rows, advance: Advance) -> TableCopy:
        measured = Measured(table, source.pages(table), advance)
        # A new office is not quite empty.
        self.connection.execute(f'DELETE FROM "{table.name}"'.encode())
        with self.connection.cursor() as cursor:
            try:
                with cursor.copy(
                    f'COPY "{table.name}" ({table.names}) FROM STDIN'.encode()
                ) as rows:
                    for page in measured:
                        for row in page:
                            rows.write_row(row)
            except psycopg.DataError as error:
                raise CopyRefused(table=table.name, detail=_first_line(error)) from error
        return measured.result()


class ServerDraft(FilledServer):
    """A transaction nobody sees yet; see :class:`gridctl.storage.copies.ends.Draft`."""

    def write(self, source: Source, advance: Advance) -> list[TableCopy]:
        """Write all of a source; see the protocol."""
        return self.fill(source, advance)

    def keep(self) -> None:
        """Let others see it; see the protocol."""
        self.connection.commit()


@contextmanager
def server_draft(address: str, *, replace: bool) -> Iterator[Draft]:
    """Yield a new office for an address; see :func:`gridctl.storage.copies.ends.open_draft`."""
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: connect(address), poolclass=NullPool
    )
    with engine.connect() as outer, in_words(PostgresStore(address)):
        connection: Any = outer.connection.driver_connection
        connection.execute(_ALONE)
        if format_in(connection, address):
            if not replace:
                raise OfficeExists(path=shown(address))
            _remove(connection)
        migrate_server.build(outer, 0, sqlite.FORMAT)
        yield ServerDraft(connection)


def _remove(connection: psycopg.Connection[Any]) -> None:
    """Take away the office that is there; it is back if the transaction is not committed."""
    for table in reversed(copied_tables()):
        connection.execute(f'DROP TABLE IF EXISTS "{table.name}" CASCADE'.encode())
    for text in _REMOVED:
        connection.execute(text.encode())


def _first_line(error: psycopg.Error) -> str:
    return str(error).partition("\n")[0]
