"""Asking about roles."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from gridctl.domain.roles import Scope
from gridctl.operations.base import Named, Page, Query, View


class RoleRow(View):
    """A role: its names, what it does, and what part of the office it is given for."""

    code: str
    scope: Scope
    name: dict[str, str]
    does: dict[str, str]


class RolePage(Page):
    """The roles, in their order."""

    items: tuple[RoleRow, ...]


class RoleView(RoleRow):
    """A role with all it may do."""

    permissions: tuple[str, ...]


class ListRoles(Query[RolePage], route="GET /roles", permission="role.read"):
    """List the roles."""


class ShowRole(Query[RoleView], route="GET /roles/{role}", permission="role.read"):
    """Show a role with its permissions."""

    role: Named


class RoleAdoption(View):
    """One file of roles the office adopted: its number, and the entry of the journal."""

    number: int
    adopted_at: datetime
    adopted_by: str
    entry: int
    digest: str


class RoleFileView(View):
    """The file of roles that holds, or held under a number; ``text`` starts a copy of one's own.

    ``origin`` says whether it was shipped or adopted; ``history`` has the newest first.
    """

    id: str
    version: int
    origin: Literal["shipped", "adopted"]
    number: int | None
    text: str
    history: tuple[RoleAdoption, ...]


class RoleChangeView(View):
    """One change of one role, and how many accounts hold it."""

    role: str
    change: Literal["added", "dropped", "renamed", "scope", "gains", "loses"]
    before: str
    after: str
    accounts: int


class RolesAdopted(View):
    """What became of each role by an adoption, which the office counts as ``number``."""

    number: int
    id: str
    version: int
    changes: tuple[RoleChangeView, ...]


class ShowRoleFile(Query[RoleFileView], route="GET /role-file", permission="role.read"):
    """Show the file of roles that holds, or one of a number."""

    number: int | None = Field(default=None, ge=1, le=2**31 - 1)
