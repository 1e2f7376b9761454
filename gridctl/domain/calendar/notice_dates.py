"""Days as holiday notices write them: 2月15日（农历腊月二十八、周日）至23日, 17日、25日."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from gridctl.domain.calendar.errors import NoticeUnreadable, NoticeWrong

_DAY = timedelta(days=1)
#: No holiday is longer; a longer span is a wrong month.
_LONGEST = 31
_WEEKDAYS = "一二三四五六日"
_WEEKDAY = re.compile(r"(?:星期|周|礼拜)([一二三四五六日天])")
_AFTER = r"(\([^()]*\)|(?:星期|周|礼拜)[一二三四五六日天])?"
_HEAD = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})"
_SPAN = rf"{_HEAD}[日号]?{_AFTER}起?(?:至|到|[-—–―~─]+)"

#: One day, or the first and the last of a span; groups are (year, month, day, what follows) twice.
DAYS = re.compile(rf"(?<![\d第〕\]】])(?:{_SPAN})?{_HEAD}[日号]{_AFTER}(?!之?前|以前)")


class _Written(NamedTuple):
    """A day as it is written: its year and month may be left out."""

    year: int | None
    month: int | None
    day: int
    note: str


class DayReader:
    """Reads the days of one part of a notice; a year or month left out follows from before.

    Args:
        year: the year the notice is about.
    """

    def __init__(self, year: int) -> None:
        self._year = year
        self._month: int | None = None
        self._anchor: date | None = None

    def read(self, match: re.Match[str], sentence: str) -> list[date]:
        """Return the days of a match of :data:`DAYS`.

        Raises:
            NoticeUnreadable: the month is nowhere said.
            NoticeWrong: a day no year has, another weekday than named, or an endless span.
        """
        groups = match.groups()
        last = _written(groups[4:])
        if groups[2] is None:
            return [self._checked(self._resolve(last, sentence), last.note, sentence)]
        first = _written(groups[:4])
        if self._runs_over_new_year(first, last):
            first = first._replace(year=self._year - 1)
        begin = self._checked(self._resolve(first, sentence), first.note, sentence)
        end = self._resolve(last, sentence)
        if not begin <= end <= begin + (_LONGEST - 1) * _DAY:
            raise NoticeWrong(day=match.group(), sentence=sentence)
        named = _WEEKDAY.findall(last.note)
        if len(named) > 1:
            self._checked(begin, named[0], sentence, bare=True)
        self._checked(end, named[-1] if named else "", sentence, bare=True)
        return [begin + n * _DAY for n in range((end - begin).days + 1)]

    def _runs_over_new_year(self, first: _Written, last: _Written) -> bool:
        said = first.year or last.year or self._anchor
        return not said and (first.month or 0) > (last.month or first.month or 0)

    def _resolve(self, written: _Written, sentence: str) -> date:
        self._month = written.month or self._month
        if self._month is None:
            raise NoticeUnreadable(sentence=sentence)
        years = (self._year - 1, self._year, self._year + 1)
        wanted = (written.year,) if written.year else years if self._anchor else (self._year,)
        found = [day for year in wanted if (day := _date(year, self._month, written.day))]
        if not found:
            raise NoticeWrong(day=f"{self._month}-{written.day}", sentence=sentence)
        near = self._anchor or found[0]
        day = min(found, key=lambda each: abs(each - near))
        self._anchor = self._anchor or day
        return day

    def _checked(self, day: date, note: str, sentence: str, *, bare: bool = False) -> date:
        """Return the day after comparing the weekday a note names with its own."""
        named = [note] if bare and note else _WEEKDAY.findall(note)
        if named and _WEEKDAYS[day.weekday()] != named[0].replace("天", "日"):
            raise NoticeWrong(day=day.isoformat(), sentence=sentence)
        return day


def _written(groups: tuple[str | None, ...]) -> _Written:
    year, month, day, note = groups
    return _Written(
        int(year) if year else None, int(month) if month else None, int(day or 0), note or ""
    )


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
