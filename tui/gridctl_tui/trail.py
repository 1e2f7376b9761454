"""The way one has come, and back: tabs, what they showed, and the tickets opened."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """Somewhere one has been.

    Attributes:
        tab: the tab.
        showing: what its screen showed, in a form of its own; None for what it begins with.
        ticket: number of the ticket opened on it, "" for none.
    """

    tab: str
    showing: object = None
    ticket: str = ""


class Crumb(NamedTuple):
    """Where a list was opened from, to which Esc leads back.

    Attributes:
        tab: the tab it was opened from.
        terms: the filter it was opened with.
        before: what its screen showed until then.
    """

    tab: str
    terms: str
    before: object


class Trail:
    """The places one has been to, in order."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = -1
        self._last: Place | None = None

    @property
    def here(self) -> Place | None:
        """Return the place one is at."""
        return self._places[self._at] if self._places else None

    def settle(self, place: Place) -> None:
        """Have the place one is at remembered as it is left."""
        if self._places:
            self._places[self._at] = place

    def went(self, place: Place) -> None:
        """Remember a place; what lay ahead is forgotten."""
        if place != self.here:
            self._last = self.here
            self._places = [*self._places[: self._at + 1], place]
            self._at = len(self._places) - 1

    def step(self, by: int) -> Place | None:
        """Go to the place before or after and return it, None at the ends."""
        if not 0 <= self._at + by < len(self._places):
            return None
        self._last = self.here
        self._at += by
        return self.here

    def turn(self) -> Place | None:
        """Go to where one was last, from which one comes back here; None where there is none."""
        if (last := self._last) is not None:
            self.went(last)
        return last
