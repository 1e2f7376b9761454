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
from gridctl.operations.commands.accounts import BlockAccount, CreateAccount
from gridctl.operations.commands.assessments import FreezeAssessment, RunAssessment
from gridctl.operations.commands.awards import NominateAwards
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.changes import UndoEntry
from gridctl.operations.commands.duty_items import (
    AdmitDutyItem,
    ProposeDutyItem,
    RefuseDutyItem,
)
from gridctl.operations.commands.evidence import CreateEvidence
from gridctl.operations.commands.grids import CloseGrid, CreateGrid
from gridctl.operations.commands.progress import CheckProgress
from gridctl.operations.commands.rewards import RewardTicket
from gridctl.operations.commands.staff import CreateStaff, PostStaff, UnpostStaff
from gridctl.operations.commands.ticket_handling import DispatchTicket
from gridctl.operations.commands.ticket_intake import FileTicket, MergeTicket
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.tokens import CreateToken
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.commands.webhooks import CreateWebhook, TakeDeliveries
from gridctl.operations.commands.whistles import CallWhistle
from gridctl.operations.queries.assessments import ListAssessments
from gridctl.operations.queries.audits import ListJournal, VerifyRows
from gridctl.operations.queries.offices import CheckOffice
from gridctl.operations.queries.tokens import ListTokens
from gridctl.storage.unit_of_work import UnitOfWork

pytestmark = pytest.mark.needs_program

Meanwhile = Callable[[Operation[Any], Operation[Any]], str]
Beside = Callable[..., list[Any]]
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


def _decided_twice(desk: Gateway) -> Crossing:
    desk.send(ProposeDutyItem(name="消防巡查", code="D1", by="应急管理局"))
    return (
        AdmitDutyItem(item="D1", document_no="澄网格〔2026〕8号", by="网格办"),
        RefuseDutyItem(item="D1", opinion="网格员无执法资格", by="网格办"),
        "duty_items.duty_item_decided",
    )


def _called_twice_for_a_ticket(desk: Gateway) -> Crossing:
    ticket = desk.send(CreateTicket(title="夜市占道", place="花园社区")).serial_no
    desk.send(CreateUnit(name="澄江街道网格中心", level="town", place="澄江街道"))
    call = CallWhistle(
        kind="joint_enforcement", title="夜市占道", facts="每晚二十余摊", proposal="联合整治",
        ticket=ticket,
    )  # fmt: skip
    return call, call, "whistles.errors.ticket_whistled"


def _token_for_whom_is_blocked(desk: Gateway) -> Crossing:
    desk.send(CreateAccount(login="wang", name="王", role="auditor", sign_in=False))
    make = CreateToken(label="大屏", account="wang")
    return make, BlockAccount(login="wang"), "accounts.account_blocked"


CROSSINGS = (
    _merged_crosswise, _merged_into_what_is_filed, _given_to_a_unit_that_goes,
    _unit_goes_that_is_given_a_ticket, _posted_to_a_place_that_closes, _frozen_twice,
    _rewarded_twice, _token_for_whom_is_blocked,
)  # fmt: skip
#: Of these one waits for a record the other holds.
WAITING = (_decided_twice, _called_twice_for_a_ticket)


@pytest.mark.parametrize("crossing", CROSSINGS)
def test_what_cannot_both_be_is_not(
    crossing: Callable[[Gateway], Crossing], desk: LocalGateway, meanwhile: Meanwhile
) -> None:
    first, other, told = crossing(desk)
    assert meanwhile(first, other) == told


def test_no_token_outlasts_the_account_it_was_made_for_meanwhile(
    desk: LocalGateway, meanwhile: Meanwhile
) -> None:
    desk.send(CreateAccount(login="wang", name="王", role="auditor", sign_in=False))
    make = CreateToken(label="大屏", account="wang")
    assert meanwhile(BlockAccount(login="wang"), make) == "done"
    assert [token.state for token in desk.send(ListTokens(ended=True)).items] == ["revoked"]


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
def beside(desk: LocalGateway, monkeypatch: pytest.MonkeyPatch) -> Beside:
    """Return what sends an operation, and another, or it once more, when it is all but durable."""
    commit = UnitOfWork.commit

    def send(operation: Operation[Any], other: Operation[Any] | None = None) -> list[Any]:
        with ThreadPoolExecutor(1) as pool:
            seconds: list[Future[Any]] = []

            def late(uow: UnitOfWork) -> None:
                if not seconds:
                    seconds.append(pool.submit(desk.send, other or operation))
                    while not (seconds[0].done() or _somebody_waits(uow)):
                        wait(seconds, timeout=0.01)
                commit(uow)

            monkeypatch.setattr(UnitOfWork, "commit", late)
            return [desk.send(operation), seconds[0].result()]

    return send


@pytest.mark.parametrize("crossing", WAITING)
def test_who_waited_for_a_record_looks_at_it_anew(
    crossing: Callable[[Gateway], Crossing], desk: LocalGateway, beside: Beside
) -> None:
    first, other, told = crossing(desk)
    with pytest.raises(GridctlError) as refusal:
        beside(first, other)
    assert refusal.value.code == told
    assert desk.send(VerifyRows()).items == ()


def test_an_event_is_told_by_one_of_two_couriers(desk: LocalGateway, beside: Beside) -> None:
    desk.send(CreateWebhook(name="大屏", url="https://hook.example/in", secret="s" * 20))
    _tickets(desk, 2)
    # The journal is read, and one of both events taken.
    desk.send(TakeDeliveries(limit=1))
    assert [len(taken.items) for taken in beside(TakeDeliveries())] == [1, 0]


def test_a_month_nominated_by_two_has_one_list(desk: LocalGateway, beside: Beside) -> None:
    desk.send(RunAssessment(period=MONTH))
    desk.send(FreezeAssessment(assessment="A1"))
    sheets = beside(NominateAwards(assessment="A1"))
    assert [sheet.award_list.award_list for sheet in sheets] == ["L1", "L1"]


def test_guesses_at_once_are_counted_one_by_one(desk: LocalGateway, beside: Beside) -> None:
    guess = CheckProgress(number="0" * 20, code="nothing")
    for _ in range(FREE_GUESSES["serial"] - 1):
        desk.send(guess)
    assert [told.outcome for told in beside(guess)] == ["unknown", "wait"]
