"""What a party may do to a ticket: does it work there, does it have the ticket, is it a centre."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from gridctl.domain.loop import rank
from gridctl.domain.workflow.vocabulary import CENTRE_ROLES
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


def is_nearby(places: Collection[int], ticket: Ticket, context: QueryContext) -> bool:
    """Tell whether somebody at some places works where a ticket is.

    A ticket for which only the village is known is near to all who work in that village.
    """
    if covers(places, ticket, context):
        return True
    if ticket.grid_id is not None or ticket.village_id is None:
        return False
    index, day = place_index(context), ticket.reported_on
    return any(each.id == ticket.village_id for p in places for each in index.above(p, day))


def before(
    party: Party, ticket: Ticket, context: QueryContext, named: int | None = None
) -> Standing:
    """Return a party before a ticket; ``named`` is the worker it was sent to, if anybody."""
    centre = party.centre_of
    return Standing(
        party=party,
        ticket=ticket,
        nearby=is_nearby(party.places, ticket, context),
        central=centre is not None and covers([centre], ticket, context),
        named=named,
    )


class Standing(NamedTuple):
    """A party before a ticket.

    Attributes:
        nearby: it works where the ticket is.
        central: it belongs to a centre there.
        named: id of the worker the ticket was sent to; None where it is for all who are near.
    """

    party: Party
    ticket: Ticket
    nearby: bool
    central: bool
    named: int | None


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
    party, named = standing.party, standing.named
    if party.kind != "staff":
        return party.kind == "office"
    return standing.nearby if named is None else party.staff_id == named


def _is_superior(standing: Standing) -> bool:
    party = standing.party
    above = rank(party.level) > rank(standing.ticket.centre)
    return party.kind == "office" or (_is_centre(standing) and above)


def _anyone(_standing: Standing) -> bool:
    return True


#: Role of the workflow -> whether a party has it before a ticket.
ROLES: Mapping[str, Callable[[Standing], bool]] = {
    "worker": _is_worker,
    **dict.fromkeys(CENTRE_ROLES, _is_centre),
    "superior": _is_superior,
    "unit": _holds,
    "timer": lambda standing: standing.party.kind == "office",
    "anyone": _anyone,
}
