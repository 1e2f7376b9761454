"""Asking about accounts."""

from __future__ import annotations

from typing import Any

from gridctl.domain.accounts import AccountNotFound, login_key
from gridctl.domain.rights import shortened
from gridctl.foundation.nearest import nearest
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.office_roles import office_role, office_roles
from gridctl.handlers.queries.shape import instant, like, page_of
from gridctl.operations.queries.accounts import (
    AccountPage,
    AccountRow,
    AccountView,
    ListAccounts,
    OwnAccount,
    ShowAccount,
    ShowOwnAccount,
)
from gridctl.storage.queries import accounts as sql


def list_accounts(operation: ListAccounts, context: QueryContext) -> AccountPage:
    """Return a page of accounts in the order of their logins."""
    params: dict[str, Any] = {
        "day": context.today().isoformat(),
        "text": like(operation.text),
        "role": office_roles(context).named(operation.role).code if operation.role else None,
        "state": operation.state,
        "after": operation.after,
        "limit": operation.limit + 1,
    }
    rows = context.read.records(sql.LIST, params, order="login", after=operation.after is not None)
    items, following = page_of(rows, operation.limit, lambda row: str(row["login"]))
    return AccountPage(
        items=tuple(AccountRow(**row) for row in items),
        total=context.read.value(sql.COUNT, params),
        next=following,
    )


def show_account(operation: ShowAccount, context: QueryContext) -> AccountView:
    """Return one account."""
    return view_account(context, find_account(context, operation.login))


def show_own_account(_operation: ShowOwnAccount, context: QueryContext) -> OwnAccount:
    """Return the account that asks."""
    return own_account(context)


def own_account(context: QueryContext) -> OwnAccount:
    """Return the account that asks; on a file of one's own the operator, without limits."""
    actor, rights = context.actor, context.actor.rights
    if rights is None:
        return OwnAccount(login="", name=actor.name, role="", behalf=actor.behalf)
    found = view_account(context, find_account(context, rights.account))
    return OwnAccount(
        login=found.login, name=found.name, role=found.role, behalf=actor.behalf,
        role_name=dict(office_role(context, found.role).name),
        place_name=found.place_name, unit_name=found.unit_name, staff_name=found.staff_name,
        permissions=shortened(rights.permissions), reads_only=rights.reads_only,
        whole=rights.whole,
    )  # fmt: skip


def find_account(context: QueryContext, login: str) -> int:
    """Return the id of the account with a login.

    Raises:
        AccountNotFound: nobody has it.
    """
    found = context.read.value(sql.BY_LOGIN, {"login": login_key(login)})
    if found is None:
        raise account_missing(context, login)
    return int(found)


def view_account(context: QueryContext, account_id: int) -> AccountView:
    """Return the view of an account by its id."""
    params: dict[str, Any] = {
        "id": account_id,
        "day": context.today().isoformat(),
        "now": context.now(),
    }
    row = context.read.record(sql.ONE, params)
    assert row is not None
    return AccountView(**{**row, "created_at": instant(row["created_at"])})


def account_missing(context: QueryContext, login: str) -> AccountNotFound:
    """Return the error for a login nobody has, with the nearest somebody has."""
    logins = [found for (found,) in context.read.rows(sql.LOGINS)]
    return AccountNotFound(login=login, nearest=nearest(login_key(login), logins, 0.4))
