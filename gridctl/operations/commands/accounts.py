"""Making accounts, changing and blocking them."""

from __future__ import annotations

from pydantic import Field

from gridctl.operations.base import Command, Named, Password
from gridctl.operations.queries.accounts import AccountView, OwnAccount


class CreateAccount(
    Command[AccountView], route="POST /users", permission="user.edit",
    private=("password",), once=("password",), prepared=True,
):  # fmt: skip
    """Make an account for a role, with what the role is given for.

    An account of a place acts for the place's own centre where neither ``unit`` nor ``staff`` says
    otherwise.
    Without a password the program chooses one and tells it once; the account's owner replaces it
    when signing in first. With ``sign_in=False`` it gets none and works with tokens alone.
    """

    login: str = Field(min_length=1, max_length=100)
    name: str = Field(min_length=1, max_length=80)
    role: str = Field(max_length=100)
    place: str | None = None
    unit: str | None = None
    staff: str | None = None
    sign_in: bool = True
    password: Password | None = Field(default=None, repr=False)


class EditAccount(
    Command[AccountView], route="PATCH /users/{login}", permission="user.edit"
):  # fmt: skip
    """Change an account; null takes place, unit or staff away. It holds from the next request."""

    login: Named
    name: str | None = Field(default=None, min_length=1, max_length=80)
    role: str | None = Field(default=None, max_length=100)
    place: str | None = None
    unit: str | None = None
    staff: str | None = None
    if_match: int | None = None


class BlockAccount(
    Command[AccountView], route="POST /users/{login}/block", permission="user.edit"
):  # fmt: skip
    """Block an account: nobody signs in to it, and its tokens are revoked."""

    login: Named
    if_match: int | None = None


class UnblockAccount(
    Command[AccountView], route="POST /users/{login}/unblock", permission="user.edit"
):  # fmt: skip
    """Let an account sign in again, and forget its failed attempts."""

    login: Named
    if_match: int | None = None


class ResetPassword(
    Command[AccountView], route="POST /users/{login}/password", permission="user.edit",
    private=("password",), once=("password",), prepared=True,
):  # fmt: skip
    """Give an account a new password, chosen by the program or by whoever resets it.

    Its sign-ins end; its owner replaces the password when signing in next.
    """

    login: Named
    password: Password | None = Field(default=None, repr=False)


class ChangePassword(
    Command[OwnAccount], route="POST /own-account/password", permission="",
    private=("old", "new"), prepared=True,
):  # fmt: skip
    """Change the password of one's own account; its other sign-ins end."""

    old: Password = Field(repr=False)
    new: Password = Field(repr=False)
