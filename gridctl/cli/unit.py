"""``gridctl unit``: the departments, sub-centres and stations that handle tickets."""

from __future__ import annotations

from typing import Annotated

import typer

from gridctl.cli.context import ChangeCommand, ExitCode, ListCommand, Session, ShowCommand, noun
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import IfMatch, Text, given, given_or_emptied, into, stdin_too
from gridctl.cli.context.filtering import FilterTerms, ViewName, with_view
from gridctl.cli.context.record import show_change, show_several
from gridctl.cli.context.sent import sends
from gridctl.cli.render import Column
from gridctl.cli.render.sections import Section
from gridctl.domain.units import LEVEL_NAMES
from gridctl.foundation.i18n import N_

app = noun()

_PROVISIONAL = {"true": N_("to be confirmed"), "false": ""}

COLUMNS = (
    Column("code", N_("Code"), width="narrow"),
    Column("name", N_("Name"), width="wide"),
    Column("level", N_("Level"), width="narrow", labels=LEVEL_NAMES),
    Column("place_name", N_("Place")),
    Column("parent_name", N_("Under")),
    Column("place_code", N_("Place code"), width="narrow", wide_only=True),
    Column("parent_code", N_("Code above"), width="narrow", wide_only=True),
    Column("provisional", N_("Standing"), width="narrow", labels=_PROVISIONAL),
)
_RECORD = (
    Column("code", N_("Code")),
    Column("name", N_("Name")),
    Column("aliases", N_("Also called")),
    Column("level", N_("Level"), labels=LEVEL_NAMES),
    Column("place_name", N_("Place")),
    Column("parent_name", N_("Under")),
    Column("children", N_("Units under it"), kind="int"),
    Column("staff", N_("Staff"), kind="int"),
    Column("tickets", N_("Tickets it leads"), kind="int"),
    Column("tickets_open", N_("Of these not closed"), kind="int"),
    Column("revision", N_("Revision"), kind="int"),
)
_MARKS = (Column("provisional", N_("To be confirmed")),)
_SECTIONS = (Section("", _RECORD), Section(N_("Marks"), _MARKS, sparse=True))

_Level = Annotated[
    str | None, choice(LEVEL_NAMES, N_("Level of the unit."), words="division.level")
]
_Place = Annotated[str | None, typer.Option(metavar="PLACE", help=N_("The place it works for."))]
_Parent = Annotated[str | None, typer.Option(metavar="UNIT", help=N_("The unit above it."))]


@app.command(
    "list",
    cls=ListCommand,
    help=N_("List units."),
    epilog="gridctl unit list level:county\n"
    "gridctl unit list\ngridctl unit list --text 城管\ngridctl unit list --provisional",
)
@sends("units.ListUnits")
def list_units(
    ctx: typer.Context,
    terms: FilterTerms = None,
    text: Text = None,
    level: Annotated[
        str | None, choice(LEVEL_NAMES, N_("Only of this level."), words="division.level")
    ] = None,
    provisional: Annotated[
        bool | None,
        typer.Option(
            "--provisional/--confirmed", help=N_("Only those a file named and nobody confirmed.")
        ),
    ] = None,
    view: ViewName = None,
) -> None:
    """List units, as many as --limit allows."""
    from gridctl.operations.queries.units import ListUnits

    session = Session.of(ctx)
    said = with_view(session, "unit", view, terms)
    wanted = given(text=text, level=level, provisional=provisional, filter=said)
    rows = session.pages(ListUnits, wanted)
    session.show(rows, COLUMNS)


@app.command(
    "show",
    cls=ShowCommand,
    help=N_("Show units with their place, staff and tickets."),
    epilog="gridctl unit show U0001\ngridctl unit show 市城管局\ngridctl unit show U0001 U0002",
)
@sends("units.ShowUnit")
def show(
    ctx: typer.Context,
    units: Annotated[list[str], stdin_too("UNIT", N_("Code, name or alias."))],
) -> ExitCode:
    """Show one or several units."""
    from gridctl.operations.queries.units import ShowUnit

    session = Session.of(ctx)
    return show_several(
        session, units, lambda unit: session.send(ShowUnit(unit=unit)), COLUMNS, _SECTIONS
    )


@app.command(
    "create",
    cls=ChangeCommand,
    help=N_("Create a unit; without a code the next free one is taken."),
    epilog="gridctl unit create --name 市城管局 --level 县级\n"
    "gridctl unit create --name 澄江街道综合执法局 --place 澄江街道 --parent 市城管局",
)
@sends("units.CreateUnit")
def create(
    ctx: typer.Context,
    name: Annotated[str, typer.Option(metavar="NAME", help=N_("Name of the unit."))],
    code: Annotated[str | None, typer.Option(metavar="CODE", help=N_("Code."))] = None,
    level: _Level = None,
    place: _Place = None,
    parent: _Parent = None,
    alias: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help=N_("Another name."))
    ] = None,
) -> None:
    """Create a unit."""
    from gridctl.operations.commands.units import CreateUnit

    session = Session.of(ctx)
    facts = given(name=name, code=code, level=level, place=place, parent=parent, aliases=alias)
    show_change(session, session.send(CreateUnit.model_validate(facts)), COLUMNS, _SECTIONS)


@app.command(
    "edit",
    cls=ChangeCommand,
    help=N_("Change a unit; a former name stays as an alias."),
    epilog="gridctl unit edit U0001 --name 市城市管理局\n"
    "gridctl unit edit 城管局 --add-alias 城管中队\n"
    "gridctl unit edit U0007 --confirmed",
)
@sends("units.EditUnit")
def edit(
    ctx: typer.Context,
    unit: Annotated[str, typer.Argument(metavar="UNIT", help=N_("Code, name or alias."))],
    name: Annotated[str | None, typer.Option(metavar="NAME", help=N_("New name."))] = None,
    level: _Level = None,
    place: _Place = None,
    parent: _Parent = None,
    add_alias: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help=N_("Another name."))
    ] = None,
    confirmed: Annotated[
        bool,
        into(
            "provisional", typer.Option("--confirmed", help=N_("Confirm a unit that a file named."))
        ),
    ] = False,
    if_match: IfMatch = None,
) -> None:
    """Change a unit; blank text takes level, place or parent away."""
    from gridctl.operations.commands.units import EditUnit

    session = Session.of(ctx)
    facts = given(unit=unit, name=name, add_aliases=add_alias, if_match=if_match)
    facts |= given_or_emptied(level=level, place=place, parent=parent)
    facts |= {"provisional": False} if confirmed else {}
    show_change(session, session.send(EditUnit.model_validate(facts)), COLUMNS, _SECTIONS)
