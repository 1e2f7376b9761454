"""What the loop forbids, tried the ways round it (domain.md 5.3, 5.7, 6.5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from gridctl.domain import loop as refused
from gridctl.domain.tickets import DispatchedAlready, StateUnknown
from gridctl.domain.workflow import shipped_text
from gridctl.domain.workflow.errors import StepHasCommand
from gridctl.domain.workflow.policy import shipped_policy_text
from gridctl.gateway.sending import Wish, send_file
from gridctl.imports import inspect, load_kind
from gridctl.operations.base import Gateway
from gridctl.operations.commands import ticket_closing as closing
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands import ticket_intake as intake
from gridctl.operations.commands import ticket_signals as signals
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.changes import UndoEntry
from gridctl.operations.commands.clocks import SweepClock
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.policies import AdoptPolicy, AdoptWorkflow
from gridctl.operations.commands.staff import CreateStaff, PostStaff
from gridctl.operations.commands.ticket_own import TakeOwnStep
from gridctl.operations.commands.ticket_requests import DecideRequest
from gridctl.operations.commands.ticket_steps import TakeSteps
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries import open311
from gridctl.operations.queries.audits import RenderJournal, ShowTrace, VerifyRows
from gridctl.operations.queries.clocks import ShowClock
from gridctl.operations.queries.offices import CheckOffice
from gridctl.operations.queries.reports import Document
from gridctl.operations.queries.ticket_requests import ListRequests
from gridctl.operations.queries.tickets import ListTickets, ShowStats, ShowTicket, TicketView
from gridctl.operations.steps import TicketStep
from tests.beginnings import Beginning

CHINA = timezone(timedelta(hours=8))
TOWN = "澄江街道网格中心"
As = Callable[[str], Gateway]


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=CHINA)


def _county(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateGrid(name="澄江街道", code="320281001000"))
    gateway.send(CreateGrid(name="文定社区居委会", code="320281001001"))
    gateway.send(CreateUnit(name="城管局"))
    gateway.send(CreateUnit(name="住建局"))
    gateway.send(CreateUnit(name=TOWN, level="town", place="澄江街道"))
    gateway.send(CreateCategory(name="市容环境"))


@pytest.fixture
def beginning() -> Beginning:
    return _county


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    return gateway


@pytest.fixture
def ticket(county: Gateway) -> str:
    """A ticket filed on Friday 9 October 2026, 09:10."""
    number = county.send(
        CreateTicket(title="垃圾未清", place="文定社区", category="市容环境", reported_at=at(9))
    ).serial_no
    county.send(intake.FileTicket(ticket=number, at=at(9, 9, 10)))
    return number


def _handled(county: Gateway, acting: As, ticket: str, unit: str = "城管局") -> None:
    county.send(handling.DispatchTicket(ticket=ticket, unit=unit, limit="2工作日", at=at(9, 10)))
    acting(unit).send(handling.SignTicket(ticket=ticket, at=at(9, 11)))


def _returned(county: Gateway, acting: As, ticket: str, unit: str = "城管局") -> TicketView:
    county.send(handling.DispatchTicket(ticket=ticket, unit=unit, limit="2工作日", at=at(9, 10)))
    return acting(unit).send(
        handling.ReturnTicket(ticket=ticket, ground="not_competent", opinion="非职责", at=at(9, 10))
    )


def _closed(county: Gateway, acting: As, ticket: str, day: int) -> None:
    _handled(county, acting, ticket)
    acting("城管局").send(handling.FeedbackTicket(ticket=ticket, reply="已清运", at=at(day, 10)))
    county.send(closing.CloseTicket(ticket=ticket, at=at(day, 17)))


def test_what_was_returned_burdens_no_unit(county: Gateway, acting: As, ticket: str) -> None:
    """A unit that gave a ticket back in time is not late with it, however long it then lies."""
    shown = _returned(county, acting, ticket)
    assert (shown.lead_unit, shown.deadline_at, shown.verdict) == (None, None, None)
    assert county.send(ListTickets(unit="城管局")).total == 0
    stats = county.send(ShowStats(by="unit", period="2026-10"))
    assert [(row.name, row.due_to_close, row.overdue) for row in stats.items] == [("", 0, 0)]
    # Nor does it get it back because nobody named another.
    with pytest.raises(refused.UnitMissing):
        county.send(handling.DispatchTicket(ticket=ticket, at=at(9, 11)))
    again = county.send(
        handling.DispatchTicket(ticket=ticket, unit="住建局", limit="2工作日", at=at(12, 10))
    )
    assert (again.lead_unit, again.deadline_at) == ("住建局", at(14, 10))
    assert county.send(CheckOffice()).total == 0


def test_a_deadline_that_came_with_the_ticket_survives_a_return(
    county: Gateway, acting: As
) -> None:
    number = county.send(
        CreateTicket(
            title="热线转办", place="文定社区", category="市容环境", reported_at=at(9),
            deadline_at=at(20, 18),
        )
    ).serial_no  # fmt: skip
    county.send(intake.FileTicket(ticket=number, at=at(9, 9, 10)))
    county.send(handling.DispatchTicket(ticket=number, unit="城管局", at=at(9, 10)))
    shown = acting("城管局").send(
        handling.ReturnTicket(ticket=number, ground="not_competent", opinion="非职责", at=at(9, 10))
    )
    assert shown.deadline_at == at(20, 18)


def test_who_hands_a_ticket_up_has_it_no_longer(county: Gateway, acting: As, ticket: str) -> None:
    county.send(handling.HandDownTicket(ticket=ticket, at=at(9, 9, 20)))
    _handled(county, acting, ticket, TOWN)
    shown = acting(TOWN).send(
        handling.EscalateTicket(ticket=ticket, opinion="超出权限", at=at(9, 14))
    )
    assert (shown.state, shown.centre, shown.lead_unit) == ("filed", "county", None)
    assert shown.deadline_at is None
    forced = county.send(closing.ForceCloseTicket(ticket=ticket, opinion="批准", at=at(9, 15)))
    assert forced.solved_level == "county"


@pytest.mark.parametrize("way", [handling.HandDownTicket, handling.EscalateTicket])
def test_no_way_leads_round_the_arbiter(
    county: Gateway, acting: As, ticket: str, way: type
) -> None:
    if way is handling.EscalateTicket:
        county.send(handling.HandDownTicket(ticket=ticket, at=at(9, 9, 20)))
    for unit in ("城管局", "住建局", "城管局"):
        _returned(county, acting, ticket, unit)
    with pytest.raises(refused.AwaitsArbiter):
        county.send(way(ticket=ticket, opinion="换一级", at=at(9, 11)))


def test_a_lower_order_neither_hides_nor_weakens_a_higher_one(
    county: Gateway, acting: As, ticket: str
) -> None:
    for _ in range(2):
        county.send(handling.HandDownTicket(ticket=ticket))
    town = acting(TOWN)
    county.send(signals.SuperviseTicket(ticket=ticket, colour="yellow", opinion="催办未果"))
    with pytest.raises(refused.SupervisedHigher):
        town.send(signals.SuperviseTicket(ticket=ticket, colour="normal", opinion="已在办"))
    assert (
        town.send(signals.SuperviseTicket(ticket=ticket, colour="red")).supervision_level == "red"
    )
    with pytest.raises(refused.SupervisedHigher) as caught:
        town.send(signals.CancelSupervise(ticket=ticket, opinion="行了"))
    assert caught.value.params["level"] == "county"
    county.send(signals.CancelSupervise(ticket=ticket, opinion="已整改"))
    with pytest.raises(refused.NotSupervised):
        county.send(signals.CancelSupervise(ticket=ticket, opinion="再撤"))
    # The higher order is lifted: what the town orders now is the town's to lift.
    town.send(signals.SuperviseTicket(ticket=ticket, colour="yellow"))
    assert town.send(signals.CancelSupervise(ticket=ticket)).supervision_level == ""


def test_what_is_done_again_is_answered_again(county: Gateway, acting: As, ticket: str) -> None:
    _handled(county, acting, ticket)
    unit = acting("城管局")
    unit.send(handling.FeedbackTicket(ticket=ticket, reply="已清运", at=at(10, 10)))
    county.send(closing.ReworkTicket(ticket=ticket, opinion="仍有残留", at=at(10, 11)))
    with pytest.raises(refused.ReplyMissing):
        unit.send(handling.FeedbackTicket(ticket=ticket, at=at(10, 12)))


def test_a_feedback_that_was_sent_back_decides_nothing(
    county: Gateway, acting: As, ticket: str
) -> None:
    """The feedback was in time, but what is closed by order weeks later was not (6.5)."""
    _handled(county, acting, ticket)
    acting("城管局").send(handling.FeedbackTicket(ticket=ticket, reply="已清运", at=at(10, 10)))
    county.send(closing.ReworkTicket(ticket=ticket, opinion="仍有残留", at=at(10, 11)))
    forced = county.send(closing.ForceCloseTicket(ticket=ticket, opinion="批准", at=at(25, 11)))
    assert (forced.deadline_at, forced.verdict) == (at(12, 11), "overdue")


def test_only_who_was_told_confirms_to_have_read(county: Gateway, acting: As, ticket: str) -> None:
    county.send(signals.NotifyTicket(ticket=ticket, units=("住建局", "城管局"), opinion="请知悉"))
    with pytest.raises(refused.NoticeMissing):
        county.send(signals.ReadTicket(ticket=ticket))
    acting("住建局").send(signals.ReadTicket(ticket=ticket))
    acting("城管局").send(signals.ReadTicket(ticket=ticket))


def test_nothing_is_put_away_while_it_may_be_appealed(
    county: Gateway, acting: As, ticket: str
) -> None:
    """A month must be over before a ticket is archived, and an appeal that waits be decided."""
    number = county.send(
        CreateTicket(
            title="旧案", place="文定社区", category="市容环境", reported_at=at(1) - timedelta(30)
        )
    ).serial_no  # fmt: skip
    early = at(1) - timedelta(30)
    county.send(intake.FileTicket(ticket=number, at=early))
    county.send(handling.DispatchTicket(ticket=number, unit="城管局", limit="4小时", at=early))
    unit = acting("城管局")
    unit.send(handling.SignTicket(ticket=number, at=early))
    unit.send(handling.FeedbackTicket(ticket=number, reply="已清运", at=at(2)))
    county.send(closing.CloseTicket(ticket=number, at=at(2, 17)))
    # Closed on 2 October: until 17 October it may be appealed, until 1 November it stays at hand.
    with pytest.raises(refused.AppealPending):
        county.send(closing.ArchiveTicket(ticket=number, at=at(31, 18)))
    unit.send(closing.AppealTicket(ticket=number, opinion="台风停工", at=at(17, 23)))
    with pytest.raises(refused.RequestPending):
        county.send(closing.ArchiveTicket(ticket=number))
    county.send(DecideRequest(ticket=number, grant=False, opinion="不属实", at=at(31)))
    assert county.send(closing.ArchiveTicket(ticket=number)).state == "archived"


def test_a_unit_does_not_decide_what_it_asks_for(county: Gateway, acting: As, ticket: str) -> None:
    """A town's centre that handles a ticket itself is not its own judge, whoever of it decides."""
    county.send(CreateStaff(name="李四", staff_no="G002", employment="full", unit=TOWN))
    county.send(handling.HandDownTicket(ticket=ticket, at=at(9, 9, 20)))
    _handled(county, acting, ticket, TOWN)
    acting(TOWN).send(
        handling.ExtendTicket(ticket=ticket, limit="1工作日", opinion="采购", at=at(9, 12))
    )
    with pytest.raises(refused.SelfDecision):
        acting("李四").send(DecideRequest(ticket=ticket, grant=True, at=at(9, 13)))
    shown = county.send(DecideRequest(ticket=ticket, grant=True, at=at(9, 14)))
    assert shown.extension_count == 1


