"""The list of tickets: rows, views, filter, marks, steps; on a file and on a server alike."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.queries.tickets import ListTickets
from gridctl_tui.widgets.filter_bar import FilterBar
from gridctl_tui.widgets.row_window import RowWindow
from tests.gateways import local_gateway


def run(scene: Any) -> None:
    asyncio.run(scene)


def test_the_newest_stand_first_and_the_one_at_the_cursor_beside_them(
    opened: Any, kind: str
) -> None:
    async def scene() -> None:
        async with opened(kind) as seen:
            await seen.shows("占道经营", "井盖缺失", "1 of 5", "市容环境")
            (first,) = (line for line in seen.text.splitlines() if line.startswith("> "))
            assert "占道经营" in first

    run(scene())


def test_a_filter_follows_as_it_is_typed_and_escape_takes_it_away(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind) as seen:
            await seen.shows("1 of 5")
            await seen.press("f3")
            await seen.type("state:filed")
            await seen.until(lambda: "1 of 1" in seen.text)
            assert "垃圾未清" in seen.text
            assert "井盖缺失" not in seen.text
            await seen.press("escape")
            await seen.shows("1 of 5", "井盖缺失")

    run(scene())


def test_what_is_wrong_with_a_filter_stands_under_it(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("1 of 5")
            await seen.press("slash")
            await seen.type("stat:filed")
            await seen.shows("there is no field stat", "Nearest is state")
            assert "井盖缺失" in seen.text
            await seen.press("ctrl+u")
            await seen.type("town:西城")
            await seen.press("enter")
            await seen.shows("There is no place 西城")
            await seen.press("escape")
            await seen.shows("1 of 5")
            assert "西城" not in seen.text

    run(scene())


def test_fields_values_and_units_are_offered_while_typing(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("1 of 5")
            await seen.press("f3")
            await seen.type("unit:cgj")
            await seen.shows("城管局")
            await seen.until(lambda: bool(seen.app.screen.query_one(FilterBar)._offers))
            await seen.press("tab")
            await seen.until(lambda: seen.app.screen.query_one(FilterBar).text.endswith("城管局 "))
            await seen.shows("1 of 3")

    run(scene())


@pytest.mark.parametrize(("lang", "words"), [("en", "Dispatch"), ("zh_CN", "F6")])
def test_only_steps_the_ticket_can_take_are_offered(opened: Any, lang: str, words: str) -> None:
    async def scene() -> None:
        async with opened(lang=lang) as seen:
            await seen.shows("占道经营", "F9")
            await seen.until(lambda: bool(seen.app.screen.steps()))
            assert words not in seen.text.splitlines()[-1]
            rows = seen.app.screen.query_one(RowWindow)
            await seen.press("end", "up")
            await seen.until(lambda: rows.row.state == "filed")
            await seen.until(lambda: words in seen.text.splitlines()[-1])

    run(scene())


def test_a_step_is_taken_through_its_form_and_undone(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind) as seen:
            await seen.shows("占道经营")
            await seen.until(lambda: bool(seen.app.screen.steps()))
            await seen.press("f9")
            await seen.shows("ticket sign")
            await seen.type("sign")
            await seen.press("enter")
            await seen.shows("Take dispatched tickets on", "--as 城管局", "ticket sign 3202812026")
            await seen.press("ctrl+s")
            await seen.shows("handling")
            await seen.press("ctrl+z")
            await seen.shows("Entry", "sign for")
            await seen.press("y")
            await seen.shows("Undone: entry")
            rows = seen.app.screen.query_one(RowWindow)
            await seen.until(lambda: rows.row is not None and rows.row.state == "dispatched")

    run(scene())


def test_a_step_that_is_refused_says_why_in_its_form(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind) as seen:
            await seen.shows("占道经营")
            await seen.until(lambda: bool(seen.app.screen.steps()))
            seen.app.screen.action_step("instruct")
            await seen.shows("Add a leader's instruction.")
            await seen.press("ctrl+s")
            await seen.shows("needs an opinion")

    run(scene())


def test_marked_tickets_take_a_step_together_after_a_look_at_each(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind) as seen:
            await seen.shows("占道经营")
            await seen.until(lambda: bool(seen.app.screen.steps()))
            await seen.press("ctrl+a")
            await seen.shows("5 marked")
            seen.app.screen.action_step("nudge")
            await seen.shows("5 tickets")
            await seen.press("ctrl+s")
            await seen.shows("can take the step")
            await seen.press("ctrl+s")
            await seen.shows("done")
            page = await seen.app.desk.send(ListTickets(filter="nudges>=1"))
            assert len(page.items) == 5

    run(scene())


def test_leaving_a_form_asks_where_something_was_typed(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await seen.press("insert")
            await seen.shows("New ticket")
            await seen.press("escape")
            await seen.until(lambda: "New ticket" not in seen.text)
            await seen.press("insert")
            await seen.shows("New ticket")
            await seen.type("路面塌陷")
            await seen.press("escape")
            await seen.shows("Leave the form?")
            await seen.press("n")
            await seen.shows("路面塌陷")

    run(scene())


def test_a_ticket_is_entered_and_stands_first(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind) as seen:
            await seen.shows("占道经营")
            await seen.press("insert")
            await seen.shows("New ticket")
            await seen.type("路面塌陷")
            await seen.press("ctrl+s")
            await seen.shows("Entered as", "1 of 6")

    run(scene())


def test_a_ticket_opens_with_its_clock_and_its_log(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind) as seen:
            await seen.shows("占道经营")
            await seen.press("enter")
            await seen.shows("deadline 2026-11-03", "allowed 4:00", "waits for acceptance", "Log")
            await seen.press("escape")
            await seen.shows("1 of 5")

    run(scene())


def test_the_grounds_a_return_may_have_are_offered(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await seen.until(lambda: bool(seen.app.screen.steps()))
            await seen.press("f9")
            await seen.shows("ticket return")
            await seen.type("ticket return")
            await seen.press("enter")
            await seen.shows("Give tickets back as not ours.")
            await seen.press("down")
            await seen.shows("not our duty", "not in our area")
            await seen.press("down", "enter")
            await seen.shows("--ground not_in_area")

    run(scene())


def test_a_ticket_is_found_by_its_number_from_anywhere(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            number = seen.app.screen.query_one(RowWindow).row.serial_no
            await seen.press("ctrl+g")
            await seen.shows("Number of the ticket")
            await seen.type("77777")
            await seen.press("enter")
            await seen.shows("There is no ticket 77777", "Number of the ticket")
            await seen.press("ctrl+u")
            await seen.type(number[-9:])
            await seen.press("enter")
            await seen.shows("allowed 4:00")
            await seen.press("ctrl+g")
            await seen.shows("Number of the ticket")
            await seen.type("00001,00002")
            await seen.press("enter")
            await seen.shows("1 of 2", "no:00001,00002")

    run(scene())


def test_what_is_shown_is_copied_as_a_command(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await seen.press("y")
            assert seen.app.clipboard == "gridctl --db office.db ticket list 'open'"
            await seen.press("c")
            assert seen.app.clipboard.startswith("3202812026")

    run(scene())


def test_a_change_made_elsewhere_shows_by_itself(opened: Any, office: Any, clock: Any) -> None:
    async def scene() -> None:
        async with opened(poll_seconds=0.1) as seen:
            await seen.shows("1 of 5")
            await seen.press("1")
            await seen.shows("2 waiting")
            await seen.press("2")
            await seen.until(lambda: seen.app.follower.head is not None)
            elsewhere = local_gateway(office, clock)
            elsewhere.send(CreateTicket(title="别处录入"))
            elsewhere.close()
            await seen.shows("别处录入", "1 of 6")
            # A tab that was opened before shows it too once it is shown again.
            await seen.press("1")
            await seen.shows("3 waiting")

    run(scene())
