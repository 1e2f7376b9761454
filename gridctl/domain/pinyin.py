"""How Chinese names are typed on a keyboard without Chinese: whole pinyin, or its initials."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product
from typing import Any

#: Readings of one name that are tried, where signs have several: 重 is zhong and chong.
_READINGS = 16
#: Signs of a name beyond which nobody types it whole.
_SIGNS = 24


def is_typed(words: str) -> bool:
    """Tell whether words may be pinyin: letters of the Latin alphabet alone."""
    return words.isascii() and words.isalpha()


def spellings(name: str) -> tuple[str, ...]:
    """Return the pinyin of a name, whole and by initials, in each of its common readings."""
    return _spelled(name[:_SIGNS].casefold())


@lru_cache(maxsize=65_536)
def _spelled(name: str) -> tuple[str, ...]:
    # Its dictionary is large; only a search by letters needs it.
    from pypinyin import Style, pinyin

    # Thousands of grids share a few names.
    # A sign without a reading stands for itself; the package's types know text only.
    apart: Any = list
    read = pinyin(name, style=Style.NORMAL, heteronym=True, errors=apart)
    signs = [list(dict.fromkeys(each)) for each in read]
    readings = list(islice(product(*signs), _READINGS))
    initials = ("".join(syllable[:1] for syllable in each) for each in readings)
    return tuple(dict.fromkeys([*map("".join, readings), *initials]))


def is_spelled(name: str, words: str) -> bool:
    """Tell whether a name's pinyin, or its initials, hold some letters."""
    wanted = words.casefold()
    return any(wanted in spelling for spelling in spellings(name))
