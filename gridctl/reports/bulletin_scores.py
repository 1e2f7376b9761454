"""The score part of the bulletin: sentences and tables of the units compared with each other."""

from __future__ import annotations

from collections.abc import Sequence

from gridctl.operations.queries.reports import FailingItem, ScoreGroup, UnitScore, WeakUnit
from gridctl.reports.structure import Column, Span, Table, Value, plain, shown
from gridctl.reports.wording import Words


def score_sentences(group: ScoreGroup, words: Words) -> list[str]:
    """Return the sentence before the group's table and those after it."""
    return [
        _descending(group, words),
        _counts(group, words),
        *([_weakest(group, words)] if group.weakest else []),
    ]


def score_table(group: ScoreGroup, words: Words) -> Table:
    """Return the two-block table: the first half of the units beside the second."""
    _ = words.say
    block = (
        Column(_("Unit"), align="left"),
        Column(_("Total tickets"), least=6),
        Column(_("Score"), places=2, least=6),
        Column(_("Rank"), least=4),
    )
    ordered = _ordered(group.rows)
    half = -(-len(ordered) // 2)
    left = [_block_row(row) for row in ordered[:half]]
    right = [_block_row(row) for row in ordered[half:]]
    right += [("", "", "", "")] * (half - len(right))
    rows = tuple((*one, *other) for one, other in zip(left, right, strict=True))
    return Table((*block, *block), rows, group.name)


def annex_table(groups: Sequence[ScoreGroup], name: str, words: Words) -> Table:
    """Return the full table of all groups, with the sums of the counted columns."""
    _ = words.say
    columns = (
        Column(_("No."), least=4),
        Column(_("Group"), align="left"),
        Column(_("Unit"), align="left"),
        Column(_("Total tickets"), least=6),
        Column(_("Tickets due to close"), least=6),
        Column(_("Tickets closed"), least=6),
        Column(_("Tickets closed on time"), least=6),
        Column(_("On-time closing rate (%)"), places=2, least=8),
        Column(_("Score"), places=2, least=6),
        Column(_("Rank"), least=4),
    )
    lines = [(group.name, row) for group in groups for row in _ordered(group.rows)]
    rows = tuple((seq, group, *_figures(row)) for seq, (group, row) in enumerate(lines, start=1))
    return Table(columns, rows, name, (_sums([row for _group, row in lines], words),))


def _ordered(rows: Sequence[UnitScore]) -> list[UnitScore]:
    scored = [row for row in rows if row.score is not None]
    scored.sort(key=lambda row: (-(row.score or 0), row.rank or 0))
    return scored + [row for row in rows if row.score is None]


def _block_row(row: UnitScore) -> tuple[Value, ...]:
    return (row.unit, row.tickets, row.score, row.rank)


def _figures(row: UnitScore) -> tuple[Value, ...]:
    counts = (row.tickets, row.due_to_close, row.closed, row.closed_on_time)
    return (row.unit, *counts, row.on_time_rate, row.score, row.rank)


def _sums(rows: Sequence[UnitScore], words: Words) -> tuple[Span, ...]:
    _ = words.say
    return (
        Span(_("Total"), across=3),
        Span(sum(row.tickets for row in rows)),
        Span(sum(row.due_to_close for row in rows)),
        Span(sum(row.closed for row in rows)),
        Span(sum(row.closed_on_time for row in rows)),
        Span("", across=3),
    )


def _descending(group: ScoreGroup, words: Words) -> str:
    _ = words.say
    scores = words.listing(
        _("{unit} {score}").format(unit=row.unit, score=shown(row.score, 2))
        for row in _ordered(group.rows)
        if row.score is not None
    )
    if not scores:
        return _("Units: {count}; none of them could be scored.").format(count=len(group.rows))
    return _("Units: {count}. Scores in descending order: {scores}.").format(
        count=len(group.rows), scores=scores
    )


def _counts(group: ScoreGroup, words: Words) -> str:
    _ = words.say
    counts = []
    if group.high_mark is not None:
        text = _("units with {mark} points or more: {count}")
        counts.append(text.format(mark=plain(group.high_mark), count=group.at_high_mark))
    counts.append(_("units without tickets: {count}").format(count=group.without_tickets))
    counts.append(_("units with none due: {count}").format(count=group.none_due))
    return _("Of these, {counts}.").format(counts=words.clauses(counts))


def _weakest(group: ScoreGroup, words: Words) -> str:
    _ = words.say
    scores = {row.unit: shown(row.score, 2) for row in group.rows}
    units = words.clauses(_weak_unit(weak, scores[weak.unit], words) for weak in group.weakest)
    return _("Lowest scores ({count}): {units}.").format(count=len(group.weakest), units=units)


def _weak_unit(weak: WeakUnit, score: str, words: Words) -> str:
    _ = words.say
    if not weak.failing:
        return _("{unit} {score}").format(unit=weak.unit, score=score)
    items = words.listing(_failing(item, words) for item in weak.failing)
    return _("{unit} {score} ({items})").format(unit=weak.unit, score=score, items=items)


def _failing(item: FailingItem, words: Words) -> str:
    _ = words.say
    return _("{item} {rate}, {points} of {max} points").format(
        item=item.label,
        rate=words.percent(item.rate),
        points=shown(item.points, 2),
        max=plain(item.max),
    )
