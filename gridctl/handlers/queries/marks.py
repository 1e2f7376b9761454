"""Recognising marks: whom an entry is about, and the item of a scheme it is for."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from gridctl.domain.marks import Mark, MarkIndex, plain
from gridctl.domain.problems import Problem
from gridctl.domain.scoring.facts import SubjectType
from gridctl.domain.scoring.marks import Bounds, asked
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.schemes import known_schemes

#: Level of a place -> what it is scored as.
_TYPES: Mapping[str, SubjectType] = {
    "town": SubjectType.TOWN,
    "village": SubjectType.COMMUNITY,
    "grid": SubjectType.GRID,
    "micro": SubjectType.GRID,
}


def recognise_mark(
    context: QueryContext,
    about: Mapping[str, int | None],
    day: str,
    *,
    item: str,
    rater: str,
    points: Decimal | None,
) -> Mark | Problem:
    """Return the mark an entry means, or the problem with it.

    Args:
        context: where to look.
        about: ids of the one it is about, by ``staff``, ``unit`` or ``place``.
        day: ISO day for which the place is read.
        item: id or label of an item.
        rater: id or label of a group of raters, or empty.
        points: as entered.
    """
    return _index(context).recognise(item, rater, _type_of(context, about, day), points)


def bounds_of(context: QueryContext, item: str) -> Bounds | None:
    """Return the bounds of the marks of an item by its id; None where schemes disagree."""
    return _index(context).bounds(item)


def is_counted(context: QueryContext, called: str) -> bool:
    """Tell whether a scheme has an item of this name that the program counts itself."""
    labels = context.remembered(
        "counted items",
        lambda: {
            plain(label)
            for known in known_schemes(context).values()
            for item in known.scheme.lines
            for label in item.label
        },
    )
    return plain(called) in labels


def _index(context: QueryContext) -> MarkIndex:
    """Return the index of all that the newest schemes ask for, kept until the data change."""
    return context.remembered(
        "marks",
        lambda: MarkIndex(
            each for known in known_schemes(context).values() for each in asked(known.scheme)
        ),
    )


def _type_of(
    context: QueryContext, about: Mapping[str, int | None], day: str
) -> SubjectType | None:
    if about.get("staff") is not None:
        return SubjectType.GRIDWORKER
    if about.get("unit") is not None:
        return SubjectType.UNIT
    place = about.get("place")
    return None if place is None else _TYPES.get(place_index(context).on(place, day).level)
