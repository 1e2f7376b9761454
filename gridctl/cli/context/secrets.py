"""Passwords and codes: typed unseen, or read from stdin; never given as an option's value."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from gridctl.cli.context.session import Session
from gridctl.domain.errors import Invalid, Usage
from gridctl.foundation.i18n import N_, _

PasswordStdin = Annotated[
    bool,
    typer.Option("--password-stdin", help=N_("Read the password from stdin, a line.")),
]
#: Longer lines hold something else.
_LONGEST = 1_024


class SecretNeeded(Usage):
    """Nobody is there to type it."""

    message = N_("A password is needed, and nobody can be asked here.")
    hint = N_("Give it on stdin, with --password-stdin.")


class SecretUnread(Usage):
    """Stdin holds no line, or a very long one."""

    message = N_("stdin holds no password.")
    hint = N_("Write it there as a line of its own.")


class Mistyped(Invalid):
    """What was typed twice differs."""

    message = N_("The two are not the same; nothing was changed.")


def told_password() -> str:
    """Return the next line of stdin.

    Raises:
        SecretUnread: there is none.
    """
    line = sys.stdin.readline(_LONGEST + 2).rstrip("\r\n")
    if not line or len(line) > _LONGEST:
        raise SecretUnread
    return line


def secret(session: Session, question: str, *, stdin: bool) -> str:
    """Return a secret: the next line of stdin, or what is typed unseen.

    Raises:
        SecretUnread: stdin holds none.
        SecretNeeded: nobody can be asked.
    """
    if stdin:
        return told_password()
    if not session.interactive:
        raise SecretNeeded
    return session.ask_secret(question)


def new_secret(session: Session, question: str, *, stdin: bool) -> str:
    """Return a new secret; one that is typed is typed twice.

    Raises:
        SecretUnread, SecretNeeded: as :func:`secret`.
        Mistyped: the second differs from the first.
    """
    first = secret(session, question, stdin=stdin)
    if not stdin and first != secret(session, _("Once more"), stdin=False):
        raise Mistyped
    return first
