"""``gridctl logout``: end a sign-in."""

from __future__ import annotations

from typing import Annotated

import typer

from gridctl.cli.context import Session, TargetCommand, noun
from gridctl.cli.login import check_server
from gridctl.domain.errors import word
from gridctl.domain.sign_ins import NotSignedIn
from gridctl.foundation.i18n import N_, _

app = noun()


@app.command(
    "logout",
    cls=TargetCommand,
    help=N_("Sign out of a server: the token is revoked there and forgotten here."),
    epilog="gridctl logout\ngridctl --profile city logout\ngridctl logout --everywhere",
)
def logout(
    ctx: typer.Context,
    everywhere: Annotated[
        bool, typer.Option("--everywhere", help=N_("On all machines where you are signed in."))
    ] = False,
) -> None:
    """Revoke the token, and forget it."""
    from gridctl.foundation.secrets import forget_token
    from gridctl.gateway.address import server_address
    from gridctl.operations.commands.sign_ins import SignOut

    session = Session.of(ctx)
    check_server(session)
    try:
        ended = session.gateway.send(SignOut(everywhere=everywhere)).revoked
    except NotSignedIn:
        ended = 0
    forgotten = forget_token(server_address(session.target.address), session.target.name)
    if not ended and not forgotten:
        session.note(_("You were not signed in."))
        return
    told = _("Signed out of {office}. Sign-ins ended: {count}.")
    session.note(word(told, {"office": session.target.name, "count": ended}))
