"""The one connection of a process that writes into an office's file."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, Queue
from typing import NamedTuple

from gridctl.domain.office import OfficeBusy
from gridctl.storage import sqlite

#: Seconds between two tries to get the write lock.
_PAUSE_S = 0.0005, 0.004
_JITTER = random.SystemRandom()


class _Kept(NamedTuple):
    """The connection, and the file that was there when it was opened."""

    connection: sqlite3.Connection
    file: sqlite.File | None


class Writer:
    """Lends the connection, in a transaction that has the write lock from its beginning.

    It is kept from one transaction to the next, as long as the same file is there. Who has it
    writes: the other threads of this process wait for it, and ask no file meanwhile.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: Queue[_Kept | None] = Queue(1)
        self._idle.put(None)

    @contextmanager
    def begun(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection; what is not committed is taken back afterwards.

        Raises:
            OfficeBusy: others have written for too long.
        """
        try:
            before = self._idle.get(timeout=sqlite.BUSY_TIMEOUT_S)
        except Empty:
            raise OfficeBusy(path=str(self._path)) from None
        kept = None
        try:
            kept = self._good(before)
            with _begun(kept.connection, sqlite.BUSY_TIMEOUT_S):
                yield kept.connection
        finally:
            self._idle.put(kept)

    def close(self) -> None:
        """Close the connection, where nobody has it."""
        with suppress(Empty):
            kept = self._idle.get_nowait()
            self._idle.put(None)
            if kept is not None:
                kept.connection.close()

    def _good(self, kept: _Kept | None) -> _Kept:
        """Return a connection that was kept, or a new one where it is not as good as that."""
        if kept is not None:
            ended = not kept.connection.in_transaction
            if ended and sqlite.holds(kept.connection, self._path, kept.file, write=True):
                return kept
            kept.connection.close()
        file = sqlite.file_at(self._path)
        return _Kept(sqlite.connect(self._path, write=True), file)


@contextmanager
def hasty(path: Path) -> Iterator[sqlite3.Connection]:
    """Lend a connection of its own, in a transaction that waits for nobody.

    Raises:
        OperationalError: others write just now.
    """
    connection = sqlite.connect(path, write=True)
    try:
        with _begun(connection, 0.0):
            yield connection
    finally:
        connection.close()


@contextmanager
def _begun(connection: sqlite3.Connection, patience: float) -> Iterator[None]:
    begin(connection, patience)
    try:
        yield
    finally:
        connection.rollback()


def begin(connection: sqlite3.Connection, patience: float) -> None:
    """Take the write lock at once, waiting for it so many seconds.

    A deferred transaction that reads and then writes fails when another writes. SQLite's own
    waiting sleeps longer the longer it lasts, so that under many writers who came first would be
    served last: here all ask alike.
    """
    until = time.monotonic() + patience
    run = connection.execute
    run("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                run("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
            time.sleep(_JITTER.uniform(*_PAUSE_S))
    finally:
        run(f"PRAGMA busy_timeout={int(sqlite.BUSY_TIMEOUT_S * 1000)}")
