"""A command that ends while another is still at work: the answers are as if one had come later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gridctl.domain.errors import GridctlError
from gridctl.domain.progress import FREE_GUESSES
from gridctl.foundation.clock import Clock
from gridctl.gateway import command as running
from gridctl.gateway.local import LocalGateway
from gridctl.operations.base import Gateway, Operation
from gridctl.operations.commands.assessments import FreezeAssessment, RunAssessment
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.changes import UndoEntry
from gridctl.operations.commands.evidence import CreateEvidence
from gridctl.operations.commands.grids import CloseGrid, CreateGrid
from gridctl.operations.commands.progress import CheckProgress, ProgressView
from gridctl.operations.commands.rewards import RewardTicket
from gridctl.operations.commands.staff import CreateStaff, PostStaff, UnpostStaff
from gridctl.operations.commands.ticket_handling import DispatchTicket
from gridctl.operations.commands.ticket_intake import FileTicket, MergeTicket
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.commands.webhooks import CreateWebhook, TakeDeliveries, TasksView
from gridctl.operations.queries.assessments import ListAssessments
from gridctl.operations.queries.audits import ListJournal, VerifyRows
from gridctl.operations.queries.offices import CheckOffice
from gridctl.storage.unit_of_work import UnitOfWork

pytestmark = pytest.mark.needs_program

Meanwhile = Callable[[Operation[Any], Operation[Any]], str]
COUNTY, VILLAGE = "320281000000", "320281100201"
MONTH = "2026-03"


@pytest.fixture
def desk(request: pytest.FixtureRequest, clock: Clock) -> Iterator[LocalGateway]:
    from tests.postgresql import PostgresGateway

    server = request.getfixturevalue("postgresql")
    with server.database() as name:
        gateway = PostgresGateway(server, name, clock)
        for step in (
            CreateGrid(name="江阴市", code=COUNTY),
            CreateGrid(name="澄江街道", code="320281100000"),
            CreateGrid(name="花园社区", code=VILLAGE),
            CreateCategory(name="市容环境"),
            CreateStaff(name="张三", staff_no="G1", employment="full"),
            PostStaff(staff_no="G1", place=VILLAGE, role="gridworker", as_of=date(2026, 1, 1)),
            CreateUnit(name="城管局", code="C1"),
        ):
            gateway.send(step)
        yield gateway
        gateway.close()


@pytest.fixture
def meanwhile(desk: LocalGateway, monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Return what sends one operation, and another when the first is all but done."""
    end = running.close_entry
    others: list[Operation[Any]] = []

    def late(uow: Any, result: str) -> None:
        if others:
            desk.send(others.pop())
        end(uow, result)

    monkeypatch.setattr(running, "close_entry", late)

    def send(operation: Operation[Any], other: Operation[Any]) -> str:
        others.append(other)
        try:
            desk.send(operation)
        except GridctlError as error:
            return error.code
        finally:
            assert not others
            assert desk.send(CheckOffice()).items == ()
            assert desk.send(VerifyRows()).items == ()
        return "done"

    return send


def _tickets(desk: Gateway, count: int) -> list[str]:
    return [
        desk.send(CreateTicket(title=f"垃圾未清{n}", place="江阴市", category="市容环境")).serial_no
        for n in range(count)
    ]


Crossing = tuple[Operation[Any], Operation[Any], str]


def _merged_crosswise(desk: Gateway) -> Crossing:
    one, two = _tickets(desk, 2)
    return (
        MergeTicket(ticket=one, parent=two), MergeTicket(ticket=two, parent=one),
        "loop.merge_unfit",
    )  # fmt: skip


def _merged_into_what_is_filed(desk: Gateway) -> Crossing:
    one, two = _tickets(desk, 2)
    return FileTicket(ticket=one), MergeTicket(ticket=two, parent=one), "done"


def _dispatched(desk: Gateway) -> tuple[DispatchTicket, UndoEntry]:
    (ticket,) = _tickets(desk, 1)
    desk.send(FileTicket(ticket=ticket))
    made = next(
        e.entry for e in desk.send(ListJournal()).items if e.operation.endswith("CreateUnit")
    )
    return DispatchTicket(ticket=ticket, unit="C1", limit="2工作日"), UndoEntry(entry=made)


