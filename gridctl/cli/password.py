"""``gridctl password``: choose another password of one's own."""

from __future__ import annotations

from typing import Annotated

import typer

from gridctl.cli.context import Session, TargetCommand, noun
from gridctl.cli.context.secrets import new_secret, secret
from gridctl.cli.context.sent import sends
from gridctl.cli.login import check_server
from gridctl.foundation.i18n import N_, _

app = noun()


@app.command(
    "password",
    cls=TargetCommand,
    help=N_("Change your password on a server; your sign-ins on other machines end."),
    epilog="gridctl password\ngridctl --profile city password",
)
@sends("accounts.ChangePassword")
def password(
    ctx: typer.Context,
    password_stdin: Annotated[
        bool,
        typer.Option("--password-stdin", help=N_("Read the old and the new one, a line each.")),
    ] = False,
) -> None:
    """Ask for the old password and the new one."""
    from gridctl.operations.commands.accounts import ChangePassword

    session = Session.of(ctx)
    check_server(session)
    old = secret(session, _("Old password"), stdin=password_stdin)
    new = new_secret(session, _("New password"), stdin=password_stdin)
    session.gateway.send(ChangePassword(old=old, new=new))
    session.note(_("The password is changed."))
