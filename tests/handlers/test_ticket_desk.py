"""What the desk does beside the loop: reply templates, rewards, confidential tickets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest

from gridctl.domain import reply_templates, rewards
from gridctl.domain.loop import PartyUnknown
from gridctl.operations.base import Gateway
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.changes import UndoEntry
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.reply_templates import CreateTemplate, EditTemplate, EndTemplate
from gridctl.operations.commands.rewards import RewardTicket
from gridctl.operations.commands.staff import CreateStaff
from gridctl.operations.commands.ticket_handling import (
    AssistTicket,
    DispatchTicket,
    ExtendTicket,
    FeedbackTicket,
    SignTicket,
)
from gridctl.operations.commands.ticket_intake import FileTicket
from gridctl.operations.commands.ticket_steps import TakeSteps
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.reply_templates import ListTemplates, ShowTemplate
from gridctl.operations.queries.rewards import ListRewards
from gridctl.operations.queries.search import SearchAll
from gridctl.operations.queries.ticket_repeats import SimilarTickets
from gridctl.operations.queries.ticket_requests import ListRequests
from gridctl.operations.queries.tickets import ListTickets, ShowStats, ShowTicket
from gridctl.operations.queries.today import ShowToday
from tests.beginnings import Beginning

CHINA = timezone(timedelta(hours=8))
As = Callable[[str], Gateway]
BODY = "您反映的“{title}”（{ticket}）已由{unit}于{date}办结。"


def _county(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateUnit(name="城管局"))
    gateway.send(CreateUnit(name="住建局"))
    gateway.send(CreateCategory(name="市容环境"))
    gateway.send(CreateCategory(name="暴露垃圾", parent="市容环境"))
    gateway.send(CreateStaff(name="张三", staff_no="G001", employment="full"))


@pytest.fixture
def beginning() -> Beginning:
    return _county


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    return gateway


@pytest.fixture
def ticket(county: Gateway) -> str:
    """A ticket with the unit that leads it."""
    number = county.send(
        CreateTicket(
            title="垃圾未清", description="邻居所为", place="江阴市", category="暴露垃圾",
            address="文定路12号", reporter="张三", contact_name="李四",
            contact_phone="13800001111", confidential=True,
            reported_at=datetime(2026, 11, 2, 9, tzinfo=CHINA),
        )
    ).serial_no  # fmt: skip
    county.send(FileTicket(ticket=number))
    county.send(DispatchTicket(ticket=number, unit="城管局", limit="2工作日"))
    return number


def test_a_template_fills_the_reply_of_a_feedback(county: Gateway, acting: As, ticket: str) -> None:
    county.send(CreateTemplate(name="办结", body=BODY, category="市容环境"))
    shown = county.send(ShowTemplate(name="办结", ticket=ticket))
    filled = f"您反映的“垃圾未清”（{ticket}）已由城管局于2026-11-03办结。"
    assert (shown.filled, shown.body) == (filled, BODY)
    unit = acting("城管局")
    unit.send(SignTicket(ticket=ticket))
    said = unit.send(FeedbackTicket(ticket=ticket, template="办结", reply="感谢监督。"))
    assert said.public_reply == f"{filled}\n感谢监督。"


def test_templates_are_checked_changed_and_ended(county: Gateway) -> None:
    county.send(CreateTemplate(name="办结", body=BODY))
    county.send(CreateTemplate(name="垃圾", body="已清运", category="市容环境"))
    with pytest.raises(reply_templates.TemplateExists):
        county.send(CreateTemplate(name="办结", body="好"))
    with pytest.raises(reply_templates.TemplatePlaceUnknown) as caught:
        county.send(EditTemplate(name="办结", body="致{phone}"))
    assert caught.value.params["place"] == "{phone}"
    with pytest.raises(reply_templates.TemplateNotFound) as missing:
        county.send(ShowTemplate(name="办结了"))
    assert missing.value.params["nearest"] == "办结"
    changed = county.send(EditTemplate(name="垃圾", new_name="清运", category=None))
    assert (changed.name, changed.category, changed.revision) == ("清运", None, 2)
    named = county.send(ListTemplates(category="暴露垃圾", limit=1))
    assert ([row.name for row in named.items], named.total, named.next) == (["办结"], 2, "办结")
    county.send(EndTemplate(name="清运"))
    assert county.send(ListTemplates()).total == 1
    county.send(UndoEntry())
    assert county.send(ListTemplates(text="清运")).total == 1


def test_valid_information_is_rewarded_once(county: Gateway, ticket: str) -> None:
    reward = RewardTicket(
        ticket=ticket, amount_fen=5_000, ground="及时报告隐患", approver="王主任", document_no="7号"
    )
    given = county.send(reward)
    assert (given.reporter, given.amount_fen, str(given.given_on)) == ("张三", 5_000, "2026-11-03")
    with pytest.raises(rewards.RewardGiven):
        county.send(reward)
    page = county.send(ListRewards(period="2026-11"))
    assert (page.sum_fen, page.total, page.items) == (5_000, 1, (given,))
    assert county.send(ListRewards(period="2026-10")).sum_fen == 0
    county.send(UndoEntry())
    assert county.send(ListRewards()).items == ()
    assert county.send(reward).amount_fen == 5_000


@pytest.mark.parametrize("approver", ["张三", "G001", "李四"])
def test_who_reported_does_not_approve(county: Gateway, ticket: str, approver: str) -> None:
    with pytest.raises(rewards.ReporterApproves):
        county.send(RewardTicket(ticket=ticket, amount_fen=5_000, ground="有效", approver=approver))


def test_only_what_was_filed_is_rewarded(county: Gateway) -> None:
    fresh = county.send(CreateTicket(title="未受理", place="江阴市")).serial_no
    with pytest.raises(rewards.TicketNotValid):
        county.send(RewardTicket(ticket=fresh, amount_fen=5_000, ground="有效", approver="王主任"))


def test_rewards_come_page_by_page_newest_first(county: Gateway) -> None:
    for day in (3, 1, 2):
        made = county.send(CreateTicket(title=f"事{day}", place="江阴市", state="self_closed"))
        county.send(
            RewardTicket.model_validate(
                {
                    "ticket": made.serial_no, "amount_fen": 100 * day, "ground": "有效",
                    "approver": "王主任", "on": f"2026-11-0{day}",
                }
            )
        )  # fmt: skip
    first = county.send(ListRewards(limit=2))
    rest = county.send(ListRewards(limit=2, after=first.next))
    assert [row.amount_fen for page in (first, rest) for row in page.items] == [300, 200, 100]
    assert (first.sum_fen, rest.next) == (600, None)


def test_a_confidential_ticket_speaks_to_the_office_and_its_unit_only(
    county: Gateway, acting: As, ticket: str
) -> None:
    for who in (county, acting("城管局")):
        shown = who.send(ShowTicket(ticket=ticket))
        assert (shown.title, shown.address) == ("垃圾未清", "文定路12号")
        assert who.send(ListTickets()).items[0].title == "垃圾未清"
    other = acting("住建局")
    hidden = other.send(ShowTicket(ticket=ticket))
    assert (hidden.title, hidden.description, hidden.address) == ("***", "***", "***")
    assert (hidden.contact_name, hidden.contact_phone) == (None, None)
    assert other.send(ListTickets()).items[0].title == "***"
    for who, found in ((county, 1), (acting("城管局"), 1), (other, 0)):
        assert who.send(ListTickets(text="垃圾未清")).total == found
        assert who.send(ListTickets(filter="垃圾未清")).total == found
        assert who.send(ShowStats(by="unit", filter="垃圾")).sum.count == found
        hits = [hit.name for hit in who.send(SearchAll(words="垃圾未清")).items]
        assert hits == ["垃圾未清"] * found
    assert other.send(ShowStats(by="unit")).sum.count == 1
    later = datetime(2026, 11, 2, 10, tzinfo=CHINA)
    open_one = county.send(
        CreateTicket(title="垃圾未清", place="江阴市", category="暴露垃圾", reported_at=later)
    )
    assert [row.title for row in open_one.similar] == ["垃圾未清"]
    told = other.send(SimilarTickets(ticket=open_one.serial_no)).items
    assert "垃圾未清" not in {row.title for row in told}
    taken = other.send(TakeSteps(step="ticket_handling.SignTicket", tickets=(ticket,)))
    assert [(row.done, row.title) for row in taken.items] == [(False, "***")]
    acting("城管局").send(SignTicket(ticket=ticket))
    acting("城管局").send(ExtendTicket(ticket=ticket, limit="1工作日", opinion="采购"))
    assert [row.title for row in other.send(ListRequests()).items] == ["***"]
    assert [row.title for row in county.send(ListRequests()).items] == ["垃圾未清"]
    county.send(AssistTicket(ticket=ticket, unit="住建局"))
    assert [row.title for row in other.send(ShowToday()).items] == ["***"]
    with pytest.raises(PartyUnknown):
        acting("无此单位").send(ListTickets())
