"""Saving a list: the whole of it, in the format its ending tells, complete or not at all."""

from __future__ import annotations

import asyncio
import csv
import json
import threading
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gridctl.foundation.clock import Clock
from gridctl.operations.commands.tickets import EditTicket
from gridctl.operations.queries.tickets import ListTickets
from gridctl_tui.screens import saving
from tests.gateways import local_gateway


def run(scene: Any) -> None:
    asyncio.run(scene)


@pytest.fixture
def formula(office: Path, clock: Clock) -> None:
    """Give the newest ticket a title a spreadsheet would take for a formula."""
    gateway = local_gateway(office, clock)
    number = gateway.send(ListTickets(limit=1)).items[0].serial_no
    gateway.send(EditTicket(ticket=number, title="=HYPERLINK(1)"))
    gateway.close()


async def save_as(seen: Any, file: Path) -> None:
    await seen.shows("1 of 5")
    await seen.press("ctrl+s")
    await seen.shows("Save the whole list to a file", ".xlsx .csv")
    await seen.type(str(file))
    await seen.press("enter")


@pytest.mark.usefixtures("formula")
def test_a_list_is_saved_as_a_workbook_with_words(opened: Any, kind: str, tmp_path: Path) -> None:
    file = tmp_path / "工单.xlsx"

    async def scene() -> None:
        async with opened(kind) as seen:
            await save_as(seen, file)
            await seen.shows("Rows saved: 5")

    run(scene())
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(file).active.iter_rows()]
    heads = {name: number for number, name in enumerate(rows[0])}
    assert [row[heads["State"]] for row in rows[1:]] == ["dispatched"] * 3 + ["filed", "reported"]
    title = openpyxl.load_workbook(file).active.cell(2, heads["Title"] + 1)
    assert (title.value, title.data_type) == ("=HYPERLINK(1)", "s")
    assert isinstance(rows[1][heads["Revision"]], int)


@pytest.mark.usefixtures("formula")
def test_a_list_is_saved_as_the_command_line_writes_it(opened: Any, tmp_path: Path) -> None:
    file, other = tmp_path / "tickets.csv", tmp_path / "tickets.json"

    async def scene() -> None:
        async with opened() as seen:
            await save_as(seen, file)
            await seen.shows("Rows saved: 5")
            await save_as(seen, other)
            await seen.until(other.exists)

    run(scene())
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    assert (rows[0]["title"], rows[0]["state"]) == ("'=HYPERLINK(1)", "dispatched")
    assert json.loads(other.read_text())["items"][0]["title"] == "=HYPERLINK(1)"


def test_a_file_that_is_there_is_replaced_only_on_demand(opened: Any, tmp_path: Path) -> None:
    file = tmp_path / "tickets.csv"
    file.write_text("mine")

    async def scene() -> None:
        async with opened() as seen:
            await save_as(seen, file)
            await seen.shows("Replace the file?")
            await seen.press("n")
            await seen.shows("Save the whole list to a file")
            assert file.read_text() == "mine"
            await seen.press("enter")
            await seen.shows("Replace the file?")
            await seen.press("y")
            await seen.shows("Rows saved: 5")

    run(scene())
    assert len(file.read_text().splitlines()) == 6


def test_an_ending_that_tells_nothing_is_asked_for_again(opened: Any, tmp_path: Path) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await save_as(seen, tmp_path / "tickets.doc")
            await seen.shows("tell the format. Use one of")
            await seen.press("escape")
            await seen.shows("1 of 5")

    run(scene())
    assert list(tmp_path.glob("tickets*")) == []


def test_marked_rows_alone_are_saved(opened: Any, tmp_path: Path) -> None:
    file = tmp_path / "two.jsonl"

    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("1 of 5")
            await seen.press("space", "down", "space", "ctrl+s")
            await seen.shows("Save the 2 marked rows to a file")
            await seen.type(str(file))
            await seen.press("enter")
            await seen.shows("Rows saved: 2")

    run(scene())
    assert len(file.read_text().splitlines()) == 2


def test_what_takes_long_shows_how_far_it_is_and_stops_without_a_file(
    opened: Any, tmp_path: Path, office: Path, clock: Clock, monkeypatch: Any
) -> None:
    file, go = tmp_path / "long.csv", threading.Event()
    monkeypatch.setattr(saving, "_LONG", 0.05)
    monkeypatch.setattr(saving, "_PAGE", 2)

    class Slow:
        def __init__(self) -> None:
            self._inner = local_gateway(office, clock)

        def send(self, operation: Any, **options: Any) -> Any:
            if getattr(operation, "limit", 0) == 2 and operation.after:
                go.wait(10)
            return self._inner.send(operation, **options)

        def close(self) -> None:
            self._inner.close()

    async def scene() -> None:
        async with opened(connect=lambda _behalf: Slow()) as seen:
            await save_as(seen, file)
            await seen.shows("Saving", "2 rows of 5")
            await seen.press("escape")
            go.set()
            await seen.shows("Stopped; no file was written.")
            await save_as(seen, file)
            await seen.shows("Rows saved: 5")

    run(scene())
    assert [each.name for each in tmp_path.glob("*long*")] == ["long.csv"]


@pytest.mark.parametrize(("tab", "words"), [("today", "占道经营"), ("grids", "澄江街道")])
def test_other_lists_are_saved_too(opened: Any, tmp_path: Path, tab: str, words: str) -> None:
    file = tmp_path / "list.tsv"

    async def scene() -> None:
        async with opened(tab=tab) as seen:
            await seen.shows(words)
            await seen.press("ctrl+s")
            await seen.shows("Save the whole list to a file")
            await seen.type(str(file))
            await seen.press("enter")
            await seen.shows("Rows saved")

    run(scene())
    assert words in file.read_text(encoding="utf-8")
