"""The SQLAlchemy engine over a connection this program opened itself."""

from __future__ import annotations

import random
import sqlite3
import time
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool, QueuePool

from gridctl.storage import sqlite

# Whoever holds an engine names its type from here, so that only storage names the ORM.
__all__ = ["Engine", "engine_over", "hasty_engine", "sqlite_engine"]

#: Seconds between two tries to get the write lock.
_PAUSE_S = 0.0005, 0.004
_JITTER = random.SystemRandom()


def sqlite_engine(path: Path) -> Engine:
    """Return an engine on an existing office; every transaction takes the write lock at once.

    It keeps one connection from one transaction to the next, as long as the same file is there.
    Who has it writes: the other threads of this process wait for it, and ask no file meanwhile.
    """

    def opener(entry: ConnectionPoolEntry) -> sqlite3.Connection:
        entry.info["file"] = sqlite.file_at(path)
        return sqlite.connect(path, write=True)

    def look(connection: sqlite3.Connection, entry: ConnectionPoolEntry, _lent: object) -> None:
        if not sqlite.holds(connection, path, entry.info["file"], write=True):
            raise DisconnectionError

    engine = _engine(
        sqlite.BUSY_TIMEOUT_S, creator=opener, poolclass=QueuePool, pool_size=1, max_overflow=0,
        pool_timeout=sqlite.BUSY_TIMEOUT_S,
    )  # fmt: skip
    event.listen(engine, "checkout", look)
    return engine


def hasty_engine(path: Path) -> Engine:
    """Return an engine on an existing office that waits for nobody: it fails where others write."""
    return _engine(0.0, creator=lambda: sqlite.connect(path, write=True), poolclass=NullPool)


def engine_over(connection: sqlite3.Connection) -> Engine:
    """Return an engine over an open connection, which it closes."""
    return _engine(sqlite.BUSY_TIMEOUT_S, creator=lambda: connection, poolclass=NullPool)


def _engine(patience: float, **options: Any) -> Engine:
    engine = create_engine("sqlite://", **options)
    event.listen(engine, "begin", partial(_begin, patience))
    return engine


def _begin(patience: float, connection: Connection) -> None:
    """Take the write lock at once, waiting for it so many seconds.

    A deferred transaction that reads and then writes fails when another writes. SQLite's own
    waiting sleeps longer the longer it lasts, so that under many writers who came first would be
    served last: here all ask alike.
    """
    until = time.monotonic() + patience
    # Past the ORM, which is in no hurry.
    driver: Any = connection.connection.driver_connection
    run = driver.execute
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
