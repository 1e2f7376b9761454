"""``gridctl whoami``: the account that asks."""

from __future__ import annotations

from dataclasses import replace

import typer

from gridctl.cli.context import Session, ShowCommand, noun
from gridctl.cli.context.record import show_record
from gridctl.cli.context.sent import sends
from gridctl.cli.render import Column
from gridctl.domain.roles import ROLE_NAMES
from gridctl.foundation.i18n import N_, _, said
from gridctl.presentation.sections import Section

app = noun()

COLUMNS = (
    Column("office", N_("Office")),
    Column("login", N_("Login")),
    Column("name", N_("Full name")),
    Column("role", N_("Role"), labels=ROLE_NAMES),
    Column("place_name", N_("Place")),
    Column("unit_name", N_("Unit")),
    Column("staff_name", N_("Staff")),
    Column("behalf", N_("Acts for")),
    Column("reads_only", N_("Only reads")),
    Column("permissions", N_("Permissions")),
)


@app.command(
    "whoami",
    cls=ShowCommand,
    help=N_("Show who you are there, for whom you act, and what you may do."),
    epilog="gridctl whoami\ngridctl --profile city whoami -o json",
)
@sends("accounts.ShowOwnAccount")
def whoami(ctx: typer.Context) -> None:
    """Show one's own account."""
    from gridctl.operations.queries.accounts import ShowOwnAccount

    session = Session.of(ctx)
    own = session.send(ShowOwnAccount()).model_dump()
    labels = {own["role"]: said(own["role_name"])} if own["role_name"] else ROLE_NAMES
    columns = tuple(replace(c, labels=labels) if c.key == "role" else c for c in COLUMNS)
    sections = (Section("", columns, sparse=True),)
    show_record(session, {"office": session.target.name, **own}, columns, sections)
    if not own["login"]:
        session.note(_("Nobody signs in here: you may do everything."))
