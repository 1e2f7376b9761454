"""Taking back commands and doing them again, local and remote."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridctl.domain.changes import (
    ChangedSince,
    EntryFinal,
    EntryOfAnother,
    EntryUndone,
    NothingToRedo,
    RestedOn,
)
from gridctl.domain.rights import UNDO_OTHERS, Rights
from gridctl.domain.tickets import TicketNotFound
from gridctl.gateway.sending import Wish, send_file
from gridctl.imports import inspect, load_kind
from gridctl.operations.base import Gateway
from gridctl.operations.commands.changes import RedoEntry, UndoEntry
from gridctl.operations.commands.clocks import SweepClock
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.imports import UndoBatch
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.operations.commands.staff import CreateStaff, EditStaff
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.queries.audits import ShowTrace, VerifyRows
from gridctl.operations.queries.changes import ListChanges
from gridctl.operations.queries.staff import ShowStaff
from gridctl.operations.queries.tickets import ShowTicket, TicketView
from tests.gateways import RightsGateway


@pytest.fixture
def ticket(gateway: Gateway) -> TicketView:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    return gateway.send(CreateTicket(title="路面破损", place="江阴市"))


def _entries(gateway: Gateway) -> list[int]:
    return [row.entry for row in gateway.send(ListChanges()).items]


def test_an_edit_is_taken_back_and_done_again(gateway: Gateway, ticket: TicketView) -> None:
    gateway.send(EditTicket(ticket=ticket.serial_no, title="路面塌陷", urgent=True))
    assert gateway.send(UndoEntry()).tickets == (ticket.serial_no,)
    shown = gateway.send(ShowTicket(ticket=ticket.serial_no))
    assert (shown.title, shown.urgent, shown.revision) == ("路面破损", False, 3)
    assert [event.verb for event in shown.events] == ["report", "edit", "undo"]
    gateway.send(RedoEntry())
    again = gateway.send(ShowTicket(ticket=ticket.serial_no))
    assert (again.title, again.urgent, again.revision) == ("路面塌陷", True, 4)
    with pytest.raises(NothingToRedo):
        gateway.send(RedoEntry())


def test_others_work_is_taken_back_by_a_right_of_its_own(
    gateway: Gateway, ticket: TicketView
) -> None:
    held = frozenset({"ticket.read", "ticket.edit", "journal.read", "journal.undo"})
    li, wang = (RightsGateway(gateway, Rights(login, "x", held)) for login in ("li", "wang"))
    keeper = RightsGateway(gateway, Rights("chen", "x", held | {UNDO_OTHERS}))
    li.send(EditTicket(ticket=ticket.serial_no, title="路面塌陷"))
    entry, seen = (each.send(ListChanges(limit=1)).items[0] for each in (li, wang))
    assert (entry.reversible, seen.reversible) == (True, False)
    with pytest.raises(EntryOfAnother):
        wang.send(UndoEntry(entry=entry.entry))
    keeper.send(UndoEntry(entry=entry.entry))
    with pytest.raises(EntryOfAnother):
        li.send(RedoEntry(entry=entry.entry))
    keeper.send(RedoEntry())
    li.send(UndoEntry())
    assert gateway.send(ShowTicket(ticket=ticket.serial_no)).title == "路面破损"


def test_a_new_ticket_is_withdrawn_and_comes_back(gateway: Gateway, ticket: TicketView) -> None:
    gateway.send(UndoEntry())
    with pytest.raises(TicketNotFound):
        gateway.send(ShowTicket(ticket=ticket.serial_no))
    gateway.send(RedoEntry())
    assert gateway.send(ShowTicket(ticket=ticket.serial_no)).title == "路面破损"


def test_what_another_command_rests_on_stays(gateway: Gateway, ticket: TicketView) -> None:
    gateway.send(EditTicket(ticket=ticket.serial_no, title="一"))
    first = _entries(gateway)[0]
    gateway.send(EditTicket(ticket=ticket.serial_no, title="二"))
    with pytest.raises(ChangedSince) as caught:
        gateway.send(UndoEntry(entry=first))
    assert caught.value.params["later"] == first + 1
    gateway.send(UndoEntry(entry=first + 1))
    gateway.send(UndoEntry(entry=first))
    assert gateway.send(ShowTicket(ticket=ticket.serial_no)).title == "路面破损"
    with pytest.raises(EntryUndone):
        gateway.send(UndoEntry(entry=first))


def test_a_place_with_tickets_stays(gateway: Gateway, ticket: TicketView) -> None:
    made = _entries(gateway)[-1]
    with pytest.raises(RestedOn) as caught:
        gateway.send(UndoEntry(entry=made))
    assert caught.value.params == {"entry": made}
    assert gateway.send(SweepClock()).tickets == 1
    gateway.send(UndoEntry())
    gateway.send(UndoEntry(entry=made))


def test_the_set_up_of_the_office_is_final(gateway: Gateway) -> None:
    gateway.send(SetUpOffice(name="网格中心", county_code="320281", operator="test"))
    row = gateway.send(ListChanges()).items[0]
    assert not row.reversible
    with pytest.raises(EntryFinal):
        gateway.send(UndoEntry(entry=row.entry))


def test_a_dry_run_takes_nothing_back(gateway: Gateway, ticket: TicketView) -> None:
    gateway.send(EditTicket(ticket=ticket.serial_no, title="一"))
    gateway.send(UndoEntry(), dry_run=True)
    assert gateway.send(ShowTicket(ticket=ticket.serial_no)).title == "一"


def test_contact_values_come_back_and_stand_in_no_log(gateway: Gateway, ticket: TicketView) -> None:
    number = ticket.serial_no

    def edit(**facts: str) -> str | None:
        gateway.send(EditTicket(ticket=number, **facts))
        return gateway.send(ShowTicket(ticket=number)).contact_phone

    assert edit(contact_name="王小明", contact_phone="13800001111") == "138****1111"
    assert edit(contact_phone="13900002222") == "139****2222"
    assert edit(contact_name="", contact_phone="") is None
    for phone in ("139****2222", "138****1111", None):
        gateway.send(UndoEntry())
        assert gateway.send(ShowTicket(ticket=number)).contact_phone == phone
    gateway.send(RedoEntry())
    gateway.send(RedoEntry())
    assert gateway.send(ShowTicket(ticket=number)).contact_phone == "139****2222"
    assert gateway.send(VerifyRows()).items == ()
    story = gateway.send(ShowTrace(ticket=number)).model_dump_json()
    assert "2222" not in story.replace(number, "")


def test_a_number_of_the_staff_comes_back(gateway: Gateway) -> None:
    gateway.send(CreateStaff(staff_no="G1", name="张三", employment="full", phone="13800001111"))
    gateway.send(EditStaff(staff_no="G1", phone="13900002222"))
    gateway.send(UndoEntry())
    assert gateway.send(ShowStaff(staff="G1")).phone == "138****1111"


def test_an_undone_import_stands_in_nobodys_way(
    gateway: Gateway, ticket: TicketView, tmp_path: Path
) -> None:
    gateway.send(EditTicket(ticket=ticket.serial_no, title="一"))
    first = _entries(gateway)[0]
    path = tmp_path / "tickets.csv"
    path.write_text(f"系统编号,事件标题,上报时间\n{ticket.serial_no},二,2026-10-05\n", "utf-8")
    batch = send_file(gateway, inspect(path, load_kind("ticket")), Wish())
    assert gateway.send(ShowTicket(ticket=ticket.serial_no)).title == "二"
    with pytest.raises(ChangedSince):
        gateway.send(UndoEntry(entry=first))
    gateway.send(UndoBatch(batch=batch.batch))
    gateway.send(UndoEntry(entry=first))
    assert gateway.send(ShowTicket(ticket=ticket.serial_no)).title == "路面破损"
