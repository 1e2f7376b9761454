"""Import of many tickets against ``executemany`` of the same rows.

Floor: raw sqlite3, one transaction, the rows the import stored (read back from its result) into
tables with the same columns and indexes, the event rows, and the search index filled by one
statement at the end. Run: ``python -m tests.bench.importing [rows]``.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from gridctl.gateway.connect import create_office
from gridctl.gateway.local import LocalGateway
from gridctl.gateway.sending import Wish, send_file
from gridctl.imports import inspect, load_kind
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.storage.search import sqlite as search
from tests.bench.county import COUNTY, divisions, write_csv
from tests.bench.measure import heading, once_s, peak_mb, report

WORKERS = 5_000
TABLES = ("ticket", "ticket_event")


def prepare(folder: Path, workers: int = WORKERS) -> LocalGateway:
    """Return a gateway on an office with places and people."""
    office = folder / "office.db"
    create_office(office)
    gateway = LocalGateway(office)
    gateway.send(SetUpOffice(name="bench", county_code=COUNTY, operator="bench"))
    places = folder / "divisions.csv"
    places.write_text("\n".join(divisions()), "utf-8")
    send_file(gateway, inspect(places, load_kind("division")), Wish())
    roster = folder / "staff.csv"
    lines = [f"W{n:05},姓名{n},专职" for n in range(workers)]
    roster.write_text("工号,姓名,专兼职\n" + "\n".join(lines), "utf-8")
    send_file(gateway, inspect(roster, load_kind("staff")), Wish())
    return gateway


def floor_s(office: Path, folder: Path) -> float:
    """Return the seconds of writing the stored rows again, raw, into an empty schema."""
    source = sqlite3.connect(office)
    target = empty_schema(source, folder / "floor.db")
    spent = 0.0
    target.execute("BEGIN IMMEDIATE")
    for table in TABLES:
        cursor = source.execute(f"SELECT * FROM {table} ORDER BY id")
        places = ", ".join("?" * len(cursor.description))
        while rows := cursor.fetchmany(50_000):
            start = time.perf_counter()
            target.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
            spent += time.perf_counter() - start
    start = time.perf_counter()
    target.execute(search.FILL_SPAN, (0, 2**31))
    target.execute("COMMIT")
    return spent + time.perf_counter() - start


def empty_schema(source: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """Return a new file with the tables, their indexes and the search index, without triggers."""
    target = sqlite3.connect(path, isolation_level=None)
    search.register(target)
    target.execute("PRAGMA journal_mode=WAL")
    target.execute("PRAGMA synchronous=NORMAL")
    target.execute("PRAGMA cache_size=-65536")
    target.execute("PRAGMA foreign_keys=OFF")
    for kind, table, sql in source.execute("SELECT type, tbl_name, sql FROM sqlite_master"):
        if kind != "trigger" and table in TABLES and sql:
            target.execute(sql)
    target.execute(search.TABLE)
    target.execute(search.BUFFER)
    return target


def main(count: int) -> None:
    """Measure an import, the same file again, and the floor."""
    heading(f"import of {count:,} tickets, validated and journaled")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        gateway = prepare(folder)
        file = folder / "tickets.csv"
        write_csv(file, count, WORKERS)
        plan = inspect(file, load_kind("ticket"))
        ours = once_s(lambda: send_file(gateway, plan, Wish()))
        again = once_s(lambda: send_file(gateway, plan, Wish()))
        gateway.close()
        floor = floor_s(folder / "office.db", folder)
        report("import", ours, floor, "<= 3")
        report("the same file again (nothing to write)", again, floor)
        print(f"# {count / ours:,.0f} rows/s; peak memory {peak_mb():,.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
