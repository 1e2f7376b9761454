"""Signs a terminal may draw two cells wide: kept, or replaced by ones of a certain width.

Many Chinese terminals give signs such as ``·``, ``“`` and ``①`` two cells, which the screen's
bookkeeping takes for one (UAX #11, class A). With ``ambiguous = 2`` such signs are shown as their
full-width or ASCII equals, so that every row stays as long as it was counted.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

#: Sign of ambiguous width -> what is shown instead.
_EQUALS = {
    "·": "・", "…": "..", "—": "－", "–": "-", "“": "＂", "”": "＂", "‘": "＇", "’": "＇",
    "×": "x", "÷": "/", "°": "度", "±": "+-", "§": "#", "→": "->", "←": "<-", "↑": "^",
    "↓": "v", "●": "*", "○": "o", "■": "#", "□": "_", "▲": "^", "△": "^", "★": "*",
    "☆": "*", "※": "*", "√": "v", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~",
    "℃": "度", "‰": "/1000", "′": "'", "″": '"', "―": "－", "‖": "||", "∶": ":", "ˉ": "-",
    "¨": '"', "ˇ": "v", "∞": "oo", "≡": "=", "∽": "~", "⊙": "o", "◎": "o", "◆": "*", "◇": "*",
    "μ": "u", "Ω": "ohm", "─": "-", "━": "-", "│": "|", "┃": "|",
}  # fmt: skip
_ambiguous = 1


def use_ambiguous(cells: int) -> None:
    """Settle how many cells the terminal gives to a sign of ambiguous width: 1 or 2."""
    global _ambiguous
    _ambiguous = cells
    shown.cache_clear()


def ambiguous() -> int:
    """Return how many cells a sign of ambiguous width takes."""
    return _ambiguous


@lru_cache(maxsize=16_384)
def shown(text: str) -> str:
    """Return a text as it can be drawn: no control signs, and none whose width is in doubt."""
    if text.isascii():
        return text if text.isprintable() else _printable(text)
    text = text if text.isprintable() else _printable(text)
    return text if _ambiguous == 1 else "".join(map(_certain, text))


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)


def _certain(sign: str) -> str:
    if unicodedata.east_asian_width(sign) != "A":
        return sign
    if (equal := _EQUALS.get(sign)) is not None:
        return equal
    if _is_circled(sign):
        # ①② is not twelve.
        return f"({unicodedata.numeric(sign):g})"
    folded = "".join(
        each for each in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(each)
    )
    narrow = all(unicodedata.east_asian_width(each) != "A" for each in folded)
    return folded if folded != sign and narrow else "?"


def _is_circled(sign: str) -> bool:
    """Tell whether a sign is a number in a circle, such as ① or ❶."""
    kind = unicodedata.decomposition(sign)
    return unicodedata.category(sign) == "No" and (not kind or kind.startswith("<circle>"))
