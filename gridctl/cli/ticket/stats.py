"""``gridctl ticket stats``: how many came in, how many of those due were closed on time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.context import Session, ShowCommand
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import InPeriod, Since, Under, Until, given
from gridctl.cli.context.filtering import FilterTerms
from gridctl.cli.context.sent import sends
from gridctl.cli.context.session import listing_of
from gridctl.cli.context.when import days_asked, period_fields
from gridctl.cli.ticket.app import app
from gridctl.cli.ticket.declared import Category, Source, States, Unit
from gridctl.domain.errors import word
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.filter_words import term
from gridctl.presentation.ticket_figures import (
    ALL_METRICS,
    DEFAULT_METRICS,
    GROUPINGS,
    INDICATORS,
    behind_row,
    stats_columns,
)

if TYPE_CHECKING:
    from gridctl.operations.queries.tickets import StatsPage, StatsRow

#: Option -> the field of a filter that asks the same.
_TERMS = {
    "state": "state", "under": "place", "unit": "unit", "category": "category", "source": "source",
}  # fmt: skip


@app.command(
    "stats",
    cls=ShowCommand,
    help=N_("Count tickets by group, with the on-time rate of those due."),
    epilog="gridctl ticket stats --by community --period 上月\n"
    "gridctl ticket stats --by level --period 上月 --metrics closed,close_on_time\n"
    "gridctl ticket stats 镇街:澄江 --by unit --metrics first_pass_rate,return_rate\n"
    "gridctl ticket stats --by month --since 2026-07 -o csv --to months.csv",
)
@sends("tickets.ShowStats")
def stats(
    ctx: typer.Context,
    terms: FilterTerms = None,
    by: Annotated[str, choice(GROUPINGS, N_("What to group by."), metavar="GROUP")] = "town",
    metrics: Annotated[
        str | None,
        choice(ALL_METRICS, N_("Figures to show, with commas between."), metavar="A,B", many=True),
    ] = None,
    period: InPeriod = None,
    since: Since = None,
    until: Until = None,
    state: States = None,
    under: Under = None,
    unit: Unit = None,
    category: Category = None,
    source: Source = None,
) -> None:
    """Show the figures of every group and their sum."""
    from gridctl.operations.queries.tickets import ShowStats

    session = Session.of(ctx)
    wanted = period_fields(period) | given(
        by=by, since=since, until=until, state=state, under=under, unit=unit, category=category,
        source=source, filter=" ".join(terms or ()) or None,
        indicators=not INDICATORS.keys().isdisjoint(metrics or ()) or None,
    )  # fmt: skip
    page = session.send(ShowStats.model_validate(wanted))
    columns = stats_columns(by, metrics or DEFAULT_METRICS)
    if session.style.format in ("table", "wide", "md"):
        rows = listing_of(_drawn(page), session.limit)
        rows.behind = _leading(wanted)
        session.show(rows, columns)
        session.note(_resting(page.sum))
    else:
        session.show(page, columns, meta={"by": by, "sum": page.sum.model_dump()})


def _leading(wanted: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], str]:
    """Return what tells of a row of statistics the filter of the tickets behind it."""
    first, last = days_asked(wanted)
    terms = [wanted.get("filter") or ""]
    for option, field in _TERMS.items():
        if value := wanted.get(option):
            terms.append(
                term("ticket", field, value if isinstance(value, str) else ",".join(value))
            )
    others = " ".join(filter(None, terms))
    return lambda row: behind_row(row, wanted["by"], first, last, others)


def _drawn(page: StatsPage) -> list[dict[str, Any]]:
    """Return the rows for people, the sum last; a rate that cannot be is told in words."""
    rows = [*map(_worded, page.items)]
    return [*rows, {**_worded(page.sum), "name": _("Sum")}] if rows else []


def _worded(row: StatsRow) -> dict[str, Any]:
    rate = row.standing if row.close_on_time is None else row.close_on_time
    return {**row.model_dump(), "close_on_time": rate}


def _resting(total: StatsRow) -> str:
    """Return what the verdicts on the tickets due rest on."""
    computed = total.due_to_close - total.stated
    counts = {"due": total.due_to_close, "stated": total.stated, "computed": computed}
    return word(
        _("Of {due} due, {stated} verdicts are stated by the source, {computed} computed."), counts
    )
