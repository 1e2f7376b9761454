"""Everything about one ticket, contact values masked."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from gridctl.domain.privacy import mask_citizen_name, mask_phone
from gridctl.domain.rights import PlaceNotYours
from gridctl.domain.tickets import TicketNotFound, TicketNumberAmbiguous
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.shape import instant
from gridctl.handlers.queries.step_facts import step_facts
from gridctl.handlers.queries.ticket_rows import discretion, standing, timed
from gridctl.operations.queries.tickets import AttachmentView, TicketEventView, TicketView
from gridctl.storage.queries import tickets as sql
from gridctl.storage.queries.compose import Params


def find_ticket(context: QueryContext, number: str) -> int:
    """Return the id of the ticket with a serial or external number.

    Raises:
        TicketNotFound, TicketNumberAmbiguous: none, or several.
    """
    found = context.read.rows(sql.FIND, {"number": number})
    if not found:
        raise TicketNotFound(number=number)
    if len(found) > 1:
        choices = tuple(serial for _, serial in found)
        raise TicketNumberAmbiguous(number=number, choices=choices)
    return int(found[0][0])


def view_ticket(context: QueryContext, ticket_id: int) -> TicketView:
    """Return the view of a ticket by its id, for the acting party.

    Raises:
        PlaceNotYours: a command has just put it where the account sees nothing.
    """
    params: Params = {"id": ticket_id, "now": context.now()}
    row = context.read.record(sql.FULL, params)
    if row is None:
        raise PlaceNotYours(account=context.actor.name)
    row = discretion(context)(row)
    row |= _places(context, row)
    row |= {
        "solved_level": row["solved"],
        "lon": _degrees(row["lon_e7"]),
        "lat": _degrees(row["lat_e7"]),
        "tags": tuple(row["tags"].split("\n")) if row["tags"] else (),
        "contact_name": mask_citizen_name(row["contact_name"]) if row["contact_name"] else None,
        "contact_phone": mask_phone(row["contact_phone"]) if row["contact_phone"] else None,
        "assist_units": tuple(name for (name,) in context.read.rows(sql.ASSISTS, params)),
        "attachments": tuple(
            AttachmentView(**found) for found in context.read.records(sql.ATTACHMENTS, params)
        ),
        "events": tuple(
            _event(context, event) for event in context.read.records(sql.EVENTS, params)
        ),
    }
    row |= _stands_for(context, row) | {"merged_tickets": _merged_here(context, row)}
    return TicketView(**standing(timed(row)))


def _places(context: QueryContext, row: dict[str, Any]) -> dict[str, str | None]:
    """Return the names the ticket's places had on the day of the report."""
    index, day = place_index(context), row["reported_on"]

    def name(place_id: int | None) -> str | None:
        return None if place_id is None else index.on(place_id, day).name

    return {
        "county": name(row["county_id"]),
        "town": name(row["town_id"]),
        "community": name(row["village_id"]),
        "grid": name(row["grid_id"]),
    }


def _stands_for(context: QueryContext, row: dict[str, Any]) -> dict[str, Any]:
    """Return the ticket that stands for a merged one, and those between."""
    if row["parent_id"] is None:
        return {"parent_serial": None}
    *between, last = context.read.rows(sql.MERGED_INTO, {"id": row["id"]}) or [(None,)]
    return {"parent_serial": last[0], "merged_through": tuple(serial for (serial,) in between)}


def _merged_here(context: QueryContext, row: dict[str, Any]) -> tuple[str, ...]:
    """Return the tickets a ticket stands for, of which few have any."""
    if not any(event.verb == "merged_in" for event in row["events"]):
        return ()
    rows = context.read.rows(sql.MERGED_HERE, {"id": row["id"]})
    return tuple(serial for (serial,) in rows)


def _event(context: QueryContext, row: dict[str, Any]) -> TicketEventView:
    timed_row = row | {name: instant(row[name]) for name in ("at", "until")}
    return TicketEventView(**timed_row | step_facts(context, row["facts"]))


def _degrees(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value).scaleb(-7)
