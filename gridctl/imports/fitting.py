"""What a value may be once it is read: one test for the cells of a file and for what others send.

A row that some other program hands over passes the same declaration (``config/imports/kinds``)
as a cell of a workbook.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, lru_cache, partial
from typing import Any, TypeAlias

from gridctl.domain.errors import Param
from gridctl.domain.limits import LimitUnreadable, parse_limit
from gridctl.domain.problems import Problem
from gridctl.domain.telephones import is_telephones
from gridctl.imports.dates import DAY_OVER, FIRST_YEAR, LAST_YEAR
from gridctl.imports.figures import header_of
from gridctl.imports.kinds import Field, Spread, load_kind

Test: TypeAlias = Callable[[Any], bool]

#: The greatest number of a column of 32 bits, and the digits of one of 64.
MOST_COUNT = 2**31 - 1
MOST_UNITS = 10**15
#: A year has fewer days, and no month has that many.
_MOST_DAYS = 366
_PART_OF_DAYS = re.compile(r"\d{1,3}\.\d{1,4}", re.ASCII)
_SHOWN = 200
_DAY, _MOMENT = 10, 19

#: What is wrong with a value of a type.
_CODES = {
    "integer": "not_a_number", "days": "not_a_number", "money": "not_a_number",
    "decimal4": "not_a_number",
    "date": "not_a_date", "datetime": "not_a_date", "since": "not_a_date", "deadline": "not_a_date",
    "period": "not_a_date",
    "yes_no": "not_yes_no", "phone": "not_a_phone", "choice": "unknown_choice",
    "limit": "limit_unreadable",
}  # fmt: skip


class RowTest:
    """Tells the values of a row of one kind that fit their fields from those that do not."""

    def __init__(self, fields: Mapping[str, Field], spread: Spread | None = None) -> None:
        self._fields = fields
        self._spread = spread
        self._tests = {name: test_of(field) for name, field in fields.items()}

    def __call__(self, values: Mapping[str, Any]) -> tuple[Mapping[str, Any], list[Problem]]:
        """Return the values that fit, and a problem for each that does not.

        What the kind does not name and what is None is left out without a word.
        """
        tests = self._tests
        unfit = [
            name
            for name, value in values.items()
            if (test := tests.get(name) or self._of_figures(name)) is None or not test(value)
        ]
        if not unfit:
            return values, []
        problems = [
            misfit(self._fields[name], values[name])
            for name in unfit
            if name in tests and values[name] is not None
        ]
        return {name: values[name] for name in values if name not in unfit}, problems

    def _of_figures(self, name: str) -> Test | None:
        """Return the test of a column of figures, whose field no kind can name."""
        if self._spread is None or header_of(self._spread, name) is None:
            return None
        return self._tests[self._spread.value]


@cache
def row_test(kind: str) -> RowTest:
    """Return the test of the rows of a kind.

    Raises:
        UnknownKind: there is none of this name.
    """
    found = load_kind(kind)
    return RowTest(found.fields, found.spread)


def test_of(field: Field) -> Test:
    """Return what tells whether a value, of whatever type, fits a field."""
    if field.type == "choice":
        return partial(_is_one_of, frozenset(field.choices))
    limit = field.max_length
    tests: dict[str, Test] = {
        "text": partial(_is_line, limit),
        "name": partial(_is_line, limit),
        "person": partial(_is_line, limit),
        "prose": partial(_is_prose, limit),
        "code": partial(_is_code, limit),
        "phone": partial(_is_phone, limit),
        "list": partial(_is_list, limit),
        "integer": partial(_is_number, 0, MOST_COUNT),
        "days": _is_days,
        "money": partial(_is_number, 0, MOST_UNITS),
        "decimal4": partial(_is_number, -MOST_UNITS, MOST_UNITS),
        "yes_no": _is_yes_no,
        "date": _is_date,
        "since": _is_since,
        "datetime": _is_moment,
        "deadline": _is_deadline,
        "period": _is_period,
        "limit": partial(_is_limit, limit),
    }
    return tests[field.type]


def misfit(field: Field, value: Any) -> Problem:
    """Return what is wrong with a value that does not fit its field."""
    code = _CODES.get(field.type, "value_malformed")
    params: tuple[tuple[str, Param], ...] = ()
    if type(value) is int and code == "not_a_number":
        code = "negative" if value < 0 and field.type != "decimal4" else "too_large"
    if code == "unknown_choice":
        known = tuple(next(iter(words), each) for each, words in field.choices.items())
        params = (("choices", known),)
    longest = max(map(_length, value), default=0) if isinstance(value, list) else _length(value)
    if code == "value_malformed" and "\0" in str(value):
        code = "unprintable"
    if code in ("value_malformed", "not_a_phone") and longest > field.max_length:
        code, params = "too_long", (("limit", field.max_length),)
    return Problem(code, field.name, str(value)[:_SHOWN], params)


def _length(value: Any) -> int:
    return len(value) if isinstance(value, str) else 0


def _is_prose(limit: int, value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= limit and "\0" not in value


def _is_line(limit: int, value: Any) -> bool:
    return (
        isinstance(value, str)
        and 0 < len(value) <= limit
        and "\0" not in value
        and "\n" not in value
    )


def _is_code(limit: int, value: Any) -> bool:
    return _is_line(limit, value) and (value.isalnum() or value.split() == [value])


def _is_phone(limit: int, value: Any) -> bool:
    return _is_line(limit, value) and is_telephones(value)


def _is_list(limit: int, value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_line(limit, part) for part in value)


def _is_one_of(choices: frozenset[str], value: Any) -> bool:
    return isinstance(value, str) and value in choices


def _is_number(least: int, most: int, value: Any) -> bool:
    return type(value) is int and least <= value <= most


def _is_days(value: Any) -> bool:
    if isinstance(value, str):
        return bool(_PART_OF_DAYS.fullmatch(value))
    return _is_number(0, _MOST_DAYS, value)


def _is_yes_no(value: Any) -> bool:
    return value is True or value is False


def _is_date(value: Any) -> bool:
    return isinstance(value, str) and len(value) == _DAY and _is_day(value)


def _is_since(value: Any) -> bool:
    return _is_date(value) or _is_period(value)


def _is_moment(value: Any) -> bool:
    return (
        isinstance(value, str)
        and len(value) == _MOMENT
        and value[_DAY] == "T"
        and _is_day(value[:_DAY])
        and _is_clock(value[_DAY + 1 :])
    )


def _is_deadline(value: Any) -> bool:
    return _is_moment(value) or (
        isinstance(value, str) and value[_DAY:] == DAY_OVER and _is_day(value[:_DAY])
    )


def _is_period(value: Any) -> bool:
    return isinstance(value, str) and len(value) == len("2026-06") and _is_day(f"{value}-01")


def _is_limit(longest: int, value: Any) -> bool:
    return _is_line(longest, value) and _is_time_limit(value)


@lru_cache(maxsize=8_192)
def _is_time_limit(text: str) -> bool:
    try:
        parse_limit(text)
    except LimitUnreadable:
        return False
    return True


@lru_cache(maxsize=8_192)
def _is_day(text: str) -> bool:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return False
    # Weeks and dates without dashes are ISO text as well.
    return day.isoformat() == text and FIRST_YEAR <= day.year <= LAST_YEAR


@lru_cache(maxsize=8_192)
def _is_clock(text: str) -> bool:
    hours, minutes, seconds = text[:2], text[3:5], text[6:]
    return (
        f"{hours}{minutes}{seconds}".isdecimal()
        and text.isascii()
        and text == f"{hours}:{minutes}:{seconds}"
        and hours < "24"
        and max(minutes, seconds) < "60"
    )
