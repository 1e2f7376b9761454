"""Figures by day are kept until something in the day changes, and are those counted anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from gridctl.operations.base import Gateway
from gridctl.operations.commands import ticket_closing as closing
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands.changes import RedoEntry, UndoEntry
from gridctl.operations.commands.grids import EditGrid
from gridctl.operations.commands.imports import UndoBatch
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.queries.imports import BatchView
from gridctl.operations.queries.tickets import ShowStats, StatsPage
from gridctl.storage.queries.reader import Reader
from tests.beginnings import Beginning
from tests.handlers.clock_desk import As, at, clock_setter, handled, reported, set_up, suspended

YEAR = ShowStats(by="month", since=date(2026, 1, 1), until=date(2026, 11, 30))
DAYS = ShowStats(by="day", since=date(2026, 10, 1), until=date(2026, 11, 30))
TOWNS = ShowStats(by="town", since=date(2026, 10, 1), until=date(2026, 10, 31))


@pytest.fixture
def beginning() -> Beginning:
    return set_up


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    clock_setter(gateway)(at(20, month=11))
    return gateway


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Return the spans of days that are counted, as they are."""
    counted: list[tuple[str, str]] = []
    records = Reader.records

    def watched(self: Reader, statement: Any, params: Any = None, **options: Any) -> Any:
        if statement.name == "tickets.stats":
            counted.append((params["from_day"], params["to_day"]))
        return records(self, statement, params, **options)

    monkeypatch.setattr(Reader, "records", watched)
    return counted


def figures(county: Gateway) -> list[StatsPage]:
    """Return the figures of the year, of the days and of the towns."""
    return [county.send(wish) for wish in (YEAR, DAYS, TOWNS)]


def anew(county: Gateway) -> list[StatsPage]:
    """Return the same with nothing remembered."""
    getattr(county, "behind", county)._store.memory._parts.clear()
    return figures(county)


def month(county: Gateway, name: str) -> tuple[int, int, int, int]:
    """Return what came, was due, was closed on time and is late in a month, and check it."""
    told = figures(county)
    assert told == anew(county)
    row = {row.key: row for row in told[0].items}[name]
    return row.count, row.due_to_close, row.closed_on_time, row.overdue


def test_a_late_change_to_a_month_long_past_shows(county: Gateway, acting: As) -> None:
    ticket = handled(county, acting)
    assert month(county, "2026-10") == (1, 1, 0, 1)
    unit = acting("城管局")
    unit.send(handling.FeedbackTicket(ticket=ticket, reply="已清理", at=at(12, 9, 30)))
    assert month(county, "2026-10") == (1, 1, 0, 0)
    county.send(closing.RevisitTicket(ticket=ticket, outcome="satisfied", at=at(13)))
    county.send(closing.CloseTicket(ticket=ticket, at=at(13, 10)))
    assert month(county, "2026-10") == (1, 1, 1, 0)
    county.send(UndoEntry())
    assert month(county, "2026-10") == (1, 1, 0, 0)
    county.send(RedoEntry())
    assert month(county, "2026-10") == (1, 1, 1, 0)
    county.send(
        closing.ReopenTicket(
            ticket=ticket, unit="城管局", limit="1工作日", opinion="复发", at=at(2, month=11)
        )
    )
    # It counts once in a period, by its first cycle.
    assert month(county, "2026-10") == (1, 1, 1, 0)


def test_a_ticket_that_moves_to_another_day_leaves_the_one_before(county: Gateway) -> None:
    number = county.send(
        CreateTicket(title="热线转办", place="文定社区", reported_at=at(9), deadline_at=at(14))
    ).serial_no
    assert month(county, "2026-10")[1] == 1
    county.send(EditTicket(ticket=number, deadline_at=at(4, month=11)))
    assert month(county, "2026-10")[1] == 0
    assert month(county, "2026-11")[1] == 1


def test_a_suspension_that_ends_by_itself_shows(county: Gateway, acting: As) -> None:
    suspended(county, acting, date(2026, 11, 21))
    before = month(county, "2026-11")
    clock_setter(county)(at(29, month=11))
    assert (before[3], month(county, "2026-11")[3]) == (0, 1)


def test_a_deadline_that_passes_shows(county: Gateway, acting: As) -> None:
    clock_setter(county)(at(12, 10))
    handled(county, acting)
    before = month(county, "2026-10")
    clock_setter(county)(at(12, 10, 1))
    assert (before[3], month(county, "2026-10")[3]) == (0, 1)
    # A clock that was wrong is set back.
    clock_setter(county)(at(12, 9, 59))
    assert month(county, "2026-10") == before


def test_a_file_of_tickets_shows_and_so_does_its_undoing(
    county: Gateway, send: Callable[..., BatchView]
) -> None:
    figures(county)
    text = "工单编号,事件标题,上报时间,办结时限,社区,大类\n"
    rows = "".join(f"T{n},垃圾,2026-10-0{n} 09:00,2026-10-09 09:00,文定社区,市容环境\n"
                   for n in (1, 2, 3))  # fmt: skip
    batch = send(text + rows, "ticket")
    assert month(county, "2026-10")[0] == 3
    county.send(UndoBatch(batch=batch.batch))
    assert not [row for row in figures(county)[0].items if row.count]


def test_a_town_that_is_renamed_has_its_new_name(county: Gateway) -> None:
    reported(county)
    figures(county)
    county.send(EditGrid(code="320281001000", name="澄江新街道"))
    assert [row.name for row in figures(county)[2].items] == ["澄江新街道"]


def test_only_days_that_changed_are_counted_again(
    county: Gateway, spans: list[tuple[str, str]]
) -> None:
    reported(county, at(9))
    county.send(YEAR)
    assert spans == [("2026-01-01", "2026-11-30")]
    spans.clear()
    county.send(YEAR)
    assert spans == []
    reported(county, at(14))
    reported(county, at(15))
    county.send(YEAR)
    assert spans == [("2026-10-14", "2026-10-15")]
