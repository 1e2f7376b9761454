"""``gridctl ticket requests``, ``approve`` and ``refuse``."""

from __future__ import annotations

from typing import Annotated

import typer

from gridctl.cli.context import ChangeCommand, ExitCode, ListCommand, Session
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import given
from gridctl.cli.context.sent import sends
from gridctl.cli.context.when import day_option, instant_option
from gridctl.cli.ticket.app import app
from gridctl.cli.ticket.declared import text
from gridctl.cli.ticket.taking import AllOrNothing, Filtered, Numbers, take
from gridctl.domain.loop import REQUEST_STATES
from gridctl.foundation.i18n import N_
from gridctl.presentation.tickets import ASKED_NAMES, REQUESTS

_DECIDE = "ticket_requests.DecideRequest"
_Opinion = Annotated[str | None, text(N_("Why, for the ticket's log."))]
_At = Annotated[str | None, instant_option(N_("When it happened, if entered later."))]


@app.command(
    "requests",
    cls=ListCommand,
    help=N_("List what was asked for and waits for a decision."),
    epilog="gridctl ticket requests\n"
    "gridctl ticket requests --state granted --verb extend\n"
    "gridctl ticket requests --ticket 3202812026100100001 -o json",
)
@sends("ticket_requests.ListRequests")
def requests(
    ctx: typer.Context,
    state: Annotated[str | None, choice(REQUEST_STATES, N_("Only in this state."))] = None,
    verb: Annotated[str | None, choice(ASKED_NAMES, N_("Only asking for this."))] = None,
    ticket: Annotated[str | None, text(N_("Only on this ticket."), "NUMBER")] = None,
) -> None:
    """List requests; those that wait unless something else is asked for."""
    from gridctl.operations.queries.ticket_requests import ListRequests

    session = Session.of(ctx)
    wanted = given(state=state or (None if ticket else "pending"), verb=verb, ticket=ticket)
    rows = session.pages(ListRequests, wanted)
    session.show(rows, REQUESTS)


@app.command(
    "approve",
    cls=ChangeCommand,
    help=N_("Grant what was asked for on tickets; who asked does not decide."),
    epilog="gridctl ticket approve 3202812026100100001 --opinion 同意\n"
    "gridctl ticket approve 3202812026100100001 --limit 2工作日 --opinion 酌情延长\n"
    "gridctl ticket requests --verb extend --fields serial_no | gridctl ticket approve - -n",
)
@sends("ticket_requests.DecideRequest")
def approve(
    ctx: typer.Context,
    numbers: Numbers = None,
    limit: Annotated[str | None, text(N_("Another length than was asked for."), "LIMIT")] = None,
    until: Annotated[str | None, day_option(N_("Another day than was asked for."))] = None,
    opinion: _Opinion = None,
    at: _At = None,
    filter: Filtered = None,  # noqa: A002 - as it is typed
    all_or_nothing: AllOrNothing = False,
) -> ExitCode:
    """Grant the requests that wait on tickets."""
    facts = {"grant": True, "limit": limit, "until": until, "opinion": opinion, "at": at}
    return take(
        ctx, _DECIDE, numbers, {**facts, "filter": filter, "all_or_nothing": all_or_nothing}
    )


@app.command(
    "refuse",
    cls=ChangeCommand,
    help=N_("Refuse what was asked for on tickets."),
    epilog="gridctl ticket refuse 3202812026100100001 --opinion 理由不充分",
)
@sends("ticket_requests.DecideRequest")
def refuse(
    ctx: typer.Context,
    numbers: Numbers = None,
    opinion: _Opinion = None,
    at: _At = None,
    filter: Filtered = None,  # noqa: A002 - as it is typed
    all_or_nothing: AllOrNothing = False,
) -> ExitCode:
    """Refuse the requests that wait on tickets."""
    facts = {"grant": False, "opinion": opinion, "at": at}
    return take(
        ctx, _DECIDE, numbers, {**facts, "filter": filter, "all_or_nothing": all_or_nothing}
    )
