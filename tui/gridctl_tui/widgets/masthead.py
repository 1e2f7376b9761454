"""The first line: whose office this is, which month, and how it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from textual.content import Content
from textual.widget import Widget

from gridctl.domain.errors import word
from gridctl.foundation.i18n import N_, _
from gridctl_tui.widgets.lines import Piece, cells, clipped, line

#: Standing of the year's calendar -> what the line says.
_CALENDARS = {
    "official": N_("calendar official"),
    "provisional": N_("calendar provisional"),
    "missing": N_("no calendar for this year"),
}


#: Cells a name keeps, so that it can still be told from others.
_LEAST = 14


@dataclass(frozen=True)
class Facts:
    """What the first line tells.

    Attributes:
        profile: name of the profile or file.
        danger: whether the profile is coloured, as one does with what is in real use.
        readonly: whether changes are refused.
        office: name of the office.
        party: who is acted for, "" for the office itself.
        day: the day it is there, None while not known.
        calendar: standing of the year's calendar.
        late: tickets past their deadline on the party's list, None while not known.
        due: tickets due today.
        online: whether the office answers.
        busy: whether something is being waited for.
    """

    profile: str = ""
    danger: bool = False
    readonly: bool = False
    office: str = ""
    party: str = ""
    day: date | None = None
    calendar: str = ""
    late: int | None = None
    due: int = 0
    online: bool = True
    busy: bool = False

    @property
    def period(self) -> str:
        """Return the month, such as ``2026-11``; "" while not known."""
        return f"{self.day:%Y-%m}" if self.day else ""


class Masthead(Widget):
    """Shows the facts of the office, the most telling ones where the line is short."""

    DEFAULT_CSS = "Masthead { height: 1; background: $panel; color: $foreground; }"

    def on_mount(self) -> None:
        """Follow the facts."""
        self.watch(self.app, "facts", self._follow)

    def _follow(self) -> None:
        self.refresh()

    def render(self) -> Content:
        """Return the line."""
        facts: Facts = self.app.facts  # type: ignore[attr-defined]
        fixed, names, right = _fixed(facts), _names(facts), _right(facts)
        least = sum(min(cells(text), _LEAST) for text, _style in names)
        # The last is that the office does not answer, or how much is overdue: it always stands.
        while right[1:] and self.size.width < _length(fixed) + least + _length(right):
            right.pop(0)
        room = self.size.width - _length(fixed) - _length(right)
        left = [*fixed, *fitted(names, room)]
        gap = self.size.width - _length(left) - _length(right)
        return line([*left, (" " * max(gap, 0), ""), *right])


def _length(pieces: list[Piece]) -> int:
    return sum(cells(text) for text, _style in pieces)


def _fixed(facts: Facts) -> list[Piece]:
    """Return what is never cut: which office this is, and whether it is only read."""
    chip = "bold $background on $error" if facts.danger else "bold $background on $primary"
    pieces: list[Piece] = [(f" {facts.profile} ", chip)]
    if facts.readonly:
        pieces.append((f" {_('read-only')} ", "bold $warning"))
    return pieces


def _names(facts: Facts) -> list[Piece]:
    """Return what is cut where the line is short, first what the profile tells as well."""
    pieces: list[Piece] = []
    if facts.office:
        pieces.append((f" {facts.office} ", "bold"))
    if facts.party:
        pieces.append((f" {word(_('as {party}'), {'party': facts.party})} ", "bold $accent"))
    return pieces


def fitted(names: list[Piece], room: int) -> Iterator[Piece]:
    """Yield names cut to some cells in all: each as far as it can be read, the first one first."""
    excess = _length(names) - room
    for text, style in names:
        kept = max(min(cells(text), _LEAST), cells(text) - max(excess, 0))
        excess -= cells(text) - kept
        yield (text if kept == cells(text) else f" {clipped(text.strip(), kept - 2)} "), style


def _right(facts: Facts) -> list[Piece]:
    """Return what stands to the right, the least important first."""
    pieces: list[Piece] = []
    if facts.calendar:
        doubtful = facts.calendar != "official"
        pieces.append((f" {_(_CALENDARS[facts.calendar])} ", "$warning" if doubtful else "$dim"))
    if facts.period:
        pieces.append((f" {facts.period} ", "$dim"))
    if facts.due:
        pieces.append((f" {word(_('{count} due today'), {'count': facts.due})} ", "$soon"))
    if facts.late is not None:
        late = word(_("{count} late"), {"count": facts.late})
        pieces.append((f" {late} ", "bold $error" if facts.late else "$success"))
    if facts.busy:
        pieces.append((f" {_('working')} ", "$accent"))
    if not facts.online:
        pieces.append((f" {_('no connection')} ", "bold $background on $error"))
    return pieces
