"""The frame: what stands on it, how it tells of trouble, and how it fits the terminal."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from textual._compositor import LayoutUpdate
from textual.events import Resize

from gridctl.domain.errors import NotFound, Unreachable
from gridctl.foundation.settings import Origin, Target
from gridctl.presentation.width import width
from gridctl_tui import signs
from gridctl_tui.screens.ask import Choice
from gridctl_tui.themes import THEMES
from gridctl_tui.widgets.masthead import fitted
from tests.gateways import local_gateway
from tests.tui.conftest import watching


def run(scene: Any) -> None:
    asyncio.run(scene)


class Failing:
    """A gateway to an office that does not answer while it is told so."""

    def __init__(self, inner: Any, down: threading.Event) -> None:
        self._inner, self._down = inner, down

    def send(self, operation: Any, **options: Any) -> Any:
        if self._down.is_set():
            raise Unreachable(target="office")
        return self._inner.send(operation, **options)

    def close(self) -> None:
        self._inner.close()


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (160, 45), (240, 60)])
@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_no_line_is_longer_than_the_terminal(opened: Any, size: tuple[int, int], lang: str) -> None:
    async def scene() -> None:
        async with opened(size=size, lang=lang) as seen:
            await seen.shows("江阴中心", "2026-11", "占道经营", "井盖缺失", "F1")
            rows = seen.text.splitlines()
            assert len(rows) == size[1]
            assert max(map(width, rows)) <= size[0]

    run(scene())


def test_a_window_that_went_there_and_back_at_once_is_drawn_whole(
    opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The terminal has cut what stood there, and the size is the one that was known."""
    drawn: list[object] = []

    async def scene() -> None:
        async with opened() as seen:
            await seen.still()
            monkeypatch.setattr(seen.app, "_display", lambda _screen, update: drawn.append(update))
            seen.app.post_message(Resize(seen.app.size, seen.app.size))
            await seen.until(lambda: any(isinstance(each, LayoutUpdate) for each in drawn))

    run(scene())


def test_the_first_line_tells_office_month_overdue_and_who_is_acted_for(opened: Any) -> None:
    async def scene() -> None:
        async with opened(behalf="城管局") as seen:
            await seen.shows("office", "江阴中心", "as 城管局", "2026-11", "calendar official")
            await seen.shows("0 late")

    run(scene())


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
def test_every_theme_draws(opened: Any, theme: str) -> None:
    async def scene() -> None:
        async with opened(theme=theme) as seen:
            await seen.shows("占道经营")
            await seen.press("f1")
            await seen.shows("Choose among the steps the ticket can take.")

    run(scene())


def test_without_colours_everything_still_says_itself(opened: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("[2 Tickets]", "[Not closed]", "> 3202812026")

    run(scene())


def test_where_signs_may_be_wide_none_of_doubtful_width_is_drawn(opened: Any) -> None:
    async def scene() -> None:
        async with opened(ambiguous=2) as seen:
            await seen.shows("占道经营")
            assert [sign for sign in seen.text if signs.shown(sign) != sign and sign != "\n"] == []
            await seen.press("enter")
            await seen.shows("allowed 4:00")
            assert [sign for sign in seen.text if signs.shown(sign) != sign and sign != "\n"] == []

    try:
        run(scene())
    finally:
        signs.use_ambiguous(1)


def test_a_lost_connection_is_told_once_and_heals_by_itself(
    opened: Any, office: Any, clock: Any
) -> None:
    down = threading.Event()

    async def scene() -> None:
        connect = lambda _behalf: Failing(local_gateway(office, clock), down)  # noqa: E731
        async with opened(connect=connect, poll_seconds=0.1) as seen:
            await seen.shows("占道经营")
            await seen.press("insert")
            await seen.type("路面塌陷")
            down.set()
            await seen.press("ctrl+s")
            await seen.shows("does not answer", "路面塌陷")
            down.clear()
            await seen.until(lambda: seen.app.facts.online)
            await seen.press("ctrl+s")
            await seen.shows("Entered as")

    run(scene())


def test_an_error_nobody_foresaw_is_told_in_words_and_can_be_copied(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            seen.app.tell(ValueError("a bug"))
            await seen.shows("Something went wrong", "a bug")
            await seen.press("c")
            assert "ValueError: a bug" in seen.app.clipboard
            await seen.press("escape")
            await seen.shows("占道经营")

    run(scene())


def test_letters_of_an_input_method_are_explained(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await seen.type("关")
            await seen.shows("input method is on")

    run(scene())


def test_a_profile_that_only_reads_changes_nothing(opened: Any) -> None:
    target = Target("sqlite", "office.db", "office", readonly=True, origin=Origin("flag", "--db"))

    async def scene() -> None:
        async with opened(target=target) as seen:
            await seen.shows("read-only", "占道经营")
            await seen.press("insert")
            await seen.shows("Profile office is read-only.")

    run(scene())


def test_commands_are_found_by_words_of_both_languages_and_by_pinyin(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await seen.until(lambda: bool(seen.app.screen.steps()))
            for typed in ("sign", "签收", "qs"):
                await seen.press("f2")
                await seen.shows("Commands")
                await seen.type(typed)
                await seen.shows("ticket sign")
                await seen.press("escape")

    run(scene())


def test_what_is_called_as_typed_comes_before_what_only_tells_of_it() -> None:
    new = Choice("new", "New", "Ins  录入新工单。")
    act = Choice("steps", "Act", "F9  从该工单可办理的步骤中选择。")
    verb = Choice("verb", "列出单位", "unit list", "unit list 列出单位。", typed=True)
    assert [each.distance("xz") for each in (new, act)] == [1, 2]
    assert [verb.distance(typed) for typed in ("unit l", "lcdw", "list")] == [0, 1, 1]


@pytest.mark.parametrize(("room", "shown"), [(60, ["江阴市社会治理中心", "代东宏村网格工作站"]),
                                             (34, ["江阴市社会..", "代东宏村网格工作站"]),
                                             (28, ["江阴市社会..", "代东宏村网.."])])  # fmt: skip
def test_names_give_way_on_a_short_first_line_the_offices_first(
    room: int, shown: list[str]
) -> None:
    names = [(" 江阴市社会治理中心 ", ""), (" 代东宏村网格工作站 ", "")]
    assert [text.strip() for text, _style in fitted(names, room)] == shown


@pytest.mark.parametrize("size", [(160, 45), (80, 24)])
def test_a_stroke_tells_which_part_of_the_screen_has_the_keyboard(
    opened: Any, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def scene() -> None:
        async with opened(size=size) as seen:
            await seen.shows("占道经营", "Serial number")
            assert not any("| " in each for each in (await seen.still()).splitlines())
            await seen.press("tab")
            stroke = [each for each in (await seen.still()).splitlines() if "|" in each]
            assert len(stroke) == seen.app.screen.query_one("#preview").size.height
            await seen.press("shift+tab")
            assert "|" not in await seen.still()

    asyncio.run(scene())


def test_what_every_part_of_a_screen_is_refused_is_told_once(
    opened: Any, office: Any, clock: Any
) -> None:
    refused: list[str] = []

    def refuse(operation: Any) -> None:
        refused.append(type(operation).__name__)
        raise NotFound(noun="office", key="x")

    async def scene() -> None:
        async with opened(connect=watching(office, clock, refuse), tab="today") as seen:
            await seen.until(lambda: len(set(refused)) > 2)
            await seen.still()
            told = [each.message for each in seen.app._notifications]
            assert told
            assert len(told) == len(set(told))

    run(scene())
