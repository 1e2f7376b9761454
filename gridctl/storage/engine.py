"""The SQLAlchemy engine over a connection this program opened itself."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from gridctl.storage import sqlite

# Whoever holds an engine names its type from here, so that only storage names the ORM.
__all__ = ["Engine", "engine_over", "sqlite_engine"]

#: Seconds between two tries to get the write lock.
_PAUSE_S = 0.0005, 0.004
_JITTER = random.SystemRandom()


def sqlite_engine(path: Path, *, waits: bool = True) -> Engine:
    """Return an engine on an existing office; every transaction takes the write lock at once.

    One that does not wait fails where another connection has it.
    """

    def opener() -> sqlite3.Connection:
        connection = sqlite.connect(path, write=True)
        if not waits:
            connection.execute("PRAGMA busy_timeout=0")
        return connection

    return engine_over(opener)


def engine_over(opener: Callable[[], sqlite3.Connection]) -> Engine:
    """Return an engine that gets its connections from ``opener``."""
    engine = create_engine("sqlite://", creator=opener, poolclass=NullPool)

    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    """Take the write lock at once, waiting for it as long as SQLite would.

    A deferred transaction that reads and then writes fails when another writes. SQLite's own
    waiting sleeps longer the longer it lasts, so that under many writers who came first would be
    served last: here all ask alike.
    """
    until = time.monotonic() + sqlite.BUSY_TIMEOUT_S
    connection.exec_driver_sql("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                return
            except OperationalError as error:
                if "locked" not in str(error.orig) or time.monotonic() > until:
                    raise
            time.sleep(_JITTER.uniform(*_PAUSE_S))
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={int(sqlite.BUSY_TIMEOUT_S * 1000)}")
