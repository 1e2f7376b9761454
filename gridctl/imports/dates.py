"""Dates, times and months as clerks write them (domain.md 13.2)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from typing import NoReturn

from gridctl.foundation.clock import OFFICE_ZONE
from gridctl.imports.unfit import Unfit
from gridctl.imports.words import fold, value_words

FIRST_YEAR = 1900
LAST_YEAR = 2199

# Day numbers of 1954 to 2119: below lie years and counts, above lie dates written together.
_FIRST_SERIAL = 20_000
_LAST_SERIAL = 80_000
_EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - a day number knows no zone
_DAYS_TO_1904 = 1_462

_ISO_LENGTHS = frozenset((10, 16, 19))
_FULL_LENGTH = 19
#: What follows the day of a deadline that a day alone was named for.
DAY_OVER = "T24:00:00"
_MIDNIGHT = "T00:00:00"
#: A time of day, be it midnight; the commonest way to write a day has none.
_NAMES_TIME = re.compile(r"[:时点]|\d{12}")
_SPAN = (str(FIRST_YEAR), str(LAST_YEAR + 1))
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*[日号]?")
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[t\s]*(\d{2}:?\d{2}(?::?\d{2})?))?")
_TWO_DIGIT_YEAR = re.compile(r"(\d{2})年\s*(\d{1,2})月\s*(\d{1,2})\s*[日号]?")
_NO_YEAR = re.compile(r"(\d{1,2})月\s*(\d{1,2})\s*[日号]?")
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?!\d)")
_WEEKDAY = re.compile(r"[(\[]?(?:星期|周|礼拜)[一二三四五六日天][)\]]?")
_ZONE = re.compile(r"(z|utc|[+-]\d{2}:?\d{2})$")
_CLOCK = re.compile(
    r"(\d{1,2})\s*[:时点]\s*(?:(\d{1,2}|半)\s*(?:[:分]\s*(?:(\d{1,2})(?:[.,]\d+)?\s*秒?)?)?)?"
)
_MONTH = re.compile(r"(\d{4})(?:\s*[-/.年]\s*(\d{1,2})|(\d{2}))\s*(?:月份?)?")
_ROUNDED_MONTH = re.compile(r"\d{4}\.1")
_YEAR_ALONE = re.compile(r"(?:19|20)\d{2}(?:\.0+)?\s*年?")
_MONTH_ALONE = re.compile(r"(\d{1,2})\s*月份?")


def read_moment(text: str, year: int | None = None, *, epoch_1904: bool = False) -> datetime:
    """Return the moment a text names, without a zone, as the office's clock shows it.

    Accepted: 2026-06-05, 2026/6/5, 2026.6.5, 2026年6月5日, 26年6月5日, 6月5日 (with ``year``),
    20260605, 20260605083000, 6/5/2026 (month first, as 311 exports write it), day numbers of
    spreadsheets, each with or without a time of day. A moment with an offset is turned to the
    office's zone.

    Args:
        text: what stands in the cell.
        year: the year of a date that names none.
        epoch_1904: whether day numbers count from 1904.

    Raises:
        Unfit: ``not_a_date``, also for days that do not exist, ``date_far`` or ``year_missing``.
    """
    try:
        moment = _iso(text) or _written(_tidy(text), year, epoch_1904)
    except (ValueError, OverflowError) as error:
        if isinstance(error, Unfit):
            raise
        raise Unfit("not_a_date") from error
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Unfit("date_far", first=FIRST_YEAR, last=LAST_YEAR)
    return moment


def read_date(text: str, year: int | None = None, *, epoch_1904: bool = False) -> str:
    """Return the day a text names as ISO text; a time of day is left out.

    Raises:
        Unfit: as :func:`read_moment`.
    """
    return read_moment(text, year, epoch_1904=epoch_1904).date().isoformat()


def read_since(text: str, year: int | None = None, *, epoch_1904: bool = False) -> str:
    """Return the day a text names, or the month (``YYYY-MM``) where it names no day.

    Something that is told by the month begins with it (domain.md 13.1: 从事网格工作时间).

    Raises:
        Unfit: as :func:`read_moment`, ``year_alone`` for a year, ``month_unclear``.
    """
    tidy = _tidy(text)
    if _YEAR_ALONE.fullmatch(tidy):
        raise Unfit("year_alone")
    if match := _MONTH.fullmatch(tidy):
        return _month_of(match)
    return read_date(text, year, epoch_1904=epoch_1904)


def read_datetime(text: str, year: int | None = None, *, epoch_1904: bool = False) -> str:
    """Return the moment a text names as ``YYYY-MM-DDTHH:MM:SS``; a day alone gives midnight.

    Raises:
        Unfit: as :func:`read_moment`.
    """
    if len(text) == _FULL_LENGTH and _iso(text) and _SPAN[0] <= text < _SPAN[1]:
        return f"{text[:10]}T{text[11:]}"
    return read_moment(text, year, epoch_1904=epoch_1904).isoformat("T", "seconds")


def read_deadline(text: str, year: int | None = None, *, epoch_1904: bool = False) -> str:
    """Return the moment a text names as :func:`read_datetime` does; a day alone ends at 24:00.

    Raises:
        Unfit: as :func:`read_moment`.
    """
    moment = read_datetime(text, year, epoch_1904=epoch_1904)
    whole = moment.endswith(_MIDNIGHT) and not _NAMES_TIME.search(fold(text))
    return moment.removesuffix(_MIDNIGHT) + DAY_OVER if whole else moment


def read_period(text: str, year: int | None = None, *, epoch_1904: bool = False) -> str:
    """Return the month a text names as ``YYYY-MM``; any day of it does.

    Raises:
        Unfit: as :func:`read_moment`, and ``month_unclear``.
    """
    tidy = _tidy(text)
    if match := _MONTH.fullmatch(tidy):
        return _month_of(match)
    if match := _MONTH_ALONE.fullmatch(tidy):
        return _month(_year(year), int(match.group(1)))
    return read_moment(text, year, epoch_1904=epoch_1904).isoformat()[:7]


def join_parts(day: str, time_of_day: str, hour: str, minute: str) -> str:
    """Return one text of a moment whose parts stand in several columns.

    A part that is a whole moment by itself, under a header that promised a time, is taken alone.
    """
    if time_of_day:
        whole = _DAY.match(_tidy(time_of_day))
        return time_of_day if whole else f"{day} {time_of_day}"
    if not hour:
        return day
    return f"{day} {_bare(hour)}:{_bare(minute) or '0'}"


def _bare(part: str) -> str:
    return fold(part).rstrip("时点分小钟")


def _tidy(text: str) -> str:
    return _WEEKDAY.sub(" ", fold(text)).strip()


def _iso(text: str) -> datetime | None:
    """Return the commonest form at the speed of the standard library."""
    if len(text) in _ISO_LENGTHS and text[4] == "-" == text[7]:
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return None
    return None


def _written(text: str, year: int | None, epoch_1904: bool) -> datetime:
    if _SERIAL.fullmatch(text):
        return _from_serial(float(text), epoch_1904)
    if match := _TOGETHER.fullmatch(text):
        digits = (match.group(4) or "").replace(":", "")
        clock = [int(digits[at : at + 2] or 0) for at in (0, 2, 4)]
        return _moment(
            _numbers(match), timedelta(hours=clock[0], minutes=clock[1], seconds=clock[2])
        )
    if match := _DAY.match(text):
        return _with_time(_numbers(match), text[match.end() :])
    if match := _MONTH_FIRST.match(text):
        month, day, year_found = _numbers(match)
        return _with_time((_century(year_found), month, day), text[match.end() :])
    if match := _TWO_DIGIT_YEAR.match(text):
        short, month, day = _numbers(match)
        return _with_time((_century(short), month, day), text[match.end() :])
    if match := _NO_YEAR.match(text):
        month, day = int(match.group(1)), int(match.group(2))
        return _with_time((_year(year), month, day), text[match.end() :])
    return _refuse()


def _refuse() -> NoReturn:
    raise Unfit("not_a_date")


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    return int(match.group(1)), int(match.group(2)), int(match.group(3))


def _century(year: int) -> int:
    # The pivot POSIX and spreadsheets share: 69 to 99 lie in the twentieth century.
    if year > 99:
        return year
    return year + (1900 if year >= 69 else 2000)


def _year(year: int | None) -> int:
    if year is None:
        raise Unfit("year_missing")
    return year


def _month(year: int, month: int) -> str:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        _refuse()
    return f"{year:04}-{month:02}"


def _month_of(match: re.Match[str]) -> str:
    """Return a month that is written with its year.

    A spreadsheet makes the number 2025.1 of 2025.10, so that it may be either month.
    """
    if _ROUNDED_MONTH.fullmatch(match.group()):
        year = match.group(1)
        raise Unfit("month_unclear", first=f"{year}-01", other=f"{year}-10")
    return _month(int(match.group(1)), int(match.group(2) or match.group(3)))


def _from_serial(number: float, epoch_1904: bool) -> datetime:
    if not _FIRST_SERIAL <= number < _LAST_SERIAL:
        _refuse()
    days = number + (_DAYS_TO_1904 if epoch_1904 else 0)
    return _EPOCH_1900 + timedelta(seconds=round(days * 86_400))


def _moment(day: tuple[int, int, int], clock: timedelta) -> datetime:
    if not timedelta() <= clock <= timedelta(days=1):
        _refuse()
    return datetime.combine(date(*day), time()) + clock


def _with_time(day: tuple[int, int, int], rest: str) -> datetime:
    rest = rest.strip(" t,-")
    if not rest:
        return _moment(day, timedelta())
    zone = _ZONE.search(rest)
    clock = _clock(rest[: zone.start()] if zone else rest)
    moment = _moment(day, clock)
    return _to_office(moment, zone.group(1)) if zone else moment


def _to_office(moment: datetime, zone: str) -> datetime:
    offset = UTC
    if zone not in ("z", "utc"):
        minutes = int(zone[1:3]) * 60 + int(zone[-2:])
        offset = timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))
    return moment.replace(tzinfo=offset).astimezone(OFFICE_ZONE).replace(tzinfo=None)


@cache
def _halves() -> tuple[tuple[str, str], ...]:
    words = value_words()
    halves = {"am": words.forenoon, "pm": words.afternoon, "noon": words.noon}
    return tuple((word, half) for half, all_words in halves.items() for word in all_words)


def _clock(text: str) -> timedelta:
    """Return a time of day, such as 08:30, 上午8时30分, 8点半 or 11:59:58 pm."""
    half = ""
    for word, name in _halves():
        if word in text:
            text, half = text.replace(word, ""), name
            break
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        _refuse()
    hour, minute, second = match.groups()
    minutes = 30 if minute == "半" else int(minute or 0)
    if minutes > 59 or int(second or 0) > 59:
        _refuse()
    return timedelta(hours=_hour(int(hour), half), minutes=minutes, seconds=int(second or 0))


def _hour(hour: int, half: str) -> int:
    if half == "am" and hour == 12:
        return 0
    if (half == "pm" and hour < 12) or (half == "noon" and hour < 3):
        return hour + 12
    return hour
