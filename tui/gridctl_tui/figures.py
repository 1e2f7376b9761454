"""The figures of a month beside those of the one before, their trend, and how hot a rate is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from gridctl.domain.errors import word
from gridctl.domain.signals import URGENCY_COLOURS
from gridctl.foundation.i18n import N_, _
from gridctl.operations.base import View
from gridctl.operations.queries.tickets import GroupBy, ShowStats, StatsRow
from gridctl.presentation.columns import Column
from gridctl.presentation.filter_words import term, word_of
from gridctl.presentation.ticket_figures import METRICS, behind
from gridctl_tui import signs

#: Figure -> whether more of it is better (None: neither).
_FIGURES: dict[str, bool | None] = {
    "count": None, "due_to_close": None, "closed_on_time": True, "close_on_time": True,
    "overdue": False,
}  # fmt: skip
#: Months of the trend.
MONTHS = 12
#: Cells from which on all of them are drawn, and how many are where there are fewer.
_ROOM, _FEW = 52, 6
_BLOCKS = "▁▂▃▄▅▆▇"
#: The same where the width of blocks is in doubt; no sign of it is read as a figure.
_PLAIN = "_.-:=+*#"


class FigureRow(View):
    """A figure as a line shows it; ``terms`` is the filter of the tickets behind it."""

    key: str
    label: str
    value: str
    change: str = ""
    trend: str = ""
    worse: bool = False
    terms: str = ""


class Month(NamedTuple):
    """The figures of a month until a day.

    Attributes:
        day: the day.
        now: figures of the month until then.
        before: figures of the same days of the month before.
        months: figures of the last months, the earliest first.
        urgent: class -> open tickets of it.
    """

    day: date
    now: StatsRow
    before: StatsRow
    months: Sequence[StatsRow]
    urgent: dict[str, int]


def figure_columns(day: date) -> list[Column]:
    """Return the columns of figures until a day."""
    return [
        Column("label", f"{day:%Y-%m}", width="narrow"),
        Column("value", N_("so far"), kind="int", width="narrow"),
        Column("change", N_("vs last"), kind="int", width="narrow"),
        Column("trend", N_("trend"), width="narrow"),
    ]


def figure_rows(month: Month, room: int) -> Iterator[FigureRow]:
    """Yield a row for each figure, then one for each class of urgent tickets.

    Args:
        month: the figures.
        room: cells there are for a row; where there are few, the trend is shorter.
    """
    drawn = month.months[-(MONTHS if room >= _ROOM else _FEW) :]
    first = month.day.replace(day=1)
    for name, better in _FIGURES.items():
        value, before = getattr(month.now, name), getattr(month.before, name)
        change = 0 if None in (value, before) else value - before
        yield FigureRow(
            key=name,
            label=_(METRICS[name]),
            value=_told(name, value),
            change=f"{change:+,}" if change else "",
            trend=sparkline([getattr(row, name) for row in drawn]),
            worse=better is not None and bool(change) and (change > 0) != better,
            terms=behind(name, first, month.day),
        )
    for code, label in URGENCY_COLOURS.items():
        terms = f"{term('ticket', 'urgency', code)} {word_of('ticket', 'open')}"
        count = month.urgent.get(code, 0)
        told = word(_("open {urgency}"), {"urgency": _(label)})
        yield FigureRow(key=code, label=told, value=f"{count:,}", worse=bool(count), terms=terms)


def so_far(day: date, by: GroupBy, *, months: int = 1, under: str | None = None) -> ShowStats:
    """Return the query of the figures until a day, from the first day of its month on.

    What falls due later is left out: it would count as not closed on time.
    """
    return ShowStats(by=by, since=back(day, months - 1), until=day, under=under)


def back(day: date, months: int) -> date:
    """Return the first day of the month so many months before."""
    whole = day.year * 12 + day.month - 1 - months
    return date(whole // 12, whole % 12 + 1, 1)


def same_day(day: date) -> date:
    """Return the same day of the month before, its last where it is shorter."""
    first = day.replace(day=1)
    return min(back(day, 1) + (day - first), first - timedelta(days=1))


def sparkline(values: Sequence[Decimal | int | None]) -> str:
    """Return one sign for each value, from the least to the greatest; a blank for none.

    Other signs stand where the width of blocks is in doubt.
    """
    ramp = _BLOCKS if signs.ambiguous() == 1 else _PLAIN
    there = [value for value in values if value is not None]
    low, high = min(there, default=0), max(there, default=0)
    step = (high - low) or 1
    return "".join(
        " " if value is None else ramp[int((value - low) / step * (len(ramp) - 1))]
        for value in values
    )


def _told(name: str, value: Decimal | int | None) -> str:
    if value is None:
        return "-"
    return f"{value}%" if name == "close_on_time" else f"{value:,}"


def heat(rate: Decimal | None) -> int:
    """Return how hot an on-time rate is, from 0 (nothing to do) to 4."""
    if rate is None or rate >= 98:
        return 0
    return 1 if rate >= 95 else 2 if rate >= 90 else 3 if rate >= 80 else 4
