"""Sweeping at the same time, in parts, by category and level, and over changes of class."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from gridctl.domain.workflow.errors import CardsTurned
from gridctl.domain.workflow.policy import shipped_policy_text
from gridctl.foundation.clock import Clock
from gridctl.gateway.local import LocalGateway
from gridctl.operations.base import Gateway
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands import ticket_intake as intake
from gridctl.operations.commands import ticket_signals as signals
from gridctl.operations.commands.calendars import SetHours
from gridctl.operations.commands.categories import CreateCategory, EditCategory
from gridctl.operations.commands.clocks import SweepClock
from gridctl.operations.commands.policies import AdoptPolicy
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.queries.audits import ListJournal, VerifyChain, VerifyRows
from gridctl.operations.queries.signals import ListCards, ListDigests, ListReviews
from gridctl.storage.overtaking import Overtaken
from gridctl.storage.queries import clocks as sql
from gridctl.storage.repositories.tickets import Tickets
from gridctl.storage.stores import open_store
from tests.beginnings import Beginning
from tests.handlers.clock_desk import As, at, clock_setter, handled, reported, set_up


@pytest.fixture
def beginning() -> Beginning:
    return set_up


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    return gateway


@pytest.fixture
def at_instant(gateway: Gateway) -> Callable[[datetime], None]:
    return clock_setter(gateway)


@pytest.fixture
def twin(gateway: Gateway, clock: Clock) -> Iterator[LocalGateway]:
    """Yield another way to the same data, with a connection of its own."""
    behind = getattr(gateway, "behind", gateway)
    store = behind._store
    opened = LocalGateway(
        open_store(getattr(store, "_address", store.name)), actor="test", clock=clock
    )
    yield opened
    opened.close()


def test_two_sweeps_at_once_do_the_work_of_one(
    county: Gateway, acting: As, twin: LocalGateway
) -> None:
    for _ in range(20):
        handled(county, acting)
    urgent = handled(county, acting)
    county.send(signals.UrgeTicket(ticket=urgent, urgency="red", opinion="重点", at=at(29, 10)))
    with ThreadPoolExecutor(2) as threads:
        # A reader belongs to the thread that opened it; a command opens its own.
        local = getattr(county, "behind", county)
        swept = list(threads.map(lambda each: each.send(SweepClock()), (local, twin)))
    assert sorted(each.red_cards for each in swept) == [0, 21]
    assert sorted(each.digests for each in swept) == [0, 1]
    assert sorted(each.reviews for each in swept) == [0, 6]
    assert len(county.send(ListCards()).items) == 21
    assert len(county.send(ListDigests()).items) == 1


def test_a_deadline_is_logged_and_not_set_on_a_ticket_changed_meanwhile(
    county: Gateway, acting: As, twin: LocalGateway
) -> None:
    handled(county, acting)
    county.send(SetHours(slots="10:30-12:00 14:00-18:00", valid_from=at(9).date()))
    with twin._store.writing() as uow:
        (read,) = uow.read.records(sql.TICKETS, {"ids": [1]})
        with pytest.raises(Overtaken):
            Tickets(uow).save_due([({**read, "revision": 0}, {"deadline_at": 1})])
    assert county.send(SweepClock()).moved == 1
    assert county.send(VerifyRows()).items == ()


def test_a_sweep_says_how_much_is_left(county: Gateway) -> None:
    for _ in range(3):
        reported(county, at(29))
    first = county.send(SweepClock(limit=1))
    assert (first.tickets, first.remaining) == (1, 2)
    assert first.next is not None
    rest = county.send(SweepClock(limit=5, after=first.next))
    assert (rest.tickets, rest.remaining, rest.next) == (2, 0, None)


def test_cards_follow_category_and_level(county: Gateway, acting: As) -> None:
    """16 working days over: red for the category that is strict, yellow for all others."""
    county.send(CreateCategory(name="暴露垃圾", parent="市容环境"))
    cards = """
        [[cards]]
        stage = "handle"
        yellow = 5
        red = 100
        [[cards]]
        stage = "handle"
        yellow = 1
        red = 3
        category = "市容环境/暴露垃圾"
        [[cards]]
        stage = "accept"
        yellow = 100
        red = 200
        level = "county"
    """
    adopted = county.send(AdoptPolicy(text=f"{shipped_policy_text()}\n{cards}"))
    assert [(each.stage, each.red) for each in adopted.cards] == [
        ("handle", "100"), ("handle", "3"), ("accept", "200"),
    ]  # fmt: skip
    plain, rubbish = handled(county, acting), _rubbish(county, acting)
    waiting = reported(county, at(9))
    assert county.send(SweepClock()).red_cards == 1
    issued = {card.serial_no: card for card in county.send(ListCards()).items}
    assert (issued[plain].colour, issued[rubbish].colour) == ("yellow", "red")
    assert waiting not in issued
    assert {card.level for card in issued.values()} == {"county"}


def test_cards_that_contradict_themselves_are_not_adopted(county: Gateway) -> None:
    wrong = '[[cards]]\nstage = "handle"\nyellow = 5\nred = 3\n'
    with pytest.raises(CardsTurned):
        county.send(AdoptPolicy(text=f"{shipped_policy_text()}\n{wrong}"))


def test_another_class_on_the_same_day_stands_beside_the_first(
    county: Gateway, acting: As, at_instant: Callable[[datetime], None]
) -> None:
    """Wednesday: red in the morning, orange at noon; the day's check-off stands for Wednesday."""
    at_instant(at(28, 9))
    ticket = handled(county, acting, "30工作日")
    county.send(signals.UrgeTicket(ticket=ticket, urgency="red", opinion="重点", at=at(28, 9)))
    assert county.send(SweepClock()).reviews == 2
    at_instant(at(28, 14))
    county.send(signals.UrgeTicket(ticket=ticket, urgency="orange", opinion="缓", at=at(28, 12)))
    assert county.send(SweepClock()).reviews == 2
    assert county.send(SweepClock()).reviews == 0
    rows = county.send(ListReviews(ticket=ticket)).items
    assert [(row.urgency, row.kind, row.opens_on.day, row.due_on.day) for row in rows] == [
        ("red", "check", 28, 28), ("red", "progress", 28, 30), ("orange", "check", 29, 30),
        ("orange", "progress", 29, 30),
    ]  # fmt: skip


