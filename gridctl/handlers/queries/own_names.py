"""What an office itself calls states, steps, grounds and roles; without rules it pays nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gridctl.domain.tickets import STATE_NAMES, StateUnknown
from gridctl.foundation.i18n import LANGUAGES, translator
from gridctl.foundation.nearest import nearest
from gridctl.handlers.queries.context import QueryContext
from gridctl.operations.queries.own_names import OwnNames, ShowOwnNames
from gridctl.storage.queries import rules as sql


def show_own_names(_operation: ShowOwnNames, context: QueryContext) -> OwnNames:
    """Return the names the office's own rules give."""
    return own_names(context)


def own_names(context: QueryContext) -> OwnNames:
    """Return the names the office's own rules give, asked for once in a command."""
    day = context.today().isoformat()
    found: OwnNames = context.remembered(f"own_names:{day}", lambda: _read(context))
    return found


def state_code(text: str, context: QueryContext) -> str:
    """Return the code of a state that is named by it, or by what the office calls it.

    Raises:
        StateUnknown: neither the office's workflow nor the shipped one has it.
    """
    own = own_names(context).states
    if text in STATE_NAMES or text in own:
        return text
    for code, label in own.items():
        if text in label.values():
            return code
    known = {word: code for code, label in own.items() for word in label.values()}
    for name in LANGUAGES:
        known |= {translator(name)(label): code for code, label in STATE_NAMES.items()}
    near = nearest(text, known) or ""
    told = f"{known[near]} ({near})"
    raise StateUnknown(state=text, nearest=told, choices=tuple({**STATE_NAMES, **own}))


def _read(context: QueryContext) -> OwnNames:
    told: dict[str, Any] = {}
    for kind, names in (("workflow", _of_workflow), ("policy", _of_policy), ("roles", _of_roles)):
        if context.read.records(sql.LIVING, {"kind": kind, "name": ""}):
            told |= names(context)
    return OwnNames(**told)


# Only an office with rules of its own loads what reads them.


def _of_workflow(context: QueryContext) -> dict[str, Any]:
    from gridctl.handlers.queries.places import place_index
    from gridctl.handlers.queries.workflows import office_workflow

    workflow = office_workflow(context, place_index(context).only_county())
    return {"states": _named(workflow.states), "verbs": _named(workflow.verbs)}


def _of_policy(context: QueryContext) -> dict[str, Any]:
    from gridctl.handlers.queries.places import place_index
    from gridctl.handlers.queries.workflows import office_policy

    grounds = office_policy(context, place_index(context).only_county()).return_grounds
    return {"grounds": {code: label._asdict() for code, label in grounds.items()}}


def _of_roles(context: QueryContext) -> dict[str, Any]:
    from gridctl.handlers.queries.office_roles import office_roles

    return {"roles": {code: dict(role.name) for code, role in office_roles(context).roles.items()}}


def _named(rules: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    return {code: rule.name._asdict() for code, rule in rules.items()}
