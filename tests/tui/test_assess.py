"""Tab 7: the month from what is missing to verified, its ranking, every score down to tickets."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from gridctl.foundation.resources import config_path
from gridctl.operations.base import Gateway
from gridctl.operations.commands.assessments import AdoptScheme, RunAssessment
from gridctl.operations.commands.evidence import WithdrawEvidence
from gridctl.operations.queries.assessments import ListAssessments, ShowAssessment
from gridctl.operations.queries.evidence import ListEvidence
from tests.assessed_office import begin
from tests.beginnings import Beginning
from tests.tui.conftest import LARGE
from tests.tui.test_screens import Drawn, compare

MONTH = "2026-10"


def scored(gateway: Gateway) -> None:
    """Fill an office with a month that is scored once, and a second scheme."""
    begin(gateway)
    gateway.send(RunAssessment(period=MONTH))
    text = config_path("rules", "scoring", "county_top10_v1.toml").read_text("utf-8")
    own = text.replace('id = "county_top10_v1"', 'id = "own"', 1).replace(">= 0.90", ">= 0.50")
    gateway.send(AdoptScheme(text=own))


@pytest.fixture
def beginning() -> Beginning:
    return scored


def run(scene: Any) -> None:
    asyncio.run(scene)


def test_the_month_before_stands_there_with_its_steps(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind, tab="assess", size=(120, 40)) as seen:
            await seen.shows("2026-10", "A1 draft, 4 scored", "Missing: none", "[Freeze: not yet]")
            await seen.shows("张三", "87.31", "Ranked 2", "Not ranked 2", "number 1 of 2")
            await seen.shows("17.31 of 20", "92.31% from: closed on time 12")

    run(scene())


def test_who_is_not_ranked_stands_apart_with_the_reason(opened: Any) -> None:
    async def scene() -> None:
        async with opened(tab="assess", size=(160, 40)) as seen:
            await seen.shows("87.31")
            await seen.press("right")
            await seen.shows("excluded by a fabricated report confirmed", "0.5455, required >= 0.9")
            assert "87.31" not in seen.text
            await seen.press("y")
            assert seen.app.clipboard.endswith("assess show A1 --part apart")

    run(scene())


def test_a_score_goes_down_to_a_ticket_and_back(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind, tab="assess", size=(160, 40)) as seen:
            await seen.shows("87.31")
            await seen.press("enter")
            await seen.shows("张三, G001, 澄江街道", "valid reports", "Rule:")
            await seen.press("down", "down")
            await seen.shows("full marks from 95%")
            await seen.press("enter", "enter")
            await seen.shows("10月13日城市管理局", "closed")
            await seen.press("escape", "y")
            assert seen.app.clipboard.endswith("assess explain G001 --assessment A1")
            await seen.press("escape", "escape")
            await seen.shows("[Freeze: not yet]")

    run(scene())


def test_rankings_scores_and_the_tickets_behind_them_are_saved(opened: Any, tmp_path: Path) -> None:
    async def save_as(seen: Any, name: str) -> None:
        await seen.press("ctrl+s")
        await seen.shows("Save the whole list to a file")
        await seen.type(str(tmp_path / name))
        await seen.press("enter")
        await seen.until((tmp_path / name).exists)

    async def scene() -> None:
        async with opened(tab="assess", size=(160, 40)) as seen:
            await seen.shows("87.31")
            await save_as(seen, "r.json")
            await seen.press("right")
            await seen.shows("[Not ranked")
            await save_as(seen, "a.json")
            await seen.press("left")
            await seen.shows("87.31")
            await seen.press("enter")
            await seen.shows("Counts as")
            await save_as(seen, "i.json")
            await seen.press("down", "down", "enter")
            await save_as(seen, "t.json")

    run(scene())
    counts = {
        name: len(json.loads((tmp_path / f"{name}.json").read_text())["items"]) for name in "rait"
    }
    assert counts == {"r": 2, "a": 2, "i": 7, "t": 13}


def test_the_tickets_behind_an_item_are_listed(opened: Any) -> None:
    async def scene() -> None:
        async with opened(tab="assess") as seen:
            await seen.shows("87.31")
            await seen.press("enter")
            await seen.shows("Counts as")
            await seen.press("down", "down", "f6")
            await seen.shows("[2 Tickets]", "no:3202812026", "10月13日城市管理局", "1 of 13")

    run(scene())


def test_a_figure_taken_away_is_noticed_and_a_new_draft_made(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind, tab="assess", size=(120, 40)) as seen:
            await seen.shows("87.31")
            (duty,) = (await seen.app.desk.send(ListEvidence(kind="duty", staff="李四"))).items
            await seen.app.desk.send(WithdrawEvidence(evidence_id=duty.id, reason="重复"))
            await seen.press("f6")
            await seen.shows("days on duty by the roster", "something else than A1")
            await seen.press("enter")
            await seen.shows("李四")
            await seen.press("escape")
            await seen.shows("[Draft: A1, old]", "F7 makes a new draft")
            assert len((await seen.app.desk.send(ListAssessments())).items) == 1
            await seen.press("f7")
            await seen.shows("A2 is made", "Missing: 1", "A2 draft", "Ranked 1")
            await seen.press("f8")
            await seen.shows("Compare with", "own")
            await seen.press("enter")
            await seen.shows("A2 (2026-10) compared with A1", "1 of 4 have another rank", "李四")
            await seen.press("y")
            assert seen.app.clipboard.endswith("assess compare A1 --assessment A2")

    run(scene())


def test_it_is_frozen_after_its_period_was_typed_and_verified(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind, tab="assess", size=(120, 40)) as seen:
            await seen.shows("87.31")
            await seen.press("ctrl+e")
            await seen.shows("cannot be undone", "assess freeze A1 --confirm 2026-10")
            await seen.press("ctrl+s")
            await seen.shows("To freeze it, type 2026-10.")
            await seen.type(MONTH)
            await seen.press("ctrl+s")
            await seen.shows("Freeze: A1", "[Verify: -]", "A1 is frozen.")
            page = await seen.app.desk.send(ShowAssessment(assessment=MONTH))
            assert page.assessment.state == "frozen"
            await seen.press("v")
            await seen.shows("Verify: same bytes")
            await seen.press("f9")
            await seen.shows("Other weights")
            assert "F7  Score" not in seen.text

    run(scene())


def test_a_month_that_is_not_over_is_drafted_but_not_frozen(opened: Any) -> None:
    async def scene() -> None:
        async with opened(tab="assess", size=(120, 40)) as seen:
            await seen.shows("87.31")
            await seen.press("ctrl+pagedown")
            await seen.shows("2026-11", "Draft: none yet")
            await seen.press("f7")
            await seen.shows("A2 draft", "2026-11 is not over", "Freeze: not yet")
            assert "[Freeze" not in seen.text
            await seen.press("f9")
            await seen.shows("Other weights")
            assert "Ctrl-E" not in seen.text

    run(scene())


def test_another_scheme_and_other_weights_are_tried(opened: Any) -> None:
    async def scene() -> None:
        async with opened(tab="assess", size=(120, 40)) as seen:
            await seen.shows("87.31")
            await seen.press("f8", "enter")
            await seen.shows("compared with own", "1 of 4 have another rank", "王五")
            await seen.press("enter")
            await seen.shows("王五, G003", "Not ranked")
            await seen.press("escape", "escape", "w", "end", "enter")
            await seen.shows("one item at a time weighed", "No item")

    run(scene())


def test_another_scheme_and_another_month_are_looked_at(opened: Any) -> None:
    async def scene() -> None:
        async with opened(tab="assess", size=(120, 40)) as seen:
            await seen.shows("87.31")
            await seen.press("comma")
            await seen.shows("2026-09", "[Draft: none yet]", "a draft binds nobody")
            assert "87.31" not in seen.text
            await seen.press("full_stop")
            await seen.shows("87.31")
            await seen.press("f3")
            await seen.type("unit_on_time")
            await seen.press("enter")
            await seen.shows("unit", "[Draft: none yet]", "  Name ")
            assert "Full name" not in seen.text
            await seen.press("f7")
            await seen.shows("A2 draft, 3 scored", "住房和城乡建设局")

    run(scene())


def test_rows_held_before_the_screen_is_laid_out_are_drawn_whole(opened: Any) -> None:
    async def scene() -> None:
        async with opened(tab="assess", size=(120, 40)) as seen:
            await seen.shows("87.31")
            await seen.press("enter")
            await seen.shows("Scored item", "Points given", "random checks passed", "15.00")

    run(scene())


SCREENS = {
    "assess_ranking": ((), "17.31"),
    "assess_score": (("enter", "wait", "down", "down"), "3202812026"),
    "assess_compare": (("f8", "wait", "enter"), "王五"),
    "assess_freeze": (("ctrl+e",), "--confirm"),
}


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("name", SCREENS)
def test_it_is_drawn_as_before(opened: Any, name: str, lang: str) -> None:
    async def drawn() -> Drawn:
        keys, words = SCREENS[name]
        async with opened(lang=lang, size=LARGE, tab="assess") as seen:
            await seen.shows("87.31", "张三")
            for key in ("wait", *keys):
                await (seen.still() if key == "wait" else seen.press(key))
            await seen.shows(words)
            return await seen.drawn()

    compare(name, lang, asyncio.run(drawn()))
