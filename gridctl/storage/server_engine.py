"""The SQLAlchemy engine over the pool of connections to a server's database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.pool import NullPool


class LentDialect(PGDialect_psycopg):
    """psycopg on connections that a pool of its own lends and takes back."""

    supports_statement_cache = True

    def on_connect(self) -> None:
        """Leave a connection as the pool made it.

        Each time it is lent it is new here: a listener for notices would be added every time, and
        never go.
        """


def server_engine(lend: Callable[[], Any]) -> Engine:
    """Return an engine that borrows its connections; one that is closed goes back to its pool."""
    return create_engine("postgresql+lent://", creator=lend, poolclass=NullPool)


registry.register("postgresql.lent", __name__, LentDialect.__name__)
