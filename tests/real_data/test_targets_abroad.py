"""Targets of a city abroad, derived from a calendar of its own and limits found by rule.

The requests of ``boston311`` state when they were opened and by when they should be done. The
calendar is what an office keeps for itself: a table for each year, and hours. The limit of each
type is found on every second request and tried on the others.
"""

from __future__ import annotations

import csv
import lzma
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from gridctl.domain.calendar import Calendar
from gridctl.domain.calendar.scale import office_seconds
from gridctl.domain.calendar.shipped import CalendarRule, layered
from gridctl.domain.limits import deadline, is_working, parse_limit

pytestmark = pytest.mark.real_data

_TABLES = Path(__file__).parent / "us_calendar"
_ZONE = ZoneInfo("America/New_York")
_WORKING = [f"{days}天" for days in range(1, 6)]
#: Fewer requests than this state no rule.
_FEWEST = 20
#: Many requests were written down to the minute.
_NEAR = timedelta(minutes=1)
#: Years in which the source's own calendar held almost no holidays.
_WITHOUT_HOLIDAYS = (2013, 2018)


class Target(NamedTuple):
    """When a request was opened and by when it should be done, by the clock on the wall."""

    opened: datetime
    due: datetime


@cache
def calendar() -> Calendar:
    rules = [
        CalendarRule("calendar.year", date(int(path.stem), 1, 1), path.read_text("utf-8"))
        for path in sorted(_TABLES.glob("2*.toml"))
    ]
    hours = (_TABLES / "hours.toml").read_text("utf-8")
    return layered([*rules, CalendarRule("calendar.hours", date(2012, 1, 1), hours)])


def on_the_wall(text: str) -> datetime:
    """Return the local time of a stamp, from which the source took the zone's offset once more."""
    stamp = datetime.fromisoformat(text)
    offsets = [timedelta(hours=hours) for hours in (-4, -5)]
    # An hour that exists twice or never is taken by standard time.
    local = (stamp - each for each in offsets if _ZONE.utcoffset(stamp - each) == each)
    return next(local, stamp - offsets[-1])


@pytest.fixture(scope="module")
def targets(real_data: Path) -> dict[str, list[Target]]:
    (path,) = (real_data / "boston311").glob("*.csv.xz")
    found = defaultdict(list)
    with lzma.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["sla_target_dt"]:
                target = Target(on_the_wall(row["open_dt"]), on_the_wall(row["sla_target_dt"]))
                found[row["type"]].append(target)
    return found


def kept(target: Target, text: str) -> bool:
    """Tell whether a limit gives the target.

    Of a working limit the close of a day and the opening of the next are the same moment: no
    working time lies between.
    """
    limit = parse_limit(text)
    reached = deadline(target.opened, limit, calendar())
    if not is_working(limit):
        return abs(reached - target.due) < _NEAR
    between = calendar().scale.working_seconds(office_seconds(reached), office_seconds(target.due))
    return abs(between) < _NEAR.total_seconds()


def found_limit(learnt: list[Target]) -> str:
    """Return the limit that gives most of some targets."""
    days = {round((each.due - each.opened) / timedelta(days=1)) for each in learnt[:50]}
    candidates = [*_WORKING, *(f"{each}自然日" for each in sorted(days) if each > 0)]
    sample = learnt[:: max(1, len(learnt) // 500)]
    return max(candidates, key=lambda text: sum(kept(each, text) for each in sample))


def holidays_near(target: Target) -> list[date]:
    days = (target.opened.date() + timedelta(days=n) for n in range(6))
    return [day for day in days if calendar().table(day.year).off.get(day)]


def share(of: Iterable[bool]) -> float:
    counted = list(of)
    return sum(counted) / len(counted)


def test_targets_follow_one_limit_for_each_type(targets: dict[str, list[Target]]) -> None:
    ruled = {kind: each for kind, each in targets.items() if len(each) >= _FEWEST}
    limits = {kind: found_limit(each[::2]) for kind, each in ruled.items()}
    assert limits == {
        "Pick up Dead Animal": "1天",
        "Rodent Activity": "30自然日",
        "Bed Bugs": "120自然日",
        "Pest Infestation - Residential": "120自然日",
        "Mice Infestation - Residential": "120自然日",
        "Rat Bite": "720自然日",
    }
    tried = {kind: [kept(t, limits[kind]) for t in each[1::2]] for kind, each in ruled.items()}
    shares = {kind: round(share(each), 3) for kind, each in tried.items()}
    assert all(value >= 0.95 for value in shares.values())
    assert share(one for each in tried.values() for one in each) >= 0.98


def test_what_does_not_follow_lies_at_holidays_the_source_left_out(
    targets: dict[str, list[Target]],
) -> None:
    rest = [each for each in targets["Pick up Dead Animal"] if not kept(each, "1天")]
    left_out = [
        each for each in rest if any(day.year in _WITHOUT_HOLIDAYS for day in holidays_near(each))
    ]
    assert share(each in left_out for each in rest) >= 0.8