def test_reviews_stand_on_the_lists_of_three_levels(county: Gateway, acting: As) -> None:
    ticket = handled(county, acting, "30工作日")
    county.send(signals.UrgeTicket(ticket=ticket, urgency="yellow", opinion="重点", at=at(29, 10)))
    county.send(SweepClock())
    for place in ("江阴市", "澄江街道", "文定社区"):
        rows = county.send(ListReviews(state="open", under=place)).items
        assert {row.serial_no for row in rows} == {ticket}, place
    missed = county.send(ListReviews(state="missed", under="文定社区")).items
    assert [(row.kind, row.due_on.isoformat()) for row in missed] == [("check", "2026-10-30")]


def test_another_limit_tells_which_tickets_get_it(county: Gateway, acting: As) -> None:
    handled(county, acting)
    reported(county)
    limit = EditCategory.model_validate(
        {"category": "市容环境", "conditions": [{"limit_text": "3工作日"}]}
    )
    (told,) = county.send(limit, dry_run=True).warnings
    assert (told.code, told.params) == ("limit_changes", {"kept": 1, "waiting": 1})
    assert not county.send(EditCategory(category="市容环境", note="说明")).warnings


def _rubbish(county: Gateway, acting: As) -> str:
    ticket = county.send(
        CreateTicket(
            title="垃圾", place="文定社区", category="暴露垃圾", reported_at=at(9)
        )
    ).serial_no  # fmt: skip
    county.send(intake.FileTicket(ticket=ticket, at=at(9, 9, 10)))
    county.send(
        handling.DispatchTicket(ticket=ticket, unit="城管局", limit="2工作日", at=at(9, 10))
    )
    return ticket


def test_a_sweep_that_changes_nothing_leaves_no_entry(county: Gateway, acting: As) -> None:
    handled(county, acting)
    county.send(SweepClock())
    entries = county.send(ListJournal()).items
    assert "weep" in entries[-1].operation
    for _ in range(2):
        assert county.send(SweepClock()).red_cards == 0
    assert county.send(ListJournal()).items == entries
    # The chain goes on behind it as if it had not been.
    reported(county, at(29))
    assert county.send(VerifyChain()).items == ()
