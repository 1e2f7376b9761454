"""The workflow as a Mermaid state diagram."""

from __future__ import annotations

from collections.abc import Iterator

from gridctl.domain.workflow.paths import steps
from gridctl.domain.workflow.table import Move, VerbRule, Workflow
from gridctl.domain.workflow.vocabulary import OPEN, OUTCOME_NAMES
from gridctl.foundation.i18n import N_, translator

_EVERY_OPEN = N_("every open state")
#: Signs that end a label in Mermaid, and how it wants them written.
_ENTITIES = str.maketrans({'"': "#quot;", ";": "#59;", ":": "#58;", "\n": " "})


def mermaid(workflow: Workflow, lang: str) -> str:
    """Return a ``stateDiagram-v2`` with the names in a language (``zh_CN`` or ``en``).

    A step possible in every open state is drawn once, from a state that stands for them all;
    steps that leave a ticket where it is are drawn where only some states have them.
    """
    body = "".join(f"    {line}\n" for line in _lines(workflow, lang))
    return f"stateDiagram-v2\n{body}"


def _lines(workflow: Workflow, lang: str) -> Iterator[str]:
    for state in workflow.states.values():
        yield f'state "{_label(state.name.text(lang))}" as {state.code}'
    arrows = list(_arrows(workflow, lang))
    if any(arrow.startswith(f"{OPEN} ") for arrow in arrows):
        yield f'state "{translator(lang)(_EVERY_OPEN)}" as {OPEN}'
    for state in workflow.states.values():
        if state.kind == "start":
            yield f"[*] --> {state.code}"
    yield from arrows
    yield from (f"{code} --> [*]" for code in _last(workflow))


def _last(workflow: Workflow) -> Iterator[str]:
    """Yield the states that end a ticket and that no step leaves."""
    left = {code for _verb, move in steps(workflow) for code in move.sources}
    for state in workflow.states.values():
        if state.kind in ("closed", "dropped") and state.code not in left:
            yield state.code


def _arrows(workflow: Workflow, lang: str) -> Iterator[str]:
    for verb in workflow.verbs.values():
        for move in verb.moves:
            said = _label(_said(verb, move, lang))
            for source in _sources(move):
                yield f"{source} --> {move.target or source} : {said}"


def _said(verb: VerbRule, move: Move, lang: str) -> str:
    name = verb.name.text(lang)
    if not move.outcome:
        return name
    return f"{name} ({translator(lang)(OUTCOME_NAMES.get(move.outcome, move.outcome))})"


def _sources(move: Move) -> tuple[str, ...]:
    if not move.everywhere:
        return move.sources
    return (OPEN,) if move.target else ()


def _label(text: str) -> str:
    return text.translate(_ENTITIES)
