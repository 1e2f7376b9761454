"""``gridctl view``: filters with a name, one's own and those everybody sees."""

from __future__ import annotations

from typing import Annotated

import typer

from gridctl.cli.context import ChangeCommand, ExitCode, ListCommand, Session, ShowCommand, noun
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import IfMatch, given, into, stdin_too
from gridctl.cli.context.record import show_change, show_several
from gridctl.cli.context.sent import sends
from gridctl.cli.render import Column
from gridctl.cli.render.sections import Section
from gridctl.domain.saved_views import NOUN_NAMES
from gridctl.foundation.i18n import N_, names_in

app = noun()

COLUMNS = (
    Column("noun", N_("List"), width="narrow", labels=NOUN_NAMES),
    Column("name", N_("Name")),
    Column("filter", N_("Filter"), width="wide"),
    Column("columns", N_("Columns"), wide_only=True),
    Column("owner", N_("Owner")),
    Column("shared", N_("Seen by all"), width="narrow"),
    Column("revision", N_("Revision"), kind="int", width="narrow", wide_only=True),
)
_SECTIONS = (Section("", COLUMNS),)

_Name = Annotated[str, typer.Argument(metavar="NAME", help=N_("Name of the view."))]
_On = Annotated[
    str | None, into("subject", choice(NOUN_NAMES, N_("The lists it is for; tickets if left out.")))
]
_OfList = Annotated[str | None, into("subject", choice(NOUN_NAMES, N_("Only for these lists.")))]
_Shared = Annotated[bool, typer.Option("--shared", help=N_("The one everybody sees."))]


@app.command(
    "list",
    cls=ListCommand,
    help=N_("List saved views."),
    epilog="gridctl view list\ngridctl view list --on staff",
)
@sends("saved_views.ListViews")
def list_views(ctx: typer.Context, on: _OfList = None) -> None:
    """List one's own views and those everybody sees."""
    from gridctl.operations.queries.saved_views import ListViews

    session = Session.of(ctx)
    wanted = given(subject=on)
    rows = session.pages(ListViews, wanted)
    session.show(rows, COLUMNS)


@app.command(
    "show", cls=ShowCommand, help=N_("Show saved views."), epilog="gridctl view show 本周到期"
)
@sends("saved_views.ShowView")
def show(
    ctx: typer.Context,
    names: Annotated[list[str], stdin_too("NAME", N_("Name."))],
    on: _On = None,
) -> ExitCode:
    """Show one or several views."""
    from gridctl.operations.queries.saved_views import ShowView

    session = Session.of(ctx)
    how = given(subject=on)
    return show_several(
        session,
        names,
        lambda name: session.send(ShowView.model_validate({"name": name, **how})),
        COLUMNS,
        _SECTIONS,
    )


@app.command(
    "save",
    cls=ChangeCommand,
    help=N_("Give a filter a name; that list shows it by this name."),
    epilog="gridctl view save 本周到期 'open due<=5wd'\n"
    "gridctl view save 噪音 category:噪音 open --columns serial_no,title,deadline_at --shared\n"
    "gridctl view save 空岗网格 空岗 --on grid --shared",
)
@sends("saved_views.SaveView")
def save(
    ctx: typer.Context,
    name: _Name,
    terms: Annotated[
        list[str],
        typer.Argument(metavar="FILTER", help=N_("<'gridctl help filters' tells how|The filter>.")),
    ],
    columns: Annotated[
        str | None,
        typer.Option(metavar="A,B", help=N_("Columns the view shows, with commas between.")),
    ] = None,
    on: _On = None,
    shared: _Shared = False,
    if_match: IfMatch = None,
) -> None:
    """Save a view, or change it."""
    from gridctl.operations.commands.saved_views import SaveView

    session = Session.of(ctx)
    chosen = names_in(columns or "")
    facts = given(name=name, subject=on, filter=" ".join(terms), columns=chosen, if_match=if_match)
    operation = SaveView.model_validate(facts | {"shared": shared})
    show_change(session, session.send(operation), COLUMNS, _SECTIONS)


@app.command(
    "delete",
    cls=ChangeCommand,
    help=N_("Delete a saved view."),
    epilog="gridctl view delete 本周到期\ngridctl view delete 噪音 --shared",
)
@sends("saved_views.DeleteView")
def delete(
    ctx: typer.Context,
    name: _Name,
    on: _On = None,
    shared: _Shared = False,
    if_match: IfMatch = None,
) -> None:
    """Delete a view of one's own, or a shared one."""
    from gridctl.operations.commands.saved_views import DeleteView

    session = Session.of(ctx)
    facts = given(name=name, subject=on, shared=shared, if_match=if_match)
    operation = DeleteView.model_validate(facts)
    show_change(session, session.send(operation), COLUMNS, _SECTIONS)
