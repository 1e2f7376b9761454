"""A month's scoring against hand-written SQL, and pages of a long list.

Floor of the facts: the best aggregate by hand on the same file and indexes, without ledger: counts
per worker of reports, valid reports within caps, due, closed and on time. Floor of a page: the
bare statement through sqlite3. Run: ``python -m tests.bench.scoring [tickets] [workers]``.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from gridctl.domain.periods import parse_period
from gridctl.gateway.connect import create_office
from gridctl.gateway.local import LocalGateway
from gridctl.operations.commands.assessments import RunAssessment
from gridctl.operations.queries.tickets import ListTickets
from gridctl.storage.repositories.bulk_tables import TICKETS
from tests.bench.county import COUNTY, DAYS, FIRST_DAY, TOWNS, VILLAGES_PER_TOWN
from tests.bench.measure import heading, median_s, once_s, peak_mb, report

PERIOD = "2026-10"
DAY_S = 86_400

BY_HAND = """
WITH reports AS (
    SELECT reporter_id AS worker, state, category_id, reported_at, id,
           row_number() OVER (PARTITION BY reporter_id, reported_on ORDER BY reported_at, id) AS nth
    FROM ticket WHERE reported_on BETWEEN ? AND ? AND withdrawn = 0 AND reporter_id IS NOT NULL
), capped AS (
    SELECT worker, row_number() OVER (
               PARTITION BY worker, category_id, nth <= 5 ORDER BY reported_at, id) AS of_subclass,
           nth
    FROM reports
), intake AS (
    SELECT worker, count(*) AS reported,
           sum(nth <= 5 AND of_subclass <= 10) AS counted FROM capped GROUP BY worker
), due AS (
    SELECT o.staff_id AS worker, count(*) AS due, sum(t.closed_at <= t.deadline_at) AS on_time
    FROM ticket t JOIN post o ON o.grid_id = t.grid_id AND o.role = 'gridworker'
         AND o.valid_from <= t.reported_on AND o.valid_to > t.reported_on AND o.withdrawn = 0
    WHERE t.due_on BETWEEN ? AND ? AND t.withdrawn = 0 GROUP BY o.staff_id
)
SELECT intake.worker, reported, counted, due, on_time
FROM intake LEFT JOIN due ON due.worker = intake.worker
"""


def fill(path: Path, count: int, workers: int) -> None:
    """Write places, people, posts and tickets straight into an office's tables."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    # Nothing here searches words, so the index of words may stay empty.
    kept = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger')"
        " AND tbl_name = 'ticket' AND sql IS NOT NULL"
    ).fetchall()
    for kind, name, _ in kept:
        connection.execute(f"DROP {kind} {name}")
    connection.execute("BEGIN")
    _people(connection, workers)
    columns = ("id", "match_key", "revision", "withdrawn", *TICKETS.defaults)
    places = ", ".join("?" * len(columns))
    connection.executemany(
        f"INSERT INTO ticket ({', '.join(columns)}) VALUES ({places})",
        _tickets(count, workers),
    )
    connection.execute("COMMIT")
    for _, _, sql in kept:
        connection.execute(sql)
    connection.close()


def _people(connection: sqlite3.Connection, workers: int) -> None:
    places: list[tuple[int, str, str, int | None]] = [(1, f"{COUNTY}000000", "county", None)]
    for town in range(TOWNS):
        town_id = 2 + town
        places.append((town_id, f"{COUNTY}{town + 1:03}000", "town", 1))
    villages = TOWNS * VILLAGES_PER_TOWN
    for village in range(villages):
        town, number = divmod(village, VILLAGES_PER_TOWN)
        code = f"{COUNTY}{town + 1:03}{number + 1:03}"
        places.append((100 + village, code, "village", 2 + town))
    for worker in range(workers):
        village = worker % villages
        code = f"{places[1 + TOWNS + village][1]}{worker // villages + 1:03}"
        places.append((1000 + worker, code, "grid", 100 + village))
    connection.executemany(
        "INSERT INTO grid (id, code, level, county_code, revision, withdrawn)"
        f" VALUES (?, ?, ?, '{COUNTY}', 1, 0)",
        [place[:3] for place in places],
    )
    connection.executemany(
        "INSERT INTO grid_version (grid_id, valid_from, valid_to, name, name_key, parent_id, kind)"
        " VALUES (?, '0001-01-01', '9999-12-31', ?, ?, ?, 'general')",
        [(place, code, code, parent) for place, code, _, parent in places],
    )
    connection.executemany(
        "INSERT INTO staff (id, staff_no, name, name_key, employment, note, revision, withdrawn)"
        " VALUES (?, ?, ?, ?, 'full', '', 1, 0)",
        [(n + 1, f"W{n:05}", f"姓名{n}", f"姓名{n}") for n in range(workers)],
    )
    connection.executemany(
        "INSERT INTO post (staff_id, grid_id, role, valid_from, valid_to, revision, withdrawn)"
        " VALUES (?, ?, 'gridworker', '0001-01-01', '9999-12-31', 1, 0)",
        [(n + 1, 1000 + n) for n in range(workers)],
    )


