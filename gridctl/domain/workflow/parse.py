"""From the TOML text of a workflow to a :class:`Workflow`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from gridctl.domain.workflow.errors import CodeTwice, MoveUnreadable, RuleKeyUnknown
from gridctl.domain.workflow.reader import Table, read_rules
from gridctl.domain.workflow.table import Move, StateRule, VerbRule, Workflow
from gridctl.domain.workflow.vocabulary import ANY, KIND_NAMES, OPEN
from gridctl.foundation.resources import config_path

States = Mapping[str, StateRule]

_CODE = r"[a-z][a-z0-9_]*"
_MOVE = re.compile(
    rf"(?P<sources>{_CODE}(?:\s*,\s*{_CODE})*)"
    rf"(?:\s*->\s*(?P<target>{_CODE}))?"
    rf"(?:\s+if\s+(?P<outcome>{_CODE}))?"
)


@cache
def load_workflow() -> Workflow:
    """Return the shipped workflow."""
    return parse_workflow(shipped_text())


def shipped_text() -> str:
    """Return the text of the shipped workflow, a start for a copy of one's own."""
    return config_path("rules", "workflow.toml").read_text("utf-8")


def parse_workflow(text: str) -> Workflow:
    """Parse a workflow; only its form is looked at, :func:`lint` looks at its sense.

    Raises:
        WorkflowMalformed: the first thing that is wrong, with its table and key.
    """
    file = read_rules(text, "workflow show -o json", "states")
    states = _states(file.table("states"))
    workflow = Workflow(
        id=file.text("id"),
        version=file.whole("version"),
        title=file.label("title"),
        states=states,
        verbs=_verbs(file, states),
    )
    file.close()
    return workflow


def _states(table: Table) -> States:
    states = {}
    for code in table.names():
        entry = table.table(code)
        if code in (OPEN, ANY) or not re.fullmatch(_CODE, code):
            raise table.wrong(RuleKeyUnknown, code, nearest=f"{code.lower()}_1")
        kind = entry.one_of("kind", KIND_NAMES)
        states[code] = StateRule(code, entry.words(), entry.text("clock"), kind)
        entry.close()
    return states


def _verbs(file: Table, states: States) -> Mapping[str, VerbRule]:
    verbs: dict[str, VerbRule] = {}
    for entry in file.tables("verbs"):
        verb = _verb(entry, states)
        if verb.code in verbs:
            raise entry.wrong(CodeTwice, "code", value=verb.code)
        verbs[verb.code] = verb
    return verbs


def _verb(entry: Table, states: States) -> VerbRule:
    entry.only(VerbRule._fields)
    return VerbRule(
        code=entry.text("code"),
        name=entry.label("name"),
        moves=tuple(_move(entry, text, states) for text in entry.texts("moves")),
        roles=entry.texts("roles"),
        opinion=entry.flag("opinion", False),
        outcomes=entry.texts("outcomes"),
        guards=entry.texts("guards"),
        approval=entry.text("approval", ""),
        forward=entry.flag("forward", False),
    )


def _move(entry: Table, text: str, states: States) -> Move:
    """Read ``filed, returned -> dispatched``; without an arrow the ticket stays as it is."""
    match = _MOVE.fullmatch(text.strip())
    if match is None:
        raise entry.wrong(MoveUnreadable, "moves", value=text)
    named = tuple(re.split(r"\s*,\s*", match["sources"]))
    sources = tuple(dict.fromkeys(code for name in named for code in _group(name, states)))
    return Move(sources, match["target"] or "", match["outcome"] or "", named)


def _group(name: str, states: States) -> tuple[str, ...]:
    """Return the states a word stands for: a group, or itself."""
    if name == OPEN:
        return tuple(state.code for state in states.values() if state.open)
    return tuple(states) if name == ANY else (name,)
