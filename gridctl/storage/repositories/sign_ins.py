"""Saving attempts to sign in and set-up codes."""

from __future__ import annotations

from sqlmodel import col, delete

from gridctl.storage import postgresql
from gridctl.storage.tables.accounts import SetUpCode, SignInAttempt
from gridctl.storage.unit_of_work import UnitOfWork


class SignIns:
    """Attempts to sign in."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def wait_for_others(self) -> None:
        """Have attempts counted one after the other, however many processes take them."""
        if self._uow.read.engine == "postgresql":
            self._uow.read.rows(postgresql.ONE_AT_A_TIME, {"name": "sign_in"})

    def note(self, login_key: str, account_id: int | None, source: str, at: int) -> int:
        """Save an attempt as failed, which it is until it has succeeded; return its id."""
        attempt = SignInAttempt(
            login_key=login_key, account_id=account_id, source=source, at=at, succeeded=False
        )
        self._uow.add(attempt)
        assert attempt.id is not None
        return attempt.id

    def succeed(self, attempt_id: int, account_id: int) -> None:
        """Say that an attempt has succeeded."""
        attempt = self._uow.session.get_one(SignInAttempt, attempt_id)
        attempt.succeeded, attempt.account_id = True, account_id
        self._uow.add(attempt)

    def forget(self, *, before: int) -> None:
        """Delete attempts that need not be kept any longer."""
        self._uow.session.exec(delete(SignInAttempt).where(col(SignInAttempt.at) < before))

    def put_code(self, digest: str, expires_at: int) -> None:
        """Save a set-up code, the only one that is good from now on."""
        self._uow.session.exec(delete(SetUpCode))
        self._uow.add(SetUpCode(digest=digest, expires_at=expires_at))

    def use_code(self, code_id: int, at: int) -> None:
        """Say that a code was used."""
        code = self._uow.session.get_one(SetUpCode, code_id)
        code.used_at = at
        self._uow.add(code)
