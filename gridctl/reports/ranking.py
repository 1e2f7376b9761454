"""The ranking table of a period: every scored person, item by item."""

from __future__ import annotations

from gridctl.domain.reports import REMARKS, VETOES
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
    title = _("{subject}: |ranking of {place}, {period}")
    if view.draft:
        title = _("{subject}: |ranking of {place}, {period} (draft)")
    subject = words.beside_period(view.scheme_title, view.period)
    # 按期结案率排名 and 排名表 would read 排名排名表.
    draft.title(title, place=view.place, period=period, subject=subject.removesuffix("排名"))
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
        *(_item_column(item, view, words) for item in view.columns),
        *(Column(label, places=view.item_places, least=6) for label in _sums(view, words)),
        Column(_("Total score"), places=view.places, least=7),
        Column(_("Rank"), least=4),
        Column(_("Remarks"), least=6),
    )
    return Table(columns, tuple(_row(row, view, words) for row in view.rows))


def _sums(view: RankingView, words: Words) -> tuple[str, ...]:
    """Return what stands between the items and the total; adjustments only where there are any."""
    _ = words.say
    adjusted = (_("Adjustment"),) if _adjusted(view) else ()
    return (_("Bonus"), _("Deductions"), *adjusted)


def _adjusted(view: RankingView) -> bool:
    return any(row.adjustment for row in view.rows)


def _item_column(item: RankingColumn, view: RankingView, words: Words) -> Column:
    _ = words.say
    label, group = item.label, _("Points by item")
    if item.max is not None:
        label = _("{item} ({points})").format(item=item.label, points=plain(item.max))
    if not view.open_ledger:
        group = _("Points by item (full mark)")
    return Column(label, group=group, places=view.item_places, least=6)


def _row(row: RankingRow, view: RankingView, words: Words) -> tuple[Value, ...]:
    points = (row.points.get(item.id) for item in view.columns)
    adjustment = (row.adjustment,) if _adjusted(view) else ()
    sums = (row.bonus, row.deductions, *adjustment, row.total, row.rank)
    return (row.seq, row.town, row.grid, row.name, *points, *sums, _remark(row, view, words))


def _remark(row: RankingRow, view: RankingView, words: Words) -> str:
    _ = words.say
    remarks = [_("Tied")] if row.tied else []
    if row.remark and not (row.remark == "vetoed" and row.vetoes):
        remarks.append(_(REMARKS[row.remark]))
    remarks += [_(VETOES[veto.effect]).format(veto=veto.label) for veto in row.vetoes]
    if row.total is not None and any(row.points.get(item.id) is None for item in view.columns):
        remarks.append(_("Items left out count in the others"))
    return words.listing(remarks)
