"""Workflow lint: what would leave tickets stranded, or steps without anyone to take them.

Sources: domain.md 5.2 (states, clocks), 5.3 (roles, guards, opinions).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator

from gridctl.domain.errors import Param
from gridctl.domain.problems import Problem
from gridctl.domain.tickets import STATE_NAMES
from gridctl.domain.workflow.parse import load_workflow
from gridctl.domain.workflow.paths import (
    Step,
    edges,
    leading_to,
    loop_of,
    reached,
    steps,
)
from gridctl.domain.workflow.table import VerbRule, Workflow
from gridctl.domain.workflow.vocabulary import CLOCK_NAMES, ROLE_NAMES
from gridctl.foundation.nearest import nearest

#: The state new and imported tickets come into.
_ENTRY = "reported"
#: What the log uses for other things than steps of an office's own.
_RESERVED = frozenset({"change", "edit", "import", "merged_in", "step", "undo", "whistle"})
_OUTCOMES_RESERVED = frozenset({"asked", "granted", "lapsed", "refused"})
#: Guards that look at what only the operations of shipped steps can be told.
_SHIPPED_ONLY = frozenset({"direct_superior", "parent_open", "superior_only"})
#: An opinion is mandatory on them (domain.md 5.3).
_REASONED = ("return", "rework", "void")


def lint(workflow: Workflow, known_guards: Collection[str]) -> list[Problem]:
    """Return what is wrong or doubtful (``messages.FINDINGS``), errors of the graph first.

    Args:
        workflow: a workflow whose form is right.
        known_guards: names of the guards that are programmed.
    """
    found = [problem for check in _CHECKS for problem in check(workflow)]
    return found + list(_guards(workflow, known_guards))


def _at_state(code: str, state: str, value: str = "", **params: Param) -> Problem:
    return Problem(code, f"states.{state}", value, tuple(params.items()))


def _at_verb(code: str, verb: VerbRule, value: str = "", **params: Param) -> Problem:
    return Problem(code, f"verbs.{verb.code}", value, tuple(params.items()))


def _ends(workflow: Workflow) -> Iterator[Problem]:
    kinds = {state.kind for state in workflow.states.values()}
    if "start" not in kinds:
        yield Problem("no_start", "states")
    if "closed" not in kinds:
        yield Problem("no_end", "states")
    if _ENTRY not in workflow.states:
        yield Problem("entry_dropped", "states", _ENTRY)


def _named_states(workflow: Workflow) -> Iterator[Problem]:
    for verb in workflow.verbs.values():
        named = [code for move in verb.moves for code in (*move.sources, move.target) if code]
        for code in dict.fromkeys(named):
            if code in workflow.states:
                continue
            if code in STATE_NAMES:
                yield _at_verb("state_dropped", verb, code)
            else:
                near = nearest(code, sorted(workflow.states))
                yield _at_verb("state_unknown", verb, code, nearest=near)


def _unreachable(workflow: Workflow) -> Iterator[Problem]:
    starts = [state.code for state in workflow.states.values() if state.kind == "start"]
    every = [Step(verb, move) for verb in workflow.verbs.values() for move in verb.moves]
    within = reached(edges(workflow, every), [*starts, *({_ENTRY} & workflow.states.keys())])
    for code in workflow.states:
        if code not in within:
            yield _at_state("unreachable", code)


def _stranded(workflow: Workflow) -> Iterator[Problem]:
    """Yield the states from which no order of steps closes a ticket, and why it does not.

    A step possible in every open state, such as closing by force, is no way out.
    """
    graph = edges(workflow)
    ends = [state.code for state in workflow.states.values() if state.kind == "dropped"]
    closed = [state.code for state in workflow.states.values() if state.kind == "closed"]
    left = [code for code in workflow.states if code not in leading_to(graph, closed) | {*ends}]
    for code in [code for code in left if not graph[code]]:
        left.remove(code)
        yield _at_state("dead_end", code)
    for loop in dict.fromkeys(loop_of(graph, code) for code in left):
        states = [code for code in left if code in loop]
        if reached(graph, loop) == loop:
            left = [code for code in left if code not in loop]
            yield _at_state("loop_without_exit", states[0], states=tuple(states))
    if left:
        yield _at_state("never_closed", left[0], states=tuple(left))


def _clocks(workflow: Workflow) -> Iterator[Problem]:
    for state in workflow.states.values():
        if state.clock not in CLOCK_NAMES:
            choices = tuple(CLOCK_NAMES)
            yield _at_state("clock_unknown", state.code, state.clock, choices=choices)
        elif state.open and state.clock == "none":
            yield _at_state("open_without_clock", state.code)
        elif state.kind in ("closed", "dropped") and state.clock != "none":
            yield _at_state("clock_after_end", state.code)


def _pauses(workflow: Workflow) -> Iterator[Problem]:
    resumed = {
        source for verb, move in steps(workflow) for source in move.sources if "timer" in verb.roles
    }
    for state in workflow.states.values():
        if state.clock == "paused" and state.code not in resumed:
            yield _at_state("pause_without_timer", state.code)


def _roles(workflow: Workflow) -> Iterator[Problem]:
    for verb in workflow.verbs.values():
        if not verb.roles:
            yield _at_verb("verb_without_role", verb)
        for role in dict.fromkeys([*verb.roles, verb.approval]):
            if role and role not in ROLE_NAMES:
                yield _at_verb("role_unknown", verb, role, choices=tuple(ROLE_NAMES))
        if verb.approval in verb.roles:
            yield _at_verb("approves_itself", verb, verb.approval)


def _moves(workflow: Workflow) -> Iterator[Problem]:
    for verb in workflow.verbs.values():
        if not any(source in workflow.states for source in verb.sources):
            yield _at_verb("verb_without_move", verb)
        ways = Counter((source, move.outcome) for move in verb.moves for source in move.sources)
        for source, _outcome in (way for way, times in ways.items() if times > 1):
            yield _at_verb("moves_contradict", verb, source)


def _outcomes(workflow: Workflow) -> Iterator[Problem]:
    for verb in workflow.verbs.values():
        for move in verb.moves:
            if move.outcome and move.outcome not in verb.outcomes:
                yield _at_verb("outcome_unknown", verb, move.outcome)
        for source in verb.sources:
            handled = {move.outcome for move in verb.moves if source in move.sources}
            for outcome in verb.outcomes:
                if not {"", outcome} & handled:
                    yield _at_verb("outcome_unhandled", verb, outcome, state=source)


def _opinions(workflow: Workflow) -> Iterator[Problem]:
    for code in _REASONED:
        if code in workflow.verbs and not workflow.verbs[code].opinion:
            yield _at_verb("opinion_needed", workflow.verbs[code])


def _forward(workflow: Workflow) -> Iterator[Problem]:
    graph = edges(workflow, [step for step in steps(workflow) if step.verb.forward])
    told = set[str]()
    for code in workflow.states:
        loop = loop_of(graph, code)
        if len(loop) > 1 and code not in told:
            told |= loop
            yield _at_state("forward_loop", code, states=tuple(sorted(loop)))


def _foreign(workflow: Workflow) -> Iterator[Problem]:
    for code in workflow.states:
        if code not in STATE_NAMES:
            yield _at_state("state_foreign", code)
    for verb in workflow.verbs.values():
        if verb.code not in load_workflow().verbs:
            yield _at_verb("verb_foreign", verb, verb.code)
            yield from _takeable(workflow, verb)


def _takeable(workflow: Workflow, verb: VerbRule) -> Iterator[Problem]:
    """Yield why a step of the office's own could be drawn but not be taken as it should."""
    if verb.code in _RESERVED:
        yield _at_verb("code_reserved", verb, verb.code)
    for outcome in sorted({*verb.outcomes} & _OUTCOMES_RESERVED):
        yield _at_verb("code_reserved", verb, outcome)
    for guard in verb.guards:
        if guard in _SHIPPED_ONLY:
            yield _at_verb("own_guard", verb, guard)
    if verb.approval and verb.outcomes:
        yield _at_verb("own_outcome", verb)
    for code, state in dict.fromkeys(_more_than_moves(workflow, verb)):
        yield _at_verb(code, verb, state)


def _more_than_moves(workflow: Workflow, verb: VerbRule) -> Iterator[tuple[str, str]]:
    """Yield the states into which more leads than a step that only leads on, with the finding."""
    for move in verb.moves:
        target = workflow.states.get(move.target)
        for source in filter(None, map(workflow.states.get, move.sources)):
            if target is None or target.code == source.code:
                continue
            if target.kind == "closed" and source.kind != "closed":
                yield "own_closes", target.code
            if target.clock == "handle" and source.clock != "handle":
                yield "own_gives_out", target.code
            if target.clock == "paused":
                yield "own_pauses", target.code


def _guards(workflow: Workflow, known: Collection[str]) -> Iterator[Problem]:
    for verb in workflow.verbs.values():
        for guard in verb.guards:
            if guard not in known:
                near = nearest(guard, sorted(known))
                yield _at_verb("guard_unknown", verb, guard, nearest=near)


_CHECKS: tuple[Callable[[Workflow], Iterator[Problem]], ...] = (
    _ends,
    _named_states,
    _unreachable,
    _stranded,
    _clocks,
    _moves,
    _outcomes,
    _roles,
    _forward,
    _pauses,
    _opinions,
    _foreign,
)
