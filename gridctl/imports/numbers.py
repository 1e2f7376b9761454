"""Whole numbers, points and money as clerks write them (domain.md 13.2)."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from gridctl.domain.duty import days_from_units
from gridctl.imports.unfit import Unfit
from gridctl.imports.words import fold, value_words

#: Spreadsheets keep this many significant digits of a number.
EXACT_DIGITS = 15

_NUMBER = re.compile(r"[+-]?(?:(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,2})?")
_HALF = re.compile(r"(\d*)\s*(?:天|日|个)半|半(?:天|日)")
_FEN = 100
_TEN_THOUSANDTHS = 10_000
_WAN = "万"


def read_integer(text: str) -> int:
    """Return a count; thousands may be set apart, a counting word may follow.

    Raises:
        Unfit: ``not_a_number``, ``not_whole``, ``negative`` or ``precision_lost``.
    """
    number = _decimal(_without_counter(fold(text)))
    if number != number.to_integral_value():
        raise Unfit("not_whole")
    if number < 0:
        raise Unfit("negative")
    return int(number)


def read_days(text: str) -> int | str:
    """Return days: a number where they are whole, else a decimal of up to four places as text.

    21天半 is 21.5, as 21.5 is.

    Raises:
        Unfit: ``not_a_number``, ``negative`` or ``precision_lost``.
    """
    written = fold(text)
    if match := _HALF.fullmatch(written):
        written = f"{match[1] or 0}.5"
    units = _units(_decimal(_without_counter(written)), _TEN_THOUSANDTHS)
    if units < 0:
        raise Unfit("negative")
    days = days_from_units(units)
    return days if isinstance(days, int) else format(days, "f")


def read_decimal4(text: str) -> int:
    """Return points in units of 1/10,000, rounded half up; a sign is kept.

    Raises:
        Unfit: ``not_a_number`` or ``precision_lost``.
    """
    return _units(_decimal(_without_counter(fold(text))), _TEN_THOUSANDTHS)


def read_money(text: str, scale: int = 1) -> int:
    """Return an amount in fen, rounded half up.

    Args:
        text: an amount in yuan, or with 万 or 万元 in ten thousands.
        scale: what the header says one unit is worth in yuan.

    Raises:
        Unfit: ``not_a_number``, ``negative`` or ``precision_lost``.
    """
    bare = fold(text)
    for unit in value_words().money_units:
        bare = bare.removeprefix(unit).removesuffix(unit).strip()
    if bare.endswith(_WAN):
        bare, scale = bare.removesuffix(_WAN).strip(), _TEN_THOUSANDTHS
    amount = _decimal(bare)
    if amount < 0:
        raise Unfit("negative")
    return _units(amount * scale, _FEN)


def _units(number: Decimal, per_one: int) -> int:
    return int((number * per_one).to_integral_value(ROUND_HALF_UP))


def _decimal(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise Unfit("not_a_number")
    number = Decimal(text.replace(",", ""))
    # A spreadsheet shows such a number with an exponent, and has lost what it leaves out.
    if abs(number) >= 10**EXACT_DIGITS:
        raise Unfit("precision_lost")
    return number


@cache
def _counter_pattern() -> re.Pattern[str]:
    words = "|".join(map(re.escape, value_words().counters))
    return re.compile(rf"(?<=\d)\s*(?:{words})$")


def _without_counter(text: str) -> str:
    return _counter_pattern().sub("", text)
