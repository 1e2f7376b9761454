"""Back and forward: over tabs, views, filters, drill-downs and tickets."""

from __future__ import annotations

import asyncio
from typing import Any

from gridctl_tui.screens.ticket import TicketScreen
from gridctl_tui.trail import Place, Trail
from gridctl_tui.widgets.row_window import RowWindow


def run(scene: Any) -> None:
    asyncio.run(scene)


def test_a_trail_forgets_what_lay_ahead_and_knows_the_last_place() -> None:
    trail = Trail()
    one, two, three = Place("today"), Place("tickets", "open"), Place("tickets", "open", "T1")
    for place in (one, two, two, three):
        trail.went(place)
    assert [trail.step(-1), trail.step(-1), trail.step(-1)] == [two, one, None]
    assert trail.step(1) == two
    trail.settle(two._replace(showing="late"))
    assert trail.turn() == one
    assert trail.turn() == two._replace(showing="late")
    assert trail.step(1) is None
    trail.step(-1)
    trail.went(three)
    assert trail.step(1) is None


def test_every_place_is_gone_back_to_as_it_was(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind, tab="today") as seen:
            await seen.shows("[1 Today]", "澄江街道")
            towns = seen.app.screen.query_one("#towns", RowWindow)
            await seen.until(lambda: towns.row is not None)
            towns.focus()
            await seen.press("enter")
            await seen.shows("[2 Tickets]", "town:320281001000")
            await seen.shows("1 of 3")
            await seen.press("enter")
            await seen.shows("allowed 4:00")
            await seen.press("4")
            await seen.shows("[4 Staff]", "张三")
            back, forward = "left_square_bracket", "right_square_bracket"
            await seen.press(back)
            await seen.shows("allowed 4:00", "[2 Tickets]")
            await seen.press(back)
            await seen.shows("town:320281001000", "1 of 3")
            await seen.press(back)
            await seen.shows("[1 Today]")
            await seen.press(forward, forward)
            await seen.shows("allowed 4:00")
            await seen.press("4")
            await seen.shows("[4 Staff]")
            await seen.press("minus")
            await seen.shows("allowed 4:00")
            await seen.press("minus")
            await seen.shows("[4 Staff]")

    run(scene())


def test_views_and_filters_are_places(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("[Not closed]", "1 of 5")
            await seen.press("right")
            await seen.shows("[Overdue]")
            await seen.press("f3")
            await seen.type("state:filed")
            await seen.press("enter")
            await seen.shows("state:filed")
            back = "left_square_bracket"
            await seen.press(back)
            await seen.shows("[Overdue]")
            await seen.press(back)
            await seen.shows("[Not closed]", "1 of 5")

    run(scene())


def test_a_form_is_left_before_one_goes_elsewhere(opened: Any) -> None:
    async def scene() -> None:
        async with opened(tab="today") as seen:
            await seen.shows("[1 Today]", "占道经营")
            await seen.press("2")
            await seen.shows("[2 Tickets]")
            await seen.press("insert")
            await seen.shows("New ticket")
            await seen.press("alt+left")
            await seen.type("路")
            assert "New ticket" in seen.text

    run(scene())


def test_a_closed_ticket_is_found_behind_one(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await seen.press("enter")
            await seen.shows("allowed 4:00")
            await seen.press("escape")
            await seen.shows("1 of 5")
            await seen.press("left_square_bracket")
            await seen.until(lambda: isinstance(seen.app.screen, TicketScreen))
            await seen.press("left_square_bracket")
            await seen.shows("1 of 5")

    run(scene())


def test_esc_leads_from_what_was_opened_behind_a_number_back_to_the_number(
    opened: Any, kind: str
) -> None:
    async def scene() -> None:
        async with opened(kind) as seen:
            await seen.shows("[Not closed]", "1 of 5")
            await seen.press("1")
            towns = seen.app.screen.query_one("#towns", RowWindow)
            await seen.until(lambda: towns.row is not None)
            towns.focus()
            await seen.press("enter")
            await seen.shows("town:320281001000", "1 of 3", "Esc Back")
            await seen.press("f3")
            await seen.type("占道经营")
            await seen.press("enter")
            await seen.shows("1 of 1")
            # What was typed on top of it goes first, then what was opened.
            await seen.press("escape")
            await seen.shows("1 of 3", "Esc Back")
            await seen.press("f3")
            await seen.type("占道经营")
            await seen.shows("1 of 1")
            await seen.press("escape")
            await seen.shows("1 of 3")
            await seen.press("escape")
            await seen.shows("[1 Today]", "澄江街道")
            # The list of the tab is the one that was left for it.
            await seen.press("2")
            await seen.shows("[Not closed]", "1 of 5")
            assert "Esc Back" not in seen.text
            await seen.press("left_square_bracket", "left_square_bracket")
            await seen.shows("town:320281001000", "1 of 3")
            await seen.press("escape")
            await seen.shows("[1 Today]")

    run(scene())


def test_a_kept_filter_of_ones_own_is_taken_away_with_esc(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("[Not closed]", "1 of 5")
            await seen.press("f3")
            await seen.type("state:filed")
            await seen.press("enter")
            await seen.shows("1 of 1", "Esc Back")
            await seen.press("escape")
            await seen.shows("[All tickets]", "1 of 5")
            assert "Esc Back" not in seen.text

    run(scene())
