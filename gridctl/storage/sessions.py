"""The ORM's session on a connection that somebody else has lent, and begins and ends."""

from __future__ import annotations

import threading
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import NullPool
from sqlmodel import Session

Kind = TypeVar("Kind", bound=Session)

#: The connection a thread has in hand while its session takes it.
_HERE = threading.local()


class _Lent:
    """What a dialect leaves alone: the transaction and the connection are its lender's."""

    supports_statement_cache = True

    def on_connect(self) -> Any:
        """Leave a connection as it is: each time it is lent it is new here."""

    def do_commit(self, _connection: Any) -> None:
        """Leave the transaction open."""

    do_rollback = do_close = do_commit


class LentSqlite(_Lent, SQLiteDialect_pysqlite):
    """SQLite on a lent connection."""

    supports_statement_cache = True


class LentPostgresql(_Lent, PGDialect_psycopg):
    """psycopg on a lent connection."""

    supports_statement_cache = True


def session_on(kind: type[Kind], driver: Any, engine: str) -> Kind:
    """Return a session on a driver's connection, in the transaction that was begun there.

    What it commits or takes back is so for the session alone.
    """
    session = kind(_engine(engine), autoflush=False, expire_on_commit=False)
    _HERE.driver = driver
    try:
        session.connection()
    finally:
        _HERE.driver = None
    return session


@cache
def _engine(name: str) -> Engine:
    """Return the one engine of a kind: what it has compiled holds for every office."""
    return create_engine(f"{name}+lent://", creator=lambda: _HERE.driver, poolclass=NullPool)


registry.register("sqlite.lent", __name__, LentSqlite.__name__)
registry.register("postgresql.lent", __name__, LentPostgresql.__name__)
