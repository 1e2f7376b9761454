"""The payment sheet of a list of awards, to be signed line by line."""

from __future__ import annotations

from decimal import Decimal

from gridctl.domain.money import chinese_capitals
from gridctl.domain.reports import confirm_equal
from gridctl.operations.queries.reports import PayoutView
from gridctl.reports.drafting import Draft
from gridctl.reports.structure import Column, Report, Span, Table
from gridctl.reports.wording import Words


def describe(view: PayoutView, words: Words) -> Report:
    """Return the payment sheet (domain.md 14, 奖金发放表).

    Raises:
        FigureMismatch: the total is not the sum of the payments.
    """
    _ = words.say
    confirm_equal("total", view.total, sum(row.amount for row in view.rows))
    draft = Draft(words)
    draft.title(
        _("{list_name}: |payment sheet of {place}, {period}"),
        place=view.place,
        period=words.period(view.period),
        list_name=words.beside_period(view.list_name, view.period),
    )
    draft.line(
        _("Reporting unit: {unit}").format(unit=view.unit),
        _("Date: {date}").format(date=words.date(view.dated)),
        _("In yuan"),
    )
    draft.table(_table(view, words))
    draft.signatures()
    return draft.report(view.dated)


def _table(view: PayoutView, words: Words) -> Table:
    _ = words.say
    columns = (
        Column(_("No."), least=4),
        Column(_("Full name"), least=10),
        Column(_("Unit"), align="left", least=16),
        Column(_("Award"), least=14),
        Column(_("Amount"), align="right", places=2, least=12),
        Column(_("Received (signature)"), least=16),
    )
    rows = tuple(
        (row.seq, row.name, row.unit, row.award, _yuan(row.amount), "") for row in view.rows
    )
    figures = (
        Span(_("Total"), across=4),
        Span(_yuan(view.total), align="right", places=2),
        Span(""),
    )
    capitals = (
        Span(_("Total in capitals (RMB)"), across=2),
        Span(chinese_capitals(view.total), across=4, align="left"),
    )
    return Table(columns, rows, closing=(figures, capitals), to_sign=True)


def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100
