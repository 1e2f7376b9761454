"""The lines of an explained clock: each stretch in words, and under it the days it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from gridctl.domain.calendar.adoption import KIND_NAMES
from gridctl.domain.clocks.explaining import MESSAGES
from gridctl.domain.clocks.stages import STAGE_NAMES
from gridctl.domain.deadlines import deadline_text
from gridctl.domain.errors import Param, word
from gridctl.foundation.i18n import _, said

if TYPE_CHECKING:
    from gridctl.operations.queries.clocks import ClockView, DayLine, ExplainedSegment


def lines(view: ClockView) -> Iterator[dict[str, Any]]:
    """Yield each stretch, and under it its days; days in a row of the same hours are one line."""
    for stretch in view.explained:
        yield {
            "begin": f"{stretch.begin:%Y-%m-%d %H:%M}",
            "end": deadline_text(stretch.end) if stretch.end else _("now"),
            "minutes": stretch.minutes,
            "so_far": stretch.so_far,
            "what": _stretch_words(stretch),
        }
        for _same, days in groupby(stretch.days, key=_alike):
            yield _days_line(list(days), stretch)


def _alike(day: DayLine) -> tuple[Any, ...]:
    return day.kind, day.slots, day.occasion and said(day.occasion)


def _stretch_words(stretch: ExplainedSegment) -> str:
    """Return whose time a stretch is, in which stage, and why it counts or does not."""
    told: dict[str, Param] = {
        "stage": _(STAGE_NAMES[stretch.stage]),
        "holder": stretch.holder or "",
        "why": _(MESSAGES[stretch.why]),
    }
    return word(_("{stage}[[, {holder}]]: {why}"), told)


def _days_line(days: list[DayLine], stretch: ExplainedSegment) -> dict[str, Any]:
    first, last = days[0], days[-1]
    return {
        "begin": f"  {first.day}",
        "end": str(last.day) if len(days) > 1 else "",
        "minutes": sum(day.minutes for day in days),
        "so_far": last.so_far if stretch.so_far is not None else None,
        "what": f"  {_day_words(first, len(days))}",
    }


def _day_words(day: DayLine, count: int) -> str:
    """Return a line of the calendar in words: ``make-up day (National Day) 08:00-12:00``."""
    kind = _(KIND_NAMES[day.kind]) if day.kind else ""
    occasion = word(_("({occasion})"), {"occasion": said(day.occasion)}) if day.occasion else ""
    times = f"×{count}" if count > 1 else ""
    counted = " ".join(day.slots) or _("nothing counts")
    return " ".join(part for part in (kind, occasion, times, counted) if part)
