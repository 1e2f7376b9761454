"""Accounts and tokens; what proves them lies apart, and in no log."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index
from sqlalchemy import text as sql
from sqlmodel import Field

from gridctl.storage.tables.base import LIVING, Kept, Row, text


class Account(Kept, table=True):
    """Who may sign in: a role, and the place, unit or member of staff it is held for."""

    id: int | None = Field(default=None, primary_key=True)
    login: str = text()
    name: str = text()
    role: str = text()
    place_id: int | None = Field(default=None, foreign_key="grid.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    state: str = text(default="active")
    created_at: int = Field(sa_type=BigInteger)
    created_by: str = text()
    __table_args__ = (Index("uq_account_login", "login", sql(LIVING), unique=True),)


class AccountSecret(Row, table=True):
    """The password of an account as Argon2id; an account without one cannot sign in."""

    __tablename__ = "account_secret"
    account_id: int = Field(foreign_key="account.id", primary_key=True)
    password_hash: str = text()
    must_change: bool
    changed_at: int = Field(sa_type=BigInteger)
    #: Failed attempts up to this one slow nobody any more.
    after_attempt: int = 0


class Token(Row, table=True):
    """What stands for an account: until when, and with how much of its role."""

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    kind: str = text()
    label: str = text(default="")
    reads_only: bool = False
    #: Names with blanks between; "" is all the role may do.
    permissions: str = text(default="")
    created_at: int = Field(sa_type=BigInteger)
    expires_at: int = Field(sa_type=BigInteger)
    revoked_at: int | None = Field(default=None, sa_type=BigInteger)


class TokenSecret(Row, table=True):
    """The SHA-256 of a token, and the day it was last used."""

    __tablename__ = "token_secret"
    token_id: int = Field(foreign_key="token.id", primary_key=True)
    digest: str = text(unique=True)
    used_on: str | None = text(default=None)


class SignInAttempt(Row, table=True):
    """One attempt to sign in; of a login nobody has only a bucket, for it may be a password."""

    __tablename__ = "sign_in_attempt"
    id: int | None = Field(default=None, primary_key=True)
    at: int = Field(sa_type=BigInteger, index=True)
    login_key: str = text()
    account_id: int | None = Field(default=None, foreign_key="account.id")
    source: str = text()
    succeeded: bool = False
    __table_args__ = (
        Index("ix_sign_in_attempt_login", "login_key", "at"),
        Index("ix_sign_in_attempt_source", "source", "at"),
    )


class SetUpCode(Row, table=True):
    """The code by which the first account is made, once."""

    __tablename__ = "set_up_code"
    id: int | None = Field(default=None, primary_key=True)
    digest: str = text()
    expires_at: int = Field(sa_type=BigInteger)
    used_at: int | None = Field(default=None, sa_type=BigInteger)
