"""Correcting records in a form: only what was changed is sent, and two clerks who meet decide."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gridctl.foundation.clock import OFFICE_ZONE, Clock
from gridctl.operations.base import Command
from gridctl.operations.commands.grids import EditGrid
from gridctl.operations.commands.staff import EditStaff
from gridctl.operations.commands.tickets import EditTicket
from gridctl.operations.queries.changes import ListChanges
from gridctl.operations.queries.staff import ShowStaff
from gridctl.operations.queries.tickets import ListTickets, ShowTicket, TicketView
from gridctl_tui.screens.editing import EditForm
from gridctl_tui.screens.sides import Sides
from gridctl_tui.widgets.fields import FieldLine
from gridctl_tui.widgets.row_window import RowWindow
from tests.gateways import local_gateway


def run(scene: Any) -> None:
    asyncio.run(scene)


def elsewhere(office: Path, clock: Clock, *commands: Command[Any]) -> None:
    """Change something as another clerk does, beside the dashboard."""
    gateway = local_gateway(office, clock)
    for command in commands:
        gateway.send(command)
    gateway.close()


def field(seen: Any, name: str) -> FieldLine:
    """Return a field of the form at hand."""
    return next(each for each in seen.app.screen.query(FieldLine) if each.field == name)


async def first_ticket(seen: Any) -> TicketView:
    """Return the ticket that was entered first, which nobody has dispatched."""
    page = await seen.app.desk.send(ListTickets(order="oldest", limit=1))
    return await seen.app.desk.send(ShowTicket(ticket=page.items[0].serial_no))


async def edit_first(seen: Any) -> str:
    """Open the form of the first ticket and return its number."""
    await seen.shows("占道经营")
    await seen.press("end")
    rows = seen.app.screen.query_one(RowWindow)
    await seen.until(lambda: rows.row is not None and rows.row.title == "井盖缺失")
    await seen.press("f4")
    await seen.until(lambda: isinstance(seen.app.screen, EditForm))
    await seen.shows("Edit 3202812026", "Title")
    return str(rows.row.serial_no)


def test_only_what_was_changed_is_sent(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with opened(kind) as seen:
            number = await edit_first(seen)
            field(seen, "address").write("人民路1号")
            field(seen, "amount_fen").write("12.50")
            field(seen, "urgent").write("yes")
            told = f"ticket edit {number} --address 人民路1号 --urgent --amount 12.50 --if-match 1"
            assert seen.app.screen.command() == f"gridctl --db office.db {told}"
            await seen.press("ctrl+s")
            await seen.shows("corrected")
            view = await first_ticket(seen)
            told = (view.title, view.address, view.amount_fen, view.urgent, view.revision)
            assert told == ("井盖缺失", "人民路1号", 1250, True, 2)

    run(scene())


def test_a_form_in_which_nothing_was_changed_says_so(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await edit_first(seen)
            await seen.press("ctrl+s")
            await seen.shows("Nothing is changed yet.")
            await seen.type("二")
            assert field(seen, "title").text == "井盖缺失二"
            field(seen, "category").write("")
            await seen.press("ctrl+s")
            await seen.shows("Category cannot be taken away, only changed.")

    run(scene())


def test_a_deadline_at_midnight_is_written_and_read_as_24_00(
    opened: Any, office: Path, clock: Clock
) -> None:
    async def scene() -> None:
        async with opened() as seen:
            number = (await first_ticket(seen)).serial_no
            midnight = datetime(2026, 11, 6, tzinfo=OFFICE_ZONE)
            elsewhere(office, clock, EditTicket(ticket=number, deadline_at=midnight))
            await edit_first(seen)
            assert field(seen, "deadline_at").text == "2026-11-05 24:00"
            await seen.press("ctrl+s")
            await seen.shows("Nothing is changed yet.")
            field(seen, "deadline_at").write("2026年11月6日 24:00")
            await seen.press("ctrl+s")
            await seen.until(lambda: not isinstance(seen.app.screen, EditForm))
            shown = await seen.app.desk.send(ShowTicket(ticket=number))
            assert shown.deadline_at == midnight + timedelta(days=1)

    run(scene())


def test_what_the_steps_decide_is_not_among_the_fields(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            await seen.press("e")
            await seen.shows("It was dispatched")
            names = {each.field for each in seen.app.screen.query(FieldLine)}
            assert names >= {"title", "public_reply"}
            assert not names & {"lead_unit", "assist_units", "deadline_at"}

    run(scene())


def test_two_clerks_who_meet_see_three_sides_and_decide_field_by_field(
    opened: Any, kind: str, office: Path, clock: Clock
) -> None:
    async def scene() -> None:
        async with opened(kind) as seen:
            number = await edit_first(seen)
            field(seen, "title").write("井盖破损")
            field(seen, "address").write("人民路1号")
            elsewhere(
                office, clock,
                EditTicket(ticket=number, title="井盖丢失", address="人民路2号", source="网络"),
            )  # fmt: skip
            await seen.press("ctrl+s")
            await seen.until(lambda: isinstance(seen.app.screen, Sides))
            await seen.shows("test changed ticket", "You saw", "井盖缺失", "[井盖破损]", "井盖丢失")
            await seen.shows("[网络]")
            # The form is behind it, as it was.
            await seen.press("escape")
            assert field(seen, "title").text == "井盖破损"
            await seen.press("ctrl+s")
            await seen.until(lambda: isinstance(seen.app.screen, Sides))
            await seen.shows("> Title")
            await seen.press("down")
            await seen.shows("> Address")
            await seen.press("up", "space")
            await seen.shows("[井盖丢失]", "[人民路1号]")
            await seen.press("ctrl+s")
            await seen.shows("corrected")
            view = await first_ticket(seen)
            assert (view.title, view.address, view.source) == ("井盖丢失", "人民路1号", "网络")

    run(scene())


def test_where_theirs_is_taken_for_all_nothing_is_sent(
    opened: Any, office: Path, clock: Clock
) -> None:
    async def scene() -> None:
        async with opened() as seen:
            number = await edit_first(seen)
            field(seen, "title").write("井盖破损")
            elsewhere(office, clock, EditTicket(ticket=number, title="井盖丢失"))
            await seen.press("ctrl+s")
            await seen.until(lambda: isinstance(seen.app.screen, Sides))
            await seen.press("right", "ctrl+s")
            await seen.shows("What is there now stays", "井盖丢失")
            newest = await seen.app.desk.send(ListChanges(limit=1))
            assert newest.items[0].actor == "test"

    run(scene())


@pytest.mark.parametrize(
    ("tab", "change", "name", "mine"),
    [
        ("staff", EditStaff(staff_no="G001", note="病假"), "note", "事假"),
        ("grids", EditGrid(code="320281000000", households=10), "households", "12"),
    ],
)
def test_other_records_are_corrected_in_the_same_way(
    opened: Any, kind: str, office: Path, clock: Clock, tab: str, change: Any, name: str, mine: str
) -> None:
    async def scene() -> None:
        async with opened(kind, tab=tab) as seen:
            await seen.shows("江阴市" if tab == "grids" else "张三")
            await seen.until(lambda: seen.app.screen.editable() is not None)
            await seen.press("e")
            await seen.until(lambda: isinstance(seen.app.screen, EditForm))
            await seen.shows("Edit")
            field(seen, name).write(mine)
            elsewhere(office, clock, change)
            await seen.press("ctrl+s")
            await seen.until(lambda: isinstance(seen.app.screen, Sides))
            await seen.shows(f"[{mine}]")
            await seen.press("ctrl+s")
            await seen.shows("corrected")

    run(scene())


def test_a_person_may_lose_what_may_be_taken_away(opened: Any, office: Path, clock: Clock) -> None:
    elsewhere(office, clock, EditStaff(staff_no="G001", unit="城管局", note="一"))

    async def scene() -> None:
        async with opened(tab="staff") as seen:
            await seen.shows("张三")
            await seen.until(lambda: seen.app.screen.editable() is not None)
            await seen.press("f4")
            await seen.until(lambda: isinstance(seen.app.screen, EditForm))
            field(seen, "unit").write("")
            field(seen, "note").write("")
            await seen.press("ctrl+s")
            await seen.shows("corrected")
            person = await seen.app.desk.send(ShowStaff(staff="G001"))
            assert (person.unit_name, person.note) == (None, "")

    run(scene())
