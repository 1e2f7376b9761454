"""The steps a ticket can take, and the command that takes one on the command line."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from gridctl.domain.workflow.table import VerbRule, Workflow
from gridctl.presentation.ticket_steps import STEPS, Fact
from gridctl_tui.desk import Desk

_PLAIN = re.compile(r"[\w@%+=:,./-]+")


class Steppable(Protocol):
    """A ticket as far as a step needs to know it."""

    @property
    def serial_no(self) -> str:
        """Return its number."""
        ...

    @property
    def title(self) -> str:
        """Return what it is about."""
        ...

    @property
    def state(self) -> str:
        """Return the state a step starts from."""
        ...

    @property
    def stands(self) -> Sequence[str]:
        """Return what stands on it besides its state (``vocabulary.STANDING``)."""
        ...

    @property
    def lead_unit(self) -> str | None:
        """Return the unit that has it, None where none has."""
        ...


class LatestWorkflow:
    """The workflow an office works by: asked for once after each change, parsed once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asked = -1
        self._text = ""
        self._parsed: Workflow | None = None

    async def read(self, changes: int) -> Workflow:
        """Return it as it stands after so many changes were seen.

        Raises:
            GridctlError: the office refused, or does not answer.
        """
        if self._parsed is None or changes != self._asked:
            from gridctl.domain.workflow.parse import parse_workflow
            from gridctl.operations.queries.workflows import ShowWorkflow

            view = await self._desk.send(ShowWorkflow())
            if self._parsed is None or view.text != self._text:
                self._parsed, self._text = parse_workflow(view.text), view.text
            self._asked = changes
        return self._parsed


def verb_name(code: str) -> str:
    """Return a step as it is typed: ``force-close``."""
    return code.replace("_", "-")


def step_words(verb: VerbRule) -> str:
    """Return what is typed for a step behind ``ticket``: one of the office's own by its code."""
    name = verb_name(verb.code)
    return name if name in STEPS else f"step --verb {verb.code}"


def legal(workflow: Workflow, tickets: Sequence[Steppable]) -> list[VerbRule]:
    """Return the steps all of some tickets can take now, what leads on first."""
    kinds = dict.fromkeys((each.state, tuple(each.stands)) for each in tickets)
    if not kinds:
        return []
    sets = [{verb.code for verb in workflow.takes_now(*each)} for each in kinds]
    common = set.intersection(*sets)
    verbs = [verb for verb in workflow.verbs.values() if verb.code in common]
    return sorted(verbs, key=lambda verb: (not verb.forward, verb.roles == ("anyone",)))


def command_line(
    program: str, verb: str, tickets: Sequence[str], facts: Mapping[str, Any], behalf: str
) -> str:
    """Return what is typed for a step on the command line."""
    if verb not in STEPS:
        verb, facts = "step", {"step": verb.replace("-", "_"), **facts}
    words = [*shlex.split(program), *(["--as", behalf] if behalf else []), "ticket", verb, *tickets]
    told: Mapping[str, Fact] = STEPS[verb].facts if verb in STEPS else {}
    return typed([*words, *options(facts, told)])


def options(facts: Mapping[str, Any], told: Mapping[str, Fact]) -> list[str]:
    """Return the options that say some facts, as ``told`` spells them."""
    return [part for name in facts for part in _option(name, facts[name], told.get(name))]


def typed(words: Sequence[str]) -> str:
    """Return words as one types them: only those a shell would take apart are quoted."""
    return " ".join(word if _PLAIN.fullmatch(word) else shlex.quote(word) for word in words)


def _option(field: str, value: Any, fact: Fact | None) -> list[str]:
    flag = fact.flags[0] if fact and fact.flags else f"--{field.replace('_', '-')}"
    if isinstance(value, bool):
        yes, _slash, no = flag.partition("/")
        return [yes if value else no or f"--no-{field.replace('_', '-')}"]
    if isinstance(value, list | tuple):
        return [part for each in value for part in (flag, str(each))]
    return [flag, str(value)]
