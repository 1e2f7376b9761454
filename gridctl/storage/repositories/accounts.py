"""Saving accounts, their passwords and their tokens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gridctl.storage.queries import accounts as sql
from gridctl.storage.tables.accounts import Account, AccountSecret, Token, TokenSecret
from gridctl.storage.unit_of_work import UnitOfWork


class Accounts:
    """Accounts of the office."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def find(self, login: str) -> Account | None:
        """Return the account of a login, or None."""
        found = self._uow.read.value(sql.BY_LOGIN, {"login": login})
        return None if found is None else self._uow.session.get_one(Account, found)

    def get(self, account_id: int) -> Account:
        """Return an account by its id."""
        return self._uow.session.get_one(Account, account_id)

    def create(self, facts: Mapping[str, Any]) -> Account:
        """Save a new account."""
        account = Account(**facts)
        self._uow.add(account)
        return account

    def change(self, account: Account, changes: Mapping[str, Any]) -> None:
        """Set some facts."""
        if all(getattr(account, name) == value for name, value in changes.items()):
            return
        for name, value in changes.items():
            setattr(account, name, value)
        account.revision += 1
        self._uow.add(account)

    def password_of(self, account_id: int) -> str | None:
        """Return what is kept of a password, which nobody changes before this unit of work ends."""
        secret = self._uow.session.get(AccountSecret, account_id, with_for_update=True)
        return None if secret is None else secret.password_hash

    def set_password(
        self, account_id: int, password_hash: str, at: int, *, must_change: bool
    ) -> None:
        """Keep a new password, whose owner must replace it where somebody else chose it."""
        secret = self._uow.session.get(AccountSecret, account_id)
        if secret is None:
            secret = AccountSecret(
                account_id=account_id, password_hash="", must_change=False, changed_at=at
            )
        secret.password_hash, secret.changed_at = password_hash, at
        secret.must_change = must_change
        secret.after_attempt = self._uow.read.value(sql.LAST_ATTEMPT)
        self._uow.add(secret)

    def forgive(self, account_id: int) -> None:
        """Have the failed attempts so far slow nobody any more."""
        secret = self._uow.session.get(AccountSecret, account_id)
        if secret is not None:
            secret.after_attempt = self._uow.read.value(sql.LAST_ATTEMPT)
            self._uow.add(secret)


class Tokens:
    """Tokens of accounts."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def create(self, digest: str, facts: Mapping[str, Any]) -> Token:
        """Save a token, of its text only the digest."""
        token = Token(**facts)
        self._uow.add(token)
        assert token.id is not None
        self._uow.add(TokenSecret(token_id=token.id, digest=digest))
        return token

    def get(self, number: int) -> Token | None:
        """Return a token by its number, or None."""
        return self._uow.session.get(Token, number)

    def revoke(self, token: Token, at: int) -> None:
        """End a token."""
        token.revoked_at = at
        self._uow.add(token)

    def revoke_all(self, account_id: int, at: int, *, kind: str | None = None, but: int = 0) -> int:
        """End the tokens of an account, all or those of a kind, but for one; return how many."""
        wanted = {"account": account_id, "kind": kind, "but": but}
        numbers = [number for (number,) in self._uow.read.rows(sql.STANDING, wanted)]
        for number in numbers:
            self.revoke(self._uow.session.get_one(Token, number), at)
        return len(numbers)

    def note_use(self, number: int, day: str) -> None:
        """Keep the day a token was last used."""
        secret = self._uow.session.get(TokenSecret, number)
        if secret is not None and secret.used_on != day:
            secret.used_on = day
            self._uow.add(secret)
