"""A workflow drawn with plain signs: the main line downwards, what leads away from it to the right.

Signs that draw lines are two cells wide in many Chinese terminals, so none is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gridctl.domain.workflow.paths import Step, main_line, steps
from gridctl.domain.workflow.table import Move, VerbRule, Workflow
from gridctl.domain.workflow.vocabulary import CLOCK_NAMES, OUTCOME_NAMES
from gridctl.foundation.i18n import N_, listed, translator
from gridctl.presentation.width import fold, pad, width

_CELLS = 80
#: A box is not drawn broader than this; longer names are folded in it.
_BROADEST = 24

_EVERY_OPEN = N_("every open state")
_UNCHANGED = N_("(unchanged)")
_ASIDE = N_("Beside the main line:")
_EVERYWHERE = N_("Wherever the ticket is:")
_DECIDED = N_("* one asks, another one decides")


def draw(workflow: Workflow, lang: str, cells: int = _CELLS, ambiguous: int = 1) -> list[str]:
    """Return the lines of a drawing, none broader than ``cells``.

    Args:
        workflow: what to draw; moves to states it does not have are left out.
        lang: ``zh_CN`` or ``en``.
        cells: breadth of the terminal.
        ambiguous: cells of a sign of ambiguous width.
    """
    return [line.rstrip() for line in _Drawing(workflow, lang, cells, ambiguous).lines()]


class _Drawing:
    """One workflow on its way to lines."""

    def __init__(self, workflow: Workflow, lang: str, cells: int, ambiguous: int) -> None:
        self.workflow, self.lang, self.cells, self.ambiguous = workflow, lang, cells, ambiguous
        self.words = translator(lang)
        self.steps = [step for step in steps(workflow) if step.move.target in workflow.states]
        self.trunk = dict(self._trunk(main_line(workflow)))
        drawn = [code for code in workflow.states if self._leads_on(code)]
        texts = [text for code in (*drawn, *self.trunk) for text in self._inside(code)]
        self.inner = max((width(text, ambiguous) for text in texts), default=0)

    def lines(self) -> Iterator[str]:
        """Yield the main line, the states beside it, and what holds everywhere."""
        for code, step in self.trunk.items():
            yield from self._box(code)
            if step is not None:
                yield f"{' ' * (self.inner // 2 + 2)}v  {self._name(step.verb)}"
        aside = (code for code in self.workflow.states if code not in self.trunk)
        beside = [code for code in aside if self._leads_on(code)]
        if beside:
            yield from ("", self.words(_ASIDE))
        for code in beside:
            yield from self._box(code)
        yield from self._everywhere()
        if any(verb.approval for verb in self.workflow.verbs.values()):
            yield from ("", self.words(_DECIDED))

    def _trunk(self, line: Sequence[Step]) -> Iterator[tuple[str, Step | None]]:
        """Yield the states of the main line with the step that leads on."""
        state = next((s.code for s in self.workflow.states.values() if s.kind == "start"), "")
        for step in line:
            yield state, step
            state = step.move.target
        if state:
            yield state, None

    def _leads_on(self, code: str) -> bool:
        return any(code in step.move.sources for step in self.steps)

    def _box(self, code: str) -> Iterator[str]:
        edge = f"+{'-' * (self.inner + 2)}+"
        left, right = self._inside(code), list(self._branches(code))
        yield edge
        for row in range(max(len(left), len(right))):
            text = left[row] if row < len(left) else ""
            away = right[row] if row < len(right) else ""
            yield f"| {pad(text, self.inner, ambiguous=self.ambiguous)} |{away}"
        yield edge

    def _inside(self, code: str) -> list[str]:
        state = self.workflow.states[code]
        texts = fold(state.name.text(self.lang), _BROADEST, self.ambiguous)
        if state.clock != "none":
            clock = self.words(CLOCK_NAMES.get(state.clock, state.clock))
            texts += fold(f"({clock})", _BROADEST, self.ambiguous)
        return texts

    def _branches(self, code: str) -> Iterator[str]:
        """Yield the steps that lead away from a state, those to one target on one line."""
        found: dict[str, list[str]] = {}
        for step in self._from(code):
            if step != self.trunk.get(code):
                found.setdefault(step.move.target, []).append(self._said(*step))
        for target, names in found.items():
            end = self._state(target) if target else self.words(_UNCHANGED)
            yield from self._folded(f"{listed(dict.fromkeys(names), self.words)} --> {end}")

    def _from(self, code: str) -> Iterator[Step]:
        for verb in self.workflow.verbs.values():
            for move in verb.moves:
                known = not move.target or move.target in self.workflow.states
                if code in move.sources and known and not move.everywhere:
                    yield Step(verb, move)

    def _folded(self, text: str) -> Iterator[str]:
        room = self.cells - self.inner - len("|  |--  ")
        for number, line in enumerate(fold(text, room, self.ambiguous)):
            yield f"   {line}" if number else f"-- {line}"

    def _everywhere(self) -> Iterator[str]:
        """Yield the steps for groups of states: those that lead somewhere, then the others."""
        found: dict[str, list[str]] = {}
        for verb in self.workflow.verbs.values():
            for move in verb.moves:
                if move.everywhere:
                    found.setdefault(move.target, []).append(self._said(verb, move))
        if found:
            yield from ("", self.words(_EVERYWHERE))
        for target in sorted(found, reverse=True):
            end = self._state(target) if target in self.workflow.states else self.words(_UNCHANGED)
            text = f"{listed(found[target], self.words)} --> {end}"
            yield from fold(text, self.cells, self.ambiguous)

    def _said(self, verb: VerbRule, move: Move) -> str:
        outcome = self.words(OUTCOME_NAMES.get(move.outcome, move.outcome))
        return self._name(verb) + (f" ({outcome})" if outcome else "")

    def _name(self, verb: VerbRule) -> str:
        return verb.name.text(self.lang) + ("*" if verb.approval else "")

    def _state(self, code: str) -> str:
        return self.workflow.states[code].name.text(self.lang)
