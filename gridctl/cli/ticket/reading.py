"""``gridctl ticket list`` and ``show``."""

from __future__ import annotations

from typing import Annotated

import typer

from gridctl.cli.context import ExitCode, ListCommand, Session, ShowCommand
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import InPeriod, Since, Text, Under, Until, given, stdin_too
from gridctl.cli.context.filtering import FilterTerms, ViewName, with_view
from gridctl.cli.context.record import STDIN, show_several
from gridctl.cli.context.sent import sends
from gridctl.cli.context.when import period_fields
from gridctl.cli.ticket.app import app
from gridctl.cli.ticket.declared import Category, Source, States, Unit
from gridctl.cli.ticket.onward import tell_code
from gridctl.domain.tickets import BASIS_NAMES, VERDICT_NAMES
from gridctl.foundation.i18n import N_
from gridctl.presentation.columns import Column
from gridctl.presentation.sections import Section
from gridctl.presentation.tickets import COLUMNS, SECTIONS

_ORDERS = {"newest": N_("newest first"), "oldest": N_("oldest first")}

_RECEIPT = (
    Column("serial_no", N_("Serial number")),
    Column("check_code", N_("Check code")),
    Column("category", N_("Category")),
    Column("reported_at", N_("Reported"), kind="instant"),
    Column("deadline_at", N_("Deadline"), kind="deadline"),
)

_Verdict = Annotated[
    str | None,
    choice(VERDICT_NAMES, N_("Only with this verdict."), words="ticket.on_time_stated"),
]
_Basis = Annotated[
    str | None, choice(BASIS_NAMES, N_("Only where the verdict was computed, or stated."))
]


@app.command(
    "list",
    cls=ListCommand,
    help=N_("List tickets by the day of their report."),
    epilog="gridctl ticket list 'state:handling due<=3wd 井盖'\n"
    "gridctl ticket list 状态:处置中 逾期 镇街:澄江\n"
    "gridctl ticket list --unit 城管局 --since 2026-10-01 --all -o csv --to tickets.csv\n"
    "gridctl ticket list --text 垃圾 --order oldest",
)
@sends("tickets.ListTickets")
def list_tickets(
    ctx: typer.Context,
    terms: FilterTerms = None,
    state: States = None,
    under: Under = None,
    unit: Unit = None,
    category: Category = None,
    source: Source = None,
    period: InPeriod = None,
    since: Since = None,
    until: Until = None,
    reporter: Annotated[
        str | None, typer.Option(metavar="STAFF", help=N_("Only reported by this person."))
    ] = None,
    verdict: _Verdict = None,
    basis: _Basis = None,
    text: Text = None,
    view: ViewName = None,
    order: Annotated[str | None, choice(_ORDERS, N_("Which come first."))] = None,
) -> None:
    """List tickets, as many as --limit allows."""
    from gridctl.operations.queries.tickets import ListTickets

    session = Session.of(ctx)
    said = with_view(session, "ticket", view, terms)
    wanted = period_fields(period) | given(
        state=state, under=under, unit=unit, category=category, source=source, since=since,
        until=until, reporter=reporter, verdict=verdict, basis=basis, text=text, order=order,
        filter=said,
    )  # fmt: skip
    rows = session.pages(ListTickets, wanted)
    session.show(rows, COLUMNS)


@app.command(
    "show",
    cls=ShowCommand,
    help=N_("Show tickets in full with their log; contact details are masked."),
    epilog="gridctl ticket show 3202812026100100001\n"
    "gridctl ticket show JY-7 JY-8\n"
    "gridctl ticket list --verdict overdue --fields serial_no | gridctl ticket show -",
)
@sends("tickets.ShowTicket")
def show(
    ctx: typer.Context,
    numbers: Annotated[
        list[str],
        stdin_too("NUMBER", N_("Serial or external number.")),
    ],
) -> ExitCode:
    """Show one or several tickets."""
    from gridctl.operations.queries.tickets import ShowTicket

    session = Session.of(ctx)
    code = show_several(
        session, numbers, lambda number: session.send(ShowTicket(ticket=number)), COLUMNS, SECTIONS
    )
    if len(numbers) == 1 and numbers[0] != STDIN:
        tell_code(session, numbers[0])
    return code


@app.command(
    "receipt",
    cls=ShowCommand,
    help=N_("Show what is handed to who reported: number and check code of the progress page."),
    epilog="gridctl ticket receipt 3202812026100100001\n"
    "gridctl ticket list 状态:已上报 --fields serial_no | gridctl ticket receipt -",
)
@sends("progress.ShowReceipt")
def receipt(
    ctx: typer.Context,
    numbers: Annotated[
        list[str],
        stdin_too("NUMBER", N_("Serial or external number.")),
    ],
) -> ExitCode:
    """Show the receipts of one or several tickets."""
    from gridctl.operations.queries.progress import ShowReceipt

    session = Session.of(ctx)
    return show_several(
        session,
        numbers,
        lambda number: session.send(ShowReceipt(ticket=number)),
        _RECEIPT,
        (Section("", _RECEIPT),),
    )