def test_an_extension_is_measured_where_it_is_added(
    county: Gateway, acting: As, ticket: str
) -> None:
    """Seven days from the deadline are five working days, whatever holiday lies before it."""
    county.send(
        handling.DispatchTicket(ticket=ticket, unit="城管局", limit="5工作日", at=at(9, 10))
    )
    unit = acting("城管局")
    unit.send(handling.SignTicket(ticket=ticket, at=at(9, 11)))
    ask = handling.ExtendTicket(ticket=ticket, limit="4自然日", opinion="采购", at=at(9, 11))
    # Four days after Friday 9 October are two working days; after Thursday 15 October as well.
    assert unit.send(ask).deadline_at == at(15, 10)
    county.send(DecideRequest(ticket=ticket, grant=False, opinion="不必", at=at(9, 11)))
    with pytest.raises(refused.ExtensionTooLong):
        unit.send(ask.model_copy(update={"limit": "6自然日"}))


def test_a_call_back_leaves_nothing_of_the_one_before(
    county: Gateway, acting: As, ticket: str
) -> None:
    _handled(county, acting, ticket)
    acting("城管局").send(handling.FeedbackTicket(ticket=ticket, reply="已清运", at=at(10, 10)))
    county.send(
        closing.RevisitTicket(
            ticket=ticket, outcome="dissatisfied", resolved=False, unresolved_reason="仍有异味",
            at=at(10, 11),
        )
    )  # fmt: skip
    shown = county.send(
        closing.RevisitTicket(ticket=ticket, outcome="satisfied", resolved=True, at=at(10, 12))
    )
    found = (shown.satisfaction, shown.resolved, shown.unresolved_reason)
    assert found == ("satisfied", True, "")


