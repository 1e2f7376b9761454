"""A deadline at 24:00 is one of the day it ends: of its month, its list and its digest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from gridctl.operations.base import Gateway
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands import ticket_intake as intake
from gridctl.operations.commands.clocks import SweepClock
from gridctl.operations.commands.evidence import CreateEvidence
from gridctl.operations.commands.staff import CreateStaff
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.queries.audits import ShowTrace
from gridctl.operations.queries.evidence import ListEvidence
from gridctl.operations.queries.imports import BatchView
from gridctl.operations.queries.signals import ListDigests
from gridctl.operations.queries.tickets import ListTickets, ShowStats
from gridctl.operations.queries.today import ShowToday
from tests.beginnings import Beginning
from tests.files import counts
from tests.handlers.clock_desk import As, at, clock_setter, reported, set_up

MIDNIGHT = at(1, 0, month=11)


@pytest.fixture
def beginning() -> Beginning:
    return set_up


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    return gateway


@pytest.fixture
def at_instant(gateway: Gateway) -> Callable[[datetime], None]:
    return clock_setter(gateway)


def given(county: Gateway, deadline: datetime) -> str:
    return county.send(
        CreateTicket(
            title="垃圾未清", place="文定社区", reported_at=at(9), deadline_at=deadline
        )
    ).serial_no  # fmt: skip


def due(county: Gateway, month: str) -> int:
    return county.send(ShowStats(by="month", period=month)).sum.due_to_close


def listed(county: Gateway, words: str) -> int:
    return len(county.send(ListTickets(filter=words)).items)


def test_the_last_instant_of_a_month_is_one_of_the_month(county: Gateway) -> None:
    given(county, MIDNIGHT)
    assert (due(county, "2026-10"), due(county, "2026-11")) == (1, 0)
    given(county, MIDNIGHT + timedelta(seconds=1))
    assert (due(county, "2026-10"), due(county, "2026-11")) == (1, 1)


def test_lists_and_figures_find_it_on_the_same_day(county: Gateway) -> None:
    given(county, MIDNIGHT)
    assert [listed(county, f"due:{day}") for day in ("2026-10-31", "2026-11-01")] == [1, 0]
    assert [listed(county, f"due{day}") for day in ("<2026-11-01", ">=2026-11-01")] == [1, 0]
    (day,) = county.send(ShowStats(by="day", period="2026-10")).items[-1:]
    assert (day.key, day.due_to_close) == ("2026-10-31", 1)


def test_a_filter_by_due_day_leaves_out_what_has_no_deadline(county: Gateway) -> None:
    reported(county, at(9))
    assert listed(county, "due:2026-10-09") == 0


def test_a_corrected_deadline_counts_by_the_same_rule(county: Gateway) -> None:
    ticket = given(county, at(20))
    county.send(EditTicket(ticket=ticket, deadline_at=MIDNIGHT, opinion="改期"))
    assert (due(county, "2026-10"), due(county, "2026-11")) == (1, 0)


def test_its_history_writes_it_as_lists_do(county: Gateway) -> None:
    ticket = given(county, at(20))
    county.send(EditTicket(ticket=ticket, deadline_at=MIDNIGHT, opinion="改期"))
    lines = county.send(ShowTrace(ticket=ticket)).lines
    told = {each.field: each.after for line in lines for each in line.changes}
    assert told["deadline_at"] == "2026-10-31 24:00"


def test_a_limit_that_ends_at_midnight_counts_by_the_same_rule(county: Gateway) -> None:
    ticket = reported(county, at(27))
    county.send(intake.FileTicket(ticket=ticket, at=at(28, 0)))
    county.send(
        handling.DispatchTicket(ticket=ticket, unit="城管局", limit="4自然日", at=at(28, 0))
    )
    assert (due(county, "2026-10"), due(county, "2026-11")) == (1, 0)


def test_it_is_due_today_on_its_day(
    county: Gateway, acting: As, at_instant: Callable[[datetime], None]
) -> None:
    given(county, MIDNIGHT)
    at_instant(at(30, 12))
    assert county.send(ShowToday()).due == 0
    at_instant(at(31, 12))
    assert county.send(ShowToday()).due == 1


def test_the_digest_of_its_day_tells_of_it(
    county: Gateway, at_instant: Callable[[datetime], None]
) -> None:
    """31 October 2026 is a Saturday; the 30th is worked."""
    given(county, at(31, 0))
    at_instant(at(30, 11))
    county.send(SweepClock())
    (digest,) = county.send(ListDigests()).items
    assert (digest.late, digest.due) == (0, 1)


@pytest.mark.parametrize(
    ("due", "outcome"),
    [("2026-10-31", "on_time"), ("2026-10-31 00:00", "late"), ("2026-10-31 10:00", "on_time")],
)
def test_a_task_of_a_list_has_until_its_day_is_over(
    county: Gateway, send: Callable[..., BatchView], due: str, outcome: str
) -> None:
    county.send(CreateStaff(name="张三", staff_no="G1", employment="full"))
    text = f"派发日期,工号,任务类型,截止日期,完成时间\n2026-10-30,G1,核查,{due},2026-10-31 10:00\n"
    assert counts(send(text, "task")) == (1, 0, 0, 0, 0)
    (task,) = county.send(ListEvidence()).items
    assert task.outcome == outcome
    assert counts(send(text, "task")) == (0, 0, 1, 0, 0)


def test_a_task_entered_when_a_day_alone_was_its_first_instant_is_found_again(
    county: Gateway, send: Callable[..., BatchView]
) -> None:
    county.send(CreateStaff(name="张三", staff_no="G1", employment="full"))
    county.send(
        CreateEvidence(
            kind="task", task="check", on=date(2026, 10, 30), staff="G1", due_at=at(31, 0),
            done_at=at(31, 0, 1),
        )
    )  # fmt: skip
    text = (
        "派发日期,工号,任务类型,截止日期,完成时间\n2026-10-30,G1,核查,2026-10-31,2026-10-31 10:00\n"
    )
    assert counts(send(text, "task")) == (0, 1, 0, 0, 0)
    (task,) = county.send(ListEvidence()).items
    assert task.outcome == "on_time"
