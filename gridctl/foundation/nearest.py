"""The known word somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(typed: str, known: Iterable[str], likeness: float = 0.0) -> str | None:
    """Return the known word nearest to what was typed, or None where none is like it.

    Typing stops early more often than it goes wrong, so a word that begins with what was typed
    goes before all others, the shortest first.

    Args:
        typed: what was typed, folded as the known words are.
        known: the words there are.
        likeness: from 0, which any word has, to 1 for the same one.
    """
    words = list(known)
    begun = [each for each in words if each.startswith(typed)] if typed else []
    if begun:
        return min(begun, key=len)
    from difflib import get_close_matches  # only an error pays for it

    return next(iter(get_close_matches(typed, words, 1, likeness)), None)
