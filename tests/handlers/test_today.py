"""The day's work list, on every gateway: whose it is, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest

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
from gridctl.operations.queries.today import ShowToday

CHINA = timezone(timedelta(hours=8))
As = Callable[[str], Gateway]


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 10, day, hour, tzinfo=CHINA)


@pytest.fixture
def desk(gateway: Gateway, acting: As) -> Gateway:
    """One ticket in each place of the loop; it is Tuesday, 3 November 2026, 10:00."""
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
    reviews = [row for row in unit.send(ShowToday()).items if row.task == "review"]
    # The check-off of today; those missed before it stand in the list of reviews.
    assert [(row.band, row.subject, row.title) for row in reviews] == [
        ("due", "check", "LATER"), ("urgent", "progress", "LATER"),
    ]  # fmt: skip
    assert [row for row in tasks(desk) if row[1] == "review"] == [
        ("due", "review", "LATER"), ("urgent", "review", "LATER"),
    ]  # fmt: skip
    assert tasks(acting("住建局")) == []
    unit.send(ReviewTicket(ticket="LATER", kind="check", opinion="已现场查看"))
    left = [row.subject for row in unit.send(ShowToday()).items if row.task == "review"]
    assert left == ["progress"]
