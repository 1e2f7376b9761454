"""``gridctl token``: access for programs, and the sign-ins of people."""

from __future__ import annotations

from typing import Annotated

import typer

from gridctl.cli.context import ChangeCommand, ListCommand, Session, noun
from gridctl.cli.context.declared import given
from gridctl.cli.context.record import show_change
from gridctl.cli.context.sent import sends
from gridctl.cli.render import Column
from gridctl.domain.errors import word
from gridctl.domain.tokens import KIND_NAMES, MOST_DAYS, STATE_NAMES, USUAL_DAYS
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.sections import Section

app = noun()

COLUMNS = (
    Column("number", N_("No."), kind="int", width="narrow"),
    Column("login", N_("Login"), width="narrow"),
    Column("kind", N_("Kind"), width="narrow", labels=KIND_NAMES),
    Column("label", N_("For"), width="wide"),
    Column("expires_at", N_("Until"), kind="instant", width="narrow"),
    Column("used_on", N_("Last used"), width="narrow"),
    Column("state", N_("State"), width="narrow", labels=STATE_NAMES),
    Column("reads_only", N_("Only reads"), wide_only=True),
    Column("permissions", N_("Limited to"), wide_only=True),
    Column("created_at", N_("Made"), kind="instant", wide_only=True),
)
_RECORD = (
    Column("number", N_("No."), kind="int"),
    Column("login", N_("Login")),
    Column("kind", N_("Kind"), labels=KIND_NAMES),
    Column("label", N_("For")),
    Column("reads_only", N_("Only reads")),
    Column("permissions", N_("Limited to")),
    Column("created_at", N_("Made"), kind="instant"),
    Column("expires_at", N_("Until"), kind="instant"),
    Column("state", N_("State"), labels=STATE_NAMES),
)
_SECTIONS = (Section("", _RECORD),)
_TEXT = Column("token", N_("Token"), width="wide")


@app.command(
    "list",
    cls=ListCommand,
    help=N_("List your valid tokens and sign-ins; who keeps accounts lists all."),
    epilog="gridctl token list\ngridctl token list --everyone\n"
    "gridctl token list --account limin --ended",
)
@sends("tokens.ListTokens")
def list_tokens(
    ctx: typer.Context,
    account: Annotated[
        str | None, typer.Option(metavar="LOGIN", help=N_("Those of this account."))
    ] = None,
    everyone: Annotated[
        bool, typer.Option("--everyone", help=N_("Those of all accounts."))
    ] = False,
    ended: Annotated[
        bool, typer.Option("--ended", help=N_("Revoked and expired ones too."))
    ] = False,
) -> None:
    """List tokens, as many as --limit allows."""
    from gridctl.operations.queries.tokens import ListTokens

    session = Session.of(ctx)
    wanted = given(account=account) | {"everyone": everyone, "ended": ended}
    rows = session.pages(ListTokens, wanted)
    session.show(rows, COLUMNS)


@app.command(
    "create",
    cls=ChangeCommand,
    help=N_("Make a token for a program; it is told once."),
    epilog="gridctl token create --label 大屏 --reads-only --days 30\n"
    "gridctl token create --label 报表 --permission ticket.read --permission assess.read\n"
    "gridctl token create --account app --label 市民端 --days 366\n"
    "gridctl token create --label cron --query 'items[0].token' -o json",
)
@sends("tokens.CreateToken")
def create(
    ctx: typer.Context,
    label: Annotated[str, typer.Option(metavar="TEXT", help=N_("What it is for."))],
    account: Annotated[
        str | None,
        typer.Option(metavar="LOGIN", help=N_("Whom it stands for; yourself if left out.")),
    ] = None,
    reads_only: Annotated[
        bool, typer.Option("--reads-only", help=N_("It changes nothing."))
    ] = False,
    permission: Annotated[
        list[str] | None,
        typer.Option(metavar="PERMISSION", help=N_("Only this. All of the role else.")),
    ] = None,
    days: Annotated[
        int, typer.Option(metavar="N", min=1, max=MOST_DAYS, help=N_("Valid for so many days."))
    ] = USUAL_DAYS,
) -> None:
    """Make a token and show it once."""
    from gridctl.operations.commands.tokens import CreateToken

    session = Session.of(ctx)
    facts = given(label=label, account=account, permissions=permission, days=days)
    made = session.send(CreateToken.model_validate(facts | {"reads_only": reads_only}))
    show_change(session, made, (*COLUMNS, _TEXT), (Section("", (*_RECORD, _TEXT)),))
    if not session.options.dry_run:
        session.note(_("The token is told this once; keep it where only its program reads it."))


@app.command(
    "revoke",
    cls=ChangeCommand,
    help=N_("Revoke a token; what uses it is out at once."),
    epilog="gridctl token revoke 12\ngridctl token revoke 12 --reason 遗失 -y",
)
@sends("tokens.RevokeToken")
def revoke(
    ctx: typer.Context,
    number: Annotated[
        int, typer.Argument(metavar="NUMBER", help=N_("Its number, as the list tells it."))
    ],
) -> None:
    """Revoke a token, after asking."""
    from gridctl.operations.commands.tokens import RevokeToken

    session = Session.of(ctx)
    question = word(_("Revoke token {number}?"), {"number": number})
    revoked = session.send_agreed(RevokeToken(number=number), question)
    show_change(session, revoked, COLUMNS, _SECTIONS)
