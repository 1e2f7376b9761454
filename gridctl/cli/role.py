"""``gridctl role``: what each role may do."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gridctl.cli.context import ListCommand, Session, ShowCommand, noun
from gridctl.cli.context.record import show_record
from gridctl.cli.render import Column
from gridctl.domain.roles import SCOPE_NAMES
from gridctl.foundation.i18n import N_, language
from gridctl.presentation.sections import Section

app = noun()

_SHOWN = (
    Column("code", N_("Code"), width="narrow"),
    Column("called", N_("Role"), width="narrow"),
    Column("scope", N_("Sees"), width="narrow", labels=SCOPE_NAMES),
    Column("task", N_("What it does"), width="wide"),
)
_WHOLE = (*_SHOWN, Column("permissions", N_("Permissions")))
_SECTIONS = (Section("", _WHOLE),)


@app.command(
    "list",
    cls=ListCommand,
    help=N_("List the roles: what each does, and what it sees of the office."),
    epilog="gridctl role list",
)
def list_roles(ctx: typer.Context) -> None:
    """List the roles."""
    from gridctl.operations.queries.roles import ListRoles

    session = Session.of(ctx)
    session.show([_facts(each) for each in session.send(ListRoles()).items], _SHOWN)


@app.command(
    "show",
    cls=ShowCommand,
    help=N_("Show a role with all its permissions."),
    epilog="gridctl role show town_office\ngridctl role show 承办单位",
)
def show(
    ctx: typer.Context,
    role: Annotated[str, typer.Argument(metavar="ROLE", help=N_("Code or name."))],
) -> None:
    """Show a role."""
    from gridctl.operations.queries.roles import ShowRole

    session = Session.of(ctx)
    show_record(session, _facts(session.send(ShowRole(role=role))), _WHOLE, _SECTIONS)


def _facts(view: Any) -> dict[str, Any]:
    """Return a role with its words in the language in use."""
    facts: dict[str, Any] = view.model_dump()
    spoken = "en" if language() == "en" else "zh"
    return facts | {"called": facts["name"][spoken], "task": facts["does"][spoken]}
