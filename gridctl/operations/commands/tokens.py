"""Making tokens for programs, and revoking tokens."""

from __future__ import annotations

from pydantic import Field

from gridctl.domain.tokens import MOST_DAYS, USUAL_DAYS
from gridctl.operations.base import Command, Named
from gridctl.operations.queries.tokens import TokenRow, TokenView


class CreateToken(
    Command[TokenView], route="POST /tokens", permission="", once=("token",)
):  # fmt: skip
    """Make a token for a program; its text is told once.

    It carries what the account's role has, or the ``permissions`` named, and with ``reads_only``
    it changes nothing. One for another account takes the permission ``user.edit``; one made with
    another program's token ends no later than that.
    """

    label: str = Field(min_length=1, max_length=80)
    account: Named | None = None
    permissions: tuple[str, ...] = Field(default=(), max_length=100)
    reads_only: bool = False
    days: int = Field(default=USUAL_DAYS, ge=1, le=MOST_DAYS)


class RevokeToken(Command[TokenRow], route="POST /tokens/{number}/revoke", permission=""):
    """Revoke a token at once; one of another account takes the permission ``user.edit``."""

    number: int = Field(ge=1, le=2_147_483_647)
