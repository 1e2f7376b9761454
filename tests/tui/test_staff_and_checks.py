"""Tabs 4 and 6: a person from figures to tickets and score; a check entered, found, taken out."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from gridctl_tui.widgets.fields import FieldLine
from tests.beginnings import Beginning
from tests.tui.test_assess import scored


@pytest.fixture
def beginning() -> Beginning:
    return scored


def run(scene: Any) -> None:
    asyncio.run(scene)


async def fill(seen: Any, **texts: str) -> None:
    """Fill in fields of the form on the screen."""
    for name, text in texts.items():
        field = next(each for each in seen.app.screen.query(FieldLine) if each.field == name)
        field.query_one("Input").value = text
    await seen.pilot.pause()


def test_a_person_leads_to_the_last_score_and_to_the_tickets_reported(
    opened: Any, kind: str
) -> None:
    async def scene() -> None:
        async with opened(kind, tab="staff", size=(80, 24)) as seen:
            # On the smallest terminal the month is seen without scrolling.
            await seen.shows("[All staff]", "G004", "This month", "Reported by them")
            await seen.press("right")
            await seen.shows("[Gridworkers]", "1 of 4")
            await seen.press("enter")
            await seen.shows("张三, G001", "87.31 points")
            await seen.press("escape", "f6")
            await seen.shows("Reported by them", "Esc Leave")
            await seen.press("enter")
            await seen.shows("[2Tickets]", "reporter:G001 reported:2026-11-01..2026-11-03")

    run(scene())


def test_a_check_is_entered_leads_to_whom_it_is_about_and_is_taken_out(
    opened: Any, kind: str
) -> None:
    async def scene() -> None:
        async with opened(kind, tab="checks", size=(120, 40)) as seen:
            await seen.shows("[Checks of the month]", "Nothing found.")
            await seen.press("insert")
            await seen.shows("evidence create --kind check --on today")
            await fill(seen, on="2026-11-03", staff="G001", outcome="fail")
            await seen.shows("--outcome fail")
            await seen.press("ctrl+s")
            await seen.shows("spot check", "张三", "1 of 1")
            await seen.press("enter")
            await seen.shows("staff show", "文定社区")
            await seen.press("escape", "f9")
            await seen.shows("evidence withdraw")
            await seen.type("withdraw")
            await seen.press("enter")
            await seen.shows("Take a piece of evidence out")
            await fill(seen, reason="entered twice")
            await seen.press("ctrl+s")
            await seen.shows("Withdraw evidence")
            await seen.press("y")
            await seen.shows("Nothing found.")

    run(scene())


def test_checks_are_drawn_then_recorded(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind, tab="checks", size=(120, 40)) as seen:
            await seen.shows("[Checks of the month]", "Nothing found.")
            await seen.press("f6")
            await seen.shows("evidence draw closed:2026-10")
            await fill(seen, count="1", checkers="G003", seed="7", on="2026-11-03")
            await seen.press("ctrl+s")
            await seen.shows("2 of 24 closed tickets; seed 7", "月城镇")
            await seen.press("escape", "right")
            await seen.shows("[To be checked]", "王五 G003")
            # The record beside the list may still be that of the view before.
            await seen.until(lambda: seen.app.screen.check_action("record", ()))
            await seen.press("f7")
            await seen.shows("Record what came of checks")
            await seen.press("right")
            await fill(seen, on="2026-11-03")
            await seen.shows("--outcome pass --on 2026-11-03")
            await seen.press("ctrl+s")
            await seen.shows("1 of 1")
            await seen.press("left")
            await seen.shows("[Checks of the month]", "pass", "王五 G003")

    run(scene())


def test_marked_checks_are_recorded_together_once_each_was_seen(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind, tab="checks", size=(80, 24)) as seen:
            await seen.shows("[Checks of the month]", "Nothing found.")
            await seen.press("f6")
            await fill(seen, count="2", seed="7", on="2026-11-03")
            await seen.press("ctrl+s")
            await seen.shows("4 of 24 closed tickets; seed 7")
            await seen.press("escape", "right")
            await seen.shows("[To be checked]", "1 of 4")
            await seen.until(lambda: seen.app.screen.check_action("record", ()))
            await seen.press("f7", "right")
            await fill(seen, on="2026-11-03")
            await seen.press("ctrl+s")
            await seen.shows("1 of 3")
            await seen.press("left", "ctrl+a")
            await seen.shows("4 marked; a step is for all of them")
            await seen.press("f7", "right")
            await fill(seen, on="2026-11-03")
            await seen.press("ctrl+s")
            await seen.shows("It can be done to 3, not to 1.", "is no check that waits")
            # Nothing is done yet, and leaving goes back to what was typed.
            await seen.press("escape")
            await seen.shows("9 8 7 and 1 more", "--outcome pass --on")
            await seen.press("ctrl+s")
            await seen.shows("It can be done to 3, not to 1.")
            await seen.press("ctrl+s")
            await seen.shows("3 done, 1 not.")
            await seen.press("escape", "right")
            await seen.shows("[To be checked]", "Nothing found.")
            assert not seen.app.screen.rows.marks

    run(scene())
