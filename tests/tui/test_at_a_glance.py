"""Today, the tree and the calendar: figures, and the tickets behind a number."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from textual import events

from gridctl.foundation.clock import Clock
from gridctl.operations.base import Operation
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.queries.grids import ShowTree
from gridctl.operations.queries.tickets import StatsRow
from gridctl.presentation.columns import Column
from gridctl.presentation.sections import Section
from gridctl_tui import signs
from gridctl_tui.figures import Month, figure_rows, heat, so_far, sparkline
from gridctl_tui.widgets.record_pane import record_lines
from gridctl_tui.widgets.row_window import RowWindow
from tests.gateways import local_gateway
from tests.tui.conftest import watching


def run(scene: Any) -> None:
    asyncio.run(scene)


def test_the_day_is_told_with_its_work_its_figures_and_its_towns(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind, tab="today") as seen:
            await seen.shows("[1 Today]", "2026-11-03", "3 due today", "2 waiting")
            await seen.shows("占道经营", "sign for", "vs last")
            await seen.shows("澄江街道")

    run(scene())


def test_a_count_of_the_day_lists_what_it_counts(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind, tab="today") as seen:
            await seen.shows("[5 in all]", "占道经营", "井盖缺失")
            await seen.press("left")
            await seen.shows("[2 waiting]", "井盖缺失")
            await seen.until(lambda: "占道经营" not in seen.text)
            await seen.press("y")
            await seen.shows("today --band waiting")
            await seen.press("2", "1")
            await seen.shows("[2 waiting]")

    run(scene())


def test_every_tab_is_named_on_a_terminal_of_eighty_cells(opened: Any) -> None:
    async def scene() -> None:
        async with opened(tab="deadlines", size=(80, 24)) as seen:
            await seen.shows("1Today", "[5Due]", "0Imports")

    run(scene())


@pytest.mark.parametrize(("lang", "terms"), [("en", "town:"), ("zh_CN", "镇街:")])
def test_enter_on_a_town_opens_the_tickets_behind_its_figures(
    opened: Any, lang: str, terms: str
) -> None:
    async def scene() -> None:
        async with opened(tab="today", lang=lang) as seen:
            await seen.shows("澄江街道")
            towns = seen.app.screen.query_one("#towns", RowWindow)
            await seen.until(lambda: towns.row is not None)
            towns.focus()
            await seen.press("enter")
            await seen.shows(f"{terms}320281001000", "占道经营")
            rows = seen.app.screen.query_one("#rows", RowWindow)
            await seen.until(lambda: rows.run is not None and rows.run.known == 3)

    run(scene())


def test_enter_on_a_line_opens_its_ticket_and_escape_comes_back(opened: Any) -> None:
    async def scene() -> None:
        async with opened(tab="today") as seen:
            await seen.shows("占道经营", "sign for")
            await seen.press("enter")
            await seen.shows("allowed 4:00")
            await seen.press("escape")
            await seen.shows("vs last")

    run(scene())


def test_tabs_open_by_their_digit_and_the_way_back_is_known(opened: Any) -> None:
    async def scene() -> None:
        async with opened(tab="today") as seen:
            await seen.shows("[1 Today]", "占道经营")
            await seen.press("4")
            await seen.shows("[4 Staff]", "张三")
            await seen.press("left_square_bracket")
            await seen.shows("[1 Today]")
            await seen.press("right_square_bracket")
            await seen.shows("[4 Staff]")

    run(scene())


def _row(**figures: int) -> StatsRow:
    usual = dict.fromkeys(("count", "due_to_close", "closed", "closed_on_time", "overdue"), 0)
    rate = figures.pop("rate", None)
    return StatsRow(
        key="2026-11", name="", exempt=0, stated=0, standing="due",
        close_on_time=None if rate is None else Decimal(rate), **{**usual, **figures},
    )  # fmt: skip


def test_a_change_is_told_by_its_sign_and_toned_where_it_is_worse() -> None:
    now, before = _row(count=12, overdue=5, rate=90), _row(count=10, overdue=3, rate=95)
    month = Month(date(2026, 11, 3), now, before, [now] * 12, {"red": 2})
    told = {row.key: row for row in figure_rows(month, room=80)}
    changes = {key: (row.change, row.worse) for key, row in told.items()}
    assert changes["count"] == ("+2", False)
    assert changes["overdue"] == ("+2", True)
    assert changes["close_on_time"] == ("-5", True)
    assert (told["red"].value, told["orange"].value) == ("2", "0")
    assert len(told["count"].trend) == 12
    assert {len(row.trend) for row in figure_rows(month, room=40)} == {6, 0}


def test_what_falls_due_later_in_the_month_is_in_no_figure() -> None:
    asked = so_far(date(2026, 11, 3), "town")
    assert (asked.since, asked.until) == (date(2026, 11, 1), date(2026, 11, 3))


def test_a_trend_is_drawn_from_the_least_to_the_greatest() -> None:
    assert sparkline([0, 7, None, 14]) == "▁▄ ▇"
    assert sparkline([]) == ""
    signs.use_ambiguous(2)
    try:
        assert sparkline([0, 7, 14]) == "_:#"
    finally:
        signs.use_ambiguous(1)


def test_the_hotter_the_fewer_were_on_time() -> None:
    assert [heat(Decimal(rate)) for rate in (99, 96, 92, 85, 50)] == [0, 1, 2, 3, 4]
    assert heat(None) == 0


def test_the_tree_unfolds_with_figures_and_leads_to_the_tickets_of_a_place(
    opened: Any, kind: str
) -> None:
    async def scene() -> None:
        async with opened(kind, tab="grids") as seen:
            await seen.shows("[3 Grids]", "- 江阴市", "澄江街道")
            await seen.press("down")
            await seen.shows(">     澄江街道", "320281001000")
            await seen.press("left", "left")
            await seen.until(lambda: "澄江街道" not in seen.text)
            await seen.press("enter", "down", "t")
            await seen.shows("[2 Tickets]", "town:320281001000 due-to-close:", "占道经营")

    run(scene())


def test_keys_typed_behind_an_unfolding_are_for_what_it_shows(
    opened: Any, office: Path, clock: Clock
) -> None:
    go = threading.Event()
    go.set()

    async def scene() -> None:
        connect = watching(office, clock, holding_trees(go))
        async with opened(connect=connect, tab="grids") as seen:
            await seen.shows("- 江阴市", "澄江街道")
            await seen.press("left")
            await seen.until(lambda: "澄江街道" not in seen.text)
            go.clear()
            for key, sign in (("enter", None), ("down", None), ("t", "t")):
                seen.app.post_message(events.Key(key, sign))
            await seen.shows("working")
            go.set()
            await seen.shows("[2 Tickets]", "town:320281001000 due-to-close:", "占道经营")

    run(scene())


def test_the_cursor_stays_where_it_was_moved_while_a_place_unfolds(
    opened: Any, office: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridctl_tui.type_ahead._SEEN", 0.0)
    beside = local_gateway(office, clock)
    beside.send(CreateGrid(name="文定社区", code="320281001001"))
    beside.close()
    go = threading.Event()
    go.set()

    async def scene() -> None:
        connect = watching(office, clock, holding_trees(go))
        async with opened(connect=connect, tab="grids") as seen:
            await seen.shows("- 江阴市", "+ 澄江街道")
            await seen.press("down")
            go.clear()
            await seen.press("right")
            await seen.shows("working")
            await seen.press("up")
            await seen.shows("> - 江阴市")
            go.set()
            await seen.shows("文定社区")
            await seen.shows("> - 江阴市")

    run(scene())


def holding_trees(go: threading.Event) -> Callable[[Operation[Any]], None]:
    """Return what has a tree wait until it may go."""

    def hold(operation: Operation[Any]) -> None:
        if isinstance(operation, ShowTree):
            go.wait(20)

    return hold


def test_the_calendar_counts_what_falls_due_and_lists_the_day(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind, tab="deadlines") as seen:
            await seen.shows("2026-11: 3 open tickets fall due", "today", "占道经营", "rest")
            await seen.press("right")
            await seen.shows("Nothing found.")
            await seen.press("left", "enter")
            await seen.shows("[2 Tickets]", "open due:2026-11-03", "1 of 3")
            await seen.press("5", "comma")
            await seen.shows("2026-10: 0 open tickets")

    run(scene())


def test_a_long_label_is_folded_and_keeps_its_distance_from_the_value() -> None:
    columns = (Column("a", "Objections undecided"), Column("b", "State"))
    drawn = record_lines({"a": 0, "b": "public"}, (Section("", columns),), 30)
    assert ["".join(text for text, _ in pieces) for pieces in drawn] == [
        "Objections       0", "undecided        ", "State            public",
    ]  # fmt: skip