def test_a_request_dies_with_the_unit_s_time(county: Gateway, acting: As, ticket: str) -> None:
    _handled(county, acting, ticket)
    unit = acting("城管局")
    unit.send(handling.ExtendTicket(ticket=ticket, limit="1工作日", opinion="采购", at=at(9, 11)))
    unit.send(
        handling.ReturnTicket(ticket=ticket, ground="not_competent", opinion="非职责", at=at(9, 12))
    )
    assert [row.state for row in county.send(ListRequests(ticket=ticket)).items] == ["lapsed"]
    shown = county.send(
        handling.DispatchTicket(ticket=ticket, unit="住建局", limit="2工作日", at=at(9, 14))
    )
    assert (shown.extension_count, shown.lead_unit) == (0, "住建局")


def test_a_nudge_before_the_sweep_does_not_stop_the_clock(
    county: Gateway, acting: As, ticket: str
) -> None:
    _handled(county, acting, ticket)
    ask = handling.SuspendTicket(ticket=ticket, until=at(20).date(), opinion="等材料", at=at(9, 15))
    acting("城管局").send(ask)
    county.send(DecideRequest(ticket=ticket, grant=True, at=at(9, 16)))
    county.send(signals.NudgeTicket(ticket=ticket, at=at(20, 10)))
    county.send(SweepClock())
    # Twelve working hours were left on Friday at 16:00; they go on on Tuesday the 20th.
    shown = county.send(ShowTicket(ticket=ticket))
    assert (shown.state, shown.deadline_at) == ("handling", at(21, 12))
    assert county.send(ShowClock(ticket=ticket)).standing == "running"


