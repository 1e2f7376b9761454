"""The closed loop through the gateway: every verb, its guards, its log and its clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from gridctl.domain import loop as refused
from gridctl.domain.workflow import VerbNotAllowed
from gridctl.operations.base import Gateway
from gridctl.operations.commands import ticket_closing as closing
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands import ticket_intake as intake
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.changes import RedoEntry, UndoEntry
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.staff import CreateStaff, PostStaff
from gridctl.operations.commands.ticket_requests import DecideRequest
from gridctl.operations.commands.ticket_steps import TakeSteps
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.clocks import ShowClock
from gridctl.operations.queries.ticket_requests import ListRequests
from gridctl.operations.queries.tickets import ListTickets, ShowStats, ShowTicket, TicketView
from tests.beginnings import Beginning

CHINA = timezone(timedelta(hours=8))
As = Callable[[str], Gateway]


def at(day: int, hour: int = 9, minute: int = 0, month: int = 10) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=CHINA)


def _county(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateGrid(name="澄江街道", code="320281001000"))
    gateway.send(CreateGrid(name="文定社区居委会", code="320281001001"))
    gateway.send(CreateUnit(name="城市管理局", aliases=("城管局",)))
    gateway.send(CreateUnit(name="住建局"))
    gateway.send(CreateUnit(name="澄江街道网格中心", level="town", place="澄江街道"))
    gateway.send(CreateCategory(name="市容环境"))
    gateway.send(CreateStaff(name="张三", staff_no="G001", employment="full"))
    gateway.send(PostStaff(staff_no="G001", role="gridworker", place="文定社区"))


@pytest.fixture
def beginning() -> Beginning:
    return _county


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    return gateway


@pytest.fixture
def ticket(county: Gateway) -> str:
    """A ticket of Friday 9 October 2026, 09:00, the first working day after the holiday."""
    return county.send(
        CreateTicket(title="垃圾未清", place="文定社区", category="市容环境", reported_at=at(9))
    ).serial_no


def _handled(county: Gateway, acting: As, ticket: str, limit: str = "2工作日") -> TicketView:
    county.send(intake.FileTicket(ticket=ticket, at=at(9, 9, 10)))
    county.send(handling.DispatchTicket(ticket=ticket, unit="城管局", limit=limit, at=at(9, 10)))
    return acting("城管局").send(handling.SignTicket(ticket=ticket, at=at(9, 11)))


def _closed(county: Gateway, acting: As, ticket: str, day: int = 10) -> TicketView:
    _handled(county, acting, ticket)
    acting("城管局").send(handling.FeedbackTicket(ticket=ticket, reply="已清运", at=at(day, 11)))
    return county.send(closing.CloseTicket(ticket=ticket, at=at(day, 17)))


def test_the_whole_way_leaves_one_event_per_step(county: Gateway, acting: As, ticket: str) -> None:
    shown = _closed(county, acting, ticket)
    assert [(event.verb, event.to_state, event.actor) for event in shown.events] == [
        ("report", "reported", "test"),
        ("file", "filed", "test"),
        ("dispatch", "dispatched", "test"),
        ("sign", "handling", "城市管理局"),
        ("feedback", "fed_back", "城市管理局"),
        ("close", "closed", "test"),
    ]
    # Two running working days from Friday 10:00; Saturday 10 October is a make-up working day.
    assert shown.deadline_at == at(11 + 1, 10)
    assert (shown.verdict, shown.public_reply) == ("on_time", "已清运")
    assert shown.solved_level == "county"


def test_only_the_holder_acts_and_nothing_is_done_twice(
    county: Gateway, acting: As, ticket: str
) -> None:
    county.send(intake.FileTicket(ticket=ticket))
    county.send(handling.DispatchTicket(ticket=ticket, unit="城管局"))
    with pytest.raises(refused.NotHolder) as caught:
        acting("住建局").send(handling.SignTicket(ticket=ticket))
    assert caught.value.params["holder"] == "城市管理局"
    with pytest.raises(refused.NotHolder):
        county.send(handling.SignTicket(ticket=ticket))
    acting("城管局").send(handling.SignTicket(ticket=ticket))
    with pytest.raises(VerbNotAllowed) as again:
        acting("城管局").send(handling.SignTicket(ticket=ticket))
    assert "feedback" in str(again.value.params["steps"])
    with pytest.raises(refused.PartyUnknown):
        acting("没有这个单位").send(handling.FeedbackTicket(ticket=ticket, reply="好"))


def test_a_suspension_stops_the_clock_and_ends_by_itself(
    county: Gateway, acting: As, ticket: str
) -> None:
    _handled(county, acting, ticket)
    unit = acting("城管局")
    unit.send(
        handling.SuspendTicket(
            ticket=ticket, until=date(2026, 10, 20), opinion="等待材料", at=at(10, 10)
        )
    )
    asked = county.send(ListRequests(state="pending")).items
    assert [(row.verb, row.asked_by) for row in asked] == [("suspend", "城市管理局")]
    with pytest.raises(refused.SelfDecision):
        unit.send(DecideRequest(ticket=ticket, grant=True))
    shown = county.send(DecideRequest(ticket=ticket, grant=True, at=at(10, 10)))
    # One working day was left at Saturday 10:00; it goes on when Tuesday the 20th begins.
    assert (shown.state, shown.deadline_at) == ("suspended", at(20, 18))


def test_an_extension_is_decided_by_another_and_counts_from_the_deadline(
    county: Gateway, acting: As, ticket: str
) -> None:
    _handled(county, acting, ticket)
    unit = acting("城管局")
    unit.send(handling.ExtendTicket(ticket=ticket, limit="3工作日", opinion="采购", at=at(10)))
    shown = county.send(DecideRequest(ticket=ticket, grant=True, limit="1工作日", at=at(10)))
    assert (shown.state, shown.extension_count) == ("handling", 1)
    assert shown.deadline_at == at(13, 10)
    kept = county.send(ListRequests(ticket=ticket)).items[0]
    assert (kept.asked_limit, kept.granted_limit, kept.state) == ("3工作日", "1工作日", "granted")
    with pytest.raises(refused.ExtensionTooLong):
        unit.send(handling.ExtendTicket(ticket=ticket, limit="9工作日", opinion="x", at=at(10)))
    with pytest.raises(refused.ExtensionTooLate):
        unit.send(handling.ExtendTicket(ticket=ticket, limit="1工作日", opinion="x", at=at(15)))


def test_what_was_asked_lapses_when_the_ticket_moves_on(
    county: Gateway, acting: As, ticket: str
) -> None:
    _handled(county, acting, ticket)
    unit = acting("城管局")
    unit.send(handling.ExtendTicket(ticket=ticket, limit="1工作日", opinion="采购", at=at(10)))
    unit.send(handling.FeedbackTicket(ticket=ticket, reply="已清运", at=at(10, 10)))
    kept = county.send(ListRequests(ticket=ticket)).items[0]
    assert (kept.state, kept.decided_by) == ("lapsed", "")
    with pytest.raises(refused.RequestMissing):
        county.send(DecideRequest(ticket=ticket, grant=True, at=at(10, 11)))


def test_the_third_return_goes_to_the_arbiter(county: Gateway, acting: As, ticket: str) -> None:
    county.send(intake.FileTicket(ticket=ticket, at=at(9, 9, 10)))
    arbitration = handling.ArbitrateTicket(
        ticket=ticket, unit="城管局", opinion="权责清单", at=at(9, 11)
    )
    for count, unit in enumerate(("城管局", "住建局", "城管局")):
        if count:
            # Before that whoever has it next may give it back as well.
            with pytest.raises(refused.ArbitratedTooSoon) as caught:
                county.send(arbitration)
            assert (caught.value.params["count"], caught.value.params["most"]) == (count, 3)
        county.send(handling.DispatchTicket(ticket=ticket, unit=unit, at=at(9, 10)))
        acting(unit).send(
            handling.ReturnTicket(
                ticket=ticket, ground="not_competent", opinion="非本单位", at=at(9, 10)
            )
        )
    with pytest.raises(refused.AwaitsArbiter):
        county.send(handling.DispatchTicket(ticket=ticket, unit="城管局", at=at(9, 11)))
    county.send(arbitration)
    with pytest.raises(refused.ArbitratedAlready):
        acting("城管局").send(
            handling.ReturnTicket(
                ticket=ticket, ground="not_competent", opinion="仍非", at=at(9, 12)
            )
        )


def test_a_return_needs_a_listed_ground_and_comes_in_time(
    county: Gateway, acting: As, ticket: str
) -> None:
    county.send(intake.FileTicket(ticket=ticket, at=at(9, 9, 10)))
    county.send(handling.DispatchTicket(ticket=ticket, unit="城管局", at=at(9, 10)))
    unit = acting("城管局")
    with pytest.raises(refused.GroundUnknown):
        unit.send(handling.ReturnTicket(ticket=ticket, ground="不想办", opinion="x", at=at(9, 11)))
    with pytest.raises(refused.StepOpinionMissing):
        unit.send(handling.ReturnTicket(ticket=ticket, ground="not_competent", at=at(9, 11)))
    with pytest.raises(refused.ReturnTooLate):
        unit.send(
            handling.ReturnTicket(ticket=ticket, ground="not_competent", opinion="x", at=at(12, 11))
        )


def test_rework_goes_on_with_the_time_that_was_left(
    county: Gateway, acting: As, ticket: str
) -> None:
    _handled(county, acting, ticket)
    unit = acting("城管局")
    unit.send(handling.FeedbackTicket(ticket=ticket, reply="好了", at=at(10, 10)))
    shown = county.send(closing.ReworkTicket(ticket=ticket, opinion="仍有残留", at=at(14, 10)))
    assert (shown.state, shown.rework_count, shown.deadline_at) == ("rework", 1, at(15, 10))


def test_each_indicator_leads_to_the_tickets_it_counts(
    county: Gateway, acting: As, ticket: str
) -> None:
    _handled(county, acting, ticket)
    unit = acting("城管局")
    unit.send(handling.FeedbackTicket(ticket=ticket, reply="好了", at=at(10, 10)))
    county.send(closing.RevisitTicket(ticket=ticket, outcome="dissatisfied", at=at(10, 11)))
    county.send(closing.ReworkTicket(ticket=ticket, opinion="仍有残留", at=at(10, 14)))
    unit.send(handling.FeedbackTicket(ticket=ticket, reply="好了", at=at(10, 15)))
    county.send(closing.CloseTicket(ticket=ticket, at=at(10, 17)))
    found = county.send(ShowStats(period="2026-10", indicators=True)).sum.indicators
    assert found is not None
    figures = {name: n for name, n in found.model_dump().items() if isinstance(n, int)}
    assert {name for name, number in figures.items() if number} == {
        "closed_of_due", "closed_same_month", "redone", "reworked_of_due", "dispatched_of_due",
        "handled_timed", "filed_of_received", "accurately_filed",
    }  # fmt: skip
    behind = {name: county.send(ListTickets(filter=f"{name}:2026-10")).total for name in figures}
    assert behind == figures
    assert (found.first_pass_rate, found.redo_rate) == (0, 100)
    # From the dispatch until ten on the 10th, and an hour in rework: the centre's time is not its.
    clock = county.send(ShowClock(ticket=ticket))
    worked = sum(s.minutes or 0 for s in clock.segments if s.stage in ("sign", "handle"))
    assert found.avg_handle == found.median_handle == round(Decimal(worked) / 60, 2)


def test_a_rework_that_was_undone_is_no_redo(county: Gateway, acting: As, ticket: str) -> None:
    _handled(county, acting, ticket)
    unit = acting("城管局")
    unit.send(handling.FeedbackTicket(ticket=ticket, reply="好了", at=at(10, 10)))
    county.send(closing.ReworkTicket(ticket=ticket, opinion="有残留", at=at(10, 10, 30)))
    unit.send(handling.FeedbackTicket(ticket=ticket, reply="好了", at=at(10, 11)))
    county.send(closing.RevisitTicket(ticket=ticket, outcome="dissatisfied", at=at(10, 12)))
    county.send(closing.ReworkTicket(ticket=ticket, opinion="误点", at=at(10, 14)))
    county.send(UndoEntry())
    county.send(closing.CloseTicket(ticket=ticket, at=at(10, 17)))
    found = county.send(ShowStats(period="2026-10", indicators=True)).sum.indicators
    assert found is not None
    assert (found.reworked_of_due, found.redone) == (1, 0)


def test_reopening_leaves_the_first_cycle_as_it_was(
    county: Gateway, acting: As, ticket: str
) -> None:
    _closed(county, acting, ticket)
    before = county.send(ShowStats(by="unit", period="2026-10")).sum
    shown = county.send(
        closing.ReopenTicket(ticket=ticket, opinion="复发", limit="2工作日", at=at(21, 9))
    )
    assert (shown.state, shown.cycle, shown.deadline_at) == ("rework", 2, at(23, 9))
    after = county.send(ShowStats(by="unit", period="2026-10")).sum
    assert (before.closed_on_time, before.due_to_close) == (1, 1)
    # The second cycle, due in the same month and never closed, does not spoil the first one's.
    assert (after.closed_on_time, after.due_to_close, after.overdue) == (1, 1, 0)
    with pytest.raises(VerbNotAllowed):
        county.send(closing.ReopenTicket(ticket=ticket, opinion="再次", at=at(22)))


def test_a_late_closing_is_excused_and_stays_visible(
    county: Gateway, acting: As, ticket: str
) -> None:
    _closed(county, acting, ticket, day=20)
    unit = acting("城管局")
    unit.send(closing.AppealTicket(ticket=ticket, opinion="台风停工", at=at(22)))
    shown = county.send(DecideRequest(ticket=ticket, grant=True, opinion="属实", at=at(23)))
    assert (shown.exempt, shown.verdict, shown.state) == (True, "overdue", "closed")
    with pytest.raises(refused.AppealUnfit):
        unit.send(closing.AppealTicket(ticket=ticket, opinion="再申诉", at=at(23)))


def test_levels_are_climbed_one_at_a_time(county: Gateway, acting: As, ticket: str) -> None:
    county.send(intake.FileTicket(ticket=ticket))
    with pytest.raises(refused.LevelUnfit):
        county.send(handling.EscalateTicket(ticket=ticket, opinion="x"))
    down = county.send(handling.HandDownTicket(ticket=ticket))
    assert (down.centre, down.state) == ("town", "filed")
    with pytest.raises(refused.RoleMissing):
        acting("住建局").send(handling.DispatchTicket(ticket=ticket, unit="住建局"))
    up = acting("澄江街道网格中心").send(handling.EscalateTicket(ticket=ticket, opinion="超出权限"))
    assert (up.centre, up.state) == ("county", "filed")


def test_a_duplicate_is_merged_and_both_logs_stay(county: Gateway, ticket: str) -> None:
    twin = county.send(CreateTicket(title="垃圾未清", place="文定社区", reported_at=at(9, 10)))
    with pytest.raises(refused.MergeUnfit):
        county.send(intake.MergeTicket(ticket=twin.serial_no, parent=twin.serial_no))
    shown = county.send(intake.MergeTicket(ticket=twin.serial_no, parent=ticket))
    assert (shown.state, shown.parent_serial) == ("merged", ticket)
    parent = county.send(ShowTicket(ticket=ticket))
    assert (parent.events[-1].verb, parent.events[-1].opinion) == ("merged_in", twin.serial_no)


def test_what_was_merged_twice_names_the_ticket_that_stands_for_it(
    county: Gateway, acting: As, ticket: str
) -> None:
    said = {"place": "文定社区", "reported_at": at(9, 10)}
    first, second, third = (
        county.send(CreateTicket(title=title, **said)).serial_no for title in ("一", "二", "三")
    )
    county.send(intake.MergeTicket(ticket=first, parent=second))
    county.send(intake.MergeTicket(ticket=second, parent=third))
    with pytest.raises(refused.MergeUnfit) as gone:
        county.send(intake.MergeTicket(ticket=ticket, parent=first))
    assert gone.value.params == {"ticket": ticket, "parent": first, "survivor": third}
    with pytest.raises(refused.MergeUnfit) as round_about:
        county.send(intake.MergeTicket(ticket=third, parent=first))
    assert round_about.value.params["survivor"] is None
    county.send(intake.MergeTicket(ticket=third, parent=ticket))
    shown = county.send(ShowTicket(ticket=first))
    assert (shown.parent_serial, shown.merged_through) == (ticket, (second, third))
    # What was done then stays as it was done.
    assert [e.receivers for e in shown.events if e.verb == "merge"] == [(second,)]
    survivor = county.send(ShowTicket(ticket=ticket))
    assert (survivor.parent_serial, survivor.merged_tickets) == (None, (first, second, third))
    county.send(UndoEntry())
    shown = county.send(ShowTicket(ticket=first))
    assert (shown.parent_serial, shown.merged_through) == (third, (second,))
    assert county.send(ShowTicket(ticket=ticket)).merged_tickets == ()


def test_instants_keep_their_order(county: Gateway, ticket: str) -> None:
    with pytest.raises(refused.StepTooEarly):
        county.send(intake.FileTicket(ticket=ticket, at=at(8)))
    with pytest.raises(refused.StepInFuture):
        county.send(intake.FileTicket(ticket=ticket, at=at(20, month=12)))


def test_one_step_on_many_tickets_is_one_change(county: Gateway, ticket: str) -> None:
    said = {"place": "文定社区", "category": "市容环境"}
    others = [
        county.send(CreateTicket(title=f"第{n}件", external_no=f"A-{n}", **said)).serial_no
        for n in range(3)
    ]
    county.send(intake.FileTicket(ticket=others[0]))
    # One of them is named twice, which is once.
    step = TakeSteps(step="ticket_intake.FileTicket", tickets=(ticket, *others, "A-2"))
    with pytest.raises(refused.StepsRefused):
        county.send(step.model_copy(update={"all_or_nothing": True}))
    preview = county.send(step, dry_run=True)
    done = county.send(step)
    assert done == preview
    assert (done.done, done.failed) == (3, 1)
    assert [(row.done, row.after) for row in done.items] == [
        (True, "filed"), (False, "filed"), (True, "filed"), (True, "filed"),
    ]  # fmt: skip
    assert done.items[1].error is not None
    assert done.items[1].error.code.endswith("verb_not_allowed")
    assert len(county.send(ListTickets(state=("filed",))).items) == 4
    county.send(UndoEntry())
    assert len(county.send(ListTickets(state=("filed",))).items) == 1
    county.send(RedoEntry())
    assert len(county.send(ListTickets(state=("filed",))).items) == 4


def test_an_undone_step_no_longer_moves_the_clock(county: Gateway, acting: As, ticket: str) -> None:
    _handled(county, acting, ticket)
    unit = acting("城管局")
    unit.send(handling.FeedbackTicket(ticket=ticket, reply="误操作", at=at(10, 9)))
    shown = unit.send(UndoEntry())
    assert shown.undone
    again = unit.send(handling.FeedbackTicket(ticket=ticket, reply="已清运", at=at(10, 11)))
    assert (again.state, again.deadline_at) == ("fed_back", at(12, 10))
    assert [event.verb for event in again.events][-3:] == ["feedback", "undo", "feedback"]
