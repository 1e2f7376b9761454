"""What a copy of the workflow changes, in words a centre can be shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from gridctl.domain.errors import word
from gridctl.domain.workflow import Difference, Workflow
from gridctl.domain.workflow.vocabulary import (
    ANY,
    CENTRE_ROLES,
    CLOCK_NAMES,
    GUARDS,
    KIND_NAMES,
    OPEN,
    OUTCOME_NAMES,
    ROLE_NAMES,
)
from gridctl.foundation.i18n import N_, _, language, listed
from gridctl.presentation.joining import aside

_GROUPS = {OPEN: N_("every open state"), ANY: N_("every state")}
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_REPLACED = N_("{before}, now {after}")


def change_words(change: Difference, base: Workflow, own: Workflow) -> str:
    """Return what a difference is, with the name of the state or step it is about.

    Args:
        change: one of :func:`gridctl.domain.workflow.differences`.
        base: the workflow that was changed.
        own: what became of it.
    """
    table, _dot, path = change.place.partition(".")
    code, _dot, key = path.partition(".")
    before, after = (_rules(flow, table).get(code) for flow in (base, own))
    rule = after or before
    if rule is None or change.change == "renamed":
        return word(_(_REPLACED), {"before": change.before, "after": change.after})
    name = rule.name.text(language())
    if before is None or after is None:
        return str(name)
    if key == "moves":
        text = _move(change.before or change.after, base if change.before else own)
    else:
        text = _CHANGED[key](getattr(before, key), getattr(after, key))
    return word(_("{name}: {text}"), {"name": name, "text": text})


def _rules(flow: Workflow, table: str) -> Mapping[str, Any]:
    return {"states": flow.states, "verbs": flow.verbs}.get(table, {})


def _move(text: str, flow: Workflow) -> str:
    """Return the words of a move as a file has it."""
    way, _if, outcome = text.partition(" if ")
    names = {code: state.name.text(language()) for code, state in flow.states.items()}
    names |= {code: _(group) for code, group in _GROUPS.items()}
    told = _CODE.sub(lambda match: names.get(match[0], match[0]), way).replace("->", "→")
    return aside(told, _named(OUTCOME_NAMES, [outcome])) if outcome else told


def _swapped(text: str, names: Mapping[str, str]) -> Callable[[Any, Any], str]:
    """Return what words a change of one code, or of a list of them."""

    def words(before: Any, after: Any) -> str:
        told = [[each] if isinstance(each, str) else each for each in (before, after)]
        both = {"before": _named(names, told[0]), "after": _named(names, told[1])}
        return word(_(text), both)

    return words


def _named(names: Mapping[str, str], codes: Iterable[str]) -> str:
    return listed(_(names.get(code, code)) for code in codes if code) or "-"


def _roles(before: tuple[str, ...], after: tuple[str, ...]) -> str:
    """Return who may take a step instead of whom; offices of one centre are the same people."""
    people = [{"centre" if each in CENTRE_ROLES else each for each in roles}
              for roles in (before, after)]  # fmt: skip
    text = _SAME_PEOPLE if people[0] == people[1] else _OTHER_PEOPLE
    return _swapped(text, ROLE_NAMES)(before, after)


def _guards(before: tuple[str, ...], after: tuple[str, ...]) -> str:
    return _("; ").join(_asked(before, after)) or _("the same is asked in another order")


def _asked(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[str]:
    if added := [each for each in after if each not in before]:
        yield word(_("asked besides: {guards}"), {"guards": _named(GUARDS, added)})
    if dropped := [each for each in before if each not in after]:
        yield word(_("not asked any more: {guards}"), {"guards": _named(GUARDS, dropped)})


_OTHER_PEOPLE = N_("taken by {after}; before by {before}")
_SAME_PEOPLE = N_("taken by {after}; before by {before}: the same people, all of the centre")
#: Key of a state or step -> the words for its value before and after.
_CHANGED: Mapping[str, Callable[[Any, Any], str]] = {
    "clock": _swapped(N_("{after}; before {before}"), CLOCK_NAMES),
    "kind": _swapped(N_("counts as {after}; before as {before}"), KIND_NAMES),
    "roles": _roles,
    "guards": _guards,
    "outcomes": _swapped(N_("can come to {after}; before to {before}"), OUTCOME_NAMES),
    "approval": _swapped(N_("decided by {after}; before by {before}"), ROLE_NAMES),
    "opinion": lambda _before, after: (
        _("an opinion must be given now") if after else _("no opinion is needed any more")
    ),
    "forward": lambda _before, after: (
        _("drawn on the main line now") if after else _("drawn beside the main line now")
    ),
}
