"""Months as a wall calendar shows them, their holidays below; drawn by Rich in 80 columns."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Console
from rich.text import Text

from gridctl.domain.errors import Param, word
from gridctl.foundation.i18n import N_, _, listed
from gridctl.presentation.width import fold, pad, width

if TYPE_CHECKING:
    from gridctl.cli.render.output import Style

_WEEK = (N_("Mo"), N_("Tu"), N_("We"), N_("Th"), N_("Fr"), N_("Sa"), N_("Su"))
#: Kind of a day -> its word beside a lone month, its sign in a year, its look.
_LOOKS = {
    "working": ("", " ", ""),
    "weekend": ("", " ", "dim"),
    "off": (N_("off"), "*", "red"),
    "makeup": (N_("work"), "+", "bold green"),
}
_BROAD, _NARROW = 9, 3
_ABREAST = 3
_BETWEEN = "     "
_CELLS = 80


class Month(NamedTuple):
    """A month to draw.

    Attributes:
        name: such as ``2026-10``.
        days: the kind of each day.
        working_days: how many of them work.
        status: how well the days are known, in English.
    """

    name: str
    days: dict[date, str]
    working_days: int
    status: str


class Holiday(NamedTuple):
    """A holiday: its days off, and the weekend days worked for it."""

    name: str
    off: Sequence[date]
    makeup: Sequence[date]


def months(
    drawn: Sequence[Month], holidays: Sequence[Holiday], sources: Sequence[str], style: Style
) -> Iterator[str]:
    """Yield months, one alone large, several three abreast, then the holidays and the sources."""
    if len(drawn) == 1:
        lines = _broad(drawn[0])
    else:
        rows = [drawn[n : n + _ABREAST] for n in range(0, len(drawn), _ABREAST)]
        lines = [line for row in rows for line in (*_row(row), Text())]
        legend = "* {off}  + {makeup}"
        words = {"off": _("holiday"), "makeup": _("make-up day")}
        lines.append(Text(word(legend, words)))
    told = [Text(word(_("after {source}"), {"source": source}), "dim") for source in sources]
    yield from _plain([*lines, Text(), *_holidays(holidays), *told], style)


def _broad(month: Month) -> list[Text]:
    told: dict[str, Param] = {"days": month.working_days, "status": _(month.status)}
    head = Text.assemble((month.name, "bold"), "  ")
    head.append(word(_("{days} working days, {status}"), told))
    names = Text("".join(pad(_(name), _BROAD) for name in _WEEK), "bold")
    return [head, Text(), names, *(_week(week, month, _BROAD) for week in _weeks(month))]


def _row(row: Sequence[Month]) -> Iterator[Text]:
    blocks = [list(_block(month)) for month in row]
    blank = Text(" " * (_NARROW * len(_WEEK)))
    for lines in zip_longest(*blocks, fillvalue=blank):
        yield Text(_BETWEEN).join(lines)


def _block(month: Month) -> Iterator[Text]:
    told = {"days": month.working_days}
    head = f"{month.name}  {word(_('{days} working'), told)}"
    yield Text(pad(head, _NARROW * len(_WEEK)), "bold")
    yield Text("".join(pad(_(name), _NARROW) for name in _WEEK))
    yield from (_week(week, month, _NARROW) for week in _weeks(month))


def _weeks(month: Month) -> list[list[date | None]]:
    days: list[date | None] = [None] * min(month.days).weekday()
    days += month.days
    days += [None] * (-len(days) % len(_WEEK))
    return [days[n : n + len(_WEEK)] for n in range(0, len(days), len(_WEEK))]


def _week(week: Sequence[date | None], month: Month, cells: int) -> Text:
    line = Text()
    for day in week:
        if day is None:
            line.append(" " * cells)
            continue
        name, sign, look = _LOOKS[month.days[day]]
        beside = sign if cells == _NARROW else f" {_(name)}"
        text = f"{day.day:>2}{beside}".rstrip()
        line.append(text, look)
        line.append(" " * (cells - width(text)))
    return line


def _holidays(holidays: Sequence[Holiday]) -> Iterator[Text]:
    left = max((width(each.name) for each in holidays), default=0) + 2
    for each in holidays:
        parts = [_spans(each.off)] if each.off else []
        if each.makeup:
            days = tuple(f"{day:%m-%d}" for day in each.makeup)
            parts.append(word(_("make-up {days}"), {"days": days}))
        for n, line in enumerate(fold(_("; ").join(parts), _CELLS - left)):
            yield Text(pad("" if n else each.name, left) + line)


def _spans(days: Sequence[date]) -> str:
    spans: list[list[date]] = []
    for day in days:
        if spans and day.toordinal() == spans[-1][-1].toordinal() + 1:
            spans[-1].append(day)
        else:
            spans.append([day])
    return listed(
        f"{span[0]:%m-%d}" if len(span) == 1 else f"{span[0]:%m-%d}..{span[-1]:%m-%d}"
        for span in spans
    )


def _plain(lines: Sequence[Text], style: Style) -> Iterator[str]:
    console = Console(
        file=io.StringIO(),
        width=10_000,
        force_terminal=style.color,
        color_system="standard" if style.color else None,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for line in lines:
        with console.capture() as captured:
            console.print(line)
        yield captured.get().rstrip() + "\n"
