"""An office file with any number of open tickets: copies of one that came by the loop itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from gridctl.foundation.clock import FixedClock, from_epoch, local_date, to_epoch
from gridctl.gateway.connect import create_office
from gridctl.gateway.local import LocalGateway
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands import ticket_intake as intake
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit

NOW = datetime(2026, 11, 3, 2, tzinfo=UTC)
LIMITS = ("4小时", "1天", "2工作日", "5工作日", "2紧急工作时", "30工作日", "20工作日")
#: Tickets of the last six weeks, none at the same instant as the one before.
SPAN = timedelta(days=42)
_BLOCK = 20_000


def build(path: Path, tickets: int) -> None:
    """Make an office in which so many tickets are with their unit, each with three events."""
    create_office(path)
    gateway = LocalGateway(path, actor="bench", clock=FixedClock(NOW))
    for code, name in (("320281000000", "江阴市"), ("320281001000", "澄江街道"),
                       ("320281001001", "文定社区居委会")):  # fmt: skip
        gateway.send(CreateGrid(name=name, code=code))
    gateway.send(CreateUnit(name="城市管理局"))
    gateway.send(CreateCategory(name="市容环境"))
    first = NOW - SPAN
    made = gateway.send(
        CreateTicket(title="垃圾未清", place="文定社区", category="市容环境", reported_at=first)
    )
    gateway.send(intake.FileTicket(ticket=made.serial_no, at=first))
    gateway.send(
        handling.DispatchTicket(ticket=made.serial_no, unit="城市管理局", limit="4小时", at=first)
    )
    gateway.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("DROP TRIGGER ticket_search_insert")
        _copy(connection, tickets)
    connection.close()


def _copy(connection: sqlite3.Connection, tickets: int) -> None:
    connection.row_factory = sqlite3.Row
    ticket = dict(connection.execute("SELECT * FROM ticket").fetchone())
    events = [dict(row) for row in connection.execute("SELECT * FROM ticket_event ORDER BY id")]
    for begin in range(2, tickets + 1, _BLOCK):
        block = range(begin, min(begin + _BLOCK, tickets + 1))
        _insert(connection, "ticket", (_ticket(ticket, n, tickets) for n in block))
        _insert(connection, "ticket_event", _events(events, block, tickets))


def _ticket(like: dict[str, Any], number: int, of: int) -> dict[str, Any]:
    at = _at(number, of)
    day = local_date(from_epoch(at)).isoformat()
    limit = LIMITS[number % len(LIMITS)]
    # The deadline is wrong on purpose: the first sweep sets it right.
    return {
        **like, "id": number, "serial_no": f"{like['serial_no'][:12]}{number:09}",
        "match_key": f"bench {number}", "limit_text": limit, "reported_at": at,
        "reported_on": day, "deadline_at": at, "due_on": day,
    }  # fmt: skip


def _events(like: list[dict[str, Any]], numbers: range, of: int) -> Iterator[dict[str, Any]]:
    for number in numbers:
        at = _at(number, of)
        for place, event in enumerate(like):
            limit = LIMITS[number % len(LIMITS)] if event["limit_text"] else ""
            own = {"id": number * len(like) + place + 1, "ticket_id": number, "at": at + place * 60}
            yield {**event, **own, "limit_text": limit}


def _insert(connection: sqlite3.Connection, table: str, rows: Iterator[dict[str, Any]]) -> None:
    first = next(rows, None)
    if first is None:
        return
    names = ", ".join(first)
    places = ", ".join(f":{name}" for name in first)
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", first)
    connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)


def _at(number: int, of: int) -> int:
    return to_epoch(NOW - SPAN) + number * int(SPAN.total_seconds() - 3600) // of
