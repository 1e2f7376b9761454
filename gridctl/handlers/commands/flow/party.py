"""What a party may do to a ticket: does it work there, does it have the ticket, is it a centre."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from gridctl.domain.loop import rank
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.parties import Party
from gridctl.handlers.queries.places import place_index
from gridctl.storage.tables.tickets import Ticket


def covers(places: Collection[int], ticket: Ticket, context: QueryContext) -> bool:
    """Tell whether a ticket lies in one of some places; in no place is everywhere."""
    if not places:
        return True
    lowest = ticket.grid_id or ticket.village_id or ticket.town_id or ticket.county_id
    if lowest is None:
        return False
    above = place_index(context).above(lowest, ticket.reported_on)
    return any(place.id in places for place in above)


def before(party: Party, ticket: Ticket, context: QueryContext) -> Standing:
    """Return a party before a ticket."""
    centre = party.centre_of
    return Standing(
        party=party,
        ticket=ticket,
        covered=covers(party.places, ticket, context),
        central=centre is not None and covers([centre], ticket, context),
    )


class Standing(NamedTuple):
    """A party before a ticket: does it work there, does it belong to a centre there."""

    party: Party
    ticket: Ticket
    covered: bool
    central: bool


def _holds(standing: Standing) -> bool:
    unit = standing.party.unit_id
    return unit is not None and unit == standing.ticket.lead_unit_id


def _is_centre(standing: Standing) -> bool:
    """Tell whether the party belongs to the centre that has the ticket, or to one above."""
    party, ticket = standing.party, standing.ticket
    if party.kind == "office":
        return True
    return standing.central and rank(party.level) >= rank(ticket.centre)


def _is_worker(standing: Standing) -> bool:
    party = standing.party
    return party.kind == "office" or (party.kind == "staff" and standing.covered)


def _is_superior(standing: Standing) -> bool:
    party = standing.party
    above = rank(party.level) > rank(standing.ticket.centre)
    return party.kind == "office" or (_is_centre(standing) and above)


def _anyone(_standing: Standing) -> bool:
    return True


#: Role of the workflow -> whether a party has it before a ticket.
ROLES: Mapping[str, Callable[[Standing], bool]] = {
    "worker": _is_worker,
    "desk": _is_centre,
    "acceptor": _is_centre,
    "shift_lead": _is_centre,
    "dispatcher": _is_centre,
    "approver": _is_centre,
    "arbiter": _is_centre,
    "leader": _is_centre,
    "superior": _is_superior,
    "unit": _holds,
    "timer": lambda standing: standing.party.kind == "office",
    "anyone": _anyone,
}
