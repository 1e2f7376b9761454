"""The pictures of the dashboard: every sign stands in its cell, whatever font a reader has."""

from __future__ import annotations

import re
import runpy
from typing import Any
from xml.etree import ElementTree

import pytest
from rich.segment import Segment
from rich.style import Style

from tests.conftest import ROOT

PICTURES: dict[str, Any] = runpy.run_path(str(ROOT / ".ci" / "pictures.py"))
CELL, LINE = PICTURES["CELL"], PICTURES["LINE"]
NAMED = [
    (page, picture)
    for page in ("README.md", "README.zh-CN.md")
    for picture in re.findall(r"!\[[^\]]+\]\((docs/\S+\.svg)\)", (ROOT / page).read_text("utf-8"))
]


def drawn(*segments: Segment) -> list[ElementTree.Element]:
    """Return what a line of segments is drawn as."""
    picture = ElementTree.fromstring(PICTURES["svg"]([list(segments)], "a line"))
    return [each for each in picture.iter() if each.get("fill")]


def test_chinese_signs_have_two_cells_each_and_latin_runs_are_told_their_width() -> None:
    _ground, room, chinese, place = drawn(Segment("3号楼B座", Style(color="#ffffff")))[:4]
    assert room.text == "3"
    assert room.get("textLength") == str(CELL)
    assert chinese.text == "号楼"
    assert [round(float(x)) // CELL for x in str(chinese.get("x")).split()] == [1, 3]
    assert place.text == "B"
    assert place.get("x") == str(5 * CELL)


def test_trends_are_drawn_and_grounds_that_touch_are_one() -> None:
    trend = drawn(Segment("▁█", Style(color="#0000ff")))
    assert [each.get("height") for each in trend if each.get("fill") == "#0000ff"] == ["2.5", "20"]
    red = Style(bgcolor="#ff0000")
    row = drawn(Segment("a", red), Segment("b", red + Style(bold=True)), Segment(" " * 9))
    assert [each.get("width") for each in row if each.get("fill") == "#ff0000"] == [str(2 * CELL)]


@pytest.mark.parametrize(("page", "picture"), NAMED)
def test_a_picture_of_a_page_is_whole_and_in_its_language(page: str, picture: str) -> None:
    drawing = ElementTree.parse(ROOT / picture)
    assert picture.endswith(".zh.svg" if page.endswith(".zh-CN.md") else ".en.svg")
    words = "".join(drawing.getroot().itertext())
    assert ("工单" in words) == picture.endswith(".zh.svg")
    assert "http" not in words


def test_every_picture_drawn_is_on_a_page() -> None:
    made = {
        f"docs/{name}.{short}.svg"
        for name in PICTURES["SCREENS"]
        for short in PICTURES["LANGUAGES"]
    }
    assert {picture for _page, picture in NAMED} == made
