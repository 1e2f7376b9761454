"""What only PostgreSQL can be asked; the names of these statements begin with its name."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement

#: Ids for new rows: a sequence gives each out once, however many write at the same time.
NEXT_IDS = Statement(
    "postgresql.next_ids",
    """
    SELECT nextval(pg_get_serial_sequence(:table, 'id'))
    FROM generate_series(1, CAST(:count AS INTEGER))
    """,
)
#: Makes the second one of a name wait until the first has committed; on SQLite every command does.
ONE_AT_A_TIME = Statement(
    "postgresql.one_at_a_time", "SELECT pg_advisory_xact_lock(hashtext(CAST(:name AS TEXT)))"
)