def test_a_centre_does_not_take_away_what_a_unit_has(
    county: Gateway, acting: As, ticket: str
) -> None:
    county.send(handling.HandDownTicket(ticket=ticket, at=at(9, 9, 20)))
    _handled(county, acting, ticket)
    with pytest.raises(refused.NotHolder):
        county.send(handling.EscalateTicket(ticket=ticket, opinion="上收", at=at(9, 14)))


def test_a_limit_is_kept_up_to_its_last_second(county: Gateway, acting: As, ticket: str) -> None:
    """Friday 10:00 and one working day is Saturday 10:00, which works; two are Sunday's Monday."""
    _handled(county, acting, ticket)
    unit = acting("城管局")
    ask = handling.ExtendTicket(ticket=ticket, limit="1工作日", opinion="采购", at=at(12, 10))
    with pytest.raises(refused.ExtensionTooLate):
        unit.send(ask.model_copy(update={"at": at(12, 10) + timedelta(seconds=1)}))
    back = handling.ReturnTicket(ticket=ticket, ground="not_competent", opinion="非职责")
    with pytest.raises(refused.ReturnTooLate):
        unit.send(back.model_copy(update={"at": at(10, 10) + timedelta(seconds=1)}))
    other = county.send(
        CreateTicket(title="占道", place="文定社区", category="市容环境", reported_at=at(9))
    ).serial_no
    county.send(intake.FileTicket(ticket=other, at=at(9, 9, 10)))
    _handled(county, acting, other)
    assert unit.send(ask).state == "handling"
    returned = unit.send(back.model_copy(update={"ticket": other, "at": at(10, 10)}))
    assert returned.state == "returned"


