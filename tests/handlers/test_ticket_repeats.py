"""Likely duplicates at entry, and callers who report the same again."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest

from gridctl.domain.workflow.policy import shipped_policy_text
from gridctl.gateway.sending import Wish, send_file
from gridctl.imports import inspect, load_kind
from gridctl.operations.base import Gateway
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.changes import RedoEntry, UndoEntry
from gridctl.operations.commands.contacts import ExpireContacts
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.policies import AdoptPolicy
from gridctl.operations.commands.ticket_closing import RevisitTicket
from gridctl.operations.commands.ticket_handling import DispatchTicket, FeedbackTicket, SignTicket
from gridctl.operations.commands.ticket_intake import FileTicket
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.audits import VerifyChain, VerifyRows
from gridctl.operations.queries.ticket_repeats import ListRepeats, SimilarTickets
from gridctl.operations.queries.tickets import ListTickets, ShowStats, ShowTicket, TicketView
from tests.beginnings import Beginning
from tests.gateways import ActingGateway
from tests.handlers.clock_desk import clock_setter

CHINA = timezone(timedelta(hours=8))
PHONE = "13800001111"


def at(day: int, hour: int = 9, month: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=CHINA)


def _county(gateway: Gateway) -> None:
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


@pytest.fixture
def beginning() -> Beginning:
    return _county


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
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


def test_of_many_likely_duplicates_the_likest_are_told_and_how_many(county: Gateway) -> None:
    for number in range(7):
        _entered(county, f"垃圾{number}", at(8))
    entered = _entered(county, "垃圾", at(8, 12))
    assert (len(entered.similar), entered.similar_total) == (5, 7)
    assert county.send(SimilarTickets(ticket=entered.serial_no)).total == 7


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


def test_a_ticket_tells_that_it_is_a_repeat_and_not_of_whom(county: Gateway) -> None:
    first = _entered(county, "垃圾", at(1), contact_phone=PHONE)
    again = _entered(county, "垃圾又来", at(2), contact_phone="+86 138 0000 1111")
    assert (first.repeat, again.repeat) == (False, True)
    assert county.send(ShowTicket(ticket=again.serial_no)).repeat
    county.send(EditTicket(ticket=again.serial_no, confidential=True))
    # Whoever may not read the words of a confidential ticket learns nothing of its caller.
    others = ActingGateway(county, "城管局").send(ShowTicket(ticket=again.serial_no))
    assert (others.title, others.repeat) == ("***", False)


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


def _repeated(county: Gateway) -> set[str]:
    return {row.title for row in county.send(ListTickets(filter="repeat:yes")).items}


def test_a_caller_is_known_from_a_file_after_an_edit_and_when_that_is_undone(
    county: Gateway, tmp_path: Path
) -> None:
    _entered(county, "一", at(1), contact_phone=PHONE)
    path = tmp_path / "calls.csv"
    path.write_text(
        "工单编号,事件标题,上报时间,社区,网格,事项大类,事项小类,联系电话\n"
        "A1,二,2026-10-05 08:30,文定社区,第一网格,市容环境,暴露垃圾,138 0000 1111\n",
        encoding="utf-8",
    )
    send_file(county, inspect(path, load_kind("ticket")), Wish())
    assert _repeated(county) == {"二"}
    county.send(EditTicket(ticket="A1", contact_phone="13900002222"))
    assert _repeated(county) == set()
    county.send(UndoEntry())
    assert _repeated(county) == {"二"}
    county.send(RedoEntry())
    assert _repeated(county) == set()
    county.send(EditTicket(ticket="A1", contact_phone=PHONE))
    assert _repeated(county) == {"二"}
    county.send(EditTicket(ticket="A1", category="道路破损"))
    assert _repeated(county) == set()


def test_figures_stay_when_nobody_knows_the_callers_any_more(county: Gateway) -> None:
    set_clock = clock_setter(county)
    set_clock(at(1, month=7))
    text = shipped_policy_text().replace("contacts_kept_days = 730", "contacts_kept_days = 14")
    county.send(AdoptPolicy(text=text.replace("within_days = 90", "within_days = 75")))

    def called(title: str, on: datetime) -> None:
        set_clock(on + timedelta(hours=1))
        done = {"state": "closed", "closed_at": on, "contact_phone": PHONE}
        _entered(county, title, on, **done)

    called("一", at(1, month=8))
    set_clock(at(2))
    done = county.send(ExpireContacts())
    # Who called is deleted; that it was the same caller is still to be found out.
    assert (done.contacts, done.callers, done.remaining) == (1, 0, 0)
    called("二", at(5))
    # Not known again: of "一" it is 80 days, of "二" 15.
    called("三", at(20))
    assert _repeated(county) == {"二", "三"}
    asked = ShowStats(since=date(2026, 8, 1), until=date(2026, 10, 31), indicators=True)
    figures = county.send(asked)
    volumes = county.send(ListRepeats()).repeats
    assert volumes.tickets == 2
    set_clock(at(20, month=12))
    done = county.send(ExpireContacts())
    assert (done.contacts, done.callers, done.remaining) == (2, 2, 0)
    # "三" can be repeated until January, but nothing tells any more whom of.
    assert _repeated(county) == {"二", "三"}
    set_clock(at(20, month=12) + timedelta(days=60))
    assert county.send(ExpireContacts()).callers == 1
    assert county.send(asked) == figures
    page = county.send(ListRepeats())
    assert (page.repeats, [row.repeats for row in page.items]) == (volumes, [1, 1])
    called("四", at(20, month=12) + timedelta(days=61))
    assert _repeated(county) == {"二", "三"}
    assert county.send(VerifyRows()).items == ()
    assert county.send(VerifyChain()).items == ()
