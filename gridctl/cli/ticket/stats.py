"""``gridctl ticket stats``: how many came in, how many of those due were closed on time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.context import Session, ShowCommand
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import InPeriod, Since, Under, Until, given
from gridctl.cli.context.filtering import FilterOption
from gridctl.cli.context.when import period_fields
from gridctl.cli.render import Column
from gridctl.cli.ticket.app import app
from gridctl.cli.ticket.declared import Category, Source, States, Unit
from gridctl.domain.errors import word
from gridctl.foundation.i18n import N_, _

if TYPE_CHECKING:
    from gridctl.operations.queries.tickets import StatsPage, StatsRow

GROUPINGS = {
    "town": N_("town"),
    "community": N_("community"),
    "grid": N_("grid"),
    "unit": N_("unit"),
    "category": N_("category"),
    "class": N_("class"),
    "source": N_("source"),
    "month": N_("month"),
    "day": N_("day"),
}
#: domain.md 7.2; the rate is null where nothing was due, and the standing says why.
METRICS = {
    "count": N_("received"),
    "due_to_close": N_("due"),
    "closed": N_("closed"),
    "closed_on_time": N_("on time"),
    "close_on_time": N_("on-time rate"),
    "overdue": N_("overdue"),
    "exempt": N_("exempt"),
    "stated": N_("stated"),
}
DEFAULT_METRICS = ("count", "due_to_close", "closed_on_time", "close_on_time", "overdue", "stated")
STANDINGS = {
    "due": N_("some due"),
    "none_due": N_("none due"),
    "no_tickets": N_("no tickets"),
}
_NO_NAME = {"": N_("(not given)")}


@app.command(
    "stats",
    cls=ShowCommand,
    help=N_("Count tickets by group, with the on-time rate of those due."),
    epilog="gridctl ticket stats --by community --period 上月\n"
    "gridctl ticket stats --by unit --under 澄江街道 --since 2026-07 --until 2026-09\n"
    "gridctl ticket stats --by month --metrics count,close_on_time -o csv --to months.csv",
)
def stats(
    ctx: typer.Context,
    by: Annotated[str, choice(GROUPINGS, N_("What to group by."), metavar="GROUP")] = "town",
    metrics: Annotated[
        str | None,
        choice(METRICS, N_("Figures to show, with commas between."), metavar="A,B", many=True),
    ] = None,
    period: InPeriod = None,
    since: Since = None,
    until: Until = None,
    state: States = None,
    under: Under = None,
    unit: Unit = None,
    category: Category = None,
    source: Source = None,
    filter: FilterOption = None,  # noqa: A002 - the option's name
) -> None:
    """Show the figures of every group and their sum."""
    from gridctl.operations.queries.tickets import ShowStats

    session = Session.of(ctx)
    wanted = period_fields(period) | given(
        by=by, since=since, until=until, state=state, under=under, unit=unit, category=category,
        source=source, filter=filter,
    )  # fmt: skip
    page = session.send(ShowStats.model_validate(wanted))
    columns = stats_columns(by, metrics or DEFAULT_METRICS)
    if session.style.format in ("table", "wide", "md"):
        session.show(_drawn(page), columns)
        session.note(_resting(page.sum))
    else:
        session.show(page, columns, meta={"by": by, "sum": page.sum.model_dump()})


def stats_columns(by: str, metrics: Any) -> tuple[Column, ...]:
    """Return the columns of a grouping: its key and name, the figures, the standing."""
    shown = tuple(map(_figure, metrics))
    hidden = () if "stated" in metrics else (Column("stated", METRICS["stated"], wide_only=True),)
    return (
        Column("key", N_("Code"), width="narrow", wide_only=True),
        Column("name", GROUPINGS[by], width="wide", labels=_NO_NAME),
        *shown,
        *hidden,
        Column("standing", N_("Standing"), labels=STANDINGS, wide_only=True),
    )


def _figure(metric: str) -> Column:
    kind: Any = "percent" if metric == "close_on_time" else "int"
    return Column(metric, METRICS[metric], width="narrow", kind=kind, labels=STANDINGS)


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
