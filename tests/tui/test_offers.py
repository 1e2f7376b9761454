"""What is offered while a filter is typed, and what stands there once it is taken."""

from __future__ import annotations

import pytest

from gridctl.domain.filters.vocabulary import load_vocabulary
from gridctl_tui.completion import candidates, named, record_kind
from gridctl_tui.offers import Offer, rest_of

TICKETS = load_vocabulary("ticket")


def test_records_are_looked_for_at_the_level_of_the_field() -> None:
    assert record_kind(TICKETS, "urgent town:华") == ("place", "华", "town")
    assert record_kind(TICKETS, "unit:城管") == ("unit", "城管", "")
    assert record_kind(TICKETS, "state:han") is None


@pytest.mark.parametrize("name", ["文定社区居委会/第四网格", "A B", "江阴,B"])
def test_what_is_taken_is_one_value_of_the_filter(name: str) -> None:
    taken = named("urgent grid:第四", Offer(name, "第四网格"))
    assert taken.shown == "第四网格"
    (_urgent, grid) = TICKETS.read(taken.text)
    assert grid.values == (name,)


def test_days_are_offered_from_the_language_and_the_month_it_is() -> None:
    shown = [each.shown for each in candidates(TICKETS, "due:", "2027-02")]
    assert {"last-month", "2027-02"} <= set(shown)
    assert not any(each.startswith("2026") for each in shown)


def test_more_offers_than_stand_there_are_told() -> None:
    assert rest_of(6, 6, more=False) == ""
    assert rest_of(7, 6, more=False).startswith("7 fit")
    assert rest_of(30, 6, more=True).startswith("more than 30 fit")
