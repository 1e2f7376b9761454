"""Every screen as it is drawn, sign by sign, in both languages on a small and a large terminal.

``GRIDCTL_DRAW=1`` draws the pictures anew; look at what changed before you keep it.
"""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import pytest

from gridctl.domain.conflicts import RecordChanged
from gridctl_tui.screens.sides import Sides
from gridctl_tui.tabs import TABS
from tests.conftest import NOW
from tests.tui.conftest import LARGE

Drawn = dict[tuple[int, int], str]

#: Read before the tests clear the environment.
_DRAW = os.environ.get("GRIDCTL_DRAW")
PICTURES = Path(__file__).with_name("pictures")
#: Screen -> the keys that lead to it, what stands on it once it is drawn.
SCREENS = {
    **{tab.name: ((tab.digit,), "江阴中心") for tab in TABS},
    "ticket": (("2", "wait", "enter"), "3202812026110200005"),
    "step": (("2", "wait", "f9", "wait", "enter"), "--as 城管局"),
    "edit": (("2", "wait", "f4"), "ticket edit"),
    "entry": (("2", "wait", "insert"), "ticket create"),
    "help": (("f1",), "Ctrl-P"),
    "import_reading": (("0", "wait", "enter"), "gb18030"),
    "import_trial": (("0", "wait", "enter", "wait", "f6"), "月球街道"),
    "imports": (("0", "wait", "enter", "wait", "f6", "wait", "right"), "B1"),
    "commands": (("wait", "f2", "wait", *"unit", "wait"), "unit create"),
    "verb": (("3", "wait", "insert"), "grid create --parent"),
    "outcome": (("f2", "wait", *"unit", "space", *"list", "wait", "enter"), "U0001"),
}
_TICKETS = """工单编号,事件标题,上报时间,乡镇,承办单位,备用
A1,垃圾未清,2026-10-05,澄江街道,城管局,无
A2,路灯不亮,2026-10-06,月球街道,城管局,
"""


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in the person's own folder, with a table in it."""
    home = Path.home()
    file = home / "12345工单.csv"
    file.write_text(_TICKETS, encoding="gb18030")
    os.utime(file, (NOW.timestamp(), NOW.timestamp()))
    monkeypatch.chdir(home)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("name", SCREENS)
def test_it_is_drawn_as_before(opened: Any, name: str, lang: str) -> None:
    compare(name, lang, asyncio.run(_drawn(opened, name, lang)))


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_a_conflict_is_drawn_as_before(opened: Any, lang: str) -> None:
    async def drawn() -> Drawn:
        async with opened(lang=lang, size=LARGE, tab="today") as seen:
            await seen.shows("占道经营")
            seen.app.push_screen(Sides(_CONFLICT))
            return await seen.drawn()

    compare("conflict", lang, asyncio.run(drawn()))


_SIDES = (
    ("title", "井盖缺失", "井盖破损，已放警示桩", "井盖丢失"),
    ("address", "", "", "人民路2号"),
    ("urgent", "no", "yes", "yes"),
)
_CONFLICT = RecordChanged(
    record="ticket", number="3202812026110200001", by="李敏", at="2026-11-03 09:40", seen=2,
    actual=4, differences=json.dumps(
        [dict(zip(("field", "base", "mine", "theirs"), each, strict=True)) for each in _SIDES]
    ),
)  # fmt: skip


def compare(name: str, lang: str, drawn: Drawn) -> None:
    """Compare a screen on each terminal with its picture, or draw the pictures."""
    for (wide, high), text in drawn.items():
        picture = PICTURES / f"{name}.{lang}.{wide}x{high}.txt"
        if _DRAW:
            picture.parent.mkdir(exist_ok=True)
            picture.write_text(text + "\n", encoding="utf-8")
        assert text + "\n" == picture.read_text(encoding="utf-8"), picture.name


async def _drawn(opened: Any, name: str, lang: str) -> Drawn:
    keys, words = SCREENS[name]
    async with opened(lang=lang, size=LARGE, tab="today") as seen:
        await seen.shows("占道经营")
        for key in keys:
            await (seen.still() if key == "wait" else seen.press(key))
        await seen.until(lambda: words in seen.text.replace("\n", ""))
        return await seen.drawn()
