"""States, and the steps that lead from one to another (domain.md 5.2, 5.3)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from gridctl.domain.loop import OutcomeMissing
from gridctl.domain.scoring.labels import Label
from gridctl.domain.workflow.errors import VerbNotAllowed, VerbUnknown
from gridctl.domain.workflow.vocabulary import ANY, NEEDS, OPEN


class StateRule(NamedTuple):
    """A state a ticket can be in.

    Attributes:
        code: neutral code.
        name: what the office calls it.
        clock: the clock that runs (``vocabulary.CLOCK_NAMES``).
        kind: ``start``, ``open``, ``closed`` (dealt with) or ``dropped`` (ended otherwise).
    """

    code: str
    name: Label
    clock: str
    kind: str

    @property
    def open(self) -> bool:
        """Tell whether the ticket was handed in and nobody has finished it."""
        return self.kind == "open"


class Move(NamedTuple):
    """One way a step can go.

    Attributes:
        sources: states it starts from.
        target: the state it leads to; "" where the ticket stays as it is.
        outcome: the outcome it is for; "" for any.
        named: the sources as the file has them, groups as one word; empty where they are.
    """

    sources: tuple[str, ...]
    target: str
    outcome: str = ""
    named: tuple[str, ...] = ()

    @property
    def everywhere(self) -> bool:
        """Tell whether it is for a group, and so says nothing about the order of states."""
        return not {OPEN, ANY}.isdisjoint(self.named)

    @property
    def text(self) -> str:
        """Return it as a file has it: ``checking -> fed_back if pass``."""
        arrow = f" -> {self.target}" if self.target else ""
        outcome = f" if {self.outcome}" if self.outcome else ""
        return ", ".join(self.named or self.sources) + arrow + outcome


class VerbRule(NamedTuple):
    """A step.

    Attributes:
        code: neutral code.
        name: what the office calls it.
        moves: the ways it can go.
        roles: who may take it (``vocabulary.ROLE_NAMES``), any one of them.
        opinion: whether it must be said why.
        outcomes: what can come of it, one of which must be named; empty where nothing is.
        guards: what must hold besides (``vocabulary.GUARDS``), in the order looked at.
        approval: the role that decides; then one asks and another decides. "" for nobody.
        forward: whether it belongs to the main line from report to archive.
    """

    code: str
    name: Label
    moves: tuple[Move, ...]
    roles: tuple[str, ...]
    opinion: bool = False
    outcomes: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    approval: str = ""
    forward: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """Return all states it starts from, each once."""
        return tuple(dict.fromkeys(state for move in self.moves for state in move.sources))


@dataclass(frozen=True)
class Workflow:
    """A whole loop.

    Attributes:
        id: name of the workflow.
        version: version of its file.
        title: what it is called.
        states: by code, in the order of the file.
        verbs: by code, in the order of the file.
    """

    id: str
    version: int
    title: Label
    states: Mapping[str, StateRule]
    verbs: Mapping[str, VerbRule]

    @cached_property
    def digest(self) -> str:
        """sha256 of the rules: the same steps have the same digest, whatever the words."""
        rules = {
            "id": self.id,
            "version": self.version,
            "states": {state.code: _wordless(state) for state in self.states.values()},
            "verbs": {verb.code: _wordless(verb) for verb in self.verbs.values()},
        }
        text = json.dumps(rules, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def verb(self, code: str) -> VerbRule:
        """Return a step.

        Raises:
            VerbUnknown: the workflow has none of this code.
        """
        if code not in self.verbs:
            raise VerbUnknown(workflow=self.id, verb=code, choices=tuple(self.verbs))
        return self.verbs[code]

    def move(self, verb: str, state: str, outcome: str = "") -> Move:
        """Return the way a step goes from a state.

        Raises:
            VerbUnknown: there is no such step.
            VerbNotAllowed: it does not start from this state.
            OutcomeMissing: the way depends on the outcome, and none that leads on was named.
        """
        rule = self.verb(verb)
        ways = [move for move in rule.moves if state in move.sources]
        if not ways:
            # What leads on stands first: it is what is wanted next.
            leading = sorted(self.verbs_from(state), key=lambda each: not each.forward)
            steps = tuple(each.code for each in leading)
            raise VerbNotAllowed(verb=verb, state=state, steps=steps or "-")
        for move in ways:
            if move.outcome in ("", outcome):
                return move
        raise OutcomeMissing(verb=verb, choices=tuple(rule.outcomes))

    def takes_now(self, state: str, standing: Collection[str]) -> tuple[VerbRule, ...]:
        """Return the steps a ticket takes in a state, with what stands on it (``NEEDS``)."""
        return tuple(
            verb for verb in self.verbs_from(state) if NEEDS.get(verb.code) in (None, *standing)
        )

    def verbs_from(self, state: str) -> tuple[VerbRule, ...]:
        """Return the steps that start from a state, in the order of the file."""
        return self._starting.get(state, ())

    @cached_property
    def _starting(self) -> Mapping[str, tuple[VerbRule, ...]]:
        """The steps that start from each state; every step of every ticket asks for them."""
        found: dict[str, tuple[VerbRule, ...]] = {}
        for verb in self.verbs.values():
            for state in verb.sources:
                found[state] = (*found.get(state, ()), verb)
        return found


def _wordless(rule: StateRule | VerbRule) -> dict[str, Any]:
    form = {key: value for key, value in rule._asdict().items() if key != "name"}
    if isinstance(rule, VerbRule):
        form["moves"] = [(move.sources, move.target, move.outcome) for move in rule.moves]
    return form
