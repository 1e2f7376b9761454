"""The draft while it is with the towns: objections, decisions, confirmations, freezing."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from gridctl.foundation.clock import Clock
from gridctl.operations.base import Gateway
from gridctl.operations.commands.assessments import RunAssessment
from gridctl.operations.commands.objections import ObjectScore
from gridctl.operations.queries.objections import ListObjections
from tests.assessed_office import begin
from tests.beginnings import Beginning
from tests.gateways import local_gateway
from tests.tui.conftest import LARGE
from tests.tui.test_screens import Drawn, compare

MONTH = "2026-10"


def scored(gateway: Gateway) -> None:
    """Fill an office with a month that is scored once."""
    begin(gateway)
    gateway.send(RunAssessment(period=MONTH))


@pytest.fixture
def beginning() -> Beginning:
    return scored


async def _object(seen: Any) -> None:
    await seen.shows("87.31", "[Freeze: not yet]")
    await seen.press("o")
    await seen.shows("Object to a figure in A1", "assess object G001 --assessment A1")
    await seen.type("少计1件")
    await seen.press("ctrl+s")
    await seen.shows("[Towns: 1 undecided]", "Objections wait for a decision (1)")


def test_an_objection_is_made_decided_and_the_town_confirms(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind, tab="assess", size=(120, 40)) as seen:
            await _object(seen)
            await seen.press("f4")
            await seen.shows(
                "Objections to the draft A1", "Objections to decide: 1", "Not confirmed yet: 2 of 2"
            )
            await seen.press("f8")
            await seen.shows("Decide objection 1", "assess decide 1", "Whoever objected may not")
            await seen.press("right", "tab")
            await seen.type("已更正")
            await seen.press("tab", "tab")
            await seen.type("王主任")
            await seen.press("ctrl+s")
            await seen.shows("已更正", "Upheld since A1 was made: 1.")
            await seen.until(lambda: "Decide objection 1" not in seen.text)
            await seen.press("tab", "f6")
            await seen.shows("confirms its part of A1")
            await seen.press("ctrl+s")
            await seen.shows("Not confirmed yet: 1 of 2")
            await seen.press("escape")
            await seen.shows("[Draft: A1, old]", "Objections were upheld since A1 was made")

    asyncio.run(scene())


def test_who_did_not_object_is_not_warned(opened: Any, office: Path, clock: Clock) -> None:
    local_gateway(office, clock).send(ObjectScore(assessment=MONTH, key="G001", opinion="少计1件"))

    async def scene() -> None:
        async with opened(tab="assess", size=(120, 40)) as seen:
            await seen.shows("[Towns: 1 undecided]")
            await seen.press("f4", "f8")
            await seen.shows("Decide objection 1", "What is upheld is corrected first")
            assert "Whoever objected" not in seen.text

    asyncio.run(scene())


def test_freezing_over_an_objection_asks_for_the_reason(opened: Any) -> None:
    async def scene() -> None:
        async with opened(tab="assess", size=(120, 40)) as seen:
            await _object(seen)
            await seen.press("ctrl+e")
            await seen.shows("Objections that nobody has decided: 1")
            await seen.type("举证期已过")
            await seen.press("tab")
            await seen.type(MONTH)
            await seen.press("ctrl+s")
            await seen.shows("Freeze: A1")
            page = await seen.app.desk.send(ListObjections(assessment="A1"))
            assert (page.state, page.despite) == ("frozen", "举证期已过")

    asyncio.run(scene())


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_it_is_drawn_as_before(opened: Any, lang: str) -> None:
    async def drawn() -> Drawn:
        async with opened(lang=lang, size=LARGE, tab="assess") as seen:
            await seen.shows("87.31", "张三")
            made = ObjectScore(assessment=MONTH, key="张三", item="missed", opinion="少计1件")
            await seen.app.desk.send(made)
            await seen.press("f4")
            await seen.shows("少计1件", "月城镇")
            return await seen.drawn()

    compare("objections", lang, asyncio.run(drawn()))


def test_a_town_has_nothing_to_open(opened: Any) -> None:
    async def scene() -> None:
        async with opened(tab="assess", size=(120, 40)) as seen:
            await _object(seen)
            await seen.press("f4")
            await seen.shows("Objections to decide: 1", "Enter Open")
            await seen.press("tab")
            await seen.until(lambda: seen.app.screen.focused.id == "towns")
            assert "Enter Open" not in await seen.still()

    asyncio.run(scene())