def _given_to_a_unit_that_goes(desk: Gateway) -> Crossing:
    give, undo = _dispatched(desk)
    return give, undo, "units.unit_not_found"


def _unit_goes_that_is_given_a_ticket(desk: Gateway) -> Crossing:
    give, undo = _dispatched(desk)
    return undo, give, "changes.rested_on"


def _posted_to_a_place_that_closes(desk: Gateway) -> Crossing:
    desk.send(UnpostStaff(staff_no="G1", as_of=date(2026, 2, 1)))
    return (
        PostStaff(staff_no="G1", place=VILLAGE, role="gridworker", as_of=date(2026, 3, 1)),
        CloseGrid(code=VILLAGE, as_of=date(2026, 2, 2)),
        "grids.place_closed",
    )


def _frozen_twice(desk: Gateway) -> Crossing:
    for _ in range(2):
        desk.send(RunAssessment(period=MONTH))
    return (
        FreezeAssessment(assessment="A1"), FreezeAssessment(assessment="A2"),
        "assessments.assessment_frozen",
    )  # fmt: skip


def _rewarded_twice(desk: Gateway) -> Crossing:
    (ticket,) = _tickets(desk, 1)
    desk.send(FileTicket(ticket=ticket))
    give = RewardTicket(ticket=ticket, amount_fen=5_000, ground="线索属实", approver="李四")
    return give, give, "rewards.reward_given"


CROSSINGS = (
    _merged_crosswise, _merged_into_what_is_filed, _given_to_a_unit_that_goes,
    _unit_goes_that_is_given_a_ticket, _posted_to_a_place_that_closes, _frozen_twice,
    _rewarded_twice,
)  # fmt: skip


@pytest.mark.parametrize("crossing", CROSSINGS)
def test_what_cannot_both_be_is_not(
    crossing: Callable[[Gateway], Crossing], desk: LocalGateway, meanwhile: Meanwhile
) -> None:
    first, other, told = crossing(desk)
    assert meanwhile(first, other) == told


def test_a_run_counts_what_came_while_it_counted(desk: LocalGateway, meanwhile: Meanwhile) -> None:
    merit = CreateEvidence(
        kind="merit",
        outcome="merit",
        on=date(2026, 3, 5),
        staff="G1",
        level="county",
        document="市委〔2026〕3号",
        points=Decimal(1),
        approver="市委",
    )
    assert meanwhile(RunAssessment(period=MONTH), merit) == "done"
    desk.send(RunAssessment(period=MONTH))
    again, run = desk.send(ListAssessments()).items
    assert run.input_digest == again.input_digest


def _somebody_waits(uow: UnitOfWork) -> bool:
    found = uow.driver.execute(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    return bool(found.fetchone()[0])


@pytest.fixture
def beside(
    desk: LocalGateway, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Operation[Any]], list[Any]]:
    """Return what sends an operation, and once more when the first is about to be durable."""
    commit = UnitOfWork.commit

    def send(operation: Operation[Any]) -> list[Any]:
        with ThreadPoolExecutor(1) as pool:
            seconds: list[Future[Any]] = []

            def late(uow: UnitOfWork) -> None:
                if not seconds:
                    seconds.append(pool.submit(desk.send, operation))
                    while not (seconds[0].done() or _somebody_waits(uow)):
                        wait(seconds, timeout=0.01)
                commit(uow)

            monkeypatch.setattr(UnitOfWork, "commit", late)
            return [desk.send(operation), seconds[0].result()]

    return send


def test_an_event_is_told_by_one_of_two_couriers(
    desk: LocalGateway, beside: Callable[[Operation[Any]], list[TasksView]]
) -> None:
    desk.send(CreateWebhook(name="大屏", url="https://hook.example/in", secret="s" * 20))
    _tickets(desk, 2)
    # The journal is read, and one of both events taken.
    desk.send(TakeDeliveries(limit=1))
    assert [len(taken.items) for taken in beside(TakeDeliveries())] == [1, 0]


def test_guesses_at_once_are_counted_one_by_one(
    desk: LocalGateway, beside: Callable[[Operation[Any]], list[ProgressView]]
) -> None:
    guess = CheckProgress(number="0" * 20, code="nothing")
    for _ in range(FREE_GUESSES["serial"] - 1):
        desk.send(guess)
    assert [told.outcome for told in beside(guess)] == ["unknown", "wait"]
