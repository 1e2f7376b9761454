"""Who is honoured: the first N with a quota per town, and a reason for everyone.

The rule on ties: people who share a rank are either all taken or none is preferred. Where the
places left (of the whole list, or of one town's quota) are fewer than those who share the rank,
all of them are listed as tied at the cut with the number of places, and a named person decides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Literal

from gridctl.domain.scoring.arithmetic import ZERO
from gridctl.domain.scoring.errors import NoAward
from gridctl.domain.scoring.results import Evaluation, Note, Standing, SubjectScore
from gridctl.domain.scoring.scheme import Award, Scheme, Within


@dataclass(frozen=True, slots=True)
class Tie:
    """People of equal rank for whom there are not enough places.

    Attributes:
        keys: all of them, in order of key.
        places: how many of them can be taken.
        bound: whether the list's length or a town's quota is short.
        town: the town whose quota it is, or "".
    """

    keys: tuple[str, ...]
    places: int
    bound: Literal["top", "town"]
    town: str = ""


@dataclass(frozen=True)
class Selection:
    """A proposal, never a decision.

    Attributes:
        selected: certain winners, by rank and key.
        ties: what a person has to decide.
        runners_up: who follows, by rank and key; more than asked for where the last are equal.
        reasons: for every subject that was scored, a code of ``messages.REASONS``.
    """

    selected: tuple[str, ...]
    ties: tuple[Tie, ...]
    runners_up: tuple[str, ...]
    reasons: Mapping[str, Note]


def select_awards(scheme: Scheme, evaluation: Evaluation) -> Selection:
    """Propose the award list of an evaluation; one list per town where the scheme ranks so.

    Raises:
        NoAward: the scheme has no award section.
    """
    if scheme.award is None:
        raise NoAward(scheme=scheme.id)
    tables: dict[str, list[SubjectScore]] = defaultdict(list)
    reasons: dict[str, Note] = {}
    for score in evaluation.scores:
        if score.standing is Standing.RANKED:
            tables[score.group if scheme.rank.within is Within.TOWN else ""].append(score)
        else:
            reasons[score.key] = _unranked_reason(score)
    draws = [_Draw(scheme.award, scheme.rank.tie_break) for _ in tables]
    for draw, town in zip(draws, sorted(tables), strict=True):
        draw.run(tables[town])
        reasons.update(draw.reasons)
    return Selection(
        tuple(key for draw in draws for key in draw.selected),
        tuple(tie for draw in draws for tie in draw.ties),
        tuple(key for draw in draws for key in draw.runners_up),
        {key: reasons[key] for key in sorted(reasons)},
    )


def _unranked_reason(score: SubjectScore) -> Note:
    if score.standing is Standing.VETOED:
        return Note("vetoed", (("veto", score.vetoes[0]),))
    if score.standing is Standing.NO_SCORE:
        return Note("no_score", (("because", score.unscored[0].code), *score.unscored[0].params))
    failed = score.failed[0]
    return Note(
        "not_eligible",
        (
            ("condition", failed.id),
            ("value", None if failed.value is None else str(failed.value)),
            ("comparator", failed.comparator),
            ("bound", None if failed.bound is None else str(failed.bound)),
        ),
    )


class _Draw:
    """One list in the making, from the first rank down."""

    def __init__(self, award: Award, tie_break: Sequence[str]) -> None:
        self._award = award
        self._tie_break = tie_break
        self._left = award.top
        self._taken: Counter[str] = Counter()
        self._last: SubjectScore | None = None
        self.selected: list[str] = []
        self.runners_up: list[str] = []
        self.ties: list[Tie] = []
        self.reasons: dict[str, Note] = {}

    def run(self, ranked: Iterable[SubjectScore]) -> None:
        """Go through the ranks once."""
        for _rank, sharing in groupby(ranked, key=lambda score: score.rank):
            block = self._within_quota(list(sharing))
            if block and self._left:
                self._take(block)
            elif block and len(self.runners_up) < self._award.runner_up:
                self._follow(block)
            else:
                self.reasons.update({score.key: self._below(score) for score in block})

    def _room(self, town: str) -> int:
        """Return how many more a town may have; a subject without a town has no quota."""
        most = self._award.per_town_max
        return self._award.top if most is None or not town else most - self._taken[town]

    def _within_quota(self, sharing: Sequence[SubjectScore]) -> list[SubjectScore]:
        """Set aside those whose town has all its places."""
        block = []
        for score in sharing:
            if self._room(score.group) > 0:
                block.append(score)
            else:
                params = (("town", score.group), ("most", self._award.per_town_max))
                self.reasons[score.key] = Note("quota", params)
        return block

    def _take(self, block: Sequence[SubjectScore]) -> None:
        towns: dict[str, list[SubjectScore]] = defaultdict(list)
        for score in block:
            towns[score.group].append(score)
        possible = sum(min(len(people), self._room(town)) for town, people in towns.items())
        self._last = block[-1]
        if possible > self._left:
            self._tie(block, Tie(_keys(block), self._left, "top"))
            self._left = 0
            return
        self._left -= possible
        for town, people in sorted(towns.items()):
            self._take_town(town, people)

    def _take_town(self, town: str, people: Sequence[SubjectScore]) -> None:
        room = self._room(town)
        self._taken[town] += min(len(people), room)
        if len(people) > room:
            self._tie(people, Tie(_keys(people), room, "town", town))
            return
        for score in people:
            self.selected.append(score.key)
            self.reasons[score.key] = Note("selected", (("rank", score.rank),))

    def _tie(self, people: Sequence[SubjectScore], tie: Tie) -> None:
        self.ties.append(tie)
        params = (("people", len(people)), ("places", tie.places), ("town", tie.town))
        self.reasons.update({score.key: Note("tied_at_cut", params) for score in people})

    def _follow(self, block: Sequence[SubjectScore]) -> None:
        place = len(self.runners_up) + 1
        for score in block:
            self.runners_up.append(score.key)
            self.reasons[score.key] = Note("runner_up", (("place", place), *self._gap(score)))

    def _below(self, score: SubjectScore) -> Note:
        return Note("below_cut", self._gap(score))

    def _gap(self, score: SubjectScore) -> tuple[tuple[str, str], ...]:
        """Return the points missing to the last on the list, and what decided an equal total."""
        last = self._last
        if last is None:
            return ()
        gap = (last.total or ZERO) - (score.total or ZERO)
        decided = "" if gap else self._deciding_item(last, score)
        return ("gap", _fixed(gap)), ("tie_break", decided)

    def _deciding_item(self, last: SubjectScore, score: SubjectScore) -> str:
        return next((i for i in self._tie_break if last.line(i).points != score.line(i).points), "")


def _keys(people: Iterable[SubjectScore]) -> tuple[str, ...]:
    return tuple(sorted(score.key for score in people))


def _fixed(points: Decimal) -> str:
    return format(points, "f")
