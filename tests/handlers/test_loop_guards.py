"""What the loop forbids, tried the ways round it (domain.md 5.3, 5.7, 6.5)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from gridctl.domain import loop as refused
from gridctl.domain.tickets import DispatchedAlready
from gridctl.domain.workflow.policy import shipped_policy_text
from gridctl.gateway.sending import Wish, send_file
from gridctl.imports import inspect, load_kind
from gridctl.operations.base import Gateway
from gridctl.operations.commands import ticket_closing as closing
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands import ticket_intake as intake
from gridctl.operations.commands import ticket_signals as signals
from gridctl.operations.commands.changes import UndoEntry
from gridctl.operations.commands.policies import AdoptPolicy
from gridctl.operations.commands.staff import CreateStaff, PostStaff
from gridctl.operations.commands.ticket_steps import TakeSteps
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.queries.audits import ShowTrace, VerifyRows
from gridctl.operations.queries.offices import CheckOffice
from gridctl.operations.queries.tickets import ListTickets, ShowStats, ShowTicket
from tests.beginnings import Beginning
from tests.handlers.loop_desk import TOWN, As, at, filed, fill, handled, returned


@pytest.fixture
def beginning() -> Beginning:
    return fill


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    return gateway


@pytest.fixture
def ticket(county: Gateway) -> str:
    return filed(county)


def test_what_was_returned_burdens_no_unit(county: Gateway, acting: As, ticket: str) -> None:
    """A unit that gave a ticket back in time is not late with it, however long it then lies."""
    shown = returned(county, acting, ticket)
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
    handled(county, acting, ticket, TOWN)
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
        returned(county, acting, ticket, unit)
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
    handled(county, acting, ticket)
    unit = acting("城管局")
    unit.send(handling.FeedbackTicket(ticket=ticket, reply="已清运", at=at(10, 10)))
    county.send(closing.ReworkTicket(ticket=ticket, opinion="仍有残留", at=at(10, 11)))
    with pytest.raises(refused.ReplyMissing):
        unit.send(handling.FeedbackTicket(ticket=ticket, at=at(10, 12)))


def test_a_feedback_that_was_sent_back_decides_nothing(
    county: Gateway, acting: As, ticket: str
) -> None:
    """The feedback was in time, but what is closed by order weeks later was not (6.5)."""
    handled(county, acting, ticket)
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


def test_a_call_back_leaves_nothing_of_the_one_before(
    county: Gateway, acting: As, ticket: str
) -> None:
    handled(county, acting, ticket)
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


def test_a_centre_does_not_take_away_what_a_unit_has(
    county: Gateway, acting: As, ticket: str
) -> None:
    county.send(handling.HandDownTicket(ticket=ticket, at=at(9, 9, 20)))
    handled(county, acting, ticket)
    with pytest.raises(refused.NotHolder):
        county.send(handling.EscalateTicket(ticket=ticket, opinion="上收", at=at(9, 14)))


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


def test_what_failed_the_check_is_not_closed_before_it_is_done_again(
    county: Gateway, acting: As, ticket: str
) -> None:
    county.send(CreateStaff(name="张三", staff_no="G001", employment="full"))
    county.send(PostStaff(staff_no="G001", role="gridworker", place="文定社区"))
    handled(county, acting, ticket)
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
    handled(county, acting, ticket)
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
    handled(county, acting, ticket)
    for change in ({"lead_unit": "住建局"}, {"assist_units": ("住建局",)}, {"deadline_at": at(20)}):
        with pytest.raises(DispatchedAlready):
            county.send(EditTicket(ticket=ticket, **change))
    shown = county.send(EditTicket(ticket=ticket, title="垃圾仍未清"))
    assert (shown.title, shown.lead_unit) == ("垃圾仍未清", "城管局")


def test_a_file_leaves_a_ticket_under_way_to_its_steps(
    county: Gateway, acting: As, ticket: str, tmp_path: Path
) -> None:
    handled(county, acting, ticket)
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


def test_the_story_says_to_whom_and_how(county: Gateway, acting: As, ticket: str) -> None:
    handled(county, acting, ticket)
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


def test_a_step_half_taken_leaves_nothing_among_many(county: Gateway) -> None:
    """What the first one wrote is taken back: numbers, log and journal know of the second alone."""
    numbers = []
    for unit in ("城管局", "住建局"):
        new = CreateTicket(title="垃圾未清", place="文定社区", category="市容环境", lead_unit=unit)
        numbers.append(county.send(new).serial_no)
        county.send(intake.FileTicket(ticket=numbers[-1]))
    facts = {"limit": "2工作日", "assist_units": ["城管局"]}
    many = TakeSteps(step="ticket_handling.DispatchTicket", tickets=tuple(numbers), facts=facts)
    done = county.send(many)
    assert [(row.after, row.error and row.error.code) for row in done.items] == [
        ("filed", "loop.assists_itself"), ("dispatched", None),
    ]  # fmt: skip
    half = county.send(ShowTicket(ticket=numbers[0]))
    assert (half.state, [event.verb for event in half.events]) == ("filed", ["report", "file"])
    assert county.send(CheckOffice()).total == 0
    assert county.send(VerifyRows()).items == ()
    county.send(UndoEntry())
    assert county.send(ShowTicket(ticket=numbers[1])).state == "filed"
