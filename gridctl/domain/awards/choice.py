"""What a named person decides: who of equals is taken, and who moves up into a free place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from gridctl.domain.awards import (
    MAY_MOVE_UP,
    ChoiceWrong,
    NotNext,
    NotTied,
    NoVacancy,
    QuotaExceeded,
    Standing,
)
from gridctl.domain.awards.nomination import Nominee, table_of
from gridctl.domain.scoring.results import Note
from gridctl.domain.scoring.scheme import Scheme


class Change(NamedTuple):
    """Where someone stands from now on, and why."""

    standing: Standing
    reason: Note


def choose(scheme: Scheme, people: Sequence[Nominee], chosen: Collection[str]) -> dict[str, Change]:
    """Fill the places of every tie with exactly as many of its people.

    Args:
        scheme: whose quota per town holds for the choice too.
        people: everyone in or near the list.
        chosen: keys of those who are taken.

    Raises:
        ChoiceWrong: too few or too many of a tie were chosen.
        NotTied: someone chosen shares no such rank.
        QuotaExceeded: a town would have too many places.
    """
    ties = _ties(people)
    tied = {person.key for tie in ties.values() for person in tie}
    for person in people:
        if person.key in chosen and person.key not in tied:
            raise NotTied(staff=person.key, name=person.name)
    changes: dict[str, Change] = {}
    for tie in ties.values():
        changes |= _decided(tie, chosen)
    quota = _Quota(scheme, people)
    for person in people:
        if person.key in chosen:
            quota.take(person)
    return changes


def move_up(
    scheme: Scheme, people: Sequence[Nominee], chosen: Collection[str]
) -> dict[str, Change]:
    """Move people up into places that were struck off, in the order of rank.

    Waiting are those not chosen from a tie, the runners-up, and those whom only their town's quota
    barred: a place that was struck off may be their town's. Nobody moves up who was not named; a
    place may stay empty. A better rank is passed over only where a quota bars it.

    Raises:
        NoVacancy: fewer places are free.
        NotNext: someone of a better rank would be passed over, or the person is not waiting.
        QuotaExceeded: a town would have too many places.
    """
    free = Counter(table_of(scheme, p.town) for p in people if p.standing == "struck")
    waiting = sorted((p for p in people if p.standing in MAY_MOVE_UP), key=lambda p: p.rank or 0)
    known = {person.key for person in waiting}
    for person in people:
        if person.key in chosen and person.key not in known:
            following = waiting[0].name if waiting else "-"
            raise NotNext(staff=person.key, name=person.name, next=following)
    lines: dict[str, list[Nominee]] = defaultdict(list)
    for person in waiting:
        lines[table_of(scheme, person.town)].append(person)
    quota = _Quota(scheme, people)
    for table, line in lines.items():
        _check_line(line, chosen, free[table], quota)
    return {key: Change("selected", Note("moved_up")) for key in chosen}


def _ties(people: Sequence[Nominee]) -> Mapping[object, list[Nominee]]:
    ties: dict[object, list[Nominee]] = defaultdict(list)
    for person in people:
        if person.standing == "tied_at_cut":
            ties[dict(person.reason.params)["tie"]].append(person)
    return ties


def _decided(tie: Sequence[Nominee], chosen: Collection[str]) -> dict[str, Change]:
    facts = dict(tie[0].reason.params)
    taken = [person for person in tie if person.key in chosen]
    if len(taken) != facts["places"]:
        names = tuple(f"{person.name} ({person.key})" for person in tie)
        raise ChoiceWrong(people=names, places=facts["places"], given=len(taken))
    params = (("people", len(tie)), ("places", facts["places"]))
    return {
        person.key: Change("selected", Note("chosen", params))
        if person in taken
        else Change("not_chosen", Note("not_chosen", params))
        for person in tie
    }


def _check_line(
    line: Sequence[Nominee], chosen: Collection[str], places: int, quota: _Quota
) -> None:
    moving = sum(person.key in chosen for person in line)
    if moving > places:
        raise NoVacancy(given=moving, places=places)
    passed: Nominee | None = None
    for person in line:
        if person.key in chosen:
            if passed is not None and (passed.rank or 0) < (person.rank or 0):
                raise NotNext(staff=person.key, name=person.name, next=passed.name)
            quota.take(person)
        elif passed is None and quota.has_room(person.town):
            passed = person


class _Quota:
    """The places of each town, those on the list counted."""

    def __init__(self, scheme: Scheme, people: Sequence[Nominee]) -> None:
        assert scheme.award is not None
        self._most = scheme.award.per_town_max
        self._taken = Counter(p.town for p in people if p.standing == "selected")

    def has_room(self, town: str) -> bool:
        """Return whether a town may have one more; whoever has no town has no quota."""
        return self._most is None or not town or self._taken[town] < self._most

    def take(self, person: Nominee) -> None:
        """Give a person a place.

        Raises:
            QuotaExceeded: the town has its places.
        """
        if not self.has_room(person.town):
            raise QuotaExceeded(name=person.name, most=self._most)
        self._taken[person.town] += 1
