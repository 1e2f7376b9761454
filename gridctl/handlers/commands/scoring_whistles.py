"""Facts that whistle calls give: to the units called, and to the towns that call (domain.md 8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from gridctl.domain.whistles import CALLER_HEADS, UNIT_HEADS
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.scoring_evidence import Found
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.whistle_stats import calls_by_town
from gridctl.storage.queries import whistles as sql

#: Subject -> fact -> the numbers of the calls it counts.
Calls = dict[int, dict[str, list[str]]]

#: Facts of each kind of subject, zero where nobody was called or nobody called.
WHISTLED: Mapping[str, tuple[str, ...]] = {
    "unit": (
        "whistle_called", "whistle_arrived_on_time", "whistle_late", "whistle_scored",
        *(f"whistle_{head}_points" for head in UNIT_HEADS),
    ),
    "town": (
        "whistle_calls", "whistle_rejected", "whistle_rated",
        *(f"whistle_{head}_points" for head in CALLER_HEADS),
    ),
}  # fmt: skip


def whistle_facts(context: CommandContext, kind: str, params: Mapping[str, Any]) -> Found:
    """Return the facts that the calls of a period give each subject of a kind, if any.

    Points are sums in 1/10,000 points; ``whistle_scored`` and ``whistle_rated`` count the scores
    in them.
    """
    if kind == "unit":
        rows = context.read.records(sql.BY_UNIT, params)
        return {row["id"]: _of_unit(row) for row in rows}
    if kind == "town":
        towns = calls_by_town(context, params["first"], params["last"])
        return {town: _of_town(figures) for town, figures in towns.items()}
    return {}


def whistle_calls(context: CommandContext, kind: str, params: Mapping[str, Any]) -> Calls:
    """Return the numbers of the calls behind the counts of each subject of a kind, by fact."""
    found: Calls = defaultdict(lambda: defaultdict(list))
    if kind == "unit":
        for row in context.read.records(sql.BEHIND_UNITS, params):
            _note(found[row["unit_id"]], row["whistle_no"], _counted_of_unit(row))
    if kind == "town":
        index = place_index(context)
        for row in context.read.records(sql.BEHIND_PLACES, params):
            town = index.lineage(row["place_id"], row["called_on"]).town
            if town is not None:
                _note(found[town], row["whistle_no"], _counted_of_town(row))
    return found


def _note(calls: dict[str, list[str]], number: str, counted: Mapping[str, bool]) -> None:
    for fact, counts in counted.items():
        if counts:
            calls[fact].append(number)


def _counted_of_unit(row: Mapping[str, Any]) -> dict[str, bool]:
    return {
        "whistle_called": True,
        "whistle_arrived_on_time": row["arrival"] == "on_time",
        "whistle_late": row["arrival"] == "late",
        "whistle_scored": row["scored"],
    }


def _counted_of_town(row: Mapping[str, Any]) -> dict[str, bool]:
    return {
        "whistle_calls": True,
        "whistle_rejected": row["rejected"],
        "whistle_rated": row["rated"],
    }


def _of_unit(row: Mapping[str, Any]) -> dict[str, int]:
    return {
        "whistle_called": row["calls"],
        "whistle_arrived_on_time": row["arrived_on_time"],
        "whistle_late": row["late"],
        "whistle_scored": max(row[f"{head}_count"] for head in UNIT_HEADS),
        **_points(row, UNIT_HEADS),
    }


def _of_town(figures: Mapping[str, int]) -> dict[str, int]:
    return {
        "whistle_calls": figures["calls"],
        "whistle_rejected": figures["rejected"],
        "whistle_rated": max(figures[f"{head}_count"] for head in CALLER_HEADS),
        **_points(figures, CALLER_HEADS),
    }


def _points(figures: Mapping[str, Any], heads: Mapping[str, str]) -> dict[str, int]:
    return {f"whistle_{head}_points": figures[head] or 0 for head in heads}
