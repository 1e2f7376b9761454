"""Filters on an office's tickets, on every gateway."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from gridctl.domain.filters import errors
from gridctl.domain.units import UnitNotFound
from gridctl.operations.base import Gateway
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.ticket_handling import DispatchTicket
from gridctl.operations.commands.ticket_intake import FileTicket
from gridctl.operations.commands.ticket_signals import UrgeTicket
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.tickets import ListTickets, ShowStats
from gridctl.presentation.ticket_figures import behind
from tests.beginnings import Beginning

CHINA = timezone(timedelta(hours=8))


def _desk(gateway: Gateway) -> None:
    """Four tickets A to D at two towns; B and D were dispatched, B is late."""
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateGrid(name="澄江街道", code="320281001000"))
    gateway.send(CreateGrid(name="周庄镇", code="320281110000"))
    gateway.send(CreateGrid(name="文定社区居委会", code="320281001001"))
    gateway.send(CreateUnit(name="城市管理局", aliases=("城管局",)))
    gateway.send(CreateUnit(name="住建局"))
    for name in ("噪音", "市容环境"):
        gateway.send(CreateCategory(name=name))
    for number, title, place, category, day in (
        ("A", "井盖 破损", "文定社区", "市容环境", 9),
        ("B", "夜间施工", "澄江街道", "噪音", 10),
        ("C", "垃圾未清", "周庄镇", "市容环境", 20),
        ("D", "广场舞", "周庄镇", "噪音", 21),
    ):
        gateway.send(
            CreateTicket(
                external_no=number, title=title, place=place, category=category,
                urgent=number == "D", source="12345" if number in "AB" else "巡查",
                reported_at=datetime(2026, 10, day, 9, tzinfo=CHINA),
            )
        )  # fmt: skip
    for number, limit, day in (("B", "2工作日", 10), ("D", "10工作日", 21)):
        at = datetime(2026, 10, day, 10, tzinfo=CHINA)
        gateway.send(FileTicket(ticket=number, at=at))
        unit = "城管局" if number == "B" else "住建局"
        gateway.send(DispatchTicket(ticket=number, unit=unit, limit=limit, at=at))


@pytest.fixture
def beginning() -> Beginning:
    return _desk


@pytest.fixture
def desk(gateway: Gateway) -> Gateway:
    return gateway


def found(gateway: Gateway, text: str) -> str:
    page = gateway.send(ListTickets(filter=text, order="oldest"))
    assert page.total == len(page.items)
    return "".join(row.external_no or "?" for row in page.items)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("state:dispatched", "BD"),
        ("状态:已派遣,已上报", "ABCD"),
        ("-state:dispatched", "AC"),
        ("town:澄江", "AB"),
        ("镇街:澄江街道,周庄", "ABCD"),
        ("community:文定社区", "A"),
        ("place:文定,周庄镇", "ACD"),
        ("unit:城管局", "B"),
        # What has no unit is not this unit's.
        ("-unit:城管局", "ACD"),
        ("category:噪音", "BD"),
        ("-category:噪音 town:周庄", "C"),
        ("source:12345", "AB"),
        ("urgent", "D"),
        ("-urgent", "ABC"),
        ("紧急:否 -逾期", "AC"),
        ("逾期", "B"),
        ("overdue open", "B"),
        ("reported:2026-10-09..2026-10-10", "AB"),
        ("reported>=2026-10-20", "CD"),
        ("-reported:2026-10-10..2026-10-20", "AD"),
        ("due<today", "B"),
        ("due:3wd", "D"),
        ("due>2026-10-13", "D"),
        ("no:A,C", "AC"),
        ("垃圾", "C"),
        ("-垃圾", "ABD"),
        ("'井盖 破损'", "A"),
        ("井盖 破损", "A"),
        ("井盖 垃圾", ""),
        ("returns>=1", ""),
        ("cycle:1 返工次数:0", "ABCD"),
        ("reported>=2026-10-10 reported<2026-10-21 -no:C", "B"),
    ],
)
def test_a_filter_finds_what_it_says(desk: Gateway, text: str, expected: str) -> None:
    assert found(desk, text) == expected


def test_a_filter_joins_the_other_fields_and_pages(desk: Gateway) -> None:
    first = desk.send(ListTickets(filter="state:dispatched,reported", category="噪音", limit=1))
    assert (first.total, len(first.items)) == (2, 1)
    rest = desk.send(
        ListTickets(filter="state:dispatched,reported", category="噪音", limit=1, after=first.next)
    )
    assert [row.external_no for row in (*first.items, *rest.items)] == ["D", "B"]


def test_running_numbers_are_a_span(desk: Gateway) -> None:
    numbers = [row.serial_no for row in desk.send(ListTickets(order="oldest")).items]
    last = {number[-5:] for number in numbers}
    assert last == {"00001"}
    assert found(desk, "no:0001..0001") == "ABCD"
    assert found(desk, "no:0002..0120") == ""


def test_a_serial_number_is_known_by_its_end(desk: Gateway) -> None:
    numbers = [row.serial_no for row in desk.send(ListTickets(order="oldest")).items]
    assert found(desk, f"no:{numbers[1][-9:]},{numbers[3][-9:]}") == "BD"
    assert found(desk, "no:1") == "ABCD"


def test_statistics_take_the_same_filter(desk: Gateway) -> None:
    page = desk.send(ShowStats(by="town", period="2026-10", filter="category:噪音"))
    assert {row.name: row.count for row in page.items} == {"澄江街道": 1, "周庄镇": 1}
    assert page.sum.due_to_close == 1


@pytest.mark.parametrize("figure", ["count", "due_to_close", "closed_on_time", "overdue"])
def test_the_filter_behind_a_figure_finds_as_many_tickets(desk: Gateway, figure: str) -> None:
    first, last = date(2026, 10, 1), date(2026, 10, 31)
    for row in desk.send(ShowStats(by="town", since=first, until=last)).items:
        terms = f"town:{row.key} {behind(figure, first, last)}"
        assert desk.send(ListTickets(filter=terms)).total == getattr(row, figure)


def test_the_class_of_urgent_tickets_is_asked_for_in_both_languages(desk: Gateway) -> None:
    number = desk.send(ListTickets(filter="urgent")).items[0].serial_no
    desk.send(UrgeTicket(ticket=number, urgency="red", opinion="涉及公共安全"))
    assert (found(desk, "urgency:red open"), found(desk, "紧急类别:红")) == ("D", "D")
    assert found(desk, "urgency:orange,yellow") == ""
    classes = desk.send(ShowStats(by="urgency", filter="open")).items
    assert {row.key: row.count for row in classes} == {"red": 1, "": 3}


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("sate:handling", errors.FilterFieldUnknown),
        ("state:nowhere", errors.FilterValueUnknown),
        ("due:soon", errors.FilterDayUnknown),
        ("unit:无此单位", UnitNotFound),
    ],
)
def test_what_is_wrong_is_told(desk: Gateway, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        desk.send(ListTickets(filter=text))
