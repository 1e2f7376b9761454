"""Values of filters: codes, yes and no, numbers, days and spans of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from gridctl.domain.awards import STATE_NAMES as AWARD_STATE_NAMES
from gridctl.domain.calendar import Calendar
from gridctl.domain.categories import KIND_NAMES as CATEGORY_KIND_NAMES
from gridctl.domain.duty_items import KIND_NAMES as DUTY_KIND_NAMES
from gridctl.domain.duty_items import STANDING_NAMES
from gridctl.domain.errors import Usage
from gridctl.domain.evidence import KINDS, MERIT_LEVEL_NAMES
from gridctl.domain.filters.errors import (
    FilterDayUnknown,
    FilterNumberUnknown,
    FilterValueUnknown,
)
from gridctl.domain.filters.vocabulary import Clause
from gridctl.domain.grids import KIND_NAMES as GRID_KIND_NAMES
from gridctl.domain.grids import LEVEL_NAMES as PLACE_LEVEL_NAMES
from gridctl.domain.periods import PeriodInvalid, before, parse_period, period_of
from gridctl.domain.signals import SUPERVISION_NAMES, URGENCY_COLOURS
from gridctl.domain.staff import EMPLOYMENT_NAMES, ROLE_NAMES
from gridctl.domain.tickets import BASIS_NAMES, SATISFACTION_NAMES, STATE_NAMES, VERDICT_NAMES
from gridctl.domain.units import LEVEL_NAMES
from gridctl.domain.whistles import words as whistles
from gridctl.foundation.i18n import LANGUAGES, translator
from gridctl.foundation.nearest import nearest
from gridctl.foundation.spelled import folded, short_form

#: Lists of codes by the name a field gives them: code -> English label.
CHOICES: Mapping[str, Mapping[str, str]] = {
    "state": STATE_NAMES,
    "verdict": VERDICT_NAMES,
    "basis": BASIS_NAMES,
    "satisfaction": SATISFACTION_NAMES,
    "supervision": SUPERVISION_NAMES,
    "urgency": URGENCY_COLOURS,
    "centre": LEVEL_NAMES,
    "level": LEVEL_NAMES,
    "place_level": PLACE_LEVEL_NAMES,
    "grid_kind": GRID_KIND_NAMES,
    "employment": EMPLOYMENT_NAMES,
    "role": ROLE_NAMES,
    "category_kind": CATEGORY_KIND_NAMES,
    "evidence_kind": {code: kind.label for code, kind in KINDS.items()},
    "outcome": {code: name for kind in KINDS.values() for code, name in kind.outcomes.items()},
    "merit_level": MERIT_LEVEL_NAMES,
    "whistle_state": whistles.STATE_NAMES,
    "whistle_kind": whistles.KIND_NAMES,
    "grade": whistles.GRADE_NAMES,
    "arrival": whistles.ARRIVAL_NAMES,
    "duty_kind": DUTY_KIND_NAMES,
    "standing": STANDING_NAMES,
    "award_state": AWARD_STATE_NAMES,
}
#: Spellings of the codes of a column: code -> what spreadsheets write.
Spellings = Callable[[str], Mapping[str, Iterable[str]]]

_YES = {"yes", "true", "1", "是", "有"}
_NO = {"no", "false", "0", "否", "无"}
#: Words for days by language, as people type them, those asked for most first.
DAY_WORDS: Mapping[str, tuple[str, ...]] = {
    "en": ("today", "this-month", "last-month", "yesterday", "tomorrow", "this-year", "last-year",
           "3wd", "7d", "-7d"),
    "zh": ("今天", "本月", "上月", "昨天", "明天", "今年", "去年", "3工作日", "7天", "-7天"),
}  # fmt: skip
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0}
_DAYS |= {"明天": 1, "明日": 1}
_PERIODS = {"thismonth": ("month", 0), "本月": ("month", 0), "lastmonth": ("month", 1)}
_PERIODS |= {"上月": ("month", 1), "thisyear": ("year", 0), "今年": ("year", 0)}
_PERIODS |= {"本年": ("year", 0), "lastyear": ("year", 1), "去年": ("year", 1)}
_AWAY = re.compile(r"(?P<sign>[+-])?(?P<count>\d{1,4})(?P<unit>wd|d|工作日|日|天)")
_BEGIN, _END = date(1, 1, 1), date(9999, 12, 31)
_MOST = 2**31 - 1
_DAY = timedelta(days=1)


def code_of(
    clause: Clause,
    value: str,
    spellings: Spellings,
    own: Mapping[str, Mapping[str, str]] | None = None,
) -> str:
    """Return the code a value of a choice stands for: the code, its label, or a clerk's word.

    Args:
        clause: the value stands in.
        value: as it was typed.
        spellings: what spreadsheets write.
        own: code -> what the office itself calls it, by language; goes before the shipped label.

    Raises:
        FilterValueUnknown: it stands for none.
    """
    own, wanted = own or {}, folded(value)
    labels = CHOICES[clause.field.choices]
    known = {folded(code): code for code in (*labels, *own)}
    for code, named in own.items():
        known |= {folded(label): code for label in named.values()}
    for language in LANGUAGES:
        for code, label in labels.items():
            known.setdefault(folded(translator(language)(label)), code)
    if wanted not in known and clause.field.words:
        for code, words in spellings(clause.field.words).items():
            if code in labels:
                known = {folded(word): code for word in words} | known
    if found := known.get(wanted) or short_form(labels, value):
        return found
    raise FilterValueUnknown(
            place=clause.place, name=clause.field.name, value=value,
            nearest=_nearest(wanted, known), choices=tuple({**labels, **own}),
    )  # fmt: skip


def _nearest(wanted: str, known: Mapping[str, str]) -> str:
    """Return the code probably meant, with the word for it that comes near; codes go first."""
    codes = [word for word, code in known.items() if word == folded(code)]
    near = nearest(wanted, [each for each in codes if each.startswith(wanted)] or known) or ""
    return known[near] if near in codes else f"{known[near]} ({near})"


def yes_or_no(clause: Clause, value: str) -> bool:
    """Return what a yes or no says.

    Raises:
        FilterValueUnknown: it says neither.
    """
    said = folded(value)
    if said not in _YES | _NO:
        raise FilterValueUnknown(
            place=clause.place, name=clause.field.name, value=value,
            nearest="yes", choices=("yes", "no"),
        )  # fmt: skip
    return said in _YES


def numbers_of(clause: Clause, value: str) -> tuple[int, int]:
    """Return the least and the greatest number a clause lets through.

    Raises:
        FilterNumberUnknown: the value is no number and no range of numbers.
    """
    first, last = _ends(value, clause, FilterNumberUnknown)
    low, high = _number(first, clause), _number(last, clause)
    least, most = low or 0, _MOST if high is None else high
    spans = {":": (least, most), "<": (0, least - 1), "<=": (0, most), ">": (most + 1, _MOST)}
    return spans.get(clause.operator, (least, _MOST))


def days_of(clause: Clause, value: str, today: date, calendar: Calendar) -> tuple[date, date]:
    """Return the first and the last day a clause lets through.

    ``:`` with a number of days means those from today until then, or from then until today.

    Raises:
        FilterDayUnknown: the value is no day, month or span.
        CalendarMissing: working days lead into a year without a calendar.
    """
    begin, end = _ends(value, clause, FilterDayUnknown)
    first = _span(begin, clause, today, calendar)[0] if begin else _BEGIN
    last = _span(end, clause, today, calendar)[1] if end else _END
    if clause.operator == ":":
        away = begin == end and _AWAY.fullmatch(_plain(begin))
        return (min(first, today), max(last, today)) if away else (first, last)
    spans = {
        "<": (_BEGIN, max(first, _BEGIN + _DAY) - _DAY),
        "<=": (_BEGIN, last),
        ">": (min(last, _END - _DAY) + _DAY, _END),
    }
    return spans.get(clause.operator, (first, _END))


def _ends(value: str, clause: Clause, error: type[Usage]) -> tuple[str, str]:
    """Return the ends of a range, or a single value twice; an open end is ""."""
    first, range_sign, last = value.partition("..")
    if not range_sign:
        return value, value
    if clause.operator != ":" or not (first or last):
        raise error(place=clause.place, value=value)
    return first, last


def _number(text: str, clause: Clause) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"\d{1,9}", text):
        raise FilterNumberUnknown(place=clause.place, value=text)
    return int(text)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _span(text: str, clause: Clause, today: date, calendar: Calendar) -> tuple[date, date]:
    """Return the first and last day a word for days names."""
    word = _plain(text)
    if (away := _DAYS.get(word)) is not None:
        return (today + away * _DAY,) * 2
    if match := _AWAY.fullmatch(word):
        return (_away(match, today, calendar),) * 2
    if known := _PERIODS.get(folded(word)):
        kind, back = known
        period = period_of(kind, today)
        for _time in range(back):
            period = before(period)
        return period.first, period.last
    try:
        return (date.fromisoformat(word),) * 2
    except ValueError:
        return _period(word, text, clause)


def _period(word: str, text: str, clause: Clause) -> tuple[date, date]:
    try:
        period = parse_period(word)
    except PeriodInvalid:
        raise FilterDayUnknown(place=clause.place, value=text) from None
    return period.first, period.last


def _away(match: re.Match[str], today: date, calendar: Calendar) -> date:
    """Return the day so many days, or working days, from today."""
    count = int(match["count"])
    back = match["sign"] == "-"
    if match["unit"] not in ("wd", "工作日"):
        return today - count * _DAY if back else today + count * _DAY
    if not back:
        return calendar.add_working_days(today, count)
    day = today
    while count:
        day -= _DAY
        count -= calendar.is_workday(day)
    return day
