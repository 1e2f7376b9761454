"""Who is scored in a period: people by their posts, places as they were, units."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any, NamedTuple

from gridctl.domain.intervals import EVER
from gridctl.domain.periods import Period, whole_months
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.places import Lineage, place_index
from gridctl.storage.queries import scored_subjects

#: Months in post of someone whose post has no first day.
SINCE_EVER = 999
_LEVELS = {"town": ("town",), "community": ("village",), "grid": ("grid", "micro")}


class Subject(NamedTuple):
    """A subject before its facts: key, record id, name, group and attributes."""

    key: str
    id: int
    name: str
    group_code: str
    group_name: str
    attrs: dict[str, str]
    facts: dict[str, int]


def subjects_of(context: CommandContext, kind: str, period: Period) -> list[Subject]:
    """Return everyone or everything of a kind there is to score."""
    if kind == "gridworker":
        return _workers(context, period)
    if kind == "unit":
        return [
            Subject(row["code"], row["id"], row["name"], "", "", {"level": row["level"] or ""}, {})
            for row in context.read.records(scored_subjects.UNITS)
        ]
    return _places(context, kind, period)


def home_of(lineage: Lineage, kind: str) -> int | None:
    """Return the place of a kind (``grid|community|town``) in a lineage, or None."""
    return {"town": lineage.town, "community": lineage.village, "grid": lineage.grid}[kind]


def _workers(context: CommandContext, period: Period) -> list[Subject]:
    """Return everyone who held a gridworker's post in the period, in the post held last."""
    rows = context.read.records(scored_subjects.WORKERS, {"last": period.last.isoformat()})
    posts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        posts[row["staff_no"]].append(row)
    first = period.first.isoformat()
    return [
        _worker(context, held, period)
        for held in posts.values()
        if any(post["valid_to"] > first for post in held)
    ]


def _worker(context: CommandContext, held: list[dict[str, Any]], period: Period) -> Subject:
    last, day = held[0], period.last.isoformat()
    index = place_index(context)
    town = index.lineage(last["grid_id"], day).town
    version = index.on(town, day) if town is not None else None
    since = min(post["valid_from"] for post in held)
    months = SINCE_EVER if since == EVER else whole_months(date.fromisoformat(since), period.last)
    # Kept, so that a document about a frozen month names the grid as it was.
    attrs = {"employment": last["employment"], "grid_name": index.label(last["grid_id"], day)}
    if last["grid_kind"]:
        attrs["grid_kind"] = last["grid_kind"]
    return Subject(
        key=last["staff_no"], id=last["id"], name=last["name"],
        group_code=version.code if version else "", group_name=version.name if version else "",
        attrs=attrs, facts={"months_in_post": months, "grids": _held_at_last(held, period)},
    )  # fmt: skip


def _held_at_last(held: list[dict[str, Any]], period: Period) -> int:
    """Return how many grids a person held on the last day of the period in any post."""
    end = min(held[0]["valid_to"], (period.last + timedelta(days=1)).isoformat())
    return len({p["grid_id"] for p in held if p["valid_from"] < end <= p["valid_to"]})


def _places(context: CommandContext, kind: str, period: Period) -> list[Subject]:
    first, last = period.first.isoformat(), period.last.isoformat()
    grids = _grids_by_home(context, kind, last)
    params = {"levels": _LEVELS[kind], "first": first, "last": last}
    return [
        _place(context, row, last, grids[row["id"]])
        for row in context.read.records(scored_subjects.PLACES, params)
    ]


def _grids_by_home(context: CommandContext, kind: str, day: str) -> Counter[int]:
    """Return how many grids lie in each place of a kind on a day; a grid is one itself."""
    index = place_index(context)
    homes = (
        home_of(index.lineage(grid_id, day), kind)
        for (grid_id,) in context.read.rows(scored_subjects.GRIDS, {"last": day})
    )
    return Counter(home for home in homes if home is not None)


def _place(context: CommandContext, row: dict[str, Any], day: str, grids: int) -> Subject:
    index = place_index(context)
    town = index.lineage(row["id"], day).town
    group = index.on(town, day) if town not in (None, row["id"]) and town is not None else None
    facts = {"grids": grids}
    if row["households"] is not None:
        facts["households"] = row["households"]
    return Subject(
        key=row["code"], id=row["id"], name=row["name"],
        group_code=group.code if group else "", group_name=group.name if group else "",
        attrs={"grid_kind": row["kind"]} if row["kind"] else {}, facts=facts,
    )  # fmt: skip
