"""Award lists on the dashboard: from a frozen assessment to the payment, step by step."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gridctl.foundation.clock import FixedClock
from gridctl.operations.base import Gateway
from gridctl.operations.commands.awards import (
    ApproveAwards,
    DecideObjection,
    NominateAwards,
    ObjectAward,
    PublishAwards,
)
from gridctl.operations.queries.awards import AwardSheet, ShowAwards
from tests.award_office import MONTH, NOMINATED, fill_office
from tests.beginnings import Beginning
from tests.gateways import local_gateway, remote_gateway
from tests.tui.conftest import LARGE, acting
from tests.tui.test_screens import Drawn, compare

LEADER = "王主任"


@pytest.fixture
def beginning() -> Beginning:
    """Return what fills the office: a county whose October is assessed and frozen."""
    return fill_office


@pytest.fixture
def list_at(office: Path) -> Any:
    """Return what brings the list of the office to a state, as others would."""

    def bring(state: str) -> None:
        clerk = acting(local_gateway(office, FixedClock(NOMINATED)), None)
        leader = acting(local_gateway(office, FixedClock(NOMINATED)), LEADER)
        _bring(clerk, leader, state)
        clerk.close()
        leader.close()

    return bring


def _bring(clerk: Gateway, leader: Gateway, state: str) -> None:
    clerk.send(NominateAwards(assessment=MONTH))
    if state == "nominated":
        return
    leader.send(ApproveAwards(award_list="L1", choose=("褚甲",), opinion="首次参评者优先"))
    if state == "approved":
        return
    clerk.send(PublishAwards(award_list="L1"))
    clerk.send(ObjectAward(award_list="L1", staff="赵一", opinion="来信"))
    if state == "struck":
        struck = DecideObjection(award_list="L1", staff="赵一", decision="upheld", opinion="属实")
        clerk.send(struck)


def run(scene: Any) -> None:
    asyncio.run(scene)


def later(office: Path, kind: str, days: int) -> Any:
    """Return what connects to the office so many days after the nomination."""
    clock = FixedClock(NOMINATED + timedelta(days=days))
    make = {"local": local_gateway, "remote": remote_gateway}[kind]
    return lambda behalf: acting(make(office, clock), behalf)


async def sheet_of(seen: Any) -> AwardSheet:
    """Return the list as it is stored."""
    sheet: AwardSheet = await seen.app.desk.send(ShowAwards(award_list="L1"))
    return sheet


async def open_list(seen: Any) -> None:
    """Open the only list and wait until its steps are known."""
    await seen.shows("L1", MONTH)
    await seen.press("enter")
    await seen.until(lambda: hasattr(seen.app.screen, "acts") and bool(seen.app.screen.acts()))


def test_a_list_is_looked_at_before_it_is_made(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind, tab="awards") as seen:
            await seen.shows("Nothing found.")
            await seen.press("insert")
            await seen.shows("Nominate from which frozen assessment?", "17 people")
            await seen.press("enter")
            await seen.shows(
                "Nominate from A1 of 2026-10", "赵一", "award nominate --assessment A1"
            )
            await seen.press("ctrl+s")
            await seen.shows("L1 is made", "[nominated]", "褚甲, 卫乙 share a rank")
            await seen.press("escape", "insert")
            await seen.shows("Every frozen assessment has its list")

    run(scene())


def test_a_list_tells_the_name_of_its_scheme(opened: Any, list_at: Any) -> None:
    list_at("approved")

    async def scene() -> None:
        async with opened(tab="awards", size=(160, 45)) as seen:
            await seen.shows("Monthly ten best gridworkers")
            assert "county_top10_v1" not in await seen.still()
            await open_list(seen)
            await seen.shows("Monthly ten best gridworkers")
            assert "county_top10_v1" not in await seen.still()

    run(scene())


def test_who_is_taken_of_a_tie_is_marked_and_the_nominator_may_not_approve(
    opened: Any, kind: str, list_at: Any
) -> None:
    list_at("nominated")

    async def scene() -> None:
        async with opened(kind, tab="awards") as seen:
            await open_list(seen)
            await seen.press("space")
            await seen.shows("Only those who share a rank")
            await seen.press("f6")
            await seen.shows("Mark with Space who of 褚甲, 卫乙 is taken")
            await seen.press("space", "f6")
            await seen.shows("Chosen: 褚甲 (S00011)", "award approve L1 --choose S00011")
            await seen.press("ctrl+s")
            await seen.shows("王芳 nominated L1 and may not approve it.")
            await seen.type("首次参评")
            await seen.press("tab", "tab")
            await seen.type(LEADER)
            await seen.shows(f"--as {LEADER} award approve")
            await seen.press("ctrl+s")
            await seen.shows("[approved]", "made public for 5 working days")
            chosen = [p.name for p in (await sheet_of(seen)).items if p.standing == "selected"]
            assert "褚甲" in chosen
            assert "卫乙" not in chosen

    run(scene())


def test_publishing_shows_its_days_and_wants_the_period_typed(
    opened: Any, kind: str, list_at: Any
) -> None:
    list_at("approved")

    async def scene() -> None:
        async with opened(kind, tab="awards") as seen:
            await open_list(seen)
            await seen.press("f6")
            await seen.shows("Public from 2026-11-03 to 2026-11-09, 5 working days.")
            await seen.press("ctrl+s")
            await seen.shows("Nothing was done: 2026-10 was not typed.")
            assert (await sheet_of(seen)).award_list.state == "approved"
            await seen.type(MONTH)
            await seen.press("ctrl+s")
            await seen.shows("[public]", "Public 1/5 working days, until 2026-11-09.")

    run(scene())


def test_objections_are_recorded_and_decided(opened: Any, kind: str, list_at: Any) -> None:
    list_at("published")

    async def scene() -> None:
        async with opened(kind, tab="awards") as seen:
            await open_list(seen)
            await seen.shows("Objections to decide: 1 (赵一).", "from 2026-11-10 on")
            assert "finalise" not in seen.app.screen.acts()
            await seen.press("down", "f7")
            await seen.shows("About: 钱二 (S00002)")
            await seen.type("反映")
            await seen.press("ctrl+s")
            await seen.shows("Objections to decide: 2 (赵一, 钱二).")
            await seen.press("f8")
            await seen.shows("Which objection?")
            await seen.press("enter")
            await seen.shows("About 赵一: 来信", "--objection 5")
            await seen.press("right", "tab")
            await seen.type("属实")
            await seen.press("ctrl+s")
            await seen.shows("Places struck off: 1.", "Objections to decide: 1 (钱二).")
            assert (await sheet_of(seen)).items[0].standing == "struck"

    run(scene())


def test_a_place_is_filled_the_list_made_final_and_paid(
    opened: Any, kind: str, office: Path, list_at: Any
) -> None:
    list_at("struck")

    async def scene() -> None:
        async with opened(kind, tab="awards", connect=later(office, kind, 7)) as seen:
            await open_list(seen)
            await seen.shows("Was public from 2026-11-03", "Next: it is made final.")
            seen.app.screen.people.go_to("S00003")
            await seen.press("space", "f6")
            await seen.shows("Moves up: 孙三 (S00003)", "award finalise L1 --move-up S00003")
            await seen.type("依次递补")
            await seen.press("ctrl+s")
            await seen.type(MONTH)
            await seen.press("ctrl+s")
            await seen.shows("[final]", "10 people are paid")
            await seen.press("f6")
            await seen.shows("The scheme names no amount to be paid.")
            await seen.type("390.5")
            await seen.shows("390.50 yuan x 10 people = 3905.00 yuan.")
            await seen.press("ctrl+s")
            await seen.shows("[paid]", "Paid: 390.50 yuan x 10 people = 3905.00 yuan.")
            assert seen.app.screen.acts() == []

    run(scene())


def test_steps_are_in_the_palette_scores_open_and_the_list_is_copied_as_a_command(
    opened: Any, list_at: Any
) -> None:
    list_at("published")

    async def scene() -> None:
        async with opened(tab="awards") as seen:
            await open_list(seen)
            await seen.press("y")
            assert seen.app.clipboard == "gridctl --db office.db award show L1"
            await seen.press("c")
            assert seen.app.clipboard == "L1"
            await seen.press("enter")
            await seen.shows("80.00 points, rank 1", "valid reports")
            await seen.press("escape")
            await seen.shows("[public]")
            await seen.press("f2")
            await seen.type("objection")
            await seen.shows("award object")
            await seen.press("enter")
            await seen.shows("About: 赵一 (S00001)")

    run(scene())


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("name", ["awardlist", "awardform"])
def test_it_is_drawn_as_before(opened: Any, list_at: Any, name: str, lang: str) -> None:
    list_at("nominated" if name == "awardlist" else "approved")

    async def scene() -> Drawn:
        async with opened(tab="awards", lang=lang, size=LARGE) as seen:
            await open_list(seen)
            if name == "awardform":
                await seen.press("f6")
                await seen.shows("2026-11-09")
            return await seen.drawn()

    compare(name, lang, asyncio.run(scene()))
