"""Everything about one ticket, contact values masked."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from gridctl.domain.privacy import mask_citizen_name, mask_phone
from gridctl.domain.rights import PlaceNotYours
from gridctl.domain.tickets import TicketNotFound, TicketNumberAmbiguous
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.shape import instant
from gridctl.handlers.queries.step_facts import step_facts
from gridctl.handlers.queries.ticket_rows import Row, discretion, standing, timed
from gridctl.operations.queries.tickets import AttachmentView, TicketEventView, TicketView
from gridctl.storage.queries import tickets as sql
from gridctl.storage.queries.compose import Params


def find_ticket(context: QueryContext, number: str) -> int:
    """Return the id of the ticket with a serial or external number.

    Raises:
        TicketNotFound, TicketNumberAmbiguous: none, or several.
    """
    found = context.read.rows(sql.FIND, {"number": number})
    _check_one(number, [serial for _, serial in found])
    return int(found[0][0])


def _check_one(number: str, found: Sequence[str]) -> None:
    """Refuse a number no ticket has, or several, given the serial numbers of those found.

    Raises:
        TicketNotFound, TicketNumberAmbiguous: as their names say.
    """
    if not found:
        raise TicketNotFound(number=number)
    if len(found) > 1:
        raise TicketNumberAmbiguous(number=number, choices=tuple(found))


def view_numbered(context: QueryContext, number: str) -> TicketView:
    """Return the view of the ticket with a serial or external number, for the acting party.

    Raises:
        TicketNotFound, TicketNumberAmbiguous: none, or several.
    """
    found = _found(context, "number", number)
    _check_one(number, [row["serial_no"] for row in found])
    return _view(context, found[0])


def view_ticket(context: QueryContext, ticket_id: int) -> TicketView:
    """Return the view of a ticket by its id, for the acting party.

    Raises:
        PlaceNotYours: a command has just put it where the account sees nothing.
    """
    found = _found(context, "id", ticket_id)
    if not found:
        raise PlaceNotYours(account=context.actor.name)
    return _view(context, found[0])


def _found(context: QueryContext, which: str, value: int | str) -> list[Row]:
    params: Params = {which: value, "now": context.now()}
    return context.read.records(sql.FULL, params, parts={"which": which})


def _view(context: QueryContext, found: Row) -> TicketView:
    row = discretion(context)(found)
    row |= _places(context, row)
    row |= {
        "solved_level": row["solved"],
        "lon": _degrees(row["lon_e7"]),
        "lat": _degrees(row["lat_e7"]),
        "tags": tuple(row["tags"].split("\n")) if row["tags"] else (),
        "contact_name": mask_citizen_name(row["contact_name"]) if row["contact_name"] else None,
        "contact_phone": mask_phone(row["contact_phone"]) if row["contact_phone"] else None,
        "assist_units": _assist_units(context, row),
        "attachments": _attachments(context, row),
        "events": tuple(
            _event(context, event) for event in context.read.records(sql.EVENTS, {"id": row["id"]})
        ),
    }
    row |= _stands_for(context, row) | {"merged_tickets": _merged_here(context, row)}
    return TicketView.model_validate(standing(timed(row)))


# Few tickets have any: others are not asked about.


def _assist_units(context: QueryContext, row: Row) -> tuple[str, ...]:
    if not row["has_assists"]:
        return ()
    return tuple(name for (name,) in context.read.rows(sql.ASSISTS, {"id": row["id"]}))


def _attachments(context: QueryContext, row: Row) -> tuple[AttachmentView, ...]:
    if not row["has_attachments"]:
        return ()
    found = context.read.records(sql.ATTACHMENTS, {"id": row["id"]})
    return tuple(AttachmentView(**each) for each in found)


def _places(context: QueryContext, row: Row) -> dict[str, str | None]:
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


def _stands_for(context: QueryContext, row: Row) -> dict[str, Any]:
    """Return the ticket that stands for a merged one, and those between."""
    if row["parent_id"] is None:
        return {"parent_serial": None}
    *between, last = context.read.rows(sql.MERGED_INTO, {"id": row["id"]}) or [(None,)]
    return {"parent_serial": last[0], "merged_through": tuple(serial for (serial,) in between)}


def _merged_here(context: QueryContext, row: Row) -> tuple[str, ...]:
    """Return the tickets a ticket stands for, of which few have any."""
    if not any(event.verb == "merged_in" for event in row["events"]):
        return ()
    rows = context.read.rows(sql.MERGED_HERE, {"id": row["id"]})
    return tuple(serial for (serial,) in rows)


def _event(context: QueryContext, row: Row) -> TicketEventView:
    timed_row = row | {name: instant(row[name]) for name in ("at", "until")}
    return TicketEventView(**timed_row | step_facts(context, row["facts"]))


def _degrees(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value).scaleb(-7)
