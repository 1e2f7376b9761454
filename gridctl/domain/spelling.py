"""Texts that differ by a single sign, for pointing out a slip of the pen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_ANY = "\0"


class Spellings:
    """Known texts, of which the one a sign away from another is found without comparing all.

    A file may hold as many unknown names as rows, so a search must not grow with what is known.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._known: dict[str, str] = {}
        for text in texts:
            for form in _forms(text):
                self._known.setdefault(form, text)

    def nearest(self, text: str) -> str | None:
        """Return the first known text with one sign changed, added or left out, or None."""
        return next((self._known[form] for form in _forms(text) if form in self._known), None)


def _forms(text: str) -> Iterator[str]:
    """Yield a text, then with each sign open, then with each left out."""
    yield text
    for place in range(len(text)):
        yield f"{text[:place]}{_ANY}{text[place + 1 :]}"
    if len(text) > 1:
        for place in range(len(text)):
            yield f"{text[:place]}{text[place + 1 :]}"
