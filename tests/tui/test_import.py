"""Import: from the file to what became of it, step by step; on a file and on a server alike."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from gridctl.operations.queries.imports import ListBatches
from gridctl.operations.queries.tickets import ListTickets

TICKETS = """工单编号,说法,上报时间,乡镇,承办单位
A1,垃圾未清,2026-10-05,澄江街道,城管局
A2,路灯不亮,2026-10-06,月球街道,城管局
"""


def run(scene: Any) -> None:
    asyncio.run(scene)


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder the dashboard is opened in: the person's own, with a table in it."""
    home = Path.home()
    (home / "工单.csv").write_text(TICKETS, encoding="gb18030")
    monkeypatch.chdir(home)
    return home


async def at_reading(seen: Any) -> None:
    await seen.shows("工单.csv")
    await seen.press("enter")
    await seen.shows("gb18030", "columns read", "not read")


def test_a_file_is_read_mended_tried_and_brought_in(opened: Any, kind: str, folder: Path) -> None:
    async def scene() -> None:
        async with opened(kind, tab="import") as seen:
            await at_reading(seen)
            await seen.press("down", "enter")
            await seen.shows("What does column B hold?")
            await seen.type("标题")
            await seen.press("enter")
            await seen.shows("5 columns read")
            await seen.press("y")
            assert seen.app.clipboard.endswith("工单.csv --kind ticket --column B=title")
            await seen.press("f6")
            await seen.shows("1 Rejected", "月球街道", "F6 brings the good rows in")
            assert (await seen.app.desk.send(ListBatches())).items[0].state == "discarded"
            await seen.press("f6")
            await seen.shows("Bring in 工单.csv?", "Rejected: 1")
            await seen.press("y")
            await seen.shows("brought in", "applied")
            page = await seen.app.desk.send(ListTickets(filter="垃圾未清"))
            assert page.items[0].title == "垃圾未清"

    run(scene())
