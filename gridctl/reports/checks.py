"""Cross-checks: no document leaves with a figure its own numbers contradict.

Figures are named by where they stand in the view, such as ``by_type.道路破损.share``.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from gridctl.domain.rates import percent
from gridctl.domain.reports import confirm_equal, confirm_lowest, confirm_rank, confirm_within
from gridctl.domain.scoring.arithmetic import exact, half_up
from gridctl.operations.queries.reports import (
    Breakdown,
    BulletinView,
    RankingRow,
    RankingView,
    ScoreGroup,
    TicketTotals,
    UnitScore,
)

_ZERO = Decimal(0)


def check_ranking(view: RankingView) -> None:
    """Check each total and adjustment against its parts, and each rank against the totals.

    Raises:
        FigureMismatch: a figure does not follow from its numbers.
    """
    totals: dict[str, list[Decimal]] = defaultdict(list)
    for row in view.rows:
        if row.total is None:
            continue
        summed, due = _sum_of(row), _total_of(view, row)
        confirm_equal(f"{row.name}.total", row.total, summed + row.adjustment)
        confirm_equal(f"{row.name}.adjustment", row.adjustment, due - summed)
        if row.rank is not None:
            totals[_contest(view, row)].append(row.total)
    for contest in totals.values():
        contest.sort()
    for row in view.rows:
        if row.rank is not None and row.total is not None:
            confirm_rank(f"{row.name}.rank", row.rank, row.total, totals[_contest(view, row)])


def _contest(view: RankingView, row: RankingRow) -> str:
    return row.town if view.ranked_within == "town" else ""


def _sum_of(row: RankingRow) -> Decimal:
    return _points_of(row) + row.bonus - row.deductions


def _points_of(row: RankingRow) -> Decimal:
    return sum((value for value in row.points.values() if value is not None), start=_ZERO)


def _total_of(view: RankingView, row: RankingRow) -> Decimal:
    """Return the total that follows from a row's items by the rules of a score."""
    if any(veto.effect == "zero" for veto in row.vetoes):
        return _ZERO
    total = _scaled(view, row) + row.bonus - row.deductions
    return half_up(total if view.open_ledger else max(total, _ZERO), view.places)


def _scaled(view: RankingView, row: RankingRow) -> Decimal:
    """Return the items' sum, in which those assessed count for those left out too."""
    points, left_out = _points_of(row), [c for c in view.columns if row.points.get(c.id) is None]
    full = sum((column.max or _ZERO for column in view.columns), start=_ZERO)
    possible = full - sum((column.max or _ZERO for column in left_out), start=_ZERO)
    if view.open_ledger or not left_out or not possible:
        return points
    with exact():
        return half_up(points * (full / possible), view.places)


def check_bulletin(view: BulletinView) -> None:
    """Check every total, rate, share, change, count and rank of a bulletin.

    Raises:
        FigureMismatch: a figure does not follow from its numbers.
        PartExceedsWhole: a part is larger than its whole.
    """
    _check_totals(view.totals)
    for name, breakdown in (("by_source", view.by_source), ("by_type", view.by_type)):
        confirm_equal(f"{name}.total", breakdown.total, view.totals.received)
        _check_breakdown(name, breakdown)
    for group in view.groups:
        _check_group(group)


def _check_totals(totals: TicketTotals) -> None:
    due, closed, on_time = totals.due_to_close, totals.closed, totals.closed_on_time
    verdicts = totals.verdicts_stated + totals.verdicts_computed
    confirm_equal("totals.in_hand", totals.in_hand, totals.received + totals.carried_over)
    confirm_within("totals.closed_on_time", on_time, closed)
    confirm_within("totals.solved", sum(part.count for part in totals.solved), closed)
    confirm_equal("totals.close_rate", totals.close_rate, percent(closed, due))
    confirm_equal("totals.on_time_rate", totals.on_time_rate, percent(on_time, due))
    confirm_equal("totals.verdicts", verdicts, due)
    confirm_within("totals.repeats", totals.repeats, totals.received)
    confirm_within("totals.repeats_rated", totals.repeats_rated, totals.repeats)
    confirm_within("totals.repeats_content", totals.repeats_content, totals.repeats_rated)


def _check_breakdown(name: str, breakdown: Breakdown) -> None:
    previous_total = breakdown.previous_total
    confirm_equal(f"{name}.total", breakdown.total, sum(part.count for part in breakdown.shares))
    for part in breakdown.shares:
        share = percent(part.count, breakdown.total)
        confirm_equal(f"{name}.{part.label}.share", part.share, share)
        before = None if previous_total is None else percent(part.previous, previous_total)
        change = None if share is None or before is None else share - before
        confirm_equal(f"{name}.{part.label}.change", part.change, change)
    if previous_total is not None:
        previous = sum(part.previous for part in breakdown.shares)
        confirm_within(f"{name}.previous_total", previous, previous_total)


def _check_group(group: ScoreGroup) -> None:
    scores = sorted(row.score for row in group.rows if row.score is not None)
    for row in group.rows:
        _check_unit(group.name, row, scores)
    _check_counts(group, scores)
    _check_weakest(group)


def _check_unit(group: str, row: UnitScore, scores: list[Decimal]) -> None:
    name = f"{group}.{row.unit}"
    confirm_within(f"{name}.closed_on_time", row.closed_on_time, row.closed)
    rate = percent(row.closed_on_time, row.due_to_close)
    confirm_equal(f"{name}.on_time_rate", row.on_time_rate, rate)
    if row.rank is not None and row.score is not None:
        confirm_rank(f"{name}.rank", row.rank, row.score, scores)


def _check_counts(group: ScoreGroup, scores: list[Decimal]) -> None:
    none_due = sum(row.tickets > 0 and row.due_to_close == 0 for row in group.rows)
    without = sum(row.tickets == 0 for row in group.rows)
    confirm_equal(f"{group.name}.without_tickets", group.without_tickets, without)
    confirm_equal(f"{group.name}.none_due", group.none_due, none_due)
    if (mark := group.high_mark) is not None:
        high = sum(score >= mark for score in scores)
        confirm_equal(f"{group.name}.at_high_mark", group.at_high_mark, high)


def _check_weakest(group: ScoreGroup) -> None:
    scores = {row.unit: row.score for row in group.rows if row.score is not None}
    lowest = sorted(scores.values())[: len(group.weakest)]
    for weak in group.weakest:
        name = f"{group.name}.{weak.unit}"
        confirm_lowest(f"{name}.score", scores.get(weak.unit), lowest)
        for item in weak.failing:
            rate = percent(item.numerator, item.denominator)
            confirm_equal(f"{name}.{item.label}", item.rate, rate)
