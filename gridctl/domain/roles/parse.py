"""Reading a file of roles: whole, or laid over the shipped one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import get_args

from gridctl.domain.roles import Role, RoleTable, Scope
from gridctl.domain.roles.errors import RoleCodeUnfit, RoleListCircular, RoleListUnknown
from gridctl.domain.workflow.reader import Table, read_rules
from gridctl.foundation.resources import config_path

Lists = Mapping[str, tuple[str, ...]]

_CODE = re.compile(r"[a-z][a-z0-9_]{1,31}")
#: Lists inside lists; who goes deeper is taken for one that goes round.
_DEEPEST = 20
_SCOPES: Mapping[str, Scope] = {scope: scope for scope in get_args(Scope)}


def shipped_text() -> str:
    """Return the text of the shipped file."""
    return config_path("rules", "roles.toml").read_text("utf-8")


def parse_roles(text: str) -> RoleTable:
    """Parse a file of roles.

    With ``extends = "standard"`` the shipped roles and lists stay; those of the same code or name
    are replaced, others are added.

    Raises:
        WorkflowMalformed: the first thing that is wrong, with its table and key.
    """
    file = read_rules(text, "role file", "roles")
    lists: Lists = {}
    roles: Mapping[str, Role] = {}
    if file.has("extends"):
        base = read_rules(shipped_text(), "role file", "roles")
        file.one_of("extends", (base.text("id"),))
        lists, roles = _lists(base), _roles(base, _lists(base))
    if file.has("sets"):
        lists = {**lists, **_lists(file)}
    table = RoleTable(file.text("id"), file.whole("version"), {**roles, **_roles(file, lists)})
    file.close()
    return table


def _lists(file: Table) -> Lists:
    table = file.table("sets")
    return {name: table.texts(name) for name in table.names()}


def _roles(file: Table, lists: Lists) -> dict[str, Role]:
    table = file.table("roles")
    return {code: _role(table, code, lists) for code in table.names()}


def _role(roles: Table, code: str, lists: Lists) -> Role:
    if not _CODE.fullmatch(code):
        raise roles.wrong(RoleCodeUnfit, code[:40])
    table = roles.table(code)
    scope = _SCOPES[table.one_of("scope", _SCOPES)]
    name, does = table.label("name")._asdict(), table.label("does")._asdict()
    permissions = _expanded(table, table.texts("permissions"), lists, (), {})
    table.close()
    return Role(code, scope, name, does, permissions)


def _expanded(
    table: Table,
    names: Iterable[str],
    lists: Lists,
    within: tuple[str, ...],
    done: dict[str, frozenset[str]],
) -> frozenset[str]:
    """Return permissions, those of a named list in its place; each list is looked into once."""
    found: set[str] = set()
    for name in names:
        if not name.startswith("@"):
            found.add(name)
            continue
        wanted = name[1:]
        if wanted not in lists:
            choices = tuple(lists)
            raise table.wrong(RoleListUnknown, "permissions", value=wanted, choices=choices)
        if wanted in within or len(within) >= _DEEPEST:
            raise table.wrong(RoleListCircular, "permissions", value=wanted)
        if wanted not in done:
            done[wanted] = _expanded(table, lists[wanted], lists, (*within, wanted), done)
        found |= done[wanted]
    return frozenset(found)
