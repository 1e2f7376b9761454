"""Several words are looked up at once; a file's connections learn it from the program."""

from __future__ import annotations

from alembic import op

from gridctl.storage.search import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the migration."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(postgresql.SOUGHT)
