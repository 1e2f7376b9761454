"""Level and parent of a place by its code alone, across division and grid codes."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from gridctl.domain.codes.divisions import division_problems, parse_division
from gridctl.domain.codes.schemes import GridCodeInvalid, GridKind, GridScheme, load_scheme
from gridctl.domain.errors import Invalid
from gridctl.domain.problems import Problem

#: Grid-code schemes by which a code alone tells its level: the default one and its micro-grids.
_TELLING = {"dist15": "grid", "micro": "micro"}


class CodedPlace(NamedTuple):
    """What a code says about a place; the parent's code is None at the top."""

    level: str
    parent: str | None


def coded_place(code: str) -> CodedPlace | None:
    """Return level and parent a code tells, or None where it follows no telling scheme."""
    try:
        division = parse_division(code)
    except Invalid:
        return _coded_grid(code)
    return CodedPlace(division.level, division.parent)


def place_problems(code: str, name: str) -> list[Problem]:
    """Return warnings about a place's code and name (domain.md 3.1)."""
    try:
        return division_problems(parse_division(code), name)
    except Invalid:
        return []


def lint_place(level: str, code: str, name: str, roles: Collection[str]) -> list[Problem]:
    """Return what is to be looked into at a place: its code and name, and who works there.

    Args:
        level: of the place.
        code: of the place.
        name: of the place.
        roles: of those posted there on the day.
    """
    worked = level != "grid" or "gridworker" in roles
    return place_problems(code, name) + ([] if worked else [Problem("no_gridworker", "", name)])


def next_grid_code(scheme_id: str, parent: str, kind: GridKind, used: list[str]) -> str:
    """Return the first code of a kind under a parent that lies behind all used ones.

    Raises:
        GridCodeInvalid, GridNumbersUsedUp: the parent does not fit, or the numbers are used up.
    """
    scheme = load_scheme(scheme_id)
    code, counted = _first(scheme, parent, kind)
    for known in sorted(used):
        if known >= code and _kind_of(scheme, known) == counted:
            code = scheme.next(known)
    return code


def _first(scheme: GridScheme, parent: str, kind: GridKind) -> tuple[str, GridKind]:
    """Return the first code and the kind it is counted with: general where no other range is."""
    try:
        return scheme.first(parent, kind), kind
    except GridCodeInvalid:
        return scheme.first(parent), "general"


def _kind_of(scheme: GridScheme, code: str) -> GridKind | None:
    try:
        return scheme.kind_of(code)
    except GridCodeInvalid:
        return None


def _coded_grid(code: str) -> CodedPlace | None:
    for scheme_id, level in _TELLING.items():
        try:
            return CodedPlace(level, load_scheme(scheme_id).parent_of(code))
        except GridCodeInvalid:
            continue
    return None
