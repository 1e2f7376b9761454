"""Office files of older formats."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine

from gridctl.storage import migrate, sqlite


def made(path: Path, number: int) -> None:
    """Make an office file of an older format, as the program of that time would have."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        migrate.migrate(connection, 0, number)
        connection.exec_driver_sql(f"PRAGMA application_id={sqlite.APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={number}")
    engine.dispose()


def tables_of(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Return table name -> columns."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        " AND name NOT LIKE 'ticket_search%'"
    )
    return {
        name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
        for (name,) in names.fetchall()
    }


def columns_of_format(folder: Path, number: int) -> dict[str, set[str]]:
    """Return table name -> columns in some format."""
    path = folder / f"format{number}.db"
    made(path, number)
    with closing(sqlite3.connect(path)) as connection:
        return {table: set(columns) for table, columns in tables_of(connection).items()}
