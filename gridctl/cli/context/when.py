"""Days, months and instants as people type them, turned into what operations take.

Only words are translated here (``today``, ``本月``); the working calendar, deadlines and what
"now" means to a record stay behind the gateway. Everything is in the office's zone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import typer

from gridctl.cli.diagnostics import spelling
from gridctl.domain.errors import Usage
from gridctl.domain.periods import Period, PeriodInvalid, before, parse_period
from gridctl.foundation.clock import OFFICE_ZONE, Clock, SystemClock, local_date
from gridctl.foundation.i18n import N_

#: The machine's clock; a person means the day the machine shows.
clock: Clock = SystemClock()

_DAYS = {"today": 0, "今天": 0, "今日": 0, "yesterday": -1, "昨天": -1, "昨日": -1}
_DAYS |= {"tomorrow": 1, "明天": 1, "明日": 1}
_MONTHS = {"this-month": 0, "本月": 0, "这个月": 0, "last-month": 1, "上月": 1, "上个月": 1}
_YEARS = {"this-year": 0, "今年": 0, "本年": 0, "last-year": 1, "去年": 1, "上年": 1}
_NOW = ("now", "现在", "此刻")


class NotADay(Usage):
    """The value names no day."""

    message = N_("{option}: {value} is not a day.")
    hint = N_("Write 2026-06-05, today or yesterday (今天, 昨天).")


class NotAPeriod(Usage):
    """The value names no month and no longer period."""

    message = N_("{option}: {value} is not a period.")
    hint = N_("Write 2026-06, 2026-Q2, 2026, this-month or last-month (本月, 上月).")


class NotAnInstant(Usage):
    """The value names no point in time."""

    message = N_("{option}: {value} is not a point in time.")
    hint = N_("Write '2026-06-05 08:30', 'today 8:30' (今天 8:30) or now; it is the office's time.")


def today() -> date:
    """Return the present day in the office's zone."""
    return local_date(clock.now())


def day_option(text: str, *flags: str) -> Any:
    """Declare an option that takes a day; the command gets ISO text."""
    return typer.Option(*flags, metavar="DAY", help=text, callback=_reader(read_day))


def since_option(text: str) -> Any:
    """Declare an option that takes a day, or a period for its first day."""
    return typer.Option(metavar="DAY", help=text, callback=_reader(_first_day))


def until_option(text: str) -> Any:
    """Declare an option that takes a day, or a period for its last day."""
    return typer.Option(metavar="DAY", help=text, callback=_reader(_last_day))


def period_option(text: str) -> Any:
    """Declare an option that takes a period; the command gets its name, such as ``2026-06``."""
    return typer.Option(metavar="PERIOD", help=text, callback=_reader(_period_name))


def instant_option(text: str, *flags: str) -> Any:
    """Declare an option that takes a point in time; the command gets ISO text with its offset."""
    return typer.Option(*flags, metavar="TIME", help=text, callback=_reader(read_instant))


def read_day(text: str, option: str = "") -> str:
    """Return the day a text names as ISO text.

    Raises:
        NotADay: it names none.
    """
    word = _fold(text)
    if word in _DAYS:
        return (today() + timedelta(days=_DAYS[word])).isoformat()
    moment = _moment(text)
    if moment is None:
        raise NotADay(option=option, value=text)
    return moment.date().isoformat()


def read_period(text: str, option: str = "") -> Period:
    """Return the period a text names: a month, quarter, half or year.

    Raises:
        NotAPeriod: it names none.
    """
    word = _fold(text)
    if word in _MONTHS:
        return _back(parse_period(f"{today():%Y-%m}"), _MONTHS[word])
    if word in _YEARS:
        return _back(parse_period(f"{today():%Y}"), _YEARS[word])
    try:
        return parse_period(word)
    except PeriodInvalid:
        month = _month(text)
    if month is None:
        raise NotAPeriod(option=option, value=text)
    return parse_period(month)


def read_instant(text: str, option: str = "") -> str:
    """Return the point in time a text names as ISO 8601, in the office's zone unless it says so.

    A day alone is refused: midnight is never what is meant by it.

    Raises:
        NotAnInstant: it names none.
    """
    word = _fold(text)
    if word in _NOW:
        return clock.now().astimezone(OFFICE_ZONE).isoformat()
    day, _, rest = word.partition(" ")
    written = f"{read_day(day)} {rest}" if day in _DAYS and rest else text
    moment = _moment(written) if any(sign in written for sign in ":：时点") else None
    if moment is None:
        raise NotAnInstant(option=option, value=text)
    return moment.replace(tzinfo=OFFICE_ZONE).isoformat()


def period_fields(period: str | None) -> dict[str, str | None]:
    """Return the fields of a query that say a period: ``period`` for a month, else its days."""
    if period is None:
        return {}
    found = parse_period(period)
    if found.kind == "month":
        return {"period": found.name}
    return {"since": found.first.isoformat(), "until": found.last.isoformat()}


def days_asked(fields: Mapping[str, Any]) -> tuple[date | None, date | None]:
    """Return the first and the last day some fields of a query ask for, None for an open end."""
    period = parse_period(fields["period"]) if fields.get("period") else None
    since, until = (fields.get(name) for name in ("since", "until"))
    return (
        date.fromisoformat(since) if since else period and period.first,
        date.fromisoformat(until) if until else period and period.last,
    )


def _reader(read: Callable[[str, str], str]) -> Callable[..., Any]:
    def callback(param: typer.CallbackParam, value: str | None) -> str | None:
        return read(value, spelling(param)) if value else value

    return callback


def _period_name(text: str, option: str) -> str:
    return read_period(text, option).name


def _first_day(text: str, option: str) -> str:
    period = _maybe_period(text)
    return period.first.isoformat() if period else read_day(text, option)


def _last_day(text: str, option: str) -> str:
    period = _maybe_period(text)
    return period.last.isoformat() if period else read_day(text, option)


def _maybe_period(text: str) -> Period | None:
    """Return a period where the text is no day."""
    if _fold(text) in _DAYS or _moment(text) is not None:
        return None
    try:
        return read_period(text)
    except NotAPeriod:
        return None


def _back(period: Period, steps: int) -> Period:
    return before(period) if steps else period


def _moment(text: str) -> datetime | None:
    """Return the moment a text names, as the office's clock shows it, or None."""
    with suppress(ValueError):
        return datetime.strptime(text, "%Y-%m-%d")  # noqa: DTZ007 - a day has no zone
    # Spreadsheets number their days; nobody types such a number.
    if text.strip().isdigit() and len(text.strip()) != len("20260605"):
        return None
    # The forms clerks use in spreadsheets; loaded only where the plain form was not typed.
    from gridctl.imports.dates import read_moment
    from gridctl.imports.unfit import Unfit

    try:
        return read_moment(text)
    except Unfit:
        return None


def _month(text: str) -> str | None:
    from gridctl.imports import dates
    from gridctl.imports.unfit import Unfit

    try:
        return dates.read_period(text)
    except Unfit:
        return None


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
