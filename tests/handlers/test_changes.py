"""Taking back commands and doing them again, local and remote."""

from __future__ import annotations

import pytest

from gridctl.domain.changes import ChangedSince, EntryFinal, EntryUndone, NothingToRedo
from gridctl.domain.tickets import TicketNotFound
from gridctl.operations.base import Gateway
from gridctl.operations.commands.changes import RedoEntry, UndoEntry
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.queries.changes import ListChanges
from gridctl.operations.queries.tickets import ShowTicket, TicketView


@pytest.fixture
def ticket(gateway: Gateway) -> TicketView:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    return gateway.send(CreateTicket(title="路面破损", place="江阴市"))


def _entries(gateway: Gateway) -> list[int]:
    return [row.entry for row in gateway.send(ListChanges()).items]


def test_an_edit_is_taken_back_and_done_again(gateway: Gateway, ticket: TicketView) -> None:
    gateway.send(EditTicket(ticket=ticket.serial_no, title="路面塌陷", urgent=True))
    gateway.send(UndoEntry())
    shown = gateway.send(ShowTicket(ticket=ticket.serial_no))
    assert (shown.title, shown.urgent, shown.revision) == ("路面破损", False, 3)
    assert [event.verb for event in shown.events] == ["report", "edit", "undo"]
    gateway.send(RedoEntry())
    again = gateway.send(ShowTicket(ticket=ticket.serial_no))
    assert (again.title, again.urgent, again.revision) == ("路面塌陷", True, 4)
    with pytest.raises(NothingToRedo):
        gateway.send(RedoEntry())


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
