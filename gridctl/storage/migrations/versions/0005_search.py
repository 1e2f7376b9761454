"""Text search over tickets; a short way to those that are open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from gridctl.storage.search import postgresql, sqlite

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OPEN = "withdrawn = false AND state NOT IN ('closed', 'archived', 'self_closed', 'merged')"
#: Rows indexed at once.
_CHUNK = 10_000


def upgrade() -> None:
    """Apply the migration."""
    op.create_index(
        "ix_ticket_open", "ticket", ["deadline_at"],
        sqlite_where=sa.text(_OPEN), postgresql_where=sa.text(_OPEN),
    )  # fmt: skip
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        for text in (postgresql.GRAMS, postgresql.SOUGHT, postgresql.INDEX, postgresql.SEARCH):
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
