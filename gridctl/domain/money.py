"""Money in whole fen: figures with two places, and Chinese capitals for paper that is signed."""

from __future__ import annotations

import re
import unicodedata

from gridctl.domain.errors import Invalid
from gridctl.foundation.i18n import N_

_AMOUNT = re.compile(r"¥?(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?元?")
_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))


class AmountInvalid(Invalid):
    """A text is not an amount of money."""

    message = N_("{text} is not an amount in yuan.")
    hint = N_("Write for example 1234.50, with two places at most.")


def yuan(fen: int) -> str:
    """Return fen as yuan with two places: 123450 -> ``1234.50``."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}.{rest:02}"


def parse_yuan(text: str) -> int:
    """Return the fen of an amount in yuan such as ``1,234.5``, ``￥1234.50`` or ``300元``.

    Raises:
        AmountInvalid: the text is no such amount.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    match = _AMOUNT.fullmatch(plain)
    if not match:
        raise AmountInvalid(text=text.strip())
    sign, whole, places = match.groups()
    fen = int(whole.replace(",", "")) * 100 + int((places or "0").ljust(2, "0"))
    return -fen if sign else fen


def chinese_capitals(fen: int) -> str:
    """Return an amount in Chinese capitals: 1640902 -> ``壹万陆仟肆佰零玖元零贰分``.

    Whole yuan end in 整; jiao and fen do not. Where the rule leaves a 零 to choice it is left
    out. Source: 支付结算办法 annex 1, 正确填写票据和结算凭证的基本规定.
    """
    whole, rest = divmod(abs(fen), 100)
    sign = "负" if fen < 0 else ""
    if not rest:
        return f"{sign}{_capitals(whole)}元整"
    return f"{sign}{_capitals(whole) + '元' if whole else ''}{_small_change(rest, bool(whole))}"


def _small_change(rest: int, after_yuan: bool) -> str:
    jiao, fen = divmod(rest, 10)
    tens = f"{_CAPITALS[jiao]}角" if jiao else "零" * after_yuan
    return tens + (f"{_CAPITALS[fen]}分" if fen else "")


def _capitals(number: int) -> str:
    """Spell a whole number of zero or more."""
    for size, unit in _UNITS:
        if number >= size:
            head, rest = divmod(number, size)
            return f"{_capitals(head)}{unit}{_tail(rest, size)}"
    return _CAPITALS[number]


def _tail(rest: int, size: int) -> str:
    if not rest:
        return ""
    # One 零 stands for any run of empty places right after the unit.
    return ("零" if rest * 10 < size else "") + _capitals(rest)
