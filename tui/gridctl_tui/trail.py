"""The way one has come, and back."""

from __future__ import annotations


class Trail:
    """The places one has been to, in order."""

    def __init__(self) -> None:
        self._places: list[str] = []
        self._at = -1

    def went(self, place: str) -> None:
        """Remember a place; what lay ahead is forgotten."""
        self._places = [*self._places[: self._at + 1], place]
        self._at = len(self._places) - 1

    def step(self, by: int) -> str | None:
        """Return the place before or after, None at the ends."""
        if not 0 <= self._at + by < len(self._places):
            return None
        self._at += by
        return self._places[self._at]
