"""A month as seven columns: what kind of day each is, and how many fall due / are late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from gridctl.domain.calendar import Calendar
from gridctl.domain.calendar.adoption import day_kind
from gridctl.domain.calendar.errors import CalendarMissing
from gridctl.foundation.i18n import N_, _
from gridctl_tui.keymap import bindings
from gridctl_tui.widgets.lines import Piece, cells, lines, padded

_WEEK = 7
_DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
#: Kind of day -> the word beside its number.
_KINDS = {"off": N_("off"), "weekend": N_("rest"), "makeup": N_("work")}
#: Open tickets due on a day, and how many of them are late.
Load = Mapping[date, tuple[int, int]]


class MonthGrid(Widget, can_focus=True):
    """Shows a month under a cursor.

    Attributes:
        day: the day under the cursor.
    """

    DEFAULT_CSS = """
    MonthGrid { height: auto; background: $background; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("day.*")

    class Moved(Message):
        """The cursor is on another day; ``turned`` tells that its month is another one."""

        def __init__(self, day: date, *, turned: bool) -> None:
            super().__init__()
            self.day, self.turned = day, turned

    class Opened(Message):
        """The tickets of a day are wanted."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.day = date.min
        self._today = date.min
        self._calendar: Calendar | None = None
        self._load: Load = {}

    def show(self, day: date, today: date, calendar: Calendar, load: Load) -> None:
        """Show the month of a day."""
        moved = day != self.day or not self._load
        self.day, self._today, self._calendar, self._load = day, today, calendar, load
        self.refresh(layout=True)
        if moved:
            self.post_message(self.Moved(day, turned=False))

    def action_move(self, days: int) -> None:
        """Go to another day."""
        if self._calendar is None:
            return
        before, self.day = self.day, self.day + timedelta(days=days)
        turned = (before.year, before.month) != (self.day.year, self.day.month)
        self.refresh(layout=turned)
        self.post_message(self.Moved(self.day, turned=turned))

    def action_open(self) -> None:
        """Open the tickets of the day."""
        if self._calendar is not None:
            self.post_message(self.Opened(self.day))

    def on_click(self, event: events.Click) -> None:
        """Go to the day clicked."""
        weeks, row = list(self._weeks()), (event.y - 1) // 2
        column = (event.x - 1) // max(1, self._wide())
        if 0 <= row < len(weeks) and 0 <= column < _WEEK and (day := weeks[row][column]):
            self.action_move((day - self.day).days)

    def _wide(self) -> int:
        return max(6, (self.size.width - 2) // _WEEK)

    def _weeks(self) -> Iterator[list[date | None]]:
        """Yield the weeks of the month, Monday first; None stands outside it."""
        first = self.day.replace(day=1)
        begin = first - timedelta(days=first.weekday())
        while begin.month == first.month or begin < first:
            days = [begin + timedelta(days=n) for n in range(_WEEK)]
            yield [day if day.month == first.month else None for day in days]
            begin += timedelta(days=_WEEK)

    def render(self) -> Content:
        """Return the month."""
        if self._calendar is None:
            return Content(_("reading"))
        return lines(self._lines(self._calendar, self._wide()))

    def _lines(self, calendar: Calendar, wide: int) -> Iterator[list[Piece]]:
        yield [(padded(f" {_(name)}", wide), "bold $dim") for name in _DAYS]
        for week in self._weeks():
            yield [self._head(day, calendar, wide) for day in week]
            yield [self._due(day, wide) for day in week]

    def _head(self, day: date | None, calendar: Calendar, wide: int) -> Piece:
        if day is None:
            return " " * wide, ""
        try:
            kind = day_kind(calendar, day)
        except CalendarMissing:
            kind = "working"
        sign = ">" if day == self.day else " "
        told = [_("today")] if day == self._today else []
        told += [_(_KINDS[kind])] if kind in _KINDS else []
        text = " ".join([f"{sign}{day.day}", *told])
        if cells(text) > wide:
            # In a narrow cell the ground tells a day of rest.
            text = " ".join([f"{sign}{day.day}", *told[:1]])
        return padded(text, wide), self._style(
            day, "$dim" if kind in ("off", "weekend") else "bold"
        )

    def _due(self, day: date | None, wide: int) -> Piece:
        if day is None or day not in self._load:
            return " " * wide, "" if day is None else self._style(day, "")
        due, late = self._load[day]
        text = f" {due}" + (f"/{late}" if late else "")
        return padded(text, wide), self._style(day, "bold $error" if late else "bold $soon")

    def _style(self, day: date, style: str) -> str:
        return f"{style} on $cursor".strip() if day == self.day else style
