"""The documents of a month on the dashboard: stated, seen, saved, opened."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Static

from gridctl.foundation.i18n import _
from gridctl.presentation.reports import PAPERS
from gridctl_tui import desktop
from gridctl_tui.widgets.document_pane import document_lines
from tests.award_office import MONTH, fill_office
from tests.beginnings import Beginning
from tests.tui.conftest import LARGE, SMALL
from tests.tui.test_screens import Drawn, compare

BASIS = "考核办法"


@pytest.fixture
def beginning() -> Beginning:
    """Return what fills the office: a county whose October is assessed and frozen."""
    return fill_office


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Save where nothing else is."""
    monkeypatch.chdir(tmp_path)


def run(scene: Any) -> None:
    asyncio.run(scene)


async def name_file(seen: Any, file: str) -> None:
    """Type another file in place of the one that is offered."""
    await seen.shows("Save the document")
    await seen.press("end", "ctrl+u")
    await seen.type(file)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [LARGE, SMALL])
def test_what_a_document_needs_is_told_whole(opened: Any, size: tuple[int, int], lang: str) -> None:
    async def scene() -> None:
        async with opened(tab="reports", size=size, lang=lang) as seen:
            await seen.shows("2026-10", "> ")
            shown = await seen.still()
            for kind in PAPERS.values():
                assert _(kind.label) in shown
                assert _(kind.rests_on) in shown

    run(scene())


