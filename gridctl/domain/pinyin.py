"""How Chinese names are typed on a keyboard without Chinese: whole pinyin, or its initials."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate, islice, product
from typing import Any, NamedTuple

#: Readings of one name that are tried, where signs have several: 重 is zhong and chong.
_MOST_READINGS = 16
#: Signs of a name beyond which nobody types it whole.
_SIGNS = 24


def is_typed(words: str) -> bool:
    """Tell whether words may be pinyin: letters of the Latin alphabet alone."""
    return words.isascii() and words.isalpha()


class Closeness(IntEnum):
    """How close letters come to a name; what is closer is smaller."""

    #: All of it, or all its initials.
    WHOLE = 0
    #: Its first syllables, or their initials.
    SYLLABLES = 1
    #: It begins so, in the midst of a syllable.
    BEGINNING = 2
    #: A later syllable begins so.
    LATER = 3
    #: Anywhere else in it.
    INSIDE = 4
    #: Not in it.
    NONE = 5


class Reading(NamedTuple):
    """One reading of a name, sign by sign."""

    whole: str
    initials: str
    syllables: tuple[str, ...]

    @classmethod
    def of(cls, syllables: tuple[str, ...]) -> Reading:
        """Return the reading of some syllables."""
        return cls("".join(syllables), "".join(each[:1] for each in syllables), syllables)

    def closeness(self, words: str) -> Closeness:
        """Return how close some letters come to it."""
        if words in (self.whole, self.initials):
            return Closeness.WHOLE
        if words in accumulate(self.syllables) or self.initials.startswith(words):
            return Closeness.SYLLABLES
        if self.whole.startswith(words):
            return Closeness.BEGINNING
        if words not in self.whole:
            return Closeness.LATER if words in self.initials else Closeness.NONE
        begins = any(rest.startswith(words) for rest in self._rests())
        return Closeness.LATER if begins or words in self.initials else Closeness.INSIDE

    def _rests(self) -> Iterator[str]:
        """Yield what is left of it from each syllable on."""
        return (self.whole[start:] for start in accumulate(map(len, self.syllables)))


def spell(name: str) -> None:
    """Learn how a name is spelled, so that looking for it takes no time."""
    _readings(name[:_SIGNS].casefold())


@lru_cache(maxsize=65_536)
def _readings(name: str) -> tuple[Reading, ...]:
    # Its dictionary is large; only a search by letters needs it.
    from pypinyin import Style, pinyin

    # Thousands of grids share a few names.
    # A sign without a reading stands for itself; the package's types know text only.
    apart: Any = list
    read = pinyin(name, style=Style.NORMAL, heteronym=True, errors=apart)
    signs = [list(dict.fromkeys(each)) for each in read]
    return tuple(map(Reading.of, islice(product(*signs), _MOST_READINGS)))


def is_spelled(name: str, words: str) -> bool:
    """Tell whether a name's pinyin, or its initials, hold some letters."""
    wanted = words.casefold()
    readings = _readings(name[:_SIGNS].casefold())
    return any(wanted in each.whole or wanted in each.initials for each in readings)


def closeness(name: str, words: str) -> Closeness:
    """Return how close some letters come to a name, whole or by initials, in any reading of it."""
    wanted = words.casefold()
    readings = _readings(name[:_SIGNS].casefold())
    return min((each.closeness(wanted) for each in readings), default=Closeness.NONE)
