"""The roles that hold: the office's own, else the shipped ones."""

from __future__ import annotations

from gridctl.domain.roles import Role, RoleTable, shipped_roles
from gridctl.domain.roles.parse import parse_roles
from gridctl.handlers.queries.context import QueryContext
from gridctl.storage.queries import rules as sql

#: Of the rules an office keeps itself; there is one file for all of it.
KIND = "roles"


def office_roles(context: QueryContext) -> RoleTable:
    """Return the roles of the office."""
    return context.remembered(KIND, lambda: _resolved(context))


def office_role(context: QueryContext, code: str) -> Role:
    """Return a role of the office by its code.

    Raises:
        RoleUnknown: there is none.
    """
    return office_roles(context).one(code)


def _resolved(context: QueryContext) -> RoleTable:
    # Rights have no history by day: the file adopted last holds.
    rows = context.read.records(sql.LIVING, {"kind": KIND, "name": ""})
    return parse_roles(rows[0]["body"]) if rows else shipped_roles()
