"""Tokens of servers, kept where only their owner reads them.

A token belongs to one profile at one address: a profile that is pointed elsewhere has none there.
It lies in the keyring of the desktop where there is one, else in a file of its own that its owner
alone may read. ``GRIDCTL_TOKEN`` goes before both, for scripts.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from gridctl.foundation import own_files
from gridctl.foundation.i18n import N_
from gridctl.foundation.paths import user_config_file
from gridctl.foundation.settings import SettingsError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

TOKEN_VARIABLE = "GRIDCTL_TOKEN"  # noqa: S105 - the name of a variable

Place = Literal["environment", "file", "keyring"]

_SERVICE = "gridctl"
#: What a header may carry; anything else was cut or pasted wrongly.
_TOKEN = re.compile(r"[\x21-\x7e]{1,4096}")
#: Lower ones keep nothing, or keep it in the clear (keyring's own advice).
_LEAST_PRIORITY = 1
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class TokenMalformed(SettingsError):
    """What should be a token cannot be one; it is not quoted."""

    code = "settings.token_malformed"


class TokenExposed(SettingsError):
    """Others may read, or replace, the file of a token."""

    code = "settings.token_exposed"
    exit_code = 4


class TokenUnkept(SettingsError):
    """A token can be kept, read or forgotten nowhere."""

    code = "settings.token_unkept"
    exit_code = 1


@dataclass(frozen=True)
class Token:
    """A token and where it was found.

    Attributes:
        text: the token; no representation shows it.
        place: the kind of place.
        where: the variable, the file or the keyring, as people know it.
    """

    text: str = field(repr=False)
    place: Place
    where: str


def find_token(
    server: str, profile: str, *, environ: Mapping[str, str] | None = None
) -> Token | None:
    """Return the token for a server, or None.

    Args:
        server: the server's address, as the profile names it.
        profile: the profile's name.
        environ: the environment; the process's own where omitted.

    Raises:
        TokenMalformed: what was found cannot be a token.
        TokenExposed: its file may be read by others.
        TokenUnkept: its file cannot be read.
    """
    environ = os.environ if environ is None else environ
    if given := environ.get(TOKEN_VARIABLE, "").strip():
        return Token(_checked(given, TOKEN_VARIABLE), "environment", TOKEN_VARIABLE)
    # The file first: asking the keyring takes a tenth of a second.
    file = _file(server, profile)
    if text := _read(file):
        return Token(_checked(text, str(file)), "file", str(file))
    ring = _keyring()
    kept = ring and _asked(ring, _account(server, profile))
    return Token(_checked(kept, ring.name), "keyring", ring.name) if ring and kept else None


def keep_token(server: str, profile: str, text: str) -> Token:
    """Keep a token instead of any kept before, and return where.

    Raises:
        TokenMalformed: it cannot be one.
        TokenUnkept: neither keyring nor file takes it.
    """
    text = _checked(text.strip(), "-")
    file, ring = _file(server, profile), _keyring()
    if ring is not None and _put(ring, _account(server, profile), text):
        _remove(file)
        return Token(text, "keyring", ring.name)
    _write(file, text)
    return Token(text, "file", str(file))


def forget_token(server: str, profile: str) -> bool:
    """Forget the token kept for a server; return whether there was one.

    What ``GRIDCTL_TOKEN`` says is not ours to forget.

    Raises:
        TokenUnkept: its file cannot be removed.
    """
    removed = _remove(_file(server, profile))
    ring = _keyring()
    return (ring is not None and _dropped(ring, _account(server, profile))) or removed


def _account(server: str, profile: str) -> str:
    return f"{profile} {server.rstrip('/')}"


def _checked(text: str, where: str) -> str:
    if _TOKEN.fullmatch(text):
        return text
    raise TokenMalformed(
        N_("What {where} holds is not a token."),
        N_("Sign in again with '<login>', or copy the token anew."),
        where=where,
    )


def _keyring() -> KeyringBackend | None:
    """Return the keyring of this desktop where it keeps secrets well, else None."""
    import keyring
    from keyring.errors import KeyringError

    try:
        found = keyring.get_keyring()
        return found if found.priority >= _LEAST_PRIORITY else None
    except (KeyringError, RuntimeError, ImportError):
        # A desktop whose keyring does not run is one without.
        return None


def _asked(ring: KeyringBackend, account: str) -> str | None:
    from keyring.errors import KeyringError

    try:
        return ring.get_password(_SERVICE, account)
    except (KeyringError, OSError):
        # Locked and nobody there to open it, as under cron: the same as none.
        return None


def _put(ring: KeyringBackend, account: str, text: str) -> bool:
    from keyring.errors import KeyringError

    try:
        ring.set_password(_SERVICE, account, text)
        return ring.get_password(_SERVICE, account) == text
    except (KeyringError, OSError):
        return False


def _dropped(ring: KeyringBackend, account: str) -> bool:
    from keyring.errors import KeyringError

    try:
        ring.delete_password(_SERVICE, account)
    except (KeyringError, OSError):
        return False
    return True


def _file(server: str, profile: str) -> Path:
    """Return the file of one token; each has its own, so that two sign-ins never meet."""
    digest = hashlib.sha256(_account(server, profile).encode()).hexdigest()[:16]
    return user_config_file().parent / "tokens" / digest


def _read(file: Path) -> str:
    """Return the text of a token's file, "" where there is none."""
    try:
        opened = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise _unkept(N_("{file} cannot be read: {reason}."), file, error) from error
    with open(opened, encoding="utf-8", errors="replace") as source:
        _check_private(file, os.fstat(opened))
        return source.read().strip()


def _check_private(file: Path, found: os.stat_result) -> None:
    # Windows has other rights, and a keyring.
    if os.name == "nt" or (not found.st_mode & _OTHERS and found.st_uid == os.geteuid()):
        return
    raise TokenExposed(
        N_("Others may read the token in {file}."),
        N_("Delete the file and sign in again with '<login>'; have the old token revoked."),
        file=str(file),
    )


def _write(file: Path, text: str) -> None:
    """Write a token's file: whole or not at all, and never readable by others."""
    try:
        own_files.make_folder(file.parent)
        own_files.replace_file(file, f"{text}\n".encode())
    except OSError as error:
        raise _unkept(N_("{file} cannot be written: {reason}."), file, error) from error


def _remove(file: Path) -> bool:
    try:
        file.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _unkept(N_("{file} cannot be removed: {reason}."), file, error) from error
    return True


def _unkept(message: str, file: Path, error: OSError) -> TokenUnkept:
    hint = N_("For this once, the variable GRIDCTL_TOKEN may hold the token.")
    return TokenUnkept(message, hint, file=str(file), reason=str(error.strerror or error))
