"""Evaluate a scheme over its subjects: pure, exact, and the same in whatever order they come."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from gridctl.domain.scoring.arithmetic import ZERO, exact
from gridctl.domain.scoring.assembly import Assembly
from gridctl.domain.scoring.errors import DuplicateSubject
from gridctl.domain.scoring.lines import score_line
from gridctl.domain.scoring.results import Evaluation, Standing, SubjectFacts, SubjectScore
from gridctl.domain.scoring.scheme import Ranking, Scheme, Within

_STANDINGS = list(Standing)


def evaluate(scheme: Scheme, subjects: Sequence[SubjectFacts]) -> Evaluation:
    """Score and rank subjects.

    Subjects without the attributes the scheme asks for are out of scope. Those that are not
    eligible are scored but not ranked; those that are vetoed are shown but not ranked; those
    with a figure missing, or a zero denominator without another policy, have no total.

    Raises:
        DuplicateSubject: a key was given twice.
        EntryOutOfRange: an entered mark lies outside its scale.
    """
    ordered = sorted(subjects, key=lambda subject: subject.key)
    for before, subject in pairwise(ordered):
        if before.key == subject.key:
            raise DuplicateSubject(subject=subject.key)
    in_scope = [subject for subject in ordered if _in_scope(scheme, subject)]
    population = _completed(scheme, in_scope)
    scored = {subject.key for subject in population}
    with exact():
        scores = _scores(scheme, population)
        ranked = _ranked(scheme.rank, scores)
    return Evaluation(
        scheme.id,
        scheme.version,
        scheme.digest,
        tuple(sorted(ranked, key=_listing_order)),
        tuple(subject.key for subject in ordered if subject.key not in scored),
    )


def _listing_order(score: SubjectScore) -> tuple[int, int, str]:
    return _STANDINGS.index(score.standing), score.rank or 0, score.key


def _in_scope(scheme: Scheme, subject: SubjectFacts) -> bool:
    return all(subject.attrs.get(name) == value for name, value in scheme.subject.where)


def _completed(scheme: Scheme, subjects: list[SubjectFacts]) -> list[SubjectFacts]:
    """Add the facts the scheme states by attribute; a figure of the subject's own stands."""
    for table in scheme.tables:
        values = dict(table.values)
        subjects = [
            subject._replace(facts={table.fact: value, **subject.facts})
            if (value := values.get(subject.attrs.get(table.attribute, ""))) is not None
            else subject
            for subject in subjects
        ]
    return subjects


def _scores(scheme: Scheme, population: Sequence[SubjectFacts]) -> list[SubjectScore]:
    lines = [score_line(item, scheme.round, population) for item in scheme.lines]
    rows = zip(*lines, strict=True)
    assemble = Assembly(scheme)
    return [assemble(subject, row) for subject, row in zip(population, rows, strict=True)]


def _ranked(ranking: Ranking, scores: Sequence[SubjectScore]) -> Iterable[SubjectScore]:
    """Give places to those who have a standing to be ranked, one table per town if so asked."""
    tables: dict[str, list[SubjectScore]] = defaultdict(list)
    for score in scores:
        if score.standing is Standing.RANKED:
            tables[score.group if ranking.within is Within.TOWN else ""].append(score)
        else:
            yield score
    for table in tables.values():
        yield from placed(table, ranking.tie_break)


def placed(table: Sequence[SubjectScore], tie_break: Sequence[str]) -> Iterable[SubjectScore]:
    """Place by total, then by the items that break ties; who is still equal shares the place."""
    merits = [_merit(score, tie_break) for score in table]
    sharing = Counter(merits)
    places, place = {}, 1
    for merit in sorted(sharing, reverse=True):
        places[merit] = place
        place += sharing[merit]
    for score, merit in zip(table, merits, strict=True):
        yield score._replace(rank=places[merit], tied=sharing[merit] > 1)


def _merit(score: SubjectScore, tie_break: Sequence[str]) -> tuple[Decimal, ...]:
    return (score.total or ZERO, *(score.line(item).points for item in tie_break))
