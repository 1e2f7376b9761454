"""What only PostgreSQL can be asked; the names of these statements begin with its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from gridctl.storage.queries.compose import Statement

#: Ids for new rows: a sequence gives each out once, however many write at the same time.
NEXT_IDS = Statement(
    "postgresql.next_ids",
    """
    SELECT nextval(pg_get_serial_sequence(:table, 'id'))
    FROM generate_series(1, CAST(:count AS INTEGER))
    """,
)
#: Whether the lock of the periodic work is held; the server keeps its two keys as numbers
#: without a sign.
PERIODIC_HELD = Statement(
    "postgresql.periodic_held",
    """
    SELECT EXISTS (
        SELECT 1 FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND objsubid = 2
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND CAST(classid AS BIGINT) = (CAST(hashtext('gridctl') AS BIGINT) & 4294967295)
          AND CAST(objid AS BIGINT) = (CAST(hashtext('periodic') AS BIGINT) & 4294967295))
    """,
)
#: Behind a statement that reads a record nobody else is to change, though others may refer to it.
LOCKING = " FOR NO KEY UPDATE"
#: Held by every command until its transaction ends: many beside each other, or one alone. Who
#: waits to be alone comes before who begins later.
BESIDE = Statement(
    "postgresql.beside",
    "SELECT pg_advisory_xact_lock_shared(hashtext('gridctl'), hashtext('command'))",
)
ALONE = Statement(
    "postgresql.alone", "SELECT pg_advisory_xact_lock(hashtext('gridctl'), hashtext('command'))"
)
#: Makes the second one of a name wait until the first has committed; on SQLite every command does.
ONE_AT_A_TIME = Statement(
    "postgresql.one_at_a_time", "SELECT pg_advisory_xact_lock(hashtext(CAST(:name AS TEXT)))"
)
#: The same for a command that arrives again, in locks of their own: who sends it chooses the key.
UNDER_KEY = Statement(
    "postgresql.under_key",
    "SELECT pg_advisory_xact_lock(hashtext('gridctl key'), hashtext(CAST(:key AS TEXT)))",
)
#: Both at once, as nearly every command begins.
UNDER_KEY_BESIDE = Statement(
    "postgresql.under_key_beside",
    """
    SELECT pg_advisory_xact_lock(hashtext('gridctl key'), hashtext(CAST(:key AS TEXT))),
           pg_advisory_xact_lock_shared(hashtext('gridctl'), hashtext('command'))
    """,
)


def copy_in(
    connection: Any, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Write many new rows by ``COPY``, which takes two thirds of what a statement for each does.

    Args:
        connection: of the driver, in a transaction.
        table: where they go.
        columns: what each row holds, in this order; the others begin as the table says.
        rows: their values.
    """
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor().copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