def test_a_ticket_is_merged_or_reopened_only_for_a_while(
    county: Gateway, acting: As, ticket: str
) -> None:
    early = at(1) - timedelta(days=6)
    number = county.send(
        CreateTicket(title="旧案", place="文定社区", category="市容环境", reported_at=early)
    ).serial_no
    county.send(intake.FileTicket(ticket=number, at=early))
    county.send(closing.ForceCloseTicket(ticket=number, opinion="批准", at=early))
    twin = county.send(CreateTicket(title="又来", place="文定社区", category="市容环境")).serial_no
    # Closed on 25 September: the thirty days are over on 25 October.
    with pytest.raises(refused.MergeUnfit):
        county.send(intake.MergeTicket(ticket=twin, parent=number))
    with pytest.raises(refused.ReopenTooLate):
        county.send(closing.ReopenTicket(ticket=number, opinion="复发", at=at(25, 9, 1)))
    assert (
        county.send(
            closing.ReopenTicket(
                ticket=number, unit="城管局", opinion="复发", limit="2工作日", at=at(25, 9)
            )
        ).cycle
        == 2
    )


def test_an_appeal_comes_in_time_and_only_once(county: Gateway, acting: As, ticket: str) -> None:
    _closed(county, acting, ticket, day=15)
    unit = acting("城管局")
    appeal = closing.AppealTicket(ticket=ticket, opinion="台风停工")
    with pytest.raises(refused.AppealTooLate):
        unit.send(appeal.model_copy(update={"at": at(31)}))
    unit.send(appeal.model_copy(update={"at": at(30, 23)}))
    county.send(DecideRequest(ticket=ticket, grant=False, opinion="不属实", at=at(30, 23, 30)))
    with pytest.raises(refused.AppealUnfit):
        unit.send(appeal.model_copy(update={"at": at(30, 23, 40)}))


def test_what_is_granted_is_looked_at_again(county: Gateway, acting: As, ticket: str) -> None:
    """Nobody grants more than may be asked for."""
    _handled(county, acting, ticket)
    unit = acting("城管局")
    unit.send(handling.ExtendTicket(ticket=ticket, limit="1工作日", opinion="采购", at=at(9, 12)))
    with pytest.raises(refused.ExtensionTooLong):
        county.send(DecideRequest(ticket=ticket, grant=True, limit="9工作日", at=at(9, 13)))
    county.send(DecideRequest(ticket=ticket, grant=False, opinion="不必", at=at(9, 13)))
    ask = handling.SuspendTicket(ticket=ticket, until=at(20).date(), opinion="材料", at=at(9, 14))
    unit.send(ask)
    with pytest.raises(refused.SuspensionUnfit):
        county.send(
            DecideRequest(ticket=ticket, grant=True, until=at(20).date().replace(year=2028))
        )


