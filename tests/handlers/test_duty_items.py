"""The duty list: who may put what on it, and what that does to tickets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

import pytest

from gridctl.domain import duty_items as refused
from gridctl.operations.base import Gateway
from gridctl.operations.commands import duty_items as duty
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.changes import UndoEntry
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.ticket_intake import ReportTicket
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.duty_items import CheckDutyItem, ListDutyItems, ShowDutyItem
from gridctl.operations.queries.tickets import TicketView
from tests.beginnings import Beginning

CHINA = timezone(timedelta(hours=8))
As = Callable[[str], Gateway]


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=CHINA)


def _county(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateUnit(name="应急管理局"))
    gateway.send(CreateCategory(name="安全生产"))
    gateway.send(CreateCategory(name="九小场所", parent="安全生产"))


@pytest.fixture
def beginning() -> Beginning:
    return _county


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    return gateway


@pytest.fixture
def item(county: Gateway, acting: As) -> str:
    """An item the department has proposed for October."""
    proposed = acting("应急管理局").send(
        duty.ProposeDutyItem(
            name="九小场所消防巡查", unit="应急管理局", category="安全生产",
            valid_from=date(2026, 10, 1), last_day=date(2026, 10, 31),
        )
    )  # fmt: skip
    assert (proposed.code, proposed.standing, proposed.proposed_by) == (
        "D0001", "proposed", "应急管理局",
    )  # fmt: skip
    return proposed.code


def _ticket(county: Gateway, on: datetime, **facts: object) -> TicketView:
    wanted = {"title": "灭火器过期", "place": "江阴市", "reported_at": on, **facts}
    return county.send(CreateTicket.model_validate(wanted))


def test_another_than_who_proposed_decides_once(county: Gateway, acting: As, item: str) -> None:
    admit = duty.AdmitDutyItem(item=item, document_no="澄网格〔2026〕8号")
    with pytest.raises(refused.DutySelfDecision):
        acting("应急管理局").send(admit)
    with pytest.raises(refused.DutySelfDecision):
        county.send(admit.model_copy(update={"by": "应急管理局"}))
    shown = county.send(admit.model_copy(update={"by": "县社会治理委员会"}))
    assert (shown.decided_by, shown.decided_on, shown.standing, shown.last_day) == (
        "县社会治理委员会", date(2026, 11, 3), "ended", date(2026, 10, 31),
    )  # fmt: skip
    with pytest.raises(refused.DutyItemDecided):
        county.send(admit)
    county.send(UndoEntry())
    assert county.send(ShowDutyItem(item=item)).standing == "proposed"


def test_a_ticket_is_taken_on_the_days_of_its_item_only(county: Gateway, item: str) -> None:
    with pytest.raises(refused.DutyItemNotAdmitted):
        _ticket(county, at(10, 5), duty_item=item)
    county.send(duty.AdmitDutyItem(item=item, document_no="8号", by="委员会"))
    with pytest.raises(refused.DutyItemWaiting) as early:
        _ticket(county, at(9, 30), duty_item=item)
    assert early.value.params["start"] == "2026-10-01"
    assert _ticket(county, at(10, 31), duty_item="九小场所消防巡查").duty_item == item
    with pytest.raises(refused.DutyItemEnded) as late:
        _ticket(county, at(11, 1), duty_item=item)
    told = (late.value.params["last"], late.value.params["decided_by"])
    assert told == ("2026-10-31", "委员会")
    plain = _ticket(county, at(11, 1)).serial_no
    with pytest.raises(refused.DutyItemEnded):
        county.send(EditTicket(ticket=plain, duty_item=item))
    assert county.send(ShowDutyItem(item=item)).tickets == 1


def test_a_refused_item_says_who_refused_it_and_why(county: Gateway, item: str) -> None:
    county.send(duty.RefuseDutyItem(item=item, opinion="不宜由网格承担", by="委员会"))
    with pytest.raises(refused.DutyItemRefused) as caught:
        _ticket(county, at(10, 5), duty_item=item)
    assert (caught.value.params["decided_by"], caught.value.params["opinion"]) == (
        "委员会", "不宜由网格承担",
    )  # fmt: skip
    with pytest.raises(refused.DutyItemNotOnList):
        county.send(duty.EndDutyItem(item=item, last_day=date(2026, 12, 31)))


def test_ending_never_prolongs(county: Gateway, item: str) -> None:
    county.send(duty.AdmitDutyItem(item=item, document_no="8号", by="委员会"))
    before = county.send(ShowDutyItem(item=item))
    with pytest.raises(refused.DutyItemEndsBefore) as caught:
        county.send(duty.EndDutyItem(item=item, last_day=date(2026, 11, 1)))
    assert caught.value.params == {"item": item, "last": "2026-10-31", "day": "2026-11-01"}
    assert county.send(ShowDutyItem(item=item)) == before
    county.send(duty.EndDutyItem(item=item, last_day=date(2026, 10, 31)))
    county.send(duty.EndDutyItem(item=item, last_day=date(2026, 10, 20)))
    # What was taken off the list comes back by a decision alone.
    with pytest.raises(refused.DutyItemEndsBefore):
        county.send(duty.EndDutyItem(item=item, last_day=date(2026, 10, 31)))


def test_a_longer_stay_is_decided_like_an_admission(county: Gateway, item: str) -> None:
    county.send(duty.AdmitDutyItem(item=item, document_no="8号", by="委员会"))
    first = county.send(ShowDutyItem(item=item))
    longer = duty.AdmitDutyItem(item=item, document_no="9号", last_day=date(2026, 12, 31))
    with pytest.raises(refused.DutySelfDecision):
        county.send(longer.model_copy(update={"by": first.proposed_by}))
    again = county.send(longer.model_copy(update={"by": "委员会"}))
    assert (again.document_no, again.last_day) == ("9号", date(2026, 12, 31))
    assert again.valid_from == first.valid_from


@pytest.mark.parametrize(
    "days",
    [
        {},
        {"last_day": date(2026, 10, 31)},
        {"last_day": date(2026, 10, 30)},
        {"last_day": date(2026, 12, 31), "valid_from": date(2026, 10, 2)},
    ],
)
def test_a_decision_that_prolongs_nothing_is_none(
    county: Gateway, item: str, days: dict[str, date]
) -> None:
    county.send(duty.AdmitDutyItem(item=item, document_no="8号", by="委员会"))
    with pytest.raises(refused.DutyItemDecided):
        county.send(duty.AdmitDutyItem(item=item, document_no="9号", by="委员会", **days))


def test_a_draft_is_handed_in_only_while_its_item_is_open(county: Gateway, item: str) -> None:
    county.send(duty.AdmitDutyItem(item=item, document_no="8号", by="委员会"))
    draft = _ticket(county, at(10, 31), duty_item=item, state="draft", category="九小场所")
    with pytest.raises(refused.DutyItemEnded):
        county.send(ReportTicket(ticket=draft.serial_no))
    county.send(
        duty.AdmitDutyItem(
            item=item,
            document_no="9号",
            by="委员会",
            last_day=date(2026, 11, 30),
            opinion="延长一月",
        )
    )
    assert county.send(ReportTicket(ticket=draft.serial_no)).state == "reported"
    freed = county.send(EditTicket(ticket=draft.serial_no, duty_item=""))
    assert freed.duty_item is None


def test_a_category_whose_only_item_is_closed_warns(county: Gateway, item: str) -> None:
    told = _ticket(county, at(10, 5), category="九小场所").warnings
    assert [(found.code, found.value) for found in told] == [
        ("duty_items.duty_item_not_admitted", item)
    ]
    county.send(duty.AdmitDutyItem(item=item, document_no="8号", by="委员会"))
    assert _ticket(county, at(10, 5), category="九小场所").warnings == ()
    other = county.send(duty.ProposeDutyItem(name="燃气安全巡查", category="安全生产", by="住建局"))
    assert other.code == "D0002"
    assert _ticket(county, at(11, 1), category="九小场所").warnings == ()


def test_the_check_names_what_decides(county: Gateway, item: str) -> None:
    county.send(duty.AdmitDutyItem(item=item, document_no="8号", by="委员会"))
    october = county.send(CheckDutyItem(category="九小场所", on=date(2026, 10, 20)))
    assert (october.verdict, october.reasons) == ("open", ())
    november = county.send(CheckDutyItem(item=item))
    assert november.verdict == "closed"
    assert november.reasons[0].params["last"] == "2026-10-31"
    county.send(CreateCategory(name="市容环境"))
    assert county.send(CheckDutyItem(category="市容环境")).verdict == "free"


def test_the_list_is_read_as_of_a_day_and_page_by_page(county: Gateway, item: str) -> None:
    county.send(duty.AdmitDutyItem(item=item, document_no="8号", by="委员会"))
    for number in range(3):
        county.send(duty.ProposeDutyItem(name=f"采集任务{number}", kind="collection"))
    first = county.send(ListDutyItems(limit=2))
    rest = county.send(ListDutyItems(limit=2, after=first.next))
    codes = [row.code for page in (first, rest) for row in page.items]
    assert (codes, first.total, rest.next) == (["D0001", "D0002", "D0003", "D0004"], 4, None)
    asked = ListDutyItems(standing="open", as_of=date(2026, 10, 5), category="安全生产")
    assert [row.code for row in county.send(asked).items] == ["D0001"]
    assert county.send(ListDutyItems(kind="collection", unit=None, text="任务2")).total == 1


def test_days_and_names_are_checked(county: Gateway, item: str) -> None:
    with pytest.raises(refused.DutyDaysInvalid):
        county.send(
            duty.AdmitDutyItem(item=item, document_no="8号", by="委", last_day=date(2026, 9, 30))
        )
    with pytest.raises(refused.DutyItemNotFound):
        county.send(ShowDutyItem(item="没有"))
    with pytest.raises(refused.DutyItemExists):
        county.send(duty.ProposeDutyItem(name="另一项", code=item))
    county.send(duty.ProposeDutyItem(name="九小场所消防巡查"))
    with pytest.raises(refused.DutyItemAmbiguous):
        county.send(ShowDutyItem(item="九小场所消防巡查"))


def test_an_item_is_on_the_list_from_its_decision_on(county: Gateway, acting: As) -> None:
    acting("应急管理局").send(duty.ProposeDutyItem(name="试办", code="T1"))
    admit = duty.AdmitDutyItem(item="T1", document_no="9号", by="委员会")
    with pytest.raises(refused.DutyDaysInvalid):
        county.send(admit.model_copy(update={"last_day": date(2026, 10, 31)}))
    assert county.send(admit).valid_from == date(2026, 11, 3)
    with pytest.raises(refused.DutyItemWaiting):
        _ticket(county, datetime(2026, 10, 1, 9, tzinfo=CHINA), duty_item="T1")
