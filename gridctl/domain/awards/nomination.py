"""Who is proposed, who is near the list, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gridctl.domain.awards import LISTED, Standing
from gridctl.domain.scoring import results
from gridctl.domain.scoring.arithmetic import ZERO
from gridctl.domain.scoring.results import Evaluation, Note, SubjectScore
from gridctl.domain.scoring.scheme import Scheme, Within
from gridctl.domain.scoring.selection import Selection, select_awards

#: How many of those right below the runners-up are named.
BELOW = 5


@dataclass(frozen=True, slots=True)
class Nominee:
    """Someone in or near the list.

    Attributes:
        key: staff number.
        town: town code, or "" where there is none.
        rank: None for those who are not ranked.
        reason: a code of ``awards.REASONS``; of people who share a rank for too few places it
            has ``tie``, the number of the tie within the list, and ``places``.
    """

    key: str
    name: str
    town: str
    rank: int | None
    tied: bool
    total: Decimal
    standing: Standing
    reason: Note


def nominate(scheme: Scheme, evaluation: Evaluation) -> tuple[Nominee, ...]:
    """Propose a list, and name everyone near it, by rank; then the others by total.

    Near are those whose total would reach the list but for a quota, a veto or a requirement, the
    runners-up and the next ``BELOW`` in rank. Where the list has places left, as many of the
    vetoed and not eligible are near as could have filled them.

    Raises:
        NoAward: the scheme has no award section.
    """
    selection = select_awards(scheme, evaluation)
    standings = _proposed(selection)
    tables = _tables(scheme, evaluation)
    for table in tables.values():
        standings |= _near(table, standings, _vacant(scheme, selection, table), selection)
    ties = {key: n for n, tie in enumerate(selection.ties, start=1) for key in tie.keys}
    found = [
        _nominee(score, standings[score.key], selection, ties)
        for score in evaluation.scores
        if score.key in standings
    ]
    return tuple(sorted(found, key=lambda nominee: _reading_order(nominee, scheme)))


def table_of(scheme: Scheme, town: str) -> str:
    """Return which list a person competes for: the town's where the scheme ranks by town."""
    return town if scheme.rank.within is Within.TOWN else ""


def _proposed(selection: Selection) -> dict[str, Standing]:
    found: dict[str, Standing] = dict.fromkeys(selection.runners_up, "runner_up")
    found |= dict.fromkeys(selection.selected, "selected")
    return found | {key: "tied_at_cut" for tie in selection.ties for key in tie.keys}


def _tables(scheme: Scheme, evaluation: Evaluation) -> Mapping[str, list[SubjectScore]]:
    tables: dict[str, list[SubjectScore]] = defaultdict(list)
    for score in evaluation.scores:
        tables[table_of(scheme, score.group)].append(score)
    return tables


def _vacant(scheme: Scheme, selection: Selection, table: Sequence[SubjectScore]) -> int:
    """Return how many places of a list nobody could be found for."""
    assert scheme.award is not None
    keys = {score.key for score in table}
    filled = sum(key in keys for key in selection.selected)
    filled += sum(tie.places for tie in selection.ties if tie.keys[0] in keys)
    return scheme.award.top - filled


def _near(
    table: Sequence[SubjectScore],
    proposed: Mapping[str, Standing],
    vacant: int,
    selection: Selection,
) -> dict[str, Standing]:
    """Return the standings of those who are near one list, but not proposed."""
    listed = [_total(score) for score in table if proposed.get(score.key) in LISTED]
    others = [s for s in table if s.key not in proposed and s.total is not None]
    ranked = [score for score in others if score.rank is not None]
    barred = sorted((s for s in others if s.rank is None), key=lambda s: (-_total(s), s.key))
    reaching = sum(bool(listed) and _total(score) >= min(listed) for score in barred)
    by_quota = [s for s in ranked if _is_quota(s, selection) and _total(s) >= min(listed)]
    below = [score for score in ranked if score not in by_quota][:BELOW]
    found: dict[str, Standing] = {s.key: _barred(s) for s in barred[: max(reaching, vacant)]}
    found |= dict.fromkeys((score.key for score in by_quota), "quota")
    for score in below:
        found[score.key] = "quota" if _is_quota(score, selection) else "below_cut"
    return found


def _is_quota(score: SubjectScore, selection: Selection) -> bool:
    return selection.reasons[score.key].code == "quota"


def _barred(score: SubjectScore) -> Standing:
    return "vetoed" if score.standing is results.Standing.VETOED else "not_eligible"


def _total(score: SubjectScore) -> Decimal:
    return ZERO if score.total is None else score.total


def _nominee(
    score: SubjectScore, standing: Standing, selection: Selection, ties: Mapping[str, int]
) -> Nominee:
    reason = _precise(selection.reasons[score.key])
    if score.key in ties:
        reason = Note(reason.code, (*reason.params, ("tie", ties[score.key])))
    return Nominee(
        score.key, score.name, score.group, score.rank, score.tied, _total(score), standing, reason
    )


def _precise(note: Note) -> Note:
    """Return a reason that says what decided between equal totals, or that a figure is missing."""
    params = dict(note.params)
    if params.get("tie_break"):
        return Note(f"{note.code}_by_item", note.params)
    if note.code == "not_eligible" and params["value"] is None:
        return Note("not_eligible_unknown", note.params)
    return note


def _reading_order(nominee: Nominee, scheme: Scheme) -> tuple[int, str, Decimal | int, str]:
    table = table_of(scheme, nominee.town)
    if nominee.standing in LISTED:
        return 0, table, nominee.rank or 0, nominee.key
    if nominee.standing == "runner_up":
        return 1, table, nominee.rank or 0, nominee.key
    return 2, table, -nominee.total, nominee.key
