"""What every document says of itself: its place, its grids, and who issues it."""

from __future__ import annotations

from gridctl.domain.periods import Period
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.places import place_index
from gridctl.storage.queries import offices

#: A county's twelve digits end in these behind its own six (domain.md 3.1).
_REST_OF_CODE = "000000"


def place_of(context: QueryContext, period: Period) -> str:
    """Return the county's name at the end of a period, or the office's where it has no county."""
    office = _office(context)
    index = place_index(context)
    county = index.by_code(f"{office['county_code']}{_REST_OF_CODE}") or index.only_county()
    return index.on(county, period.last.isoformat()).name if county else office["name"]


def issuer_of(context: QueryContext, stated: str) -> str:
    """Return who issues a document: as the clerk states it, else the office."""
    return stated or _office(context)["name"]


def _office(context: QueryContext) -> dict[str, str]:
    return context.read.record(offices.SHOW) or {"name": "", "county_code": ""}
