"""Asking about roles."""

from __future__ import annotations

from dataclasses import asdict

from gridctl.domain.rights import shortened
from gridctl.domain.roles import named_role, roles
from gridctl.handlers.queries.context import QueryContext
from gridctl.operations.queries.roles import ListRoles, RolePage, RoleRow, RoleView, ShowRole


def list_roles(_operation: ListRoles, _context: QueryContext) -> RolePage:
    """Return the roles in their order."""
    items = tuple(RoleRow(**asdict(each)) for each in roles().values())
    return RolePage(items=items, total=len(items))


def show_role(operation: ShowRole, _context: QueryContext) -> RoleView:
    """Return a role with its permissions."""
    facts = asdict(named_role(operation.role))
    return RoleView(**{**facts, "permissions": shortened(facts["permissions"])})