def _tickets(count: int, workers: int) -> Iterator[tuple[Any, ...]]:
    draw = random.Random(7)
    villages = TOWNS * VILLAGES_PER_TOWN
    defaults = dict(TICKETS.defaults)
    order = list(defaults)
    base = {
        **defaults, "state": "closed", "source": "网格员上报", "county_id": 1,
        "description": "巡查发现，请处理",
    }  # fmt: skip
    midnight = 1_762_358_400  # 2025-11-06 00:00 +08:00
    days = [(FIRST_DAY + timedelta(days=day)).isoformat() for day in range(DAYS + 40)]
    for number in range(count):
        day = number * DAYS // count
        worker = draw.randrange(workers)
        village = worker % villages
        limit, spent = draw.randrange(1, 6), draw.randrange(2, 130) * 3600
        reported = midnight + day * DAY_S + draw.randrange(28_800, 64_800)
        closed_day = day + (reported - midnight - day * DAY_S + spent) // DAY_S
        base.update(
            serial_no=f"{COUNTY}{days[day].replace('-', '')}{number:05}", external_no=f"N{number}",
            title=f"问题{number % 97}", town_id=2 + village // VILLAGES_PER_TOWN,
            village_id=100 + village, grid_id=1000 + worker, reporter_id=worker + 1,
            reported_at=reported, reported_on=days[day], deadline_at=reported + limit * DAY_S,
            due_on=days[day + limit], closed_at=reported + spent, closed_on=days[closed_day],
            category_id=None,
        )  # fmt: skip
        yield (number + 1, f"x::N{number}", 1, 0, *(base[name] for name in order))


def pages(gateway: LocalGateway, office: Path) -> None:
    """Measure the first and a deep page inside the process."""
    raw = sqlite3.connect(office)
    first = "SELECT * FROM ticket WHERE withdrawn = 0 ORDER BY reported_at DESC, id DESC LIMIT 50"
    deep_at = raw.execute("SELECT reported_at, id FROM ticket WHERE id = 1000").fetchone()
    deep = (
        "SELECT * FROM ticket WHERE withdrawn = 0 AND (reported_at, id) < (?, ?)"
        " ORDER BY reported_at DESC, id DESC LIMIT 50"
    )
    after = f"{deep_at[0]}.{deep_at[1]}"
    report(
        "first page of 50", median_s(lambda: gateway.send(ListTickets(limit=50)), 25),
        median_s(lambda: raw.execute(first).fetchall(), 25), "< 5 ms",
    )  # fmt: skip
    report(
        "deep page of 50", median_s(lambda: gateway.send(ListTickets(limit=50, after=after)), 25),
        median_s(lambda: raw.execute(deep, deep_at).fetchall(), 25), "< 5 ms",
    )  # fmt: skip


def main(count: int, workers: int) -> None:
    """Measure."""
    heading(f"{count:,} tickets over {DAYS} days, {workers:,} gridworkers")
    with tempfile.TemporaryDirectory() as name:
        office = Path(name) / "office.db"
        create_office(office)
        fill(office, count, workers)
        period = parse_period(PERIOD)
        days = (period.first.isoformat(), period.last.isoformat())
        raw = sqlite3.connect(office)
        raw.execute("PRAGMA cache_size=-65536")
        in_month = raw.execute(
            "SELECT count(*) FROM ticket WHERE reported_on BETWEEN ? AND ?", days
        ).fetchone()[0]
        floor = median_s(lambda: raw.execute(BY_HAND, (*days, *days)).fetchall(), 3)
        raw.close()
        gateway = LocalGateway(office)
        ours = once_s(lambda: gateway.send(RunAssessment(period=PERIOD)))
        print(f"# tickets of the month: {in_month:,}")
        report("assess run (facts, ledger, scores, stored)", ours, floor, "<= 3")
        pages(gateway, office)
        gateway.close()
        print(f"# peak memory {peak_mb():,.0f} MB")


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]]
    main(*(arguments + [5_000_000, 20_000][len(arguments) :]))
