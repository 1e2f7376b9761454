"""The days of a year that depart from Monday to Friday, and what is laid over them.

A :class:`YearRule` is one text: the whole table of a year, or changes of some of its days. A
:class:`YearTable` is what all the rules of a year come to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import tomli

from gridctl.domain.calendar.errors import CalendarMalformed

Status = Literal["official", "provisional", "missing"]
Layer = Literal["whole", "days"]
Label = Mapping[str, str]

_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice a table rests on.

    Attributes:
        year: the year whose holidays the notice arranges.
        publisher: who issued it, by language.
        subject: what it arranges, by language.
        number: its number, such as 国办发明电〔2025〕7号; "" where not known with certainty.
    """

    year: int
    publisher: Label
    subject: Label
    number: str = ""


@dataclass(frozen=True, slots=True)
class YearTable:
    """The days of one calendar year that depart from Monday to Friday.

    Attributes:
        year: calendar year; late December may rest on the next year's notice.
        status: ``official`` or ``provisional``.
        notices: the sources.
        off: day off -> name of the holiday.
        working: declared working day, as a rule a weekend -> holiday it makes up for.
    """

    year: int
    status: Status
    notices: tuple[Notice, ...]
    off: Mapping[date, Label]
    working: Mapping[date, Label]

    def __post_init__(self) -> None:
        for day in (*self.off, *self.working):
            if day.year != self.year or (day in self.off and day in self.working):
                raise CalendarMalformed(year=self.year, day=day.isoformat())

    def is_workday(self, day: date) -> bool:
        """Tell whether a day of this year is a working day."""
        plain = plain_day(day)
        return plain in self.working or (plain.weekday() <= _FRIDAY and plain not in self.off)

    def occasion(self, day: date) -> Label | None:
        """Return the holiday that makes a day of this year an exception, or None."""
        plain = plain_day(day)
        return self.off.get(plain) or self.working.get(plain)


@dataclass(frozen=True, slots=True)
class YearRule:
    """One text about a year.

    Attributes:
        layer: ``whole`` for the table of the year, ``days`` for changes of some days.
        table: the days; in a change the days that become off or working.
        ordinary: days of a change that are no exception any more.
    """

    layer: Layer
    table: YearTable
    ordinary: frozenset[date] = frozenset()

    def over(self, below: YearTable | None, since: date) -> YearTable | None:
        """Return the table with this rule laid over what holds below it, from a day on.

        Changes of single days need a table to change: over none they come to none.
        """
        if self.layer == "whole":
            return self._whole(below, since)
        return None if below is None else self._changed(below, since)

    def _whole(self, below: YearTable | None, since: date) -> YearTable:
        if below is None:
            return self.table
        return replace(
            self.table,
            off=_until(below.off, since) | _since(self.table.off, since),
            working=_until(below.working, since) | _since(self.table.working, since),
        )

    def _changed(self, below: YearTable, since: date) -> YearTable:
        off, working = _since(self.table.off, since), _since(self.table.working, since)
        moved = {*off, *working, *(day for day in self.ordinary if day >= since)}
        added = (notice for notice in self.table.notices if notice not in below.notices)
        return replace(
            below,
            notices=(*below.notices, *added),
            off={day: name for day, name in below.off.items() if day not in moved} | off,
            working={d: name for d, name in below.working.items() if d not in moved} | working,
        )


def parse_year(text: str) -> YearRule:
    """Read the TOML text of a year or of changes to it.

    Raises:
        CalendarMalformed: a day stands in a wrong year or twice, or the text is no such table.
    """
    try:
        content = tomli.loads(text)
        return _rule(content)
    except (tomli.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise CalendarMalformed(year="-", day=str(error)) from error


def year_text(rule: YearRule) -> str:
    """Return the TOML text of a rule, which :func:`parse_year` reads back."""
    import tomlkit

    table = rule.table
    content: dict[str, Any] = {"year": table.year, "status": table.status}
    if rule.layer == "days":
        content |= {"layer": rule.layer, "ordinary": sorted(rule.ordinary)}
    content["notices"] = [_notice_content(notice) for notice in table.notices]
    content["holidays"] = _holidays(table)
    return tomlkit.dumps(content)


def plain_day(day: date) -> date:
    """Return the day itself: a datetime is a date to the type checker but equals none."""
    return date(day.year, day.month, day.day)


def _rule(content: Mapping[str, Any]) -> YearRule:
    holidays = content["holidays"]
    table = YearTable(
        year=content["year"],
        status=content["status"],
        notices=tuple(Notice(**notice) for notice in content["notices"]),
        off=_named_days(holidays, "off"),
        working=_named_days(holidays, "working"),
    )
    ordinary = frozenset(content.get("ordinary", ()))
    return YearRule(content.get("layer", "whole"), table, ordinary)


def _named_days(holidays: list[dict[str, Any]], key: str) -> dict[date, Label]:
    return {day: holiday["name"] for holiday in holidays for day in holiday[key]}


def _holidays(table: YearTable) -> list[dict[str, Any]]:
    names = [*table.off.values(), *table.working.values()]
    unique = [name for n, name in enumerate(names) if name not in names[:n]]
    return [
        {
            "name": dict(name),
            "off": sorted(day for day, each in table.off.items() if each == name),
            "working": sorted(day for day, each in table.working.items() if each == name),
        }
        for name in unique
    ]


def _notice_content(notice: Notice) -> dict[str, Any]:
    content = {
        "year": notice.year,
        "publisher": dict(notice.publisher),
        "subject": dict(notice.subject),
    }
    return content | ({"number": notice.number} if notice.number else {})


def _since(days: Mapping[date, Label], since: date) -> dict[date, Label]:
    return {day: name for day, name in days.items() if day >= since}


def _until(days: Mapping[date, Label], since: date) -> dict[date, Label]:
    return {day: name for day, name in days.items() if day < since}
