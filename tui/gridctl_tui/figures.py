"""The figures of the months drawn as lines of text: this month, the one before, and the trend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from gridctl.domain.errors import word
from gridctl.foundation.i18n import N_, _
from gridctl.operations.queries.tickets import StatsRow
from gridctl_tui import signs
from gridctl_tui.widgets.lines import Piece, cells, padded

#: Figure -> what it is called, and whether more of it is better (None: neither).
_FIGURES: dict[str, tuple[str, bool | None]] = {
    "count": (N_("received"), None),
    "due_to_close": (N_("due"), None),
    "closed_on_time": (N_("closed on time"), True),
    "close_on_time": (N_("on-time rate"), True),
    "overdue": (N_("overdue"), False),
}
_BLOCKS = "▁▂▃▄▅▆▇█"
#: The same where the width of blocks is in doubt; no sign of it is read as a figure.
_PLAIN = "_.-:=+*#"
_VALUE, _CHANGE = 9, 9


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


def figure_lines(
    now: StatsRow, before: StatsRow, months: Sequence[StatsRow], period: str
) -> Iterator[list[Piece]]:
    """Yield a line for each figure: the month's so far, the change, and the months' trend.

    Args:
        now: figures of the month until today.
        before: figures of the same days of the month before.
        months: figures of the last months, the earliest first.
        period: the month.
    """
    wide = max(cells(_(label)) for label, _better in _FIGURES.values())
    head = word(_("{period} / same days last month"), {"period": period})
    yield [(head, "bold $accent")]
    for name, (label, better) in _FIGURES.items():
        value = getattr(now, name)
        change, tone = _change(value, getattr(before, name), better)
        trend = sparkline([getattr(row, name) for row in months if row.key])
        yield [
            (padded(_(label), wide + 2), "$dim"),
            (padded(_told(name, value), _VALUE, right=True), "bold"),
            (padded(change, _CHANGE, right=True), tone),
            (f"  {trend}", "$primary"),
        ]


def _told(name: str, value: Decimal | int | None) -> str:
    if value is None:
        return "-"
    return f"{value}%" if name == "close_on_time" else f"{value:,}"


def _change(
    value: Decimal | int | None, before: Decimal | int | None, better: bool | None
) -> tuple[str, str]:
    """Return the change in words of signs, and its tone: a sign says what the colour says."""
    if value is None or before is None or value == before:
        return "", ""
    change = value - before
    good = better is not None and (change > 0) == better
    tone = "$dim" if better is None else "$success" if good else "$warning"
    return f"{change:+,}", tone


def heat(rate: Decimal | None) -> int:
    """Return how hot an on-time rate is, from 0 (nothing to do) to 4."""
    if rate is None or rate >= 98:
        return 0
    return 1 if rate >= 95 else 2 if rate >= 90 else 3 if rate >= 80 else 4
