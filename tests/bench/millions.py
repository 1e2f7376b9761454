"""Millions of tickets in an office of either engine, written by the engine itself.

One statement makes them from their numbers, so that five millions take minutes and are the same
at every run. The newest are open, every second of them; all others are closed.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import Any

import psycopg

from gridctl.storage.repositories.bulk_tables import TICKETS
from tests.bench.county import COUNTY, DAYS, FIRST_DAY, TOWNS, VILLAGES_PER_TOWN

#: Of the newest tickets so many, every second one of them open.
NEWEST = 40_000
_VILLAGES = TOWNS * VILLAGES_PER_TOWN
#: What a number is spread by, so that neighbours have nothing in common.
_SPREAD = "(number * 2654435761 % 4294967296)"
_DAY = f"number * {DAYS} / (:count + 1)"
_WORKER = f"({_SPREAD} % :workers)"
_REPORTED = f"1762358400 + {_DAY} * 86400 + 28800 + {_SPREAD} % 36000"
_SPENT = f"(2 + {_SPREAD} / 7 % 128) * 3600"
_OPEN = f"(number > :count - {NEWEST} AND number % 2 = 0)"
#: Column -> how it follows from the number of a ticket.
_MADE = {
    "id": "number",
    "match_key": "'x::N' || number",
    "revision": "1",
    "withdrawn": "FALSE",
    "serial_no": f"'{COUNTY}' || replace(d.said, '-', '') || number",
    "external_no": "'N' || number",
    "title": "'问题' || (number % 97)",
    "description": "'巡查发现，请处理'",
    "source": "'网格员上报'",
    "state": f"CASE WHEN {_OPEN} THEN 'handling' ELSE 'closed' END",
    "county_id": "1",
    "town_id": f"2 + {_WORKER} % {_VILLAGES} / {VILLAGES_PER_TOWN}",
    "village_id": f"100 + {_WORKER} % {_VILLAGES}",
    "grid_id": f"1000 + {_WORKER}",
    "reporter_id": f"1 + {_WORKER}",
    "reported_at": _REPORTED,
    "reported_on": "d.said",
    "deadline_at": f"{_REPORTED} + 259200",
    "due_on": "due.said",
    "closed_at": f"CASE WHEN {_OPEN} THEN NULL ELSE {_REPORTED} + {_SPENT} END",
    "closed_on": f"CASE WHEN {_OPEN} THEN NULL ELSE c.said END",
}
_ROWS = f"""
WITH RECURSIVE n (number) AS (
    SELECT CAST(1 AS BIGINT) UNION ALL SELECT number + 1 FROM n WHERE number < :count
)
SELECT {{made}}
FROM n
JOIN bench_day d ON d.day = {_DAY}
JOIN bench_day due ON due.day = {_DAY} + 3
JOIN bench_day c ON c.day = {_DAY} + (28800 + {_SPREAD} % 36000 + {_SPENT}) / 86400
"""


def write(address: str, count: int, workers: int) -> None:
    """Write so many tickets into an office that has places and people, and none yet.

    Args:
        address: a file's path, or the address of a database on a server.
        count: how many.
        workers: gridworkers with the ids from 1, in grids with the ids from 1000.
    """
    if address.startswith("postgresql://"):
        with psycopg.connect(address, autocommit=True) as connection:
            _on_a_server(connection, count, workers)
    else:
        with closing(sqlite3.connect(address, isolation_level=None)) as connection:
            _in_a_file(connection, count, workers)


def _in_a_file(connection: sqlite3.Connection, count: int, workers: int) -> None:
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-524288")
    # No word is searched, so the index of words may stay empty.
    kept = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger')"
        " AND tbl_name = 'ticket' AND sql IS NOT NULL"
    ).fetchall()
    for kind, name, _ in kept:
        connection.execute(f"DROP {kind} {name}")
    _fill(connection, count, workers)
    for _, _, text in kept:
        connection.execute(text)


def _on_a_server(connection: psycopg.Connection[Any], count: int, workers: int) -> None:
    run: Any = connection.execute
    # References hold by themselves; checking each takes longer than writing.
    run("SET session_replication_role = replica")
    run("SET maintenance_work_mem = '1GB'")
    kept = run(
        "SELECT i.indexrelid::regclass, pg_get_indexdef(i.indexrelid) FROM pg_index i"
        " WHERE i.indrelid = 'ticket'::regclass AND NOT EXISTS"
        " (SELECT 1 FROM pg_constraint o WHERE o.conindid = i.indexrelid)"
    ).fetchall()
    for name, _ in kept:
        run(f"DROP INDEX {name}")
    _fill(connection, count, workers)
    run("SELECT setval(pg_get_serial_sequence('ticket', 'id'), max(id)) FROM ticket")
    for _, text in kept:
        run(text)
    run("VACUUM ANALYZE ticket")


def _fill(connection: Any, count: int, workers: int) -> None:
    run = connection.execute
    run("CREATE TEMPORARY TABLE bench_day (day INTEGER PRIMARY KEY, said TEXT)")
    days = [f"({number}, '{FIRST_DAY + timedelta(days=number)}')" for number in range(DAYS + 40)]
    run(f"INSERT INTO bench_day VALUES {', '.join(days)}")
    plain = {
        name: _literal(value)
        for name, value in TICKETS.defaults.items()
        if value is not None and name not in _MADE
    }
    made = _MADE | plain
    rows = _ROWS.format(made=", ".join(made.values()))
    rows = rows.replace(":count", str(count)).replace(":workers", str(workers))
    run(f"INSERT INTO ticket ({', '.join(made)}) {rows}")


def _literal(value: Any) -> str:
    return repr(value) if isinstance(value, str) else str(value).upper()
