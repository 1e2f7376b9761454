"""Asking about attempts to sign in."""

from __future__ import annotations

from typing import Any

from gridctl.domain.accounts import login_key
from gridctl.handlers.queries.accounts import find_account
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.journal_export import within
from gridctl.handlers.queries.shape import instant, page_of
from gridctl.operations.queries.sign_ins import AttemptPage, AttemptRow, ListAttempts
from gridctl.storage.queries import accounts as sql


def list_attempts(operation: ListAttempts, context: QueryContext) -> AttemptPage:
    """Return a page of attempts to sign in, newest first."""
    params: dict[str, Any] = {
        **within(operation.since, operation.until),
        "account": operation.account and login_key(operation.account),
        "succeeded": operation.succeeded,
        "limit": operation.limit + 1,
    }
    if operation.account:
        find_account(context, operation.account)
    if operation.after:
        at, _, number = operation.after.partition(".")
        params |= {"after_1": int(at), "after_2": int(number)}
    rows = context.read.records(sql.ATTEMPTS, params, order="newest", after=bool(operation.after))
    items, following = page_of(rows, operation.limit, lambda row: f"{row['at']}.{row['id']}")
    return AttemptPage(
        items=tuple(AttemptRow(**{**row, "at": instant(row["at"])}) for row in items),
        next=following,
    )
