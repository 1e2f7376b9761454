"""Confidential words reach only those they are for."""

from __future__ import annotations

import pytest

from gridctl.domain.rights import Rights
from gridctl.domain.roles import shipped_roles
from gridctl.operations.base import Gateway
from gridctl.operations.commands.contacts import ShowTicketContact
from gridctl.operations.commands.tickets import EditTicket
from gridctl.operations.queries.audits import VerifyRows
from gridctl.operations.queries.search import SearchAll
from gridctl.operations.queries.tickets import ListTickets, ShowTicket
from gridctl.storage.queries.scope import HIDDEN
from tests.gateways import RightsGateway


def part_of_office(gateway: Gateway, code: str) -> Gateway:
    return RightsGateway(gateway, Rights("wang", code, shipped_roles().one(code).permissions))


def test_confidential_words_reach_only_the_unit_that_leads(
    gateway: Gateway, town: Gateway, department: Gateway
) -> None:
    assert department.send(ShowTicket(ticket="C1")).title == "文定社区水管破裂"
    hidden = town.send(ShowTicket(ticket="C1"))
    assert (hidden.title, hidden.description, hidden.contact_phone) == (HIDDEN, HIDDEN, None)
    administrator = part_of_office(gateway, "administrator").send(ShowTicket(ticket="C1"))
    assert administrator.title == HIDDEN
    assert part_of_office(gateway, "county_office").send(ShowTicket(ticket="C1")).title != HIDDEN
    for words in ("破裂", "楼号"):
        assert town.send(ListTickets(text=words)).total == 0
        assert not town.send(SearchAll(words=words)).items
    counted = {row.serial_no for row in town.send(ListTickets(text="文定")).items}
    assert hidden.serial_no not in counted
    assert hidden.serial_no in {row.serial_no for row in town.send(ListTickets(limit=500)).items}


@pytest.mark.parametrize("code", ["administrator", "auditor", "county_office"])
def test_words_kept_from_whoever_checks_the_rows_are_not_taken_for_altered(
    gateway: Gateway, code: str
) -> None:
    found = part_of_office(gateway, code).send(VerifyRows())
    assert (found.items, found.tickets) == ((), gateway.send(VerifyRows()).tickets)


def test_the_reporter_of_a_confidential_ticket_is_told_like_one_that_is_absent(
    gateway: Gateway, town: Gateway, department: Gateway
) -> None:
    """Masked or not, by whatever way: only to the unit that leads, or with the right to read."""
    gateway.send(EditTicket(ticket="C1", contact_name="钱先生", contact_phone="13912345678"))
    reading = {"contact.unmask", "ticket.read"}
    sighted = part_of_office(gateway, "county_office")
    blind = RightsGateway(gateway, Rights("wang", "own", frozenset(reading)))
    for outside in (town, blind):
        seen = outside.send(ShowTicket(ticket="C1"))
        assert (seen.contact_name, seen.contact_phone) == (None, None)
        told = outside.send(ShowTicketContact(ticket="C1", purpose="回访核实"))
        assert (told.name, told.phone) == ("", "")
        known = outside.send(ShowTicketContact(ticket="C10", purpose="回访核实"))
        assert known.phone == "13912345678"
    assert department.send(ShowTicket(ticket="C1")).contact_phone == "139****5678"
    told = sighted.send(ShowTicketContact(ticket="C1", purpose="回访核实"))
    assert told.phone == "13912345678"
