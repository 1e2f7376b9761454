"""Proving who somebody is by a password, and choosing a new one."""

from __future__ import annotations

from typing import Any, NamedTuple

from gridctl.domain.accounts import login_key
from gridctl.domain.passwords import check_password
from gridctl.domain.sign_ins import (
    KEPT_S,
    SLOWING,
    CredentialsWrong,
    Failures,
    TooManyAttempts,
    network_of,
    wait_s,
)
from gridctl.foundation.credentials import (
    hash_password,
    new_code,
    password_fits,
    secret_digest,
)
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.prelude import Prelude
from gridctl.storage.queries import accounts as sql
from gridctl.storage.repositories.accounts import Accounts
from gridctl.storage.repositories.sign_ins import SignIns
from gridctl.storage.tables.accounts import Account

#: Groups of a password the program chooses: 58 bits, and it is replaced at once.
_CHOSEN_GROUPS = 3
#: Signs of the digest of a login nobody has: enough to slow guessing, too few to tell what was
#: typed there, which may have been a password.
_BUCKET = 4


class Proof(NamedTuple):
    """A password that fitted: which attempt it was, whose password, and what is kept of it."""

    attempt: int
    account_id: int
    kept: str


class NewPassword(NamedTuple):
    """A password to be kept.

    Attributes:
        kept: what of it is kept; "" for an account that gets none.
        told: the password, where the program chose it.
    """

    kept: str = ""
    told: str | None = None


def prove(prelude: Prelude, login: str, password: str) -> Proof:
    """Return the proof that a password is that of a login.

    Raises:
        TooManyAttempts: too many failed before; the password was not looked at.
        CredentialsWrong: it is not, or nobody may sign in to that account.
    """
    key = login_key(login)
    found = prelude.ask(lambda context: context.read.record(sql.SECRET, {"login": key})) or {}
    account_id = found.get("id")
    bucket = f"a{account_id}" if account_id else f"u{secret_digest(key)[:_BUCKET]}"
    forgiven = found.get("after_attempt", 0)
    attempt = prelude.keep(lambda context: note_attempt(context, bucket, account_id, forgiven))
    kept = found.get("kept")
    if not password_fits(password, kept) or account_id is None or kept is None:
        raise CredentialsWrong
    return Proof(attempt, account_id, kept)


def uphold(context: CommandContext, proof: Proof) -> Account:
    """Return the account of a proof, whose password nobody changes before the command ends.

    Raises:
        CredentialsWrong: it was given before the password was replaced or the account blocked.
    """
    accounts = Accounts(context.uow)
    account = accounts.get(proof.account_id)
    if account.state != "active" or accounts.password_of(proof.account_id) != proof.kept:
        raise CredentialsWrong
    return account


def note_attempt(
    context: CommandContext, bucket: str, account_id: int | None = None, forgiven: int = 0
) -> int:
    """Count an attempt, as failed until it has succeeded, and return its id.

    Args:
        context: with the address the request came from.
        bucket: whose attempts are counted together.
        account_id: of the account, if somebody has the login.
        forgiven: the attempt up to which failures for the login do not count.

    Raises:
        TooManyAttempts: it comes too soon after too many others.
    """
    attempts, now = SignIns(context.uow), context.now()
    source = network_of(context.actor.visit.source)
    attempts.wait_for_others()
    attempts.forget(before=now - KEPT_S)
    of = {"key": bucket, "after": forgiven, "source": source}
    waits = [_wait(context, "login", sql.FAILED_LOGIN, of)]
    if source:
        waits.append(_wait(context, "source", sql.FAILED_SOURCE, {"key": source}))
    if max(waits):
        raise TooManyAttempts(seconds=max(waits))
    return attempts.note(bucket, account_id, source, now)


def _wait(context: CommandContext, kind: str, statement: Any, of: dict[str, Any]) -> int:
    now = context.now()
    start = now - SLOWING[kind].window_s
    number, last = context.read.rows(statement, {**of, "since": start})[0]
    return wait_s(kind, Failures(number, last), now)


def choose_password(given: str | None, known: tuple[str, ...]) -> NewPassword:
    """Return a password to keep: the one given, or one the program chooses.

    Raises:
        PasswordTooShort, PasswordTooLong, PasswordUnreadable, PasswordGuessable: it would keep
            nobody out.
    """
    if given is None:
        chosen = new_code(_CHOSEN_GROUPS)
        return NewPassword(hash_password(chosen), chosen)
    check_password(given, known)
    return NewPassword(hash_password(given))
