"""The ranking table of a period: every scored person, item by item."""

from __future__ import annotations

from gridctl.domain.reports import REMARKS
from gridctl.operations.queries.reports import RankingColumn, RankingRow, RankingView
from gridctl.reports.checks import check_ranking
from gridctl.reports.drafting import Draft
from gridctl.reports.structure import Column, Report, Table, Value, plain
from gridctl.reports.wording import Words


def describe(view: RankingView, words: Words) -> Report:
    """Return the ranking table (domain.md 14, 排名表).

    Raises:
        FigureMismatch: a total is not the sum of its parts, or a rank does not fit its total.
    """
    _ = words.say
    check_ranking(view)
    period = words.period(view.period)
    draft = Draft(words)
    draft.title(
        _("{subject}: |ranking of {place}, {period}"),
        place=view.place,
        period=period,
        subject=view.scheme_title,
    )
    draft.line(
        _("Reporting unit: {unit}").format(unit=view.unit),
        _("Period: {period}").format(period=period),
        _("In points"),
    )
    draft.table(_table(view, words))
    draft.signatures()
    return draft.report(view.dated, landscape=True)


def _table(view: RankingView, words: Words) -> Table:
    _ = words.say
    columns = (
        Column(_("No."), least=4),
        Column(_("Town (subdistrict)"), align="left", least=12),
        Column(_("Grid"), align="left"),
        Column(_("Full name"), least=8),
        *(_item_column(item, words) for item in view.columns),
        Column(_("Bonus"), places=2, least=6),
        Column(_("Deductions"), places=2, least=6),
        Column(_("Total score"), places=2, least=7),
        Column(_("Rank"), least=4),
        Column(_("Remarks"), least=6),
    )
    return Table(columns, tuple(_row(row, view, words) for row in view.rows))


def _item_column(item: RankingColumn, words: Words) -> Column:
    _ = words.say
    label = _("{item} ({points})").format(item=item.label, points=plain(item.max))
    return Column(label, group=_("Points by item (full mark)"), places=2, least=6)


def _row(row: RankingRow, view: RankingView, words: Words) -> tuple[Value, ...]:
    points = (row.points.get(item.id) for item in view.columns)
    sums = (row.bonus, row.deductions, row.total, row.rank)
    return (row.seq, row.town, row.grid, row.name, *points, *sums, _remark(row, words))


def _remark(row: RankingRow, words: Words) -> str:
    _ = words.say
    remarks = [_("Tied")] if row.tied else []
    if row.remark:
        remarks.append(_(REMARKS[row.remark]))
    return words.listing(remarks)
