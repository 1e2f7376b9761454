"""Asking about roles."""

from __future__ import annotations

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
