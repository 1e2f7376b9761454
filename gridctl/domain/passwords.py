"""What a password must be: long, no name, no row of keys; no rule about kinds of signs.

Length and a check against what everybody tries first keep guesses out; rules about capitals and
digits only make people write passwords down (NIST SP 800-63B, 3.1.1.2).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from gridctl.domain.errors import Invalid
from gridctl.foundation.credentials import plain_password
from gridctl.foundation.i18n import N_

SHORTEST = 10
LONGEST = 256
#: So many different signs at least: 1111111111 is long, and the first guess.
_DIFFERENT = 5
#: Rows of keys and of signs; a password that is a piece of one, either way, is a row of keys.
_ROWS = (
    "01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgbyhnujm",
)  # fmt: skip
#: Words everybody tries first; what is left beside them must be long enough by itself.
_TRIED = ("password", "passw0rd", "admin", "administrator", "gridctl", "woaini", "iloveyou",
          "qwerty", "123456", "abc123", "5201314", "wangge", "网格", "密码")  # fmt: skip
_LEFT = 6


class PasswordTooShort(Invalid):
    """Too few signs."""

    message = N_("The password is too short: {least} characters at least.")
    hint = N_("A few words in a row are long and easy to keep in mind.")


class PasswordTooLong(Invalid):
    """More signs than anybody types."""

    message = N_("The password is too long: {most} characters at most.")


class PasswordUnreadable(Invalid):
    """Signs that no keyboard types alike."""

    message = N_("The password holds a sign that cannot be typed, such as a line end.")
    hint = N_("Use letters, digits, punctuation and blanks.")


class PasswordGuessable(Invalid):
    """One of the first that would be tried."""

    message = N_("This password would be guessed soon.")
    hint = N_("No rows of keys or digits, no login, no name; a few words in a row are good.")


def check_password(password: str, known: Iterable[str]) -> None:
    """Refuse a password that would not keep anybody out.

    Args:
        password: as it was typed.
        known: names others know and would try, such as the login.

    Raises:
        PasswordTooShort, PasswordTooLong, PasswordUnreadable, PasswordGuessable: it is so.
    """
    plain = plain_password(password)
    if len(plain) > LONGEST:
        raise PasswordTooLong(most=LONGEST)
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Cn") for sign in plain):
        raise PasswordUnreadable
    if len(plain) < SHORTEST:
        raise PasswordTooShort(least=SHORTEST)
    if _is_guessable(plain.casefold(), [name.casefold() for name in known if name]):
        raise PasswordGuessable


def _is_guessable(plain: str, known: list[str]) -> bool:
    if len(set(plain)) < _DIFFERENT:
        return True
    if any(plain in row or plain[::-1] in row for row in _ROWS):
        return True
    rest = plain
    for word in (*known, *_TRIED):
        rest = rest.replace(word, "")
    return rest != plain and len(rest) < _LEFT
