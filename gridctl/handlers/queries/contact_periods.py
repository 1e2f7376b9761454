"""How long contacts are kept, by county, and how many are kept beyond."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

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
        for (county,) in context.read.rows(sql.COUNTIES)
    ]


def overdue_contacts(context: QueryContext) -> int:
    """Return how many contacts are kept beyond their period."""
    periods = contact_periods(context)
    return sum(int(context.read.value(sql.EXPIRED_LEFT, each.params)) for each in periods)


def _kept(context: QueryContext, county: int | None) -> int:
    return office_policy(context, county).contacts_kept_days