def test_extensions_and_suspensions_are_counted_and_bounded(
    county: Gateway, acting: As, ticket: str
) -> None:
    """Three extensions, one suspension, a year at most (domain.md 5.7)."""
    _handled(county, acting, ticket)
    unit = acting("城管局")
    for minute in (0, 10, 20):
        ask = handling.ExtendTicket(
            ticket=ticket, limit="3工作日", opinion="采购", at=at(9, 12, minute)
        )
        unit.send(ask)
        county.send(DecideRequest(ticket=ticket, grant=True, at=at(9, 12, minute)))
    with pytest.raises(refused.ExtensionsUsed):
        unit.send(ask.model_copy(update={"at": at(9, 13)}))
    pause = handling.SuspendTicket(
        ticket=ticket, until=at(9).date().replace(year=2027), opinion="材料", at=at(9, 14)
    )
    for day in (at(9).date(), at(10).date().replace(year=2027)):
        with pytest.raises(refused.SuspensionUnfit):
            unit.send(pause.model_copy(update={"until": day}))
    unit.send(pause)
    county.send(DecideRequest(ticket=ticket, grant=True, at=at(9, 15)))
    unit.send(handling.ResumeTicket(ticket=ticket, at=at(9, 16)))
    with pytest.raises(refused.SuspendedBefore):
        unit.send(pause.model_copy(update={"at": at(9, 17)}))


def test_what_failed_the_check_is_not_closed_before_it_is_done_again(
    county: Gateway, acting: As, ticket: str
) -> None:
    county.send(CreateStaff(name="张三", staff_no="G001", employment="full"))
    county.send(PostStaff(staff_no="G001", role="gridworker", place="文定社区"))
    _handled(county, acting, ticket)
    unit, worker = acting("城管局"), acting("张三")
    unit.send(handling.FeedbackTicket(ticket=ticket, reply="已清运", at=at(9, 12)))
    county.send(closing.SendCheck(ticket=ticket, staff="G001", at=at(9, 12)))
    worker.send(closing.CheckDone(ticket=ticket, outcome="fail", at=at(9, 14)))
    with pytest.raises(refused.CheckFailed):
        county.send(closing.CloseTicket(ticket=ticket, at=at(9, 14)))
    county.send(closing.ReworkTicket(ticket=ticket, opinion="仍有残留", at=at(9, 14)))
    unit.send(handling.FeedbackTicket(ticket=ticket, reply="再次清运", at=at(9, 15)))
    assert county.send(closing.CloseTicket(ticket=ticket, at=at(9, 16))).state == "closed"


def test_levels_are_skipped_only_where_the_policy_says_so(
    county: Gateway, acting: As, ticket: str
) -> None:
    for _ in range(2):
        county.send(handling.HandDownTicket(ticket=ticket))
    leap = handling.EscalateTicket(ticket=ticket, level="county", opinion="紧急")
    with pytest.raises(refused.LevelUnfit):
        county.send(leap)
    policy = shipped_policy_text().replace("skip_levels = false", "skip_levels = true")
    county.send(AdoptPolicy(text=policy))
    assert county.send(leap).centre == "county"
    # Downwards nobody is passed over.
    with pytest.raises(refused.LevelUnfit):
        county.send(handling.HandDownTicket(ticket=ticket, level="village"))


def test_a_feedback_at_the_deadline_is_on_time(county: Gateway, acting: As, ticket: str) -> None:
    _handled(county, acting, ticket)
    unit = acting("城管局")
    shown = unit.send(handling.FeedbackTicket(ticket=ticket, reply="已清运", at=at(12, 10)))
    assert (shown.deadline_at, shown.verdict) == (at(12, 10), "on_time")
    county.send(closing.ReworkTicket(ticket=ticket, opinion="仍有残留", at=at(12, 11)))
    late = unit.send(handling.FeedbackTicket(ticket=ticket, reply="已清运", at=at(12, 12)))
    assert (late.verdict, late.rework_count) == ("overdue", 1)
    county.send(closing.CloseTicket(ticket=ticket, at=at(12, 14)))
    # Another cycle counts from nought; the first one's figures stay with it.
    again = county.send(
        closing.ReopenTicket(ticket=ticket, opinion="复发", limit="2工作日", at=at(14))
    )
    assert (again.rework_count, again.return_count, again.extension_count) == (0, 0, 0)


