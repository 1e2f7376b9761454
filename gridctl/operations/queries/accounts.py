"""Asking about accounts."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from gridctl.domain.accounts import AccountState
from gridctl.operations.base import AfterText, Limit, Named, Page, Query, View


class AccountRow(View):
    """An account; ``can_sign_in`` where it has a password, others work with tokens alone."""

    login: str
    name: str
    role: str
    place_code: str | None
    place_name: str | None
    unit_code: str | None
    unit_name: str | None
    staff_no: str | None
    staff_name: str | None
    state: AccountState
    can_sign_in: bool


class AccountPage(Page):
    """One page of accounts."""

    items: tuple[AccountRow, ...]


class AccountView(AccountRow):
    """Everything about one account.

    ``must_change`` where its password was given by somebody else. ``password`` is one the program
    has chosen, told when it is made and never again.
    """

    must_change: bool
    tokens: int
    created_at: datetime
    created_by: str
    revision: int
    password: str | None = Field(default=None, repr=False)


class OwnAccount(View):
    """Who asks: the account, what it is held for, and what it may do.

    On a file of one's own there is no account: ``login`` is "" and nothing is limited.
    ``whole`` says whether it sees the whole office. ``role_name`` is what the office calls the
    role, by language; {} where nobody signs in.
    """

    login: str
    name: str
    role: str
    behalf: str
    role_name: dict[str, str] = Field(default_factory=dict)
    place_name: str | None = None
    unit_name: str | None = None
    staff_name: str | None = None
    permissions: tuple[str, ...] = ()
    reads_only: bool = False
    whole: bool = True


class ListAccounts(Query[AccountPage], route="GET /users", permission="user.read"):
    """List accounts in the order of their logins."""

    text: str | None = Field(default=None, max_length=100)
    role: str | None = Field(default=None, max_length=100)
    state: AccountState | None = None
    limit: Limit = 200
    after: AfterText | None = None


class ShowAccount(Query[AccountView], route="GET /users/{login}", permission="user.read"):
    """Show one account."""

    login: Named


class ShowOwnAccount(Query[OwnAccount], route="GET /own-account", permission=""):
    """Show the account that asks."""
