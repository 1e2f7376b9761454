"""The SQLAlchemy engine of the migrations, over a connection this program opened itself."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from gridctl.storage import sqlite
from gridctl.storage.writer import begin


def engine_over(connection: sqlite3.Connection) -> Engine:
    """Return an engine over an open connection, which it closes."""
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=NullPool)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    # Past the ORM, which is in no hurry.
    driver: Any = connection.connection.driver_connection
    begin(driver, sqlite.BUSY_TIMEOUT_S)
