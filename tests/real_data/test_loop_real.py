"""A district's real events go through the whole loop by script; what was stated stays stated."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from gridctl.foundation.clock import Clock
from gridctl.gateway.connect import create_office
from gridctl.gateway.local import LocalGateway
from gridctl.gateway.sending import Wish, send_file
from gridctl.imports import inspect, load_kind
from gridctl.operations.commands.ticket_steps import TakeSteps
from gridctl.operations.queries.audits import VerifyRows
from gridctl.operations.queries.offices import CheckOffice
from gridctl.operations.queries.tickets import ListTickets, ShowStats, ShowTicket

pytestmark = pytest.mark.real_data

EVENTS = "pingshan/events_2018-02_to_09.csv"


def _as_reported(source: Path, target: Path) -> list[dict[str, str]]:
    """Write the district's events as they were on the day of the report, the verdict beside."""
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["是否按期"] = row.pop("ARCHIVE_STATE")
        row["工单状态"] = "待受理"
        del row["ARCHIVE_FLAG"]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return rows


def _load(gateway: LocalGateway, path: Path, kind: str) -> None:
    batch = send_file(gateway, inspect(path, load_kind(kind)), Wish())
    assert (batch.state, batch.counts.rejected) == ("applied", 0)


class _Desk:
    """Scripts the loop over an office file, acting for one unit after the other."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path, self._clock = path, clock

    def acting(self, name: str = "") -> LocalGateway:
        return LocalGateway(self._path, actor="script", behalf=name, clock=self._clock)

    def take(self, step: str, numbers: Iterable[str], behalf: str = "", **facts: Any) -> None:
        gateway = self.acting(behalf)
        done = gateway.send(TakeSteps(step=step, tickets=tuple(numbers), facts=facts))
        gateway.close()
        assert [row.error for row in done.items if not row.done] == []


def _by_unit(gateway: LocalGateway) -> dict[str, list[str]]:
    """Return lead unit -> serial numbers of the tickets that wait to be accepted."""
    found: dict[str, list[str]] = defaultdict(list)
    after = None
    while True:
        page = gateway.send(ListTickets(limit=10_000, after=after, order="oldest"))
        for row in page.items:
            assert row.state == "reported"
            found[row.lead_unit or ""].append(row.serial_no)
        if (after := page.next) is None:
            return found


def test_the_events_of_a_district_close_with_their_stated_verdicts(
    real_data: Path, tmp_path: Path, clock: Clock
) -> None:
    office = tmp_path / "office.db"
    create_office(office)
    desk = _Desk(office, clock)
    gateway = desk.acting()
    _load(gateway, real_data / "divisions" / "440310_2018.csv", "division")
    rows = _as_reported(real_data / EVENTS, tmp_path / "events.csv")
    _load(gateway, tmp_path / "events.csv", "ticket")

    by_unit = _by_unit(gateway)
    every = [number for numbers in by_unit.values() for number in numbers]
    assert len(every) == len(rows)

    desk.take("ticket_intake.FileTicket", every)
    # A few came without a unit; somebody has to take them.
    nobodys = by_unit.pop("")
    desk.take("ticket_handling.DispatchTicket", nobodys, unit=next(iter(by_unit)))
    for numbers in by_unit.values():
        desk.take("ticket_handling.DispatchTicket", numbers)
    by_unit[next(iter(by_unit))] += nobodys
    for unit, numbers in by_unit.items():
        desk.take("ticket_handling.SignTicket", numbers, unit)
        desk.take("ticket_handling.FeedbackTicket", numbers, unit, reply="已处置")
    desk.take("ticket_closing.CloseTicket", every)

    stats = desk.acting().send(ShowStats(by="unit")).sum
    verdicts = Counter(row["是否按期"] for row in rows)
    assert (stats.count, stats.closed, stats.stated) == (len(rows),) * 3
    assert stats.closed_on_time == verdicts["按期办结"]
    story = desk.acting().send(ShowTicket(ticket=every[0])).events
    assert [event.verb for event in story] == [
        "import", "file", "dispatch", "sign", "feedback", "close",
    ]  # fmt: skip
    assert desk.acting().send(CheckOffice()).total == 0
    assert desk.acting().send(VerifyRows()).items == ()
