"""Tickets found by words are those that hold them, however few are looked among at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from typing import Literal
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gridctl.foundation.clock import OFFICE_ZONE
from gridctl.handlers.queries import ticket_words, tickets
from gridctl.operations.base import Gateway
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.queries.search import SearchAll
from gridctl.operations.queries.tickets import ListTickets, ShowStats, TicketRow
from gridctl.storage.queries.ticket_figures import OVER
from tests.beginnings import Beginning

FIRST = datetime(2026, 10, 1, 9, tzinfo=OFFICE_ZONE)
TITLES = [
    "".join(parts) for parts in product(("垃圾", "路灯", "灯坏"), ("", "垃圾", "堆路灯", "路"))
]
WORDS = st.sampled_from(("垃圾", "路灯", "灯", "圾路", "JY-1", "没有"))
FEW = st.integers(1, 6)


def _desk(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    for number, title in enumerate(TITLES):
        # Two on each day, and those that came later not always entered later.
        at = FIRST + timedelta(days=number * 5 % len(TITLES) // 2)
        gateway.send(
            CreateTicket(title=title, external_no=f"JY-{number}", place="江阴市", reported_at=at)
        )


@pytest.fixture
def beginning() -> Beginning:
    return _desk


def _pages(gateway: Gateway, wish: ListTickets) -> Iterator[TicketRow]:
    while True:
        page = gateway.send(wish)
        yield from page.items
        if page.next is None:
            return
        wish = wish.model_copy(update={"after": page.next})


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    words=st.lists(WORDS, min_size=1, max_size=2, unique=True), without=st.none() | WORDS,
    day=st.integers(1, 4), few=FEW, bound=FEW, limit=FEW,
    order=st.sampled_from(("newest", "oldest")),
)  # fmt: skip
# The newest two hold it, most of the others do not.
@example(words=["路灯"], without=None, day=1, few=2, bound=3, limit=1, order="newest")
def test_a_few_at_a_time_and_all_at_once_find_the_same(
    gateway: Gateway, words: list[str], without: str | None, day: int, few: int, bound: int,
    limit: int, order: Literal["newest", "oldest"],
) -> None:  # fmt: skip
    days = f"reported>=2026-10-0{day}"
    held = [
        row
        for row in gateway.send(ListTickets(filter=days, order=order)).items
        if all(word in f"{row.title} {row.external_no}" for word in words)
        and not (without and without in f"{row.title} {row.external_no}")
    ]
    text = " ".join([days, *words, *([f"-{without}"] if without else ())])
    with (
        patch.multiple(ticket_words, _FEW=few, _PAGES=1),
        patch.object(tickets, "COUNT_BOUND", bound),
    ):
        wish = ListTickets(filter=text, order=order, limit=limit)
        assert list(_pages(gateway, wish)) == held
        assert gateway.send(wish).total == (len(held) if len(held) <= bound else None)
        assert gateway.send(ShowStats(filter=text)).sum.count == len(held)


@pytest.mark.parametrize("few", [1, 3, 100])
def test_a_search_finds_the_newest_however_few_are_looked_among(
    gateway: Gateway, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticket_words, "_FEW", few)
    monkeypatch.setattr(ticket_words, "_PAGES", 1)
    listed = gateway.send(ListTickets(filter="垃圾 路灯")).items
    found = gateway.send(SearchAll(words="垃圾 路灯", limit=4)).items
    assert [hit.key for hit in found] == [row.serial_no for row in listed[:4]]
    assert len(listed) > 1


@pytest.mark.parametrize("order", ["newest", "oldest"])
@pytest.mark.parametrize(("pages", "many"), [(10, 100), (0, 100), (0, 1)])
def test_a_list_of_what_is_not_over_is_the_same_by_order_and_by_index(
    gateway: Gateway, order: Literal["newest", "oldest"], pages: int, many: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for number in (1, 4, 5):
        at = FIRST + timedelta(days=number)
        gateway.send(
            CreateTicket(title="已结", place="江阴市", state="closed", reported_at=at, closed_at=at)
        )
    every = gateway.send(ListTickets(order=order)).items
    monkeypatch.setattr(ticket_words, "_PAGES", pages)
    monkeypatch.setattr(ticket_words, "_MANY", many)
    wish = ListTickets(filter=f"-state:{','.join(OVER)}", order=order, limit=2)
    assert list(_pages(gateway, wish)) == [row for row in every if row.state not in OVER]
