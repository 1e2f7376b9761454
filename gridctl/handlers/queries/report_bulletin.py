"""The figures of a bulletin: totals, tickets by kind with last month's, units, who is commended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from gridctl.domain.awards import AwardListNotFound
from gridctl.domain.periods import Period, before, parse_period
from gridctl.domain.rates import percent
from gridctl.domain.units import UnitLevel
from gridctl.foundation.i18n import N_, translator
from gridctl.handlers.queries.awards import find_list, view_sheet
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.report_heading import issuer_of, place_of
from gridctl.handlers.queries.report_units import closed_of_due, score_groups
from gridctl.handlers.queries.ticket_further import carried_over
from gridctl.handlers.queries.ticket_stats import stats_page
from gridctl.operations.queries.reports import (
    Breakdown,
    BulletinView,
    RenderBulletin,
    Share,
    SolvedShare,
    TicketTotals,
    TopRow,
)
from gridctl.operations.queries.tickets import ShowStats, StatsPage, StatsRow
from gridctl.storage.queries import reports as sql

#: Only a list that can no longer change is told to everyone.
_FINAL = ("finalised", "paid")
#: Lowest first.
_LEVELS: tuple[UnitLevel, ...] = ("village", "town", "county")
_NOT_GIVEN = N_("(not given)")


def bulletin_view(operation: RenderBulletin, context: QueryContext) -> BulletinView:
    """Return the bulletin of a period (domain.md 14, 月通报).

    Figures are those of ``gridctl ticket stats``: received by the day of report, all others by
    the day due (domain.md 7.1); closed are those closed of the due, for a rate needs no others.
    """
    period = parse_period(operation.period)
    language = operation.language
    by_source = _stats(context, "source", period)
    return BulletinView(
        place=place_of(context, period),
        period=period.name,
        issuer=issuer_of(context, operation.issuer),
        number=operation.document_no,
        basis=operation.basis,
        addressees=operation.addressees,
        dated=context.today(),
        totals=_totals(context, period, by_source.sum),
        groups=score_groups(context, period, language),
        by_source=_breakdown(by_source, _stats(context, "source", before(period)), language),
        by_type=_breakdown(
            _stats(context, "class", period), _stats(context, "class", before(period)), language
        ),
        top=tuple(_commended(context, f"{period.name}:{operation.scheme}")),
        problems=operation.problems,
        requirements=operation.requirements,
    )


def _stats(context: QueryContext, by: Literal["source", "class"], period: Period) -> StatsPage:
    return stats_page(ShowStats(by=by, since=period.first, until=period.last), context)


def _totals(context: QueryContext, period: Period, found: StatsRow) -> TicketTotals:
    carried = carried_over(context, period.first, period.last)["carried_in"]
    closed = sum(closed_of_due(context, period, "unit").values())
    return TicketTotals(
        received=found.count,
        carried_over=carried,
        in_hand=found.count + carried,
        due_to_close=found.due_to_close,
        closed=closed,
        closed_on_time=found.closed_on_time,
        close_rate=percent(closed, found.due_to_close),
        on_time_rate=found.close_on_time,
        verdicts_stated=found.stated,
        verdicts_computed=found.due_to_close - found.stated,
        solved=_solved(context, period, closed),
        **_repeats(context, period),
    )


def _solved(context: QueryContext, period: Period, closed: int) -> tuple[SolvedShare, ...]:
    """Return at which levels those closed of the due were solved, lowest first."""
    params = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    counts: dict[UnitLevel, int] = dict(context.read.rows(sql.SOLVED_OF_DUE, params))
    return tuple(
        SolvedShare(level=level, count=counts[level], share=percent(counts[level], closed))
        for level in _LEVELS
        if level in counts
    )


def _repeats(context: QueryContext, period: Period) -> dict[str, int]:
    """Return how many of those received are repeats, were rated by the caller, and how well."""
    params = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    return context.read.record(sql.REPEATS_OF_RECEIVED, params) or {}


def _breakdown(now: StatsPage, earlier: StatsPage, language: str) -> Breakdown:
    """Return the parts of a period beside those of the one before, where that had tickets."""
    total, previous_total = now.sum.count, earlier.sum.count or None
    names = {row.key: row.name for row in (*earlier.items, *now.items)}
    counts = {row.key: row.count for row in now.items}
    previous = {row.key: row.count for row in earlier.items}
    shares = []
    for key, name in names.items():
        count, was = counts.get(key, 0), previous.get(key, 0)
        if count or was:
            label = name or translator(language)(_NOT_GIVEN)
            shares.append(_share(label, count, total, was, previous_total))
    return Breakdown(total=total, previous_total=previous_total, shares=tuple(shares))


def _share(label: str, count: int, total: int, was: int, previous_total: int | None) -> Share:
    share = percent(count, total)
    earlier = None if previous_total is None else percent(was, previous_total)
    change = None if share is None or earlier is None else share - earlier
    return Share(label=label, count=count, share=share, previous=was, change=change)


def _commended(context: QueryContext, award_list: str) -> Iterator[TopRow]:
    try:
        sheet = view_sheet(context, find_list(context, award_list))
    except AwardListNotFound:
        return
    if sheet.award_list.state not in _FINAL:
        return
    for person in sheet.items:
        if person.standing == "selected" and person.rank is not None:
            yield TopRow(
                rank=person.rank, name=person.name, unit=person.unit_name or person.town_name,
                grid=person.grid_name, total=person.total,
            )  # fmt: skip
