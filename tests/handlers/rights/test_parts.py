"""What a town and a department see and may leave behind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gridctl.domain.changes import EntryNotFound
from gridctl.domain.grids import PlaceNotFound
from gridctl.domain.loop import PartyMissing
from gridctl.domain.rights import PlaceNotYours, Rights
from gridctl.domain.roles import shipped_roles
from gridctl.domain.staff import StaffNotFound
from gridctl.domain.tickets import TicketNotFound, TicketNumberTaken
from gridctl.operations.base import Gateway
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands.changes import RedoEntry, UndoEntry
from gridctl.operations.commands.ticket_signals import CommentTicket, NotifyTicket
from gridctl.operations.commands.ticket_steps import TakeSteps
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.queries.changes import ListChanges
from gridctl.operations.queries.grids import ListGrids, ShowGrid
from gridctl.operations.queries.offices import ShowHead
from gridctl.operations.queries.search import SearchAll
from gridctl.operations.queries.staff import ListStaff, ShowStaff
from gridctl.operations.queries.tickets import ListTickets, ShowStats, ShowTicket
from gridctl.operations.queries.today import ShowToday
from gridctl.operations.queries.whistles import ListWhistles
from tests.gateways import RightsGateway
from tests.handlers.rights.desk import OTHER_TOWN, TOWN, TOWN_UNIT, id_of_place, refused


def test_a_town_sees_its_own_tickets_and_no_others(gateway: Gateway, town: Gateway) -> None:
    seen = town.send(ListTickets(limit=1_000))
    assert {row.town for row in seen.items} == {TOWN}
    everything = gateway.send(ListTickets(limit=1_000)).items
    assert seen.total == len([row for row in everything if row.town == TOWN])
    assert [row.name for row in town.send(ShowStats(by="town")).items] == [TOWN]


def test_a_town_sees_its_own_staff_and_places_with_those_above(town: Gateway) -> None:
    assert {row.name for row in town.send(ListStaff()).items} == {"张三", "王五"}
    codes = {row.code for row in town.send(ListGrids(limit=1_000)).items}
    assert codes >= {"320281000000", "320281001000", "320281001001"}
    assert not [code for code in codes if code.startswith("320281102")]
    assert {row.place for row in town.send(ListWhistles()).items} == {"文定社区居委会"}


def test_search_finds_nothing_outside(town: Gateway) -> None:
    for words in ("月城村", "李四", "井盖", "Y10", "lisi", "yccw"):
        found = town.send(SearchAll(words=words)).model_dump_json()
        assert "月城村" not in found
        assert "李四" not in found


def test_a_town_enters_tickets_in_its_own_places_only(gateway: Gateway, town: Gateway) -> None:
    made = town.send(CreateTicket(title="路灯不亮", place="君山社区", category="供水"))
    assert gateway.send(ShowTicket(ticket=made.serial_no)).town == TOWN
    with pytest.raises(PlaceNotFound):
        town.send(CreateTicket(title="路灯不亮", place="月城村"))
    before = gateway.send(ListTickets()).total
    with pytest.raises(PlaceNotYours):
        town.send(CreateTicket(title="路灯不亮", place="江阴市"))
    with pytest.raises(PlaceNotYours):
        town.send(EditTicket(ticket=made.serial_no, place="江阴市"))
    assert gateway.send(ListTickets()).total == before
    assert gateway.send(ShowTicket(ticket=made.serial_no)).community == "君山社区居委会"


def test_a_number_that_is_taken_elsewhere_tells_nothing_of_its_ticket(town: Gateway) -> None:
    error = refused(town, CreateTicket(title="水", place="文定社区", external_no="Y10"))
    assert isinstance(error, TicketNumberTaken)
    assert dict(error.params) == {"number": "Y10"}


def test_serial_numbers_run_on_past_what_is_out_of_sight(gateway: Gateway, town: Gateway) -> None:
    first = gateway.send(CreateTicket(title="甲", place="月城村"))
    second = town.send(CreateTicket(title="乙", place="文定社区"))
    assert int(second.serial_no) == int(first.serial_no) + 1


def _unattached(gateway: Gateway, role: str, place: str, level: str) -> Gateway:
    """Return the gateway of an account that belongs to no unit and no member of staff."""
    held = shipped_roles().one(role).permissions
    return RightsGateway(
        gateway, Rights("li", role, held, "place", id_of_place(gateway, place), level)
    )


def test_an_account_of_a_place_acts_for_the_centre_of_the_place(gateway: Gateway) -> None:
    clerk = _unattached(gateway, "town_office", TOWN, "town")
    assert clerk.send(ShowToday()).party == TOWN_UNIT
    assert clerk.send(ShowHead()).entry == gateway.send(ShowHead()).entry
    station = _unattached(gateway, "village_station", "文定社区居委会", "village")
    assert station.send(ShowToday()).party == "文定社区居委会"


def test_nobody_acts_for_a_unit_out_of_nowhere(gateway: Gateway) -> None:
    nobody = _unattached(gateway, "gridworker", "文定社区居委会", "grid")
    with pytest.raises(PartyMissing):
        nobody.send(ShowToday())
    assert nobody.send(ShowHead()).day


def test_a_town_takes_back_what_it_did_itself_and_nothing_else(
    gateway: Gateway, town: Gateway
) -> None:
    made = town.send(CreateTicket(title="路灯不亮", place="君山社区", category="供水"))
    town.send(UndoEntry())
    with pytest.raises(TicketNotFound):
        town.send(ShowTicket(ticket=made.serial_no))
    own = town.send(RedoEntry()).entry
    assert town.send(ShowTicket(ticket=made.serial_no)).title == "路灯不亮"
    assert {row.actor for row in town.send(ListChanges(limit=1_000)).items} == {"li"}
    # Another's entry answers like one that is not there, though it is about a ticket in sight.
    gateway.send(EditTicket(ticket="C10", title="井盖缺失两处"))
    others = gateway.send(ListChanges(limit=1)).items[0].entry
    for entry in (others, others + 1_000):
        assert isinstance(refused(town, UndoEntry(entry=entry)), EntryNotFound)
    # With the right to do such a thing, and the sight of it, goes the right to take it back.
    rights: Rights = town._rights  # type: ignore[attr-defined]
    less = replace(rights, permissions=rights.permissions - {"ticket.create"})
    error = refused(RightsGateway(gateway, less, TOWN_UNIT), UndoEntry(entry=own))
    assert error.params["permission"] == "ticket.create"
    elsewhere = replace(rights, place_id=id_of_place(gateway, OTHER_TOWN))
    error = refused(RightsGateway(gateway, elsewhere, TOWN_UNIT), UndoEntry(entry=own))
    assert isinstance(error, EntryNotFound)
    # One step on many tickets is taken back with the right to that step.
    town.send(TakeSteps(step="ticket_intake.FileTicket", tickets=(made.serial_no,)))
    less = replace(rights, permissions=rights.permissions - {"ticket.accept"})
    clerk = RightsGateway(gateway, less, TOWN_UNIT)
    assert not clerk.send(ListChanges(limit=1)).items[0].reversible
    assert refused(clerk, UndoEntry()).params["permission"] == "ticket.accept"
    town.send(UndoEntry())
    assert town.send(UndoEntry(entry=own)).undone


def test_a_department_sees_what_it_leads_helps_with_or_was_told_of(
    gateway: Gateway, department: Gateway
) -> None:
    led = {row.lead_unit for row in department.send(ListTickets(limit=1_000)).items}
    assert led == {"城市管理局"}
    with pytest.raises(TicketNotFound):
        department.send(ShowTicket(ticket="Y10"))
    gateway.send(NotifyTicket(ticket="Y10", units=("城市管理局",)))
    assert department.send(ShowTicket(ticket="Y10")).title == "月城村井盖缺失"
    with pytest.raises(TicketNotFound):
        department.send(ShowTicket(ticket="C10"))
    gateway.send(handling.DispatchTicket(ticket="C10", unit="住房和城乡建设局"))
    gateway.send(handling.AssistTicket(ticket="C10", unit="城市管理局"))
    assert department.send(ShowTicket(ticket="C10")).assist_units == ("城市管理局",)


def test_a_department_works_on_its_tickets(gateway: Gateway, department: Gateway) -> None:
    gateway.send(handling.DispatchTicket(ticket="Y10", unit="城市管理局"))
    department.send(handling.SignTicket(ticket="Y10"))
    told = department.send(CommentTicket(ticket="Y10", opinion="已派人"))
    assert told.state == "handling"
    serial = told.serial_no
    gateway.send(NotifyTicket(ticket="Y10", units=("城市管理局",)))
    assert serial in {row.serial_no for row in department.send(ShowToday()).items}
    back = department.send(
        handling.ReturnTicket(ticket="Y10", ground="not_competent", opinion="不归我们管")
    )
    assert back.state == "returned"
    # What it has had in hand it may still look up.
    assert department.send(ShowTicket(ticket="Y10")).events[-1].verb == "return"


def test_a_department_knows_no_staff_of_the_towns(department: Gateway) -> None:
    assert department.send(ListStaff()).total == 0
    with pytest.raises(StaffNotFound):
        department.send(ShowStaff(staff="G001"))
    assert department.send(ShowGrid(place="文定社区")).posts == ()
