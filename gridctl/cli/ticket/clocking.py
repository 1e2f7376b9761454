"""``gridctl ticket clock`` and ``review``: the ticket's time, and its urgency class at work."""

from __future__ import annotations

from typing import Annotated

import typer

from gridctl.cli.clock.showing import show
from gridctl.cli.context import ChangeCommand, Session, ShowCommand
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import into
from gridctl.cli.context.record import show_change
from gridctl.cli.context.sent import sends
from gridctl.cli.ticket.app import app
from gridctl.cli.ticket.declared import text
from gridctl.domain.reviews import KIND_NAMES
from gridctl.foundation.i18n import N_
from gridctl.presentation.tickets import COLUMNS, SECTIONS

app.command(
    "clock",
    cls=ShowCommand,
    help=N_("Show what the ticket's clock says: what ran, what stood, whose time it was."),
    epilog="gridctl ticket clock 3202812026100100001 --explain",
)(show)


@app.command(
    "review",
    cls=ChangeCommand,
    help=N_("Check an urgent ticket off, or note its progress."),
    epilog="gridctl ticket review 3202812026100100001 --kind check --note 已现场查看\n"
    "gridctl --as 城管局 ticket review 3202812026100100001 --kind progress --note 完成一半",
)
@sends("ticket_reviews.ReviewTicket")
def review(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=N_("Serial or external number."))],
    kind: Annotated[str, choice(KIND_NAMES, N_("What is done."))],
    note: Annotated[str, into("opinion", text(N_("What was seen or done, for the ticket's log.")))],
) -> None:
    """Do the reviews of a kind that are open."""
    from gridctl.operations.commands.ticket_reviews import ReviewTicket

    session = Session.of(ctx)
    fields = {"ticket": number, "kind": kind, "opinion": note}
    show_change(session, session.send(ReviewTicket.model_validate(fields)), COLUMNS, SECTIONS)
