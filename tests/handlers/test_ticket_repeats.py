"""Likely duplicates at entry, and callers who report the same again."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from gridctl.operations.base import Gateway
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.ticket_closing import RevisitTicket
from gridctl.operations.commands.ticket_handling import DispatchTicket, FeedbackTicket, SignTicket
from gridctl.operations.commands.ticket_intake import FileTicket
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.ticket_repeats import ListRepeats, SimilarTickets
from gridctl.operations.queries.tickets import TicketView

CHINA = timezone(timedelta(hours=8))
PHONE = "13800001111"


def at(day: int, hour: int = 9, month: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=CHINA)


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateGrid(name="澄江街道", code="320281001000"))
    gateway.send(CreateGrid(name="文定社区居委会", code="320281001001"))
    gateway.send(CreateGrid(name="绮山社区居委会", code="320281001002"))
    for village in ("文定社区", "绮山社区"):
        for name in ("第一网格", "第二网格"):
            gateway.send(CreateGrid(name=name, parent=village))
    gateway.send(CreateUnit(name="城管局"))
    gateway.send(CreateCategory(name="市容环境"))
    gateway.send(CreateCategory(name="暴露垃圾", parent="市容环境"))
    gateway.send(CreateCategory(name="道路破损", parent="市容环境"))
    gateway.send(CreateCategory(name="宣传广告"))
    return gateway


def _entered(county: Gateway, title: str, on: datetime, **facts: object) -> TicketView:
    wanted = {
        "title": title, "place": "文定社区第一网格", "category": "暴露垃圾", "reported_at": on,
        **facts,
    }  # fmt: skip
    return county.send(CreateTicket.model_validate(wanted))


def test_likely_duplicates_are_told_at_entry(county: Gateway) -> None:
    first = _entered(county, "文定路12号门口垃圾堆放", at(8))
    same = _entered(county, "广告牌破损", at(8, 12))
    neighbour = _entered(county, "文定路12号垃圾堆放未清", at(8, 20), place="文定社区第二网格")
    assert [row.serial_no for row in same.similar] == [first.serial_no]
    found = {row.serial_no: row for row in neighbour.similar}
    assert set(found) == {first.serial_no}
    row = found[first.serial_no]
    assert (row.same_category, row.same_place) == (True, False)
    # 8 pairs of signs are common to 11 and 11: 16 / 22.
    assert row.likeness == Decimal("72.73")
    other = _entered(county, "文定路12号门口垃圾堆放", at(8, 21), category="道路破损")
    assert first.serial_no in {row.serial_no for row in other.similar}
    assert not other.similar[0].same_category


def test_another_village_class_or_day_is_no_duplicate(county: Gateway) -> None:
    _entered(county, "文定路12号门口垃圾堆放", at(8))
    words = "文定路12号门口垃圾堆放"
    assert _entered(county, words, at(8, 10), place="绮山社区第一网格").similar == ()
    assert _entered(county, words, at(8, 10), category="宣传广告").similar == ()
    assert _entered(county, words, at(10)).similar == ()
    # Only the county is known of it: the words decide, wherever it may be.
    assert _entered(county, words, at(8, 10), place="江阴市").similar != ()


def test_the_likest_is_asked_for_afterwards_too(county: Gateway) -> None:
    first = _entered(county, "文定路12号门口垃圾堆放", at(8))
    _entered(county, "桶满溢", at(8, 10))
    again = _entered(county, "文定路12号门口又有垃圾堆放", at(8, 11))
    page = county.send(SimilarTickets(ticket=again.serial_no, limit=1))
    assert (page.total, [row.serial_no for row in page.items]) == (2, [first.serial_no])
    back = county.send(SimilarTickets(ticket=first.serial_no))
    assert again.serial_no in {row.serial_no for row in back.items}


def _judged(county: Gateway, ticket: TicketView, outcome: str) -> None:
    number = ticket.serial_no
    county.send(FileTicket(ticket=number))
    county.send(DispatchTicket(ticket=number, unit="城管局", limit="2工作日"))
    from tests.gateways import ActingGateway

    unit = ActingGateway(county, "城管局")
    unit.send(SignTicket(ticket=number))
    unit.send(FeedbackTicket(ticket=number, reply="已清"))
    county.send(RevisitTicket.model_validate({"ticket": number, "outcome": outcome}))


def test_repeats_of_a_caller_are_grouped_and_their_satisfaction_told_apart(
    county: Gateway,
) -> None:
    first = _entered(county, "垃圾", at(1, month=8), contact_phone=PHONE)
    again = _entered(county, "垃圾又来", at(20), contact_phone=PHONE)
    third = _entered(county, "还是垃圾", at(25), contact_phone=PHONE)
    _entered(county, "别人", at(25), contact_phone="13900002222")
    _entered(county, "别处", at(25), contact_phone=PHONE, place="绮山社区第一网格")
    content = _entered(county, "没留电话", at(26))
    _judged(county, again, "dissatisfied")
    _judged(county, third, "basically")
    _judged(county, content, "satisfied")
    page = county.send(ListRepeats(period="2026-10"))
    (row,) = page.items
    assert (row.ticket, row.category, row.repeats) == (third.serial_no, "市容环境/暴露垃圾", 2)
    assert (row.first_on, row.last_on) == (date(2026, 8, 1), date(2026, 10, 25))
    assert (row.rated, row.content, row.satisfaction) == (2, 1, Decimal("50.00"))
    assert row.place == "文定社区居委会第一网格"
    assert (page.repeats.tickets, page.others.tickets) == (2, 3)
    assert (page.repeats.satisfaction, page.others.satisfaction) == (
        Decimal("50.00"), Decimal("100.00"),
    )  # fmt: skip
    assert PHONE not in page.model_dump_json()
    # The report of August repeats nothing before it.
    august = county.send(ListRepeats(since=first.reported_at.date(), until=date(2026, 8, 31)))
    assert (august.items, august.others.tickets) == ((), 1)


def test_after_ninety_days_it_is_a_new_matter(county: Gateway) -> None:
    _entered(county, "垃圾", at(1, month=7), contact_phone=PHONE)
    _entered(county, "垃圾", at(1), contact_phone=PHONE)
    assert county.send(ListRepeats()).items == ()
    _entered(county, "垃圾", at(30), contact_phone=PHONE)
    assert [row.repeats for row in county.send(ListRepeats()).items] == [1]


def test_groups_come_page_by_page_the_largest_first(county: Gateway) -> None:
    for number, times in enumerate((2, 4, 3)):
        for day in range(times):
            _entered(county, "垃圾", at(1 + day), contact_phone=f"1390000000{number}")
    first = county.send(ListRepeats(limit=2, category="市容环境", under="澄江街道"))
    rest = county.send(ListRepeats(limit=2, category="市容环境", after=first.next))
    assert [row.repeats for page in (first, rest) for row in page.items] == [3, 2, 1]
    assert (first.total, rest.next) == (3, None)
