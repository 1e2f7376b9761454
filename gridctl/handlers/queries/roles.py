"""Asking about roles."""

from __future__ import annotations

from dataclasses import asdict

from gridctl.domain.rights import shortened
from gridctl.domain.roles.errors import RoleVersionMissing
from gridctl.domain.roles.parse import parse_roles, shipped_text
from gridctl.foundation.clock import from_epoch
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.office_roles import KIND, office_roles
from gridctl.operations.queries.roles import (
    ListRoles,
    RoleAdoption,
    RoleFileView,
    RolePage,
    RoleRow,
    RoleView,
    ShowRole,
    ShowRoleFile,
)
from gridctl.storage.queries import rules as sql


def list_roles(_operation: ListRoles, context: QueryContext) -> RolePage:
    """Return the roles in their order."""
    items = tuple(RoleRow(**asdict(each)) for each in office_roles(context).roles.values())
    return RolePage(items=items, total=len(items))


def show_role(operation: ShowRole, context: QueryContext) -> RoleView:
    """Return a role with its permissions."""
    facts = asdict(office_roles(context).named(operation.role))
    return RoleView(**{**facts, "permissions": shortened(facts["permissions"])})


def show_role_file(operation: ShowRoleFile, context: QueryContext) -> RoleFileView:
    """Return the file that holds, or one of a number.

    Raises:
        RoleVersionMissing: none was adopted as that.
    """
    rows = context.read.records(sql.HISTORY, {"kind": KIND})
    wanted = operation.number or (rows[0]["number"] if rows else None)
    found = next((row for row in rows if row["number"] == wanted), None)
    if found is None and wanted is not None:
        raise RoleVersionMissing(number=wanted)
    text = str(found["body"]) if found else shipped_text()
    table = parse_roles(text)
    history = tuple(
        RoleAdoption(**{**row, "adopted_at": from_epoch(row["adopted_at"])}) for row in rows
    )
    return RoleFileView(
        id=table.id, version=table.version, origin="adopted" if found else "shipped",
        number=wanted, text=text, history=history,
    )  # fmt: skip
