"""Asking about tokens."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from gridctl.domain.tokens import TokenKind, TokenState
from gridctl.operations.base import AfterNumber, Limit, Named, Page, Query, View


class TokenRow(View):
    """A token, not its text; ``used_on`` is the day it was last used.

    ``permissions`` are those it was limited to, none for all its role has.
    """

    number: int
    login: str
    kind: TokenKind
    label: str
    reads_only: bool
    permissions: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    used_on: date | None
    state: TokenState


class TokenPage(Page):
    """One page of tokens."""

    items: tuple[TokenRow, ...]


class TokenView(TokenRow):
    """A token; ``token`` is its text, told when it is made and never again."""

    token: str | None = Field(default=None, repr=False)


class ListTokens(Query[TokenPage], route="GET /tokens", permission=""):
    """List one's own tokens that are valid, newest first.

    Those of an account, or of ``everyone``, take the permission ``user.read``; ``ended`` lists
    the revoked and expired too.
    """

    account: Named | None = None
    everyone: bool = False
    ended: bool = False
    limit: Limit = 200
    after: AfterNumber | None = None
