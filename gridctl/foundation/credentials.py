"""Passwords, tokens and one-time codes: how they are made, kept and compared.

What people choose is kept as Argon2id, which costs whoever stole the database time and memory for
every guess (RFC 9106). What the program chooses has 128 bits or more, so a plain SHA-256 of it can
be looked up and gives nothing away.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from functools import cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pwdlib import PasswordHash

#: Tokens begin so, for people and for programs that look for lost secrets.
TOKEN_PREFIX = "gridctl_"  # noqa: S105 - where tokens begin
#: Signs of codes that are typed by hand: none looks or sounds like another.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUP = 4
#: Each hash takes 64 MiB; more at once would let a crowd of guesses exhaust the machine.
_AT_ONCE = BoundedSemaphore(4)


def new_token() -> str:
    """Return a new token: 256 random bits behind a prefix that says what it is."""
    return TOKEN_PREFIX + secrets.token_urlsafe(32)


def new_code(groups: int) -> str:
    """Return a code to be typed by hand, about 20 bits a group: ``7KQF-2M9X``."""
    parts = ("".join(secrets.choice(_SIGNS) for _ in range(_GROUP)) for _ in range(groups))
    return "-".join(parts)


def secret_digest(text: str) -> str:
    """Return what is kept of a secret the program chose, as 64 hexadecimal signs."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def code_digest(code: str) -> str:
    """Return what is kept of a code, however its groups and letters were typed."""
    plain = unicodedata.normalize("NFKC", code).upper()
    return secret_digest("".join(sign for sign in plain if sign.isalnum()))


def same_digest(one: str, other: str) -> bool:
    """Compare two digests in the same time wherever they differ."""
    return hmac.compare_digest(one, other)


def plain_password(password: str) -> str:
    """Return a password in the one form it has on every keyboard (NFKC, as RFC 8265 asks)."""
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    """Return what is kept of a password; takes a tenth of a second, and is to."""
    with _AT_ONCE:
        return _hasher().hash(plain_password(password))


def password_fits(password: str, kept: str | None) -> bool:
    """Tell whether a password is the one kept; takes as long where none is kept."""
    with _AT_ONCE:
        # Made for everybody: the first whom nobody knows would wait for it alone.
        nobody = _nobody()
        fits = _hasher().verify(plain_password(password), kept or nobody)
    return fits and kept is not None


@cache
def _hasher() -> PasswordHash:
    # Signing in needs it, nothing else does.
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    return PasswordHash((Argon2Hasher(),))


@cache
def _nobody() -> str:
    return _hasher().hash(new_token())
