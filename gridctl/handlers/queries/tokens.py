"""Asking about tokens."""

from __future__ import annotations

from typing import Any

from gridctl.domain.accounts import login_key
from gridctl.domain.tokens import TokenState
from gridctl.handlers.queries.accounts import find_account
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.shape import instant, page_of
from gridctl.operations.queries.tokens import ListTokens, TokenPage, TokenRow
from gridctl.storage.queries import accounts as sql


def list_tokens(operation: ListTokens, context: QueryContext) -> TokenPage:
    """Return a page of tokens, newest first."""
    params: dict[str, Any] = {
        "account": _whose(operation, context),
        "valid_at": None if operation.ended else context.now(),
        "limit": operation.limit + 1,
    }
    if operation.after:
        params["after_1"] = int(operation.after)
    rows = context.read.records(sql.TOKENS, params, order="newest", after=bool(operation.after))
    items, following = page_of(rows, operation.limit, lambda row: str(row["number"]))
    return TokenPage(items=tuple(token_row(row, context) for row in items), next=following)


def _whose(operation: ListTokens, context: QueryContext) -> str | None:
    """Return the login whose tokens are asked for, None for everybody's."""
    rights = context.actor.rights
    if rights is not None and (operation.everyone or operation.account):
        rights.check("user.read", changes=False)
    if operation.account:
        find_account(context, operation.account)
        return login_key(operation.account)
    if operation.everyone or rights is None:
        return None
    return rights.account


def token_row(row: dict[str, Any], context: QueryContext) -> TokenRow:
    """Return the view of a stored token."""
    state: TokenState = "valid"
    if row["revoked_at"] is not None:
        state = "revoked"
    elif row["expires_at"] <= context.now():
        state = "expired"
    instants = {name: instant(row[name]) for name in ("created_at", "expires_at")}
    permissions = tuple(row["permissions"].split())
    return TokenRow(**{**row, **instants, "permissions": permissions, "state": state})
