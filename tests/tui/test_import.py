"""Import: from the file to what became of it, step by step; on a file and on a server alike."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from gridctl.foundation.clock import Clock
from gridctl.gateway.sending import Sent
from gridctl.imports import inspect, load_kind
from gridctl.operations.base import Operation
from gridctl.operations.queries.imports import ListBatches
from gridctl.operations.queries.tickets import ListTickets
from gridctl_tui.importing.draft import Errand, drafted
from gridctl_tui.importing.folder import entries
from gridctl_tui.importing.outcome_pane import OutcomePane
from gridctl_tui.widgets.fields import FieldLine
from tests.tui.conftest import PATIENCE_S, watching

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


def test_what_is_called_as_typed_comes_before_what_only_holds_it(tmp_path: Path) -> None:
    for name in ("bin", "in", "inbox"):
        (tmp_path / name).mkdir()
    assert [each.name for each in entries(tmp_path, "in")] == ["in/", "inbox/", "bin/"]


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
            await seen.shows("Rejected 1", "月球街道", "F6 brings the good rows in")
            assert (await seen.app.desk.send(ListBatches())).items[0].state == "discarded"
            await seen.press("f6")
            await seen.shows("Bring in 工单.csv?", "Rejected: 1")
            await seen.press("y")
            await seen.shows("brought in", "applied")
            page = await seen.app.desk.send(ListTickets(filter="垃圾未清"))
            assert page.items[0].title == "垃圾未清"

    run(scene())


def test_while_a_file_is_tried_no_row_is_said_to_be_missing(
    opened: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, watch = threading.Event(), Errand._watch

    def hold(errand: Errand, sent: Sent) -> None:
        held.wait(PATIENCE_S)
        watch(errand, sent)

    monkeypatch.setattr(Errand, "_watch", hold)

    async def scene() -> None:
        async with opened(tab="import") as seen:
            await at_reading(seen)
            await seen.press("f6")
            await seen.shows("Trying it")
            assert "Nothing found" not in seen.text
            held.set()
            await seen.shows("Rejected 1", "月球街道")
            await seen.press("/")
            await seen.type("火星")
            await seen.shows("Nothing found")

    try:
        run(scene())
    finally:
        held.set()


async def tried(seen: Any) -> None:
    await at_reading(seen)
    await seen.press("f6")
    await seen.shows("Rejected 1", "月球街道")


def test_why_a_row_stays_out_is_told_in_full_on_a_small_terminal(opened: Any, folder: Path) -> None:
    async def scene() -> None:
        async with opened(tab="import", size=(80, 24)) as seen:
            await at_reading(seen)
            await seen.press("f6")
            await seen.shows("Rejected 1", "月球街道")
            told = seen.app.screen.query_one("#trial", OutcomePane).rows.row.told
            await seen.until(lambda: "".join(told.split()) in "".join(seen.text.split()))

    run(scene())


async def brought_in(seen: Any) -> None:
    await tried(seen)
    await seen.press("f6")
    await seen.shows("Bring in 工单.csv?")
    await seen.press("y")
    await seen.shows("brought in", "applied")


def test_what_a_trial_would_change_is_told_old_and_new(opened: Any, folder: Path) -> None:
    changed = TICKETS.replace("说法", "标题").replace("月球街道", "澄江街道")

    async def scene() -> None:
        async with opened(tab="import") as seen:
            await brought_in(seen)
            (folder / "工单.csv").write_text(changed, encoding="utf-8")
            await seen.press("left", "left", "left")
            await seen.press("enter")
            await seen.shows("utf-8", "5 columns read")
            await seen.press("f6")
            await seen.shows("New 1", "Changed 1", "Title 垃圾未清", "F6 brings it in")
            await seen.press("f3")
            await seen.type("changed")
            await seen.press("enter")
            await seen.until(lambda: "路灯不亮" not in seen.text)
            assert "垃圾未清" in seen.text
            await seen.press("escape")
            await seen.shows("路灯不亮")

    run(scene())


def test_rejected_rows_are_saved_in_the_file_itself_and_as_a_list(
    opened: Any, folder: Path
) -> None:
    async def scene() -> None:
        async with opened(tab="import") as seen:
            await tried(seen)
            await seen.press("f9")
            await seen.shows("Save the rejected rows as", ".xlsx is the file itself")
            await seen.press("enter")
            await seen.shows("Rows saved: 1")
            await seen.press("f9")
            await seen.shows("Save the rejected rows as")
            await seen.press("ctrl+u")
            await seen.type(str(folder / "list.csv"))
            await seen.press("enter")
            await seen.until((folder / "list.csv").exists)

    run(scene())
    (saved,) = folder.glob("工单-*.xlsx")
    # The clerk mends the copy and brings it in again: it reads like the file.
    plan = inspect(saved, load_kind("ticket"))
    assert [column.header for column in plan.unread] == ["说法", "Reason"]
    assert plan.sample[1][-1].startswith("there is no place 月球街道")
    assert "月球街道" in (folder / "list.csv").read_text("utf-8-sig")


def test_an_import_is_looked_back_at_and_taken_back(opened: Any, kind: str, folder: Path) -> None:
    async def scene() -> None:
        async with opened(kind, tab="import") as seen:
            await brought_in(seen)
            await seen.press("right")
            await seen.shows("B2", "B1", "not applied", "王芳")
            await seen.press("delete")
            await seen.shows("Take back B2 工单.csv?", "New: 1")
            await seen.press("y")
            await seen.shows("undone")
            page = await seen.app.desk.send(ListTickets(filter="number:A1"))
            assert page.items == ()
            await seen.press("enter")
            await seen.shows("The import was taken back.", "月球街道")

    run(scene())


def test_what_can_be_done_with_an_import_is_offered_once_a_slow_list_has_come(
    opened: Any, office: Path, clock: Clock, folder: Path
) -> None:
    go = threading.Event()

    def hold(operation: Operation[Any]) -> None:
        if isinstance(operation, ListBatches):
            go.wait(20)

    async def scene() -> None:
        connect = watching(office, clock, hold)
        async with opened(connect=connect, tab="import") as seen:
            await tried(seen)
            await seen.press("right")
            await seen.shows("[All imports]", "working")
            go.set()
            await seen.shows("not applied", "F9 Save rejected")

    run(scene())


def test_what_was_stopped_goes_on_also_in_another_dashboard(
    opened: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridctl.gateway.sending.CHUNK", 1)
    good = TICKETS.replace("月球街道", "澄江街道")
    (folder / "工单.csv").write_text(good, encoding="gb18030")
    stopping = Errand._watch

    def stop(errand: Errand, sent: Sent) -> None:
        if not errand.trial:
            errand.stop()
        stopping(errand, sent)

    async def scene() -> None:
        async with opened(tab="import") as seen:
            await at_reading(seen)
            await seen.press("f6")
            await seen.shows("F6 brings it in")
            monkeypatch.setattr(Errand, "_watch", stop)
            await seen.press("f6")
            await seen.shows("Bring in 工单.csv?")
            await seen.press("y")
            await seen.shows("The import was stopped.", "1 rows have arrived.")
        monkeypatch.setattr(Errand, "_watch", stopping)
        async with opened(tab="import") as seen:
            await seen.shows("not finished")
            await seen.press("enter")
            await seen.shows("Go on with 工单.csv?")
            await seen.press("y")
            await seen.shows("applied", "New 2")
            batches = (await seen.app.desk.send(ListBatches())).items
            assert [batch.state for batch in batches] == ["applied", "discarded"]

    run(scene())


def test_a_kind_and_a_way_of_reading_are_settled_by_hand(opened: Any, folder: Path) -> None:
    async def scene() -> None:
        async with opened(tab="import") as seen:
            await at_reading(seen)
            await seen.press("f7")
            await seen.shows("What are its rows?")
            await seen.type("单位")
            await seen.press("enter")
            await seen.shows("Units")
            await seen.press("f8")
            await seen.shows("Row of the header", "found: 1")
            await seen.press("ctrl+u")
            await seen.type("two")
            await seen.press("ctrl+s")
            await seen.shows("two is not a whole number.")
            await seen.press("ctrl+u")
            await seen.type("2")
            await seen.press("ctrl+s")
            await seen.shows("header in row 2")
            await seen.press("y")
            assert "--kind unit --header-row 2" in seen.app.clipboard

    run(scene())


def test_where_no_header_is_known_nothing_is_guessed(tmp_path: Path) -> None:
    matrix = tmp_path / "矩阵.csv"
    matrix.write_text("甲,乙,丙\n1,2,3\n4,5,6\n", encoding="utf-8")
    found = drafted(matrix)
    assert (found.unknown, found.ready) == (True, False)
    assert not found.changed(kind="ticket", stated=True).unknown


def test_a_file_that_cannot_be_read_says_why(opened: Any, folder: Path) -> None:
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")

    async def scene() -> None:
        async with opened(tab="import") as seen:
            await seen.shows("坏.xlsx")
            await seen.press("f3")
            await seen.type("h.x")
            await seen.press("escape", "f3")
            await seen.type("坏")
            await seen.until(lambda: "工单.csv" not in seen.text)
            await seen.press("enter")
            await seen.shows("坏.xlsx is a damaged workbook.")

    run(scene())


def test_the_encoding_is_chosen_and_not_typed(opened: Any, kind: str, folder: Path) -> None:
    async def scene() -> None:
        async with opened(kind, tab="import") as seen:
            await at_reading(seen)
            await seen.press("f8")
            await seen.shows("Encoding found: gb18030", "recognised", "UTF-8", "Big5")
            field = next(
                each for each in seen.app.screen.query(FieldLine) if each.field == "encoding"
            )
            assert field.value is None
            field.write("utf-8")
            await seen.press("ctrl+s")
            await seen.shows("row 1", "utf-8")
            field.write("gb18030")
            await seen.press("ctrl+s")
            await seen.shows("columns read")
            assert seen.app.screen.draft.choices.encoding == "gb18030"

    run(scene())