def test_the_last_whole_month_is_seen_before_anything_is_saved(
    opened: Any, kind: str, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with opened(kind, tab="reports") as seen:
            await seen.shows("Documents of 2026-10", "> Ranking", "赵一", "Prepared by:")
            await seen.press("tab", *["right"] * 3)
            await seen.until(lambda: "一里镇" not in seen.text and "赵一" in seen.text)
            await seen.press("comma")
            await seen.shows("Documents of 2026-09", "There is no assessment")
            assert "赵一" not in seen.text
        assert {path.name.partition(".")[0] for path in tmp_path.iterdir()} == {"office"}

    run(scene())


def test_what_a_document_needs_is_stated_and_kept_for_its_month(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind, tab="reports") as seen:
            await seen.shows("> Ranking", "赵一")
            await seen.press("down")
            await seen.shows("It needs the document behind it.", "Enter: fill that in")
            await seen.press("enter")
            await seen.type(BASIS)
            await seen.press("ctrl+s")
            await seen.shows(BASIS, "October 2026")
            await seen.press("comma", "full_stop", "3", "9")
            await seen.shows("> Bulletin", BASIS)
            await seen.press("y")
            told = f"report bulletin --period {MONTH} --basis {BASIS} --to"
            await seen.until(lambda: told in seen.app.clipboard)

    run(scene())


def test_what_the_office_lacks_is_said_where_the_document_would_be(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind, tab="reports") as seen:
            await seen.shows("> Ranking", "赵一")
            await seen.press("end")
            await seen.shows("There is no award list 2026-10:county_top10_v1.")
            await seen.press("f6")
            await seen.shows("There is no document yet")

    run(scene())


def test_a_document_is_saved_whole_with_its_digest(opened: Any, kind: str, tmp_path: Path) -> None:
    file = tmp_path / "排名.md"

    async def scene() -> None:
        async with opened(kind, tab="reports", size=(160, 45)) as seen:
            await seen.shows("> Ranking", "赵一")
            await seen.press("f6")
            await seen.shows("Save the document", ".xlsx")
            await name_file(seen, "排名.txt")
            await seen.press("ctrl+s")
            await seen.shows("排名.txt: the ending does not tell the format.", ".docx")
            await name_file(seen, "排名.md")
            await seen.press("ctrl+s")
            await seen.shows("Wrote", "SHA-256")
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            assert digest in seen.text.replace("\n", "")
            assert "赵一" in file.read_text(encoding="utf-8")

    run(scene())


def test_a_file_is_replaced_only_when_that_is_wanted(opened: Any, tmp_path: Path) -> None:
    file = tmp_path / "排名.md"
    file.write_text("别动", encoding="utf-8")

    async def scene() -> None:
        async with opened(tab="reports") as seen:
            await seen.shows("> Ranking", "赵一")
            await seen.press("f6")
            await name_file(seen, "排名.md")
            await seen.press("ctrl+s")
            await seen.shows("Replace the file?")
            await seen.press("n")
            await seen.shows("Save the document")
            assert file.read_text(encoding="utf-8") == "别动"
            await seen.press("ctrl+s")
            await seen.shows("Replace the file?")
            await seen.press("y")
            await seen.shows("Wrote")
            assert "赵一" in file.read_text(encoding="utf-8")

    run(scene())


def test_the_format_changes_the_ending_and_a_lost_folder_is_told(opened: Any) -> None:
    async def scene() -> None:
        async with opened(tab="reports", size=(160, 45)) as seen:
            await seen.shows("> Ranking", "赵一")
            await seen.press("f6")
            await seen.shows("Save the document")
            await seen.press("tab", "right")
            await seen.shows(".docx")
            await seen.press("shift+tab")
            await name_file(seen, "没有/排名.csv")
            await seen.press("ctrl+s")
            # The path before it decides where the line is folded.
            wrong = seen.app.screen.query_one(".wrong", Static)
            await seen.until(lambda: "排名.csv was not written" in str(wrong.content))

    run(scene())


def test_a_saved_file_is_opened_where_there_is_a_desktop(
    opened: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[list[str]] = []
    monkeypatch.setattr(desktop.subprocess, "Popen", lambda words, **_rest: begun.append(words))

    async def scene() -> None:
        async with opened(tab="reports") as seen:
            await seen.shows("> Ranking", "赵一")
            await seen.press("f7")
            await seen.shows("Save it first: F6.")
            await seen.press("f6")
            await name_file(seen, "排名.csv")
            await seen.press("ctrl+s")
            await seen.shows("Wrote")
            monkeypatch.setattr(desktop, "opener", lambda _environ: None)
            await seen.press("f7")
            await seen.shows("No desktop here")
            assert begun == []
            monkeypatch.setattr(desktop, "opener", lambda _environ: "xdg-open")
            await seen.press("f7")
            assert begun == [["xdg-open", str(tmp_path / "排名.csv")]]

    run(scene())


@pytest.mark.parametrize(
    ("environ", "platform"),
    [
        ({}, "linux"),
        ({"SSH_CONNECTION": "1"}, "darwin"),
        ({"DISPLAY": ":0", "TEXTUAL_DRIVER": "web"}, "linux"),
    ],
)
def test_nothing_is_opened_where_nobody_would_see_it(
    environ: dict[str, str], platform: str
) -> None:
    assert desktop.opener(environ, platform) is None


def test_a_document_is_drawn_from_its_markdown() -> None:
    table = "| 单位 | 得分（分） |\n| :---: | ---: |\n| 甲\\|乙 | 9.50 |\n|  | 10.00 |"
    document = f"# 标题\n\n正文 1\\* 说明\n\n{table}\n"
    drawn = ["".join(text for text, _style in row) for row in document_lines(document, 20)]
    assert drawn == [
        "        标题", "", "正文 1* 说明", "",
        "单位     得分", "       （分）", "甲|乙    9.50", "        10.00",
    ]  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("name", ["report", "reportform"])
def test_it_is_drawn_as_before(opened: Any, name: str, lang: str) -> None:
    async def scene() -> Drawn:
        async with opened(tab="reports", lang=lang, size=LARGE) as seen:
            await seen.shows("赵一")
            if name == "reportform":
                await seen.press("down", "enter")
            return await seen.drawn()

    compare(name, lang, asyncio.run(scene()))
