"""A ticket's clock as a bar: one stretch after the other, numbered, whose time each was and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from textual.content import Content
from textual.widgets import Static

from gridctl.domain.clocks.explaining import MESSAGES
from gridctl.domain.clocks.lamps import LAMP_NAMES
from gridctl.domain.clocks.stages import STAGE_NAMES
from gridctl.domain.deadlines import deadline_text
from gridctl.domain.errors import word
from gridctl.foundation.i18n import _
from gridctl.operations.queries.clocks import ClockView, SegmentView
from gridctl_tui.widgets.lines import Piece, folded, lines
from gridctl_tui.widgets.pane import Pane

#: Signs of a stretch that counts against the limit, and of one that does not.
_COUNTS, _STANDS = "=", "."


class ClockPane(Pane):
    """Shows deadline, what is used and left, and the stretches."""

    DEFAULT_CSS = "ClockPane { background: $panel; height: auto; }"

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._view: ClockView | None = None
        self._text = Static()

    def compose(self) -> Iterator[Static]:
        """Yield the text."""
        yield self._text

    def show(self, view: ClockView) -> None:
        """Show another clock."""
        self._view = view
        self._draw()

    def on_resize(self) -> None:
        """Draw the bar anew."""
        self._draw()

    def _draw(self) -> None:
        if self._view is None:
            self._text.update(Content(""))
        else:
            self._text.update(lines(clock_lines(self._view, max(20, self.size.width - 1))))


def clock_lines(view: ClockView, room: int) -> Iterator[list[Piece]]:
    """Yield the lines of a clock for a width."""
    late = "bold $error" if view.late else "bold $success"
    lamp = [(_(LAMP_NAMES[view.lamp]), late)]
    if view.deadline_at:
        due = {"at": deadline_text(view.deadline_at)}
        lamp.append(("  " + word(_("deadline {at}"), due), "bold"))
    yield [(_("Clock"), "bold $accent"), ("  ", ""), *lamp]
    yield [(_amounts(view), "$dim")]
    yield _bar(view.segments, view, room)
    for number, segment in enumerate(view.segments, 1):
        yield from _stretch(number, segment, room)


def _amounts(view: ClockView) -> str:
    left = view.left_minutes
    told = {
        "total": duration(view.total_minutes) if view.limit else None,
        "used": duration(view.used_minutes),
        "left": duration(left) if left is not None and left >= 0 else None,
        "over": duration(-left) if left is not None and left < 0 else None,
    }
    return word(_("[[allowed {total}, ]]used {used}[[, left {left}]][[, late by {over}]]"), told)


def duration(minutes: int) -> str:
    """Return minutes as hours and minutes of the clock: ``16:00``."""
    return f"{minutes // 60}:{minutes % 60:02}"


def _bar(segments: Sequence[SegmentView], view: ClockView, room: int) -> list[Piece]:
    """Return the stretches side by side, each at least wide enough for its number."""
    lengths = [max((segment.end or view.at) - segment.begin, timedelta(0)) for segment in segments]
    whole = sum(lengths, timedelta(0)) or timedelta(1)
    pieces: list[Piece] = []
    spare = room - sum(len(str(n)) + 1 for n in range(1, len(segments) + 1))
    for number, (segment, length) in enumerate(zip(segments, lengths, strict=True), 1):
        sign = _COUNTS if segment.counts else _STANDS
        cells = max(0, int(spare * (length / whole)))
        late = segment.why == "overdue"
        ground = "$heat-4" if late else "$heat-2" if segment.counts else "$field"
        pieces.append((f"{number}{sign * (cells + 1)}", f"$foreground on {ground}"))
    return pieces


def _stretch(number: int, segment: SegmentView, room: int) -> Iterator[list[Piece]]:
    end = deadline_text(segment.end)[len("2026-") :] if segment.end else _("now")
    told = {
        "stage": _(STAGE_NAMES[segment.stage]),
        "holder": segment.holder,
        "minutes": None if segment.minutes is None else duration(segment.minutes),
    }
    head = f"{number} {segment.begin:%m-%d %H:%M} - {end}  "
    text = word(_("{stage}[[ {minutes}]][[, {holder}]]"), told)
    first, *rest = folded(head + text, room)
    yield [(first, "" if segment.counts else "$dim")]
    yield from ([(f"  {part}", "")] for part in rest)
    yield from ([(f"  {part}", "$dim")] for part in folded(_(MESSAGES[segment.why]), room - 2))
