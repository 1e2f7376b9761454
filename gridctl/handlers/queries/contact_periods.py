"""How long contacts are kept, by county, and how many are kept beyond."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from gridctl.foundation.clock import OFFICE_ZONE, to_epoch
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.workflows import office_policy
from gridctl.storage.queries import contacts as sql
from gridctl.storage.queries.compose import Params


class ContactPeriod(NamedTuple):
    """A county, or None for tickets of none, and the first day its contacts are kept from."""

    county: int | None
    before: date

    @property
    def params(self) -> Params:
        """What the statements about expired contacts ask for."""
        return {"county": self.county, "before": self.before.isoformat()}


def contact_periods(context: QueryContext) -> list[ContactPeriod]:
    """Return the periods of the counties tickets lie in; each may have one of its own."""
    return [
        ContactPeriod(county, context.today() - timedelta(days=_kept(context, county)))
        for county in _counties(context)
    ]


def overdue_contacts(context: QueryContext) -> int:
    """Return how many contacts are kept beyond their period, a file left behind counted as one."""
    periods = contact_periods(context)
    of_tickets = sum(int(context.read.value(sql.EXPIRED_LEFT, each.params)) for each in periods)
    return of_tickets + len(left_behind(context))


def left_behind(context: QueryContext) -> list[int]:
    """Return the files begun before every period and never applied, by their number.

    Nobody knows of which counties their rows are: the shortest period is theirs.
    """
    shortest = min(_kept(context, county) for county in _counties(context))
    day = datetime.combine(context.today() - timedelta(days=shortest), time.min, OFFICE_ZONE)
    return [number for (number,) in context.read.rows(sql.LEFT_BEHIND, {"before": to_epoch(day)})]


def _counties(context: QueryContext) -> list[int | None]:
    """Return the counties tickets lie in; None is where a ticket lies in none, or there is none."""
    return [county for (county,) in context.read.rows(sql.COUNTIES)] or [None]


def _kept(context: QueryContext, county: int | None) -> int:
    return office_policy(context, county).contacts_kept_days
