"""Finding what a row of tickets names: its place, reporter, lead unit and category."""

from __future__ import annotations

from typing import Any

from gridctl.domain.coordinates import read_spot, to_e7
from gridctl.domain.problems import Problem
from gridctl.handlers.commands.loading.base import Run, Values, text
from gridctl.handlers.queries.category_index import category_index
from gridctl.handlers.queries.person_index import person_index
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.unit_index import unit_index
from gridctl.storage.queries import offices

_CATEGORY_STEPS = ("category1", "category2", "category3", "category")
_CATEGORY_FIELDS = tuple(name for step in _CATEGORY_STEPS for name in (step, f"{step}_code"))


def located(
    values: Values, place: int | None, day: str, run: Run
) -> dict[str, int | None] | Problem:
    """Return the columns of a row's place; a county there must be, for the serial number."""
    located = _only_county(run) if place is None else _lineage(place, day, run)
    if located.get("county_id") or values.get("serial_no") or _has_county(run):
        return located
    return Problem("county_missing", "county")


def _lineage(place: int, day: str, run: Run) -> dict[str, int | None]:
    lineage = place_index(run.context).lineage(place, day)
    return {
        "county_id": lineage.county, "town_id": lineage.town, "village_id": lineage.village,
        "grid_id": lineage.grid,
    }  # fmt: skip


def _only_county(run: Run) -> dict[str, int | None]:
    """Return the office's county where it has just one: a row without a place lies in it."""
    county = place_index(run.context).only_county()
    return {} if county is None else {"county_id": county}


def _has_county(run: Run) -> bool:
    """Tell whether the office has a county of its own, whose code begins serial numbers."""
    if ("county",) not in run.seen:
        office = run.context.read.record(offices.SHOW) or {}
        run.seen["county",] = bool(office.get("county_code"))
    return bool(run.seen["county",])


def reporter_of(
    values: Values, place: int | None, day: str, run: Run
) -> tuple[int | Problem | None, list[Problem]]:
    """Return the reporter's id; a name nobody on the staff has is a resident, and not kept."""
    number, name = text(values, "reporter_no"), text(values, "reporter")
    if not number and not name:
        return None, []
    found = person_index(run.context).recognise(number, name, place, day)
    if isinstance(found, Problem) and not number and found.code == "staff_unknown":
        return None, [Problem("reporter_not_staff", "reporter")]
    return found, []


def unit_of(values: Values, place: int | None, day: str, run: Run) -> dict[str, Any] | Problem:
    """Return the lead unit's id, or its name where the office does not know it yet."""
    name, code = text(values, "lead_unit"), text(values, "lead_unit_code")
    seen = run.seen.get(("unit", name, code, place))
    if seen is None:
        seen = run.seen["unit", name, code, place] = _find_unit(name, code, place, day, run)
    return seen


def _find_unit(
    name: str, code: str, place: int | None, day: str, run: Run
) -> dict[str, Any] | Problem:
    near = [] if place is None else [v.id for v in place_index(run.context).above(place, day)]
    found = unit_index(run.context).recognise(name, code, near)
    if found is None:
        return {}
    if isinstance(found, int):
        return {"lead_unit_id": found}
    return {"_unit": [name, code]} if found.code == "unit_unknown" else found


def category_of(values: Values, run: Run) -> dict[str, Any] | Problem:
    """Return the category's id, or its path where the office does not know it yet."""
    named = tuple(text(values, name) for name in _CATEGORY_FIELDS)
    seen = run.seen.get(named)
    if seen is None:
        fields = dict(zip(_CATEGORY_FIELDS, named, strict=True))
        seen = run.seen[named] = _find_category(fields, run)
    return seen


def _find_category(named: dict[str, str], run: Run) -> dict[str, Any] | Problem:
    found = category_index(run.context).recognise({k: v for k, v in named.items() if v})
    if found is None:
        return {}
    if isinstance(found, int):
        return {"category_id": found}
    steps = [(named[step], named[f"{step}_code"]) for step in _CATEGORY_STEPS]
    path = [step for step in steps if step[0]]
    if found.code != "category_unknown" or not path:
        return found
    return {"_category": [[name for name, _ in path], [code for _, code in path]]}


def category_names(values: Values) -> list[str]:
    """Return the names of the category and those above it, as far as the row gives them."""
    return [text(values, step) for step in _CATEGORY_STEPS if values.get(step)]


def spot_of(values: Values, notices: list[Problem]) -> dict[str, int | None]:
    """Return the columns of the spot a row names; one that is none is noted and left out."""
    lon, lat = text(values, "lon"), text(values, "lat")
    if not lon and not lat:
        return {}
    if (spot := read_spot(lon, lat)) is None:
        notices.append(Problem("spot_unread", "lon", f"{lon}, {lat}"))
        return {}
    return {"lon_e7": to_e7(spot[0]), "lat_e7": to_e7(spot[1])}
