"""Where a ticket can get to: the workflow as a graph of states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from gridctl.domain.workflow.table import Move, VerbRule, Workflow

Edges = Mapping[str, frozenset[str]]


class Step(NamedTuple):
    """One arrow of the graph: a verb on one of its moves."""

    verb: VerbRule
    move: Move


def steps(workflow: Workflow) -> list[Step]:
    """Return the moves that change the state, without those for a group of states."""
    return [
        Step(verb, move)
        for verb in workflow.verbs.values()
        for move in verb.moves
        if move.target and not move.everywhere
    ]


def edges(workflow: Workflow, moves: Iterable[Step] | None = None) -> Edges:
    """Return for each state the states one step leads to; unknown ones are left out."""
    found: dict[str, set[str]] = {code: set() for code in workflow.states}
    for _verb, move in steps(workflow) if moves is None else moves:
        for source in found.keys() & set(move.sources):
            found[source] |= {move.target} & found.keys()
    return {code: frozenset(targets) for code, targets in found.items()}


def reached(graph: Edges, begin: Iterable[str]) -> frozenset[str]:
    """Return the states that can be reached, those it begins with included."""
    seen, waiting = set[str](), list(begin)
    while waiting:
        state = waiting.pop()
        if state not in seen:
            seen.add(state)
            waiting += graph[state]
    return frozenset(seen)


def leading_to(graph: Edges, ends: Iterable[str]) -> frozenset[str]:
    """Return the states from which one of the ends can be reached, the ends included."""
    against = {
        code: frozenset(s for s, targets in graph.items() if code in targets) for code in graph
    }
    return reached(against, ends)


def loop_of(graph: Edges, state: str) -> frozenset[str]:
    """Return the states from which there is a way to a state and back, itself included."""
    return reached(graph, [state]) & leading_to(graph, [state])


def main_line(workflow: Workflow) -> list[Step]:
    """Return the forward steps from the first start on, in order, each state visited once."""
    start = next((s.code for s in workflow.states.values() if s.kind == "start"), "")
    line: list[Step] = []
    visited, state = {start}, start
    while step := _forward(workflow, state, visited):
        line.append(step)
        state = step.move.target
        visited.add(state)
    return line


def _forward(workflow: Workflow, state: str, visited: set[str]) -> Step | None:
    ways = (
        step
        for step in steps(workflow)
        if step.verb.forward and state in step.move.sources and step.move.target in workflow.states
    )
    return next((step for step in ways if step.move.target not in visited), None)
