"""Callers are told apart by a keyed digest of their number, not by the number (domain.md 5.6)."""

from __future__ import annotations

import hmac
import re
import unicodedata

#: Where one number ends and another, or an extension, begins.
_APART = re.compile(r"[、,,;;/|转]|ext|(?<=\d{7})-(?=\d{1,6}$)", re.IGNORECASE)
_NOT_DIGITS = re.compile(r"\D")
#: What is dialled before the eleven digits of a mobile number.
_BEFORE_MOBILE = re.compile(r"^(?:0086|86|0)(?=1\d{10}$)")
#: 110, 12345 and the like are whom people call, not who calls.
_SHORTEST = 7
#: Hex digits kept: 128 bits.
_LENGTH = 32


def caller_digest(key: str, phone: str) -> str:
    """Return the digest by which the caller with a number is known again; "" for none.

    The first of several numbers counts, however it is written: with blanks, hyphens, the prefix of
    the country. A name alone is nobody in particular, and so are short numbers of services and a
    digit said over and over.

    Args:
        key: the office's secret; without it nobody finds the number of a digest by trying all.
        phone: as it was entered.
    """
    first = _APART.split(unicodedata.normalize("NFKC", phone).strip(), maxsplit=1)[0]
    number = _BEFORE_MOBILE.sub("", _NOT_DIGITS.sub("", first))
    if len(number) < _SHORTEST or len(set(number)) == 1:
        return ""
    return hmac.digest(key.encode(), number.encode(), "sha256").hex()[:_LENGTH]
