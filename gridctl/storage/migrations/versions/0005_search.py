"""Text search over tickets; a short way to those that are open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gridctl.storage.migrations.ahead import Index
from gridctl.storage.search import postgresql, sqlite

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OPEN = Index(
    "ix_ticket_open", "ticket",
    "(deadline_at) WHERE withdrawn = false"
    " AND state NOT IN ('closed', 'archived', 'self_closed', 'merged')",
)  # fmt: skip
AHEAD = (_OPEN, postgresql.INDEX)
#: Rows indexed at once.
_CHUNK = 10_000


def upgrade() -> None:
    """Apply the migration."""
    connection = op.get_bind()
    connection.exec_driver_sql(_OPEN.statement())
    if connection.dialect.name == "postgresql":
        index = postgresql.INDEX.statement()
        for text in (postgresql.GRAMS, postgresql.SOUGHT, index, postgresql.SEARCH):
            connection.exec_driver_sql(text)
        return
    for text in (sqlite.TABLE, sqlite.BUFFER, sqlite.PAUSES):
        connection.exec_driver_sql(text)
    _fill(connection)
    for text in sqlite.TRIGGERS:
        connection.exec_driver_sql(text)


def _fill(connection: sa.Connection) -> None:
    """Index the tickets that are there."""
    rows = connection.exec_driver_sql(sqlite.TEXTS)
    while chunk := rows.fetchmany(_CHUNK):
        grams = [(row[0], sqlite.grams(row[1])) for row in chunk]
        connection.exec_driver_sql(sqlite.FILL, grams)
