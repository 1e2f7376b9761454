"""Signing in and out, and making the first account."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from gridctl.operations.base import Command, Password, View


class SignedIn(View):
    """Who is signed in until when; ``token`` stands for it in each request, and is told once.

    ``role_name`` is what the office calls the role, by language.

    With ``must_change`` nothing is open until the account's owner has chosen a password.
    """

    login: str
    name: str
    role: str
    role_name: dict[str, str] = Field(default_factory=dict)
    must_change: bool
    expires_at: datetime
    token: str | None = Field(default=None, repr=False)


class SignedOut(View):
    """How many tokens were revoked."""

    revoked: int


class SetUpCodeView(View):
    """The code by which the first account is made, told once, and until when it is good."""

    expires_at: datetime
    code: str | None = Field(default=None, repr=False)


class SignIn(
    Command[SignedIn], route="POST /sign-in", permission="",
    private=("password",), once=("token",), prepared=True,
):  # fmt: skip
    """Sign in with login and password; failures are noted, and slow the next attempts."""

    login: str = Field(min_length=1, max_length=100)
    password: Password = Field(repr=False)
    label: str = Field(default="", max_length=80)


class SignOut(Command[SignedOut], route="POST /sign-out", permission=""):
    """Revoke the token the request came with; ``everywhere`` ends all sign-ins of the account."""

    everywhere: bool = False


class IssueSetUpCode(
    Command[SetUpCodeView], route="POST /set-up-code", permission="user.edit", once=("code",)
):  # fmt: skip
    """Make the code by which the first account is made; an earlier one is no longer good."""


class SetUpAdministrator(
    Command[SignedIn], route="POST /set-up", permission="",
    private=("code", "password"), once=("token",), prepared=True,
):  # fmt: skip
    """Make the first account, an administrator, by the set-up code, and sign in to it."""

    code: Password = Field(repr=False)
    login: str = Field(min_length=1, max_length=100)
    name: str = Field(min_length=1, max_length=80)
    password: Password = Field(repr=False)
    label: str = Field(default="", max_length=80)
