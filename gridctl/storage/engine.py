"""The SQLAlchemy engine over a connection this program opened itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from gridctl.storage import sqlite

# Whoever holds an engine names its type from here, so that only storage names the ORM.
__all__ = ["Engine", "engine_over", "sqlite_engine"]


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

    # A deferred transaction that reads and then writes fails at once when another writes.
    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
