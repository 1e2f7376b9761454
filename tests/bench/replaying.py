"""What a command says to the database, noted so that a bare application can say the same.

A command is tried (a dry run) and what it says is noted: statements and values as the driver got
them. The same can be said again and again, each time in a transaction that is taken back to where
it began and then committed with one changed row: the office stays as it was but for its age. What
must be new each time (the key, numbers) is a text that is known by a mark, which is then replaced.

On PostgreSQL sequences go on although all else is taken back: what a later statement says of a row
just written finds none there. So this floor is a little lower than it should be.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Self
from unittest.mock import patch

import psycopg

from gridctl.gateway.local import LocalGateway
from gridctl.operations.base import Command

#: Stands in texts that must be new each time.
MARK = "REPLAYED"
#: A statement, its values, whether they are many rows of values.
Said = tuple[str, Any, bool]
_OF_THE_FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "SET ")


def said_by(gateway: LocalGateway, command: Command[Any]) -> list[Said]:
    """Return what a command says to the database, which stays as it is."""
    # A connection that is open already is not listened to.
    gateway.close()
    with _noted() as said:
        # What it takes to connect is no part of it, and what lasts is remembered by then.
        gateway.send(command, dry_run=True)
        said.clear()
        gateway.send(command, key=f"{MARK}-key", dry_run=True)
        gateway.close()
    # Nor is the question that only tells whether a connection still answers.
    return [each for each in said if each[0] and not _of_the_frame(each[0])]


def _of_the_frame(sql: str) -> bool:
    return sql.lstrip().upper().startswith(_OF_THE_FRAME)


@contextmanager
def _noted() -> Iterator[list[Said]]:
    """Note all that is said to a database while the block runs."""
    said: list[Said] = []

    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, values: Any = (), /) -> Self:
            said.append((sql, values, False))
            return super().execute(sql, values)

        def executemany(self, sql: str, rows: Any, /) -> Self:
            said.append((sql, rows := list(rows), True))
            return super().executemany(sql, rows)

    class Connection(sqlite3.Connection):
        def cursor(self, *_factory: Any) -> Any:
            return super().cursor(Cursor)

    opened, execute, many = sqlite3.connect, psycopg.Cursor.execute, psycopg.Cursor.executemany

    def connect(*given: Any, **options: Any) -> sqlite3.Connection:
        return opened(*given, **options, factory=Connection)

    def executing(self: Any, sql: Any, values: Any = None, **options: Any) -> Any:
        said.append((str(sql), values, False))
        return execute(self, sql, values, **options)

    def executing_many(self: Any, sql: Any, rows: Any, **options: Any) -> None:
        said.append((str(sql), rows := list(rows), True))
        many(self, sql, rows, **options)

    with ExitStack() as patched:
        patched.enter_context(patch.object(sqlite3, "connect", connect))
        patched.enter_context(patch.object(psycopg.Cursor, "execute", executing))
        patched.enter_context(patch.object(psycopg.Cursor, "executemany", executing_many))
        yield said


def say_again(connection: Any, said: list[Said], unique: str) -> None:
    """Say what a command said, on a connection without a transaction; nothing of it stays.

    Args:
        connection: of either driver.
        said: as :func:`said_by` returns it, also after it was JSON.
        unique: takes the place of the mark.
    """
    cursor = connection.cursor()
    cursor.execute("BEGIN IMMEDIATE" if isinstance(connection, sqlite3.Connection) else "BEGIN")
    try:
        cursor.execute("SAVEPOINT said")
        for sql, values, several in said:
            fresh = _renewed(values, unique)
            if several:
                cursor.executemany(sql, fresh)
            else:
                cursor.execute(sql, fresh)
                if cursor.description:
                    cursor.fetchall()
        cursor.execute("ROLLBACK TO SAVEPOINT said")
        # SQLite writes no page that is as it was.
        cursor.execute("UPDATE office SET created_at = created_at + 1")
        cursor.execute("COMMIT")
    except BaseException:
        cursor.execute("ROLLBACK")
        raise


def _renewed(values: Any, unique: str) -> Any:
    """Return values with the mark replaced."""
    if isinstance(values, str):
        return values.replace(MARK, unique)
    if isinstance(values, list | tuple):
        return [_renewed(each, unique) for each in values]
    if isinstance(values, dict):
        return {name: _renewed(each, unique) for name, each in values.items()}
    return values
