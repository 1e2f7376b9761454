"""The day's work list, on every gateway: whose it is, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from functools import partial

import pytest

from gridctl.domain.loop import RoleMissing, WorkerUnfit
from gridctl.operations.base import Gateway
from gridctl.operations.commands import ticket_closing as closing
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands import ticket_intake as intake
from gridctl.operations.commands import ticket_signals as signals
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.clocks import SweepClock
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.staff import CreateStaff, PostStaff
from gridctl.operations.commands.ticket_reviews import ReviewTicket
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.commands.whistles import (
    ArriveAtWhistle,
    CallWhistle,
    ResolveWhistle,
    ReviewWhistle,
    ScoreWhistle,
)
from gridctl.operations.queries.tickets import ShowTicket
from gridctl.operations.queries.today import ShowToday
from tests.beginnings import Beginning
from tests.gateways import ActingGateway
from tests.handlers.clock_desk import clock_setter

CHINA = timezone(timedelta(hours=8))
As = Callable[[str], Gateway]


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 10, day, hour, tzinfo=CHINA)


def _desk(gateway: Gateway) -> None:
    """One ticket in each place of the loop; it is Tuesday, 3 November 2026, 10:00."""
    acting = partial(ActingGateway, gateway)
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateGrid(name="澄江街道", code="320281001000"))
    gateway.send(CreateGrid(name="周庄镇", code="320281110000"))
    gateway.send(CreateGrid(name="文定社区居委会", code="320281001001"))
    gateway.send(CreateUnit(name="城市管理局", aliases=("城管局",)))
    gateway.send(CreateUnit(name="住建局"))
    gateway.send(CreateCategory(name="市容环境"))
    gateway.send(CreateStaff(name="张三", staff_no="G001", employment="full"))
    gateway.send(PostStaff(staff_no="G001", role="gridworker", place="文定社区"))
    for number, place, urgent in (
        ("NEW", "文定社区", False),
        ("HOT", "周庄镇", True),
        ("LOOK", "文定社区", False),
        ("LATE", "文定社区", False),
        ("DUE", "文定社区", False),
        ("SIGN", "周庄镇", False),
        ("LATER", "文定社区", False),
        ("BACK", "文定社区", False),
        ("DONE", "文定社区", False),
    ):
        gateway.send(
            CreateTicket(
                external_no=number, title=number, place=place, category="市容环境", urgent=urgent,
                reported_at=at(28),
            )
        )  # fmt: skip
    gateway.send(intake.SendVerify(ticket="LOOK", staff="张三", at=at(28)))
    for number, limit in (
        ("LATE", "1工作日"), ("DUE", "4工作日"), ("SIGN", "20工作日"), ("LATER", "20工作日"),
        ("BACK", "20工作日"), ("DONE", "20工作日"),
    ):  # fmt: skip
        gateway.send(intake.FileTicket(ticket=number, at=at(28, 10)))
        gateway.send(
            handling.DispatchTicket(ticket=number, unit="城管局", limit=limit, at=at(28, 16))
        )
        if number != "SIGN":
            acting("城管局").send(handling.SignTicket(ticket=number, at=at(29)))
    for number in ("BACK", "DONE"):
        acting("城管局").send(handling.FeedbackTicket(ticket=number, reply="已处理", at=at(29, 10)))
    gateway.send(closing.CloseTicket(ticket="DONE", at=at(30)))


@pytest.fixture
def beginning() -> Beginning:
    return _desk


@pytest.fixture
def desk(gateway: Gateway) -> Gateway:
    return gateway


def tasks(gateway: Gateway) -> list[tuple[str, str, str]]:
    return [(row.band, row.task, row.title) for row in gateway.send(ShowToday()).items]


def test_the_office_sees_its_own_tasks_and_what_presses_anywhere(desk: Gateway) -> None:
    assert tasks(desk) == [
        ("late", "handle", "LATE"),
        ("due", "handle", "DUE"),
        ("urgent", "accept", "HOT"),
        ("waiting", "judge", "BACK"),
        ("waiting", "accept", "NEW"),
        ("waiting", "verify", "LOOK"),
    ]
    page = desk.send(ShowToday())
    assert (page.late, page.due, page.urgent, page.waiting, page.total) == (1, 1, 1, 3, 6)


def test_a_count_leads_to_the_lines_it_counts(desk: Gateway) -> None:
    page = desk.send(ShowToday(band="waiting", limit=2))
    assert [row.title for row in page.items] == ["BACK", "NEW"]
    assert (page.total, page.late, page.waiting) == (3, 1, 3)
    rest = desk.send(ShowToday(band="waiting", after=page.next))
    assert ([row.title for row in rest.items], rest.next) == (["LOOK"], None)


def test_a_unit_sees_what_it_is_to_do(desk: Gateway, acting: As) -> None:
    assert tasks(acting("城管局")) == [
        ("late", "handle", "LATE"),
        ("due", "handle", "DUE"),
        ("waiting", "sign", "SIGN"),
    ]
    assert tasks(acting("住建局")) == []


def test_a_worker_sees_where_to_go(desk: Gateway, acting: As) -> None:
    assert tasks(acting("张三")) == [("waiting", "verify", "LOOK")]


def test_what_was_asked_waits_for_another_to_decide(desk: Gateway, acting: As) -> None:
    acting("城管局").send(handling.ExtendTicket(ticket="LATER", limit="1工作日", opinion="采购"))
    decide = [row for row in desk.send(ShowToday()).items if row.task == "decide"]
    assert [(row.title, row.subject) for row in decide] == [("LATER", "extend")]
    assert not [row for row in acting("城管局").send(ShowToday()).items if row.task == "decide"]


def test_what_a_unit_was_told_waits_to_be_read(desk: Gateway, acting: As) -> None:
    desk.send(signals.NudgeTicket(ticket="LATER", opinion="请抓紧"))
    unit = acting("城管局")
    unread = [row for row in unit.send(ShowToday()).items if row.task == "read"]
    assert [(row.title, row.subject) for row in unread] == [("LATER", "nudge")]
    unit.send(signals.ReadTicket(ticket="LATER"))
    assert not [row for row in unit.send(ShowToday()).items if row.task == "read"]


def test_what_was_done_in_time_or_is_over_is_not_late(desk: Gateway, acting: As) -> None:
    # Fed back on the 3rd at 10:00, before its deadline of that day; the centre looks on the 5th.
    acting("城管局").send(handling.FeedbackTicket(ticket="DUE", reply="已处理"))
    clock_setter(desk)(datetime(2026, 11, 5, 10, tzinfo=CHINA))
    assert desk.send(ShowTicket(ticket="DUE")).verdict == "on_time"
    bands = {row.title: row.band for row in desk.send(ShowToday()).items}
    assert (bands["LATE"], bands["DUE"]) == ("late", "waiting")
    # An appeal against a late closing is about a ticket that is over.
    acting("城管局").send(handling.FeedbackTicket(ticket="LATE", reply="已处理"))
    desk.send(closing.CloseTicket(ticket="LATE"))
    acting("城管局").send(closing.AppealTicket(ticket="LATE", opinion="受暴雨影响"))
    (appeal,) = (row for row in desk.send(ShowToday()).items if row.title == "LATE")
    assert (appeal.task, appeal.band) == ("decide", "waiting")


def test_the_list_comes_in_pages(desk: Gateway) -> None:
    whole = [row.title for row in desk.send(ShowToday()).items]
    seen: list[str] = []
    after = None
    while True:
        page = desk.send(ShowToday(limit=2, after=after))
        seen += [row.title for row in page.items]
        after = page.next
        if after is None:
            break
    assert seen == whole


def test_a_unit_that_helps_has_its_task_until_it_helped(desk: Gateway, acting: As) -> None:
    desk.send(handling.AssistTicket(ticket="LATER", unit="住建局", at=at(30)))
    unit = acting("住建局")
    assert tasks(unit) == [("waiting", "assist", "LATER")]
    assert not [task for task in tasks(acting("城管局")) if task[1] == "assist"]
    unit.send(handling.FinishAssist(ticket="LATER", reply="已协助", at=at(30, 15)))
    assert tasks(unit) == []


def test_a_review_is_a_task_of_the_unit_and_of_the_desk(desk: Gateway, acting: As) -> None:
    desk.send(signals.UrgeTicket(ticket="LATER", urgency="red", opinion="重点", at=at(30)))
    desk.send(SweepClock())
    unit = acting("城管局")
    # The check-off of today; those missed before it stand in the list of reviews.
    reviews = [("due", "check_off", "LATER"), ("urgent", "note_progress", "LATER")]
    assert [row for row in tasks(unit) if row in reviews] == reviews
    assert [row for row in tasks(desk) if row in reviews] == reviews
    assert tasks(acting("住建局")) == []
    unit.send(ReviewTicket(ticket="LATER", kind="check", opinion="已现场查看"))
    assert [row for row in tasks(unit) if row in reviews] == reviews[1:]


@pytest.fixture
def called(desk: Gateway, acting: As) -> str:
    """A call from a community for two units, about the ticket NEW; nobody has reviewed it."""
    desk.send(CreateUnit(name="文定社区工作站", level="village", place="文定社区"))
    return (
        desk.send(
            CallWhistle(
                ticket="NEW", kind="joint_enforcement", title="夜市占道", facts="二十余摊",
                proposal="联合整治", approved_by="王镇长", at=at(29),
            )
        ).whistle_no
    )  # fmt: skip


def calls(gateway: Gateway) -> list[tuple[str, str, str | None]]:
    rows = [row for row in gateway.send(ShowToday()).items if row.noun == "whistle"]
    return [(row.band, row.task, row.lead_unit) for row in rows]


def test_a_whistle_call_waits_for_the_county_then_for_the_units(
    desk: Gateway, called: str, acting: As
) -> None:
    unit, other, caller = acting("城管局"), acting("住建局"), acting("文定社区工作站")
    assert calls(desk) == [("waiting", "review_call", None)]
    assert (calls(unit), calls(caller)) == ([], [])

    desk.send(
        ReviewWhistle(whistle=called, accept=True, grade="planned", lead="城管局",
                      assisting=("住建局",), at=at(30, 10))
    )  # fmt: skip
    # They had one working day: until Monday, 2 November, 10:00.
    late = [("late", "arrive", "城市管理局")]
    assert (calls(unit), calls(other), calls(caller), calls(desk)) == (late, late, late, late)

    unit.send(ArriveAtWhistle(whistle=called, person="李队", role="副局长", at=at(30, 15)))
    assert calls(unit) == [("waiting", "resolve", "城市管理局")]
    assert calls(other) == late
    unit.send(ResolveWhistle(whistle=called))
    assert (calls(unit), calls(other)) == ([("waiting", "score", "城市管理局")],) * 2
    assert (calls(caller), calls(desk)) == ([("waiting", "score", "城市管理局")], [])


def test_a_call_that_both_sides_scored_waits_to_be_closed(
    desk: Gateway, called: str, acting: As
) -> None:
    desk.send(
        ReviewWhistle(whistle=called, accept=True, grade="planned", lead="城管局", at=at(30, 10))
    )
    desk.send(ArriveAtWhistle(whistle=called, unit="城管局", person="李队", at=at(30, 15)))
    desk.send(ResolveWhistle(whistle=called))
    unit, caller = acting("城管局"), acting("文定社区工作站")
    unit.send(ScoreWhistle(whistle=called, necessity=25, cooperation=20))
    assert (calls(unit), calls(desk)) == ([], [])
    caller.send(
        ScoreWhistle(whistle=called, unit="城管局", arrival=25, people=20, handling=20, effect=20)
    )
    assert calls(caller) == []
    assert calls(desk) == [("waiting", "close_call", "城市管理局")]


def test_a_call_names_its_ticket_and_its_place(desk: Gateway, called: str) -> None:
    rows = desk.send(ShowToday()).items
    call = next(row for row in rows if row.noun == "whistle")
    ticket = next(row for row in rows if row.title == "NEW")
    assert (call.number, call.serial_no, call.title) == (called, ticket.serial_no, "夜市占道")
    assert (call.town, call.community) == ("澄江街道", "文定社区居委会")
    assert (call.subject, call.state, call.urgent) == ("joint_enforcement", "called", False)
    assert (ticket.noun, ticket.number) == ("ticket", ticket.serial_no)


def test_calls_come_in_pages_between_tickets(desk: Gateway, called: str) -> None:
    whole = [row.number for row in desk.send(ShowToday()).items]
    seen, after = [], None
    while True:
        page = desk.send(ShowToday(limit=1, after=after))
        seen += [row.number for row in page.items]
        after = page.next
        if after is None:
            break
    assert seen == whole
    assert page.total == len(whole)


def test_a_card_is_shown_where_the_ticket_stands_and_to_whom_it_was_given(
    desk: Gateway, acting: As
) -> None:
    clock_setter(desk)(datetime(2026, 11, 17, 10, tzinfo=CHINA))
    desk.send(SweepClock())
    unit = acting("城管局")
    assert {row.title: row.card for row in desk.send(ShowToday()).items}["LATE"] == "red"
    assert [row.card for row in unit.send(ShowToday()).items if row.title == "LATE"] == ["red"]

    unit.send(handling.FeedbackTicket(ticket="LATE", reply="已处理"))
    left = [row for row in unit.send(ShowToday()).items if row.title == "LATE"]
    assert [(row.band, row.task, row.subject, row.card) for row in left] == [
        ("waiting", "card", "red", "red")
    ]
    desk.send(closing.CloseTicket(ticket="LATE"))
    assert "LATE" not in [row.title for row in unit.send(ShowToday()).items]


def test_a_task_is_for_the_worker_it_was_sent_to(desk: Gateway, acting: As) -> None:
    """It shows in their day and they may report it; nobody else, though they work there too."""
    desk.send(CreateGrid(name="第一网格", code="320281001001001"))
    desk.send(CreateGrid(name="周庄社区", code="320281110001"))
    for name, number, place in (
        ("李四", "G002", "320281001001001"), ("王五", "G003", "320281001001001"),
        ("赵六", "G004", "周庄社区"),
    ):  # fmt: skip
        desk.send(CreateStaff(name=name, staff_no=number, employment="full"))
        desk.send(PostStaff(staff_no=number, role="gridworker", place=place))
    with pytest.raises(WorkerUnfit):
        desk.send(intake.SendVerify(ticket="NEW", staff="赵六"))
    # Of the ticket only the village is known, so whoever has a grid in it may be sent.
    desk.send(intake.SendVerify(ticket="NEW", staff="李四"))
    assert ("waiting", "verify", "NEW") in tasks(acting("李四"))
    assert ("waiting", "verify", "NEW") not in tasks(acting("王五"))
    with pytest.raises(RoleMissing):
        acting("王五").send(intake.VerifyDone(ticket="NEW", outcome="exist"))
    acting("李四").send(intake.VerifyDone(ticket="NEW", outcome="exist"))
    desk.send(intake.SendVerify(ticket="NEW"))
    assert ("waiting", "verify", "NEW") in tasks(acting("王五"))
    acting("王五").send(intake.VerifyDone(ticket="NEW", outcome="exist"))


def test_what_a_centre_takes_in_at_its_own_place_begins_there(desk: Gateway, acting: As) -> None:
    desk.send(CreateUnit(name="文定社区网格工作站", place="文定社区", level="village"))
    new = {"title": "路灯不亮", "category": "市容环境"}
    station = acting("文定社区网格工作站")
    own = station.send(CreateTicket(place="文定社区", **new))
    assert (own.centre, station.send(CreateTicket(place="周庄镇", **new)).centre) == (
        "village", "county",
    )  # fmt: skip
    assert station.send(intake.FileTicket(ticket=own.serial_no)).state == "filed"


def test_a_station_whose_place_is_a_whole_town_is_the_centre_of_nothing(
    desk: Gateway, acting: As
) -> None:
    desk.send(CreateUnit(name="文定社区网格工作站", place="澄江街道", level="village"))
    new = {"title": "路灯不亮", "category": "市容环境", "place": "文定社区"}
    ticket = acting("文定社区网格工作站").send(CreateTicket(**new))
    assert ticket.centre == "county"
