"""What a copy of the workflow changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple, TypeVar

from gridctl.domain.scoring.labels import Label
from gridctl.domain.workflow.table import Move, StateRule, VerbRule, Workflow

Change = Literal["renamed", "dropped", "added", "changed"]
Rule = TypeVar("Rule", StateRule, VerbRule)


class Difference(NamedTuple):
    """One change.

    Attributes:
        change: what became of it.
        place: path in the file: ``states.filed``, ``verbs.return.guards``.
        before: what stands in the base, "" where it was added.
        after: what stands in the copy, "" where it was dropped.
    """

    change: Change
    place: str
    before: str = ""
    after: str = ""


def differences(base: Workflow, own: Workflow) -> list[Difference]:
    """Return what a copy renames, drops, adds and changes, in the order of the files.

    Moves that are gone because their state is, are not told again.
    """
    found = [
        Difference("changed", key, str(old), str(new))
        for key in ("id", "version")
        if (old := getattr(base, key)) != (new := getattr(own, key))
    ]
    found += renamed("title", base.title, own.title)
    found += _tables("states", base.states, own.states, _state)
    return [*found, *_tables("verbs", base.verbs, own.verbs, _Verbs(base, own).compare)]


def _tables(
    name: str,
    base: Mapping[str, Rule],
    own: Mapping[str, Rule],
    compare: Callable[[str, Rule, Rule], Iterator[Difference]],
) -> Iterator[Difference]:
    for code in dict.fromkeys([*base, *own]):
        place = f"{name}.{code}"
        if code not in own:
            yield Difference("dropped", place, before=_words(base[code].name))
        elif code not in base:
            yield Difference("added", place, after=_words(own[code].name))
        else:
            yield from renamed(place, base[code].name, own[code].name)
            yield from compare(place, base[code], own[code])


def renamed(place: str, before: Label, after: Label) -> Iterator[Difference]:
    """Yield the languages in which something is called otherwise."""
    for language, old, new in zip(Label._fields, before, after, strict=True):
        if old != new:
            yield Difference("renamed", f"{place}.{language}", old, new)


def _state(place: str, before: StateRule, after: StateRule) -> Iterator[Difference]:
    return _changed(place, before, after, ("kind", "clock"))


def _changed(place: str, before: Rule, after: Rule, keys: Iterable[str]) -> Iterator[Difference]:
    for key in keys:
        old, new = getattr(before, key), getattr(after, key)
        if old != new:
            yield Difference("changed", f"{place}.{key}", _written(old), _written(new))


class _Verbs:
    """Comparing the steps of two workflows."""

    def __init__(self, base: Workflow, own: Workflow) -> None:
        self.base, self.own = base, own

    def compare(self, place: str, before: VerbRule, after: VerbRule) -> Iterator[Difference]:
        """Yield what is different about a step."""
        old, new = self._ways(before), self._ways(after)
        for way in _together(old - new):
            yield Difference("dropped", f"{place}.moves", before=way)
        for way in _together(new - old):
            yield Difference("added", f"{place}.moves", after=way)
        keys = ("roles", "opinion", "outcomes", "guards", "approval", "forward")
        yield from _changed(place, before, after, keys)

    def _ways(self, verb: VerbRule) -> set[Move]:
        """Return the moves of a step, one for each state it starts from."""
        return {
            Move((source,), move.target, move.outcome)
            for move in verb.moves
            for source in move.sources
            if self._tells(move, source)
        }

    def _tells(self, move: Move, source: str) -> bool:
        """Tell whether a way is worth a line: not if it came or went with its state.

        A state that is named but not there is for lint to tell.
        """
        named = {source, *filter(None, [move.target])}
        if not named <= self.own.states.keys():
            return False
        return named <= self.base.states.keys() or not move.everywhere


def _together(ways: set[Move]) -> list[str]:
    """Return moves as a file has them, those with one target in one text."""
    sources: dict[tuple[str, str], list[str]] = {}
    for move in sorted(ways):
        sources.setdefault((move.target, move.outcome), []).extend(move.sources)
    return [Move(tuple(found), *rest).text for rest, found in sources.items()]


def _words(label: Label) -> str:
    return f"{label.zh} / {label.en}"


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
