"""``gridctl ticket similar`` and ``repeats``: tickets that may be about the same matter."""

from __future__ import annotations

from typing import Annotated

import typer

from gridctl.cli.context import ListCommand, Session
from gridctl.cli.context.declared import InPeriod, Since, Under, Until, given
from gridctl.cli.context.sent import sends
from gridctl.cli.context.when import period_fields
from gridctl.cli.render import Column
from gridctl.cli.ticket.app import app
from gridctl.cli.ticket.declared import Category
from gridctl.domain.errors import word
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.own_words import STATE_LABELS

SIMILAR = (
    Column("serial_no", N_("Serial number"), width="narrow"),
    Column("title", N_("Title"), width="wide"),
    Column("likeness", N_("Alike (%)"), kind="percent", width="narrow"),
    Column("state", N_("State"), kind="state", labels=STATE_LABELS, width="narrow"),
    Column("category", N_("Category")),
    Column("grid", N_("Grid")),
    Column("reported_at", N_("Reported"), kind="instant", width="narrow"),
    Column("same_category", N_("Same category"), width="narrow"),
    Column("same_place", N_("Same grid"), width="narrow"),
    Column("community", N_("Community"), wide_only=True),
)
_REPEATS = (
    Column("ticket", N_("Latest ticket"), width="narrow"),
    Column("category", N_("Category"), width="wide"),
    Column("place", N_("Place"), width="wide"),
    Column("repeats", N_("Repeats"), kind="int", width="narrow"),
    Column("first_on", N_("First"), width="narrow"),
    Column("last_on", N_("Last"), width="narrow"),
    Column("satisfaction", N_("Satisfied (%)"), kind="percent", width="narrow"),
    Column("rated", N_("Rated"), kind="int", width="narrow", wide_only=True),
    Column("content", N_("Of these satisfied"), kind="int", width="narrow", wide_only=True),
)


@app.command(
    "similar",
    cls=ListCommand,
    help=N_("List tickets that may be about the same matter, the likest first."),
    epilog="gridctl ticket similar 3202812026100100001\n"
    "gridctl ticket merge JY-8 --into 3202812026100100001",
)
@sends("ticket_repeats.SimilarTickets")
def similar(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=N_("Serial or external number."))],
) -> None:
    """List what is like a ticket."""
    from gridctl.operations.queries.ticket_repeats import SimilarTickets

    session = Session.of(ctx)
    wanted = SimilarTickets(ticket=number, limit=min(session.limit or 50, 50))
    session.show(session.send(wanted), SIMILAR)


@app.command(
    "repeats",
    cls=ListCommand,
    help=N_(
        "Group what callers reported again: same caller, category and place, within the days of"
        " the policy. Who called is not shown."
    ),
    epilog="gridctl ticket repeats --period 上月\n"
    "gridctl ticket repeats --category 市容环境 --under 澄江街道",
)
@sends("ticket_repeats.ListRepeats")
def repeats(
    ctx: typer.Context,
    period: InPeriod = None,
    since: Since = None,
    until: Until = None,
    category: Category = None,
    under: Under = None,
) -> None:
    """List repeated complaints; their satisfaction is told apart from that of the others."""
    from gridctl.operations.queries.ticket_repeats import ListRepeats

    session = Session.of(ctx)
    wanted = period_fields(period) | given(since=since, until=until, category=category, under=under)
    told = session.send(ListRepeats.model_validate({**wanted, "limit": 1}))
    rows = session.pages(ListRepeats, wanted)
    volumes = {name: getattr(told, name).model_dump() for name in ("repeats", "others")}
    session.show(rows, _REPEATS, meta=volumes)
    for text, volume in (
        (_("{tickets} repeats[[, {satisfaction} % of the rated ones satisfied]]."), told.repeats),
        (
            _("{tickets} other tickets[[, {satisfaction} % of the rated ones satisfied]]."),
            told.others,
        ),
    ):
        share = None if volume.satisfaction is None else str(volume.satisfaction)
        session.note(word(text, {"tickets": volume.tickets, "satisfaction": share}))