def test_what_a_dispatch_decides_is_not_edited_past_the_loop(
    county: Gateway, acting: As, ticket: str
) -> None:
    _handled(county, acting, ticket)
    for change in ({"lead_unit": "住建局"}, {"assist_units": ("住建局",)}, {"deadline_at": at(20)}):
        with pytest.raises(DispatchedAlready):
            county.send(EditTicket(ticket=ticket, **change))
    shown = county.send(EditTicket(ticket=ticket, title="垃圾仍未清"))
    assert (shown.title, shown.lead_unit) == ("垃圾仍未清", "城管局")


def test_a_file_leaves_a_ticket_under_way_to_its_steps(
    county: Gateway, acting: As, ticket: str, tmp_path: Path
) -> None:
    _handled(county, acting, ticket)
    path = tmp_path / "tickets.csv"
    path.write_text(
        "系统编号,事件标题,上报时间,承办单位,办理时限,办理状态\n"
        f"{ticket},垃圾满溢,2026-10-09 09:00,住建局,2026-12-31,已办结\n",
        "utf-8",
    )
    done = send_file(county, inspect(path, load_kind("ticket")), Wish())
    assert [(each.code, each.value) for each in done.findings] == [("led_here", ticket)]
    shown = county.send(ShowTicket(ticket=ticket))
    assert (shown.title, shown.state, shown.lead_unit) == ("垃圾满溢", "handling", "城管局")
    assert shown.deadline_at == at(12, 10)
    assert county.send(VerifyRows()).items == ()


def _own(verb: str, *changes: tuple[str, str]) -> str:
    """Return the shipped workflow with a step as a county of its own mind has it."""
    head, mark, rest = shipped_text().partition(f'code = "{verb}"')
    for before, after in changes:
        assert before in rest
        rest = rest.replace(before, after, 1)
    return f"{head}{mark}{rest}"


def test_a_ticket_is_signed_for_once_whatever_the_workflow_says(
    county: Gateway, acting: As, ticket: str
) -> None:
    text = _own("sign", ("dispatched -> handling", "dispatched, handling -> handling"))
    county.send(AdoptWorkflow(text=text))
    _handled(county, acting, ticket)
    with pytest.raises(refused.FactNeeded) as again:
        acting("城管局").send(handling.SignTicket(ticket=ticket, at=at(9, 12)))
    assert again.value.params["field"] == "dispatch"
    signed = [
        event for event in county.send(ShowTicket(ticket=ticket)).events if event.verb == "sign"
    ]
    assert len(signed) == 1


@pytest.mark.parametrize(
    ("verb", "before", "role", "step"),
    [
        ("close", "fed_back, checking", "acceptor", closing.CloseTicket),
        ("feedback", "handling, rework", "unit", handling.FeedbackTicket),
    ],
)
def test_what_was_returned_does_not_go_on_whatever_the_workflow_says(
    county: Gateway,
    acting: As,
    ticket: str,
    verb: str,
    before: str,
    role: str,
    step: type[TicketStep],
) -> None:
    own = _own(verb, (before, f"returned, {before}"), (f'["{role}"]', '["anyone"]'))
    county.send(AdoptWorkflow(text=own))
    _returned(county, acting, ticket)
    words = {"reply": "已处理"} if verb == "feedback" else {}
    with pytest.raises(refused.FactNeeded) as forward:
        county.send(step.model_validate({"ticket": ticket, "at": at(9, 11), **words}))
    assert forward.value.params["field"] == "dispatch"
    # Given out anew it goes its way.
    county.send(
        handling.DispatchTicket(ticket=ticket, unit="住建局", limit="2工作日", at=at(9, 12))
    )
    acting("住建局").send(handling.SignTicket(ticket=ticket, at=at(9, 13)))
    acting("住建局").send(handling.FeedbackTicket(ticket=ticket, reply="已清运", at=at(9, 14)))
    assert county.send(closing.CloseTicket(ticket=ticket, at=at(9, 15))).state == "closed"


_PRE_FILING = """
[[verbs]]
code = "pre_review"
name = { zh = "预审", en = "review first" }
moves = ["reported -> pre_filed if pass", "reported -> reported if fail"]
roles = ["acceptor"]
outcomes = ["pass", "fail"]
opinion = true
"""


