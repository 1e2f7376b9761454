"""What checks are drawn from, and who may do them."""

from __future__ import annotations

from collections.abc import Sequence

from gridctl.domain.draws import Checker, Per, Ticket
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.staff import find_staff
from gridctl.handlers.queries.ticket_filters import common_filters
from gridctl.operations.queries.tickets import ShowStats
from gridctl.storage.queries import staff as staff_sql
from gridctl.storage.queries import tickets as ticket_sql
from gridctl.storage.queries import units as unit_sql

#: What tickets are drawn within -> the column that says which.
_GROUPS: dict[Per, str] = {"town": "town_id", "unit": "lead_unit_id"}


class Pool:
    """The closed tickets a filter lets through.

    Attributes:
        tickets: what may be drawn.
        ids: serial number -> id of the ticket.
    """

    def __init__(self, context: QueryContext, terms: str, per: Per) -> None:
        params = common_filters(ShowStats(filter=terms or None), context)
        rows = list(context.read.records(ticket_sql.CLOSED_POOL, {**params, "now": context.now()}))
        group = _GROUPS.get(per)
        self.tickets = [
            Ticket(row["serial_no"], row[group] if group else None, row["town_id"],
                   row["reporter_id"])
            for row in rows
        ]  # fmt: skip
        self.ids = {row["serial_no"]: row["id"] for row in rows}
        self._units = {row["serial_no"]: row["lead_unit_id"] for row in rows}
        self._context = context

    def town(self, ticket: Ticket) -> str:
        """Return the name of a ticket's town, "" for none."""
        day = self._context.today().isoformat()
        return place_index(self._context).on(ticket.town, day).name if ticket.town else ""

    def unit(self, ticket: Ticket) -> str:
        """Return the name of the unit that led, "" for none."""
        unit = self._units[ticket.number]
        row = self._context.read.record(unit_sql.ONE, {"id": unit}) if unit else None
        return row["name"] if row else ""


def checkers_named(context: QueryContext, names: Sequence[str]) -> dict[int, tuple[Checker, str]]:
    """Return those who may check by id, each with the name and number a check bears.

    Raises:
        StaffNotFound, StaffAmbiguous: nobody, or several, are called so.
    """
    places, day = place_index(context), context.today().isoformat()
    ids = list(dict.fromkeys(find_staff(context, name) for name in names))
    towns: dict[int, set[int]] = {each: set() for each in ids}
    if ids:
        for row in context.read.records(staff_sql.POSTS, {"ids": ids, "day": day}):
            town = places.lineage(row["grid_id"], day).town
            towns[row["staff_id"]] |= {town} if town is not None else set()
    found = {}
    for each in ids:
        person = context.read.record(staff_sql.ONE, {"id": each})
        assert person is not None
        checker = Checker(each, person["staff_no"], frozenset(towns[each]))
        found[each] = checker, f"{person['name']} {person['staff_no']}"
    return found