def test_a_step_of_the_offices_own_is_taken_like_any_other(county: Gateway, acting: As) -> None:
    new = CreateTicket(title="垃圾未清", place="文定社区", category="市容环境")
    ticket = county.send(new).serial_no
    state = 'pre_filed = { kind = "open", clock = "accept", zh = "已预审", en = "reviewed" }\n'
    text = _own("file", ('"reported -> filed"', '"pre_filed -> filed"'))
    text = text.replace("filed       =", f"{state}filed       =", 1) + _PRE_FILING
    county.send(AdoptWorkflow(text=text))
    said = {"step": "pre_review", "outcome": "pass", "opinion": "材料齐全"}
    with pytest.raises(refused.RoleMissing):
        acting("城管局").send(TakeOwnStep.model_validate({"ticket": ticket, **said}))
    with pytest.raises(refused.OutcomeMissing):
        county.send(TakeOwnStep(ticket=ticket, step="pre_review", opinion="好"))
    with pytest.raises(StepHasCommand):
        county.send(TakeOwnStep(ticket=ticket, step="file"))
    many = TakeSteps(step="ticket_own.TakeOwnStep", tickets=(ticket,), facts=said)
    done = county.send(many)
    assert (done.verb, [row.after for row in done.items]) == ("pre_review", ["pre_filed"])
    county.send(UndoEntry())
    assert county.send(ShowTicket(ticket=ticket)).state == "reported"
    county.send(many)
    assert county.send(intake.FileTicket(ticket=ticket)).state == "filed"
    assert county.send(VerifyRows()).items == ()


def _workbook_words(document: Document) -> set[object]:
    with BytesIO(document.content) as content:
        book = openpyxl.load_workbook(content, read_only=True)
        rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
    return {cell for row in rows for cell in row}


def test_what_an_office_calls_a_state_is_what_it_filters_by(county: Gateway, ticket: str) -> None:
    from gridctl.operations.queries.own_names import ShowOwnNames

    assert county.send(ShowOwnNames()).states == {}
    county.send(AdoptWorkflow(text=shipped_text().replace('zh = "已立案"', 'zh = "已分拨"')))
    assert county.send(ShowOwnNames()).states["filed"]["zh"] == "已分拨"
    assert "已分拨" in _workbook_words(county.send(RenderJournal(format="xlsx")))
    assert county.send(open311.ListRequests()).items[0].state_name == "已分拨"
    found = county.send(ListTickets(filter="state:已分拨")).items
    assert found == county.send(ListTickets(state=("已分拨",))).items
    assert [row.serial_no for row in found] == [ticket]
    with pytest.raises(StateUnknown):
        county.send(ListTickets(state=("没有",)))


def test_the_story_says_to_whom_and_how(county: Gateway, acting: As, ticket: str) -> None:
    _handled(county, acting, ticket)
    county.send(signals.NotifyTicket(ticket=ticket, units=("住建局", TOWN), opinion="请知悉"))
    county.send(handling.AssistTicket(ticket=ticket, unit="住建局"))
    county.send(signals.SuperviseTicket(ticket=ticket, colour="red", opinion="多次催办"))
    expected = [(("住建局", TOWN), ""), (("住建局",), ""), ((), "red")]
    events = county.send(ShowTicket(ticket=ticket)).events
    assert [(each.receivers, each.colour) for each in events[-3:]] == expected
    lines = county.send(ShowTrace(ticket=ticket)).lines
    assert [(each.receivers, each.colour) for each in lines[-3:]] == expected


def test_a_ground_is_given_by_its_name(county: Gateway, acting: As, ticket: str) -> None:
    county.send(
        handling.DispatchTicket(ticket=ticket, unit="城管局", limit="2工作日", at=at(9, 10))
    )
    named = {"ground": "非本单位职责", "opinion": "非职责", "at": at(9, 10)}
    back = acting("城管局").send(handling.ReturnTicket.model_validate({"ticket": ticket, **named}))
    assert back.events[-1].ground == "not_competent"
