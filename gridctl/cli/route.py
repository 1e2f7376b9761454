"""``gridctl route``: which unit handles a category at a place, and who a change would hit."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gridctl.cli.context import ChangeCommand, ExitCode, ListCommand, Session, ShowCommand, noun
from gridctl.cli.context.declared import IfMatch, given, into, stdin_too
from gridctl.cli.context.record import show_change, show_several
from gridctl.cli.context.sent import sends
from gridctl.cli.context.when import day_option
from gridctl.cli.render import Column, Listing
from gridctl.cli.render.sections import Section, show_sections
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.own_words import STATE_LABELS

app = noun()

COLUMNS = (
    Column("route", N_("Route"), width="narrow"),
    Column("category", N_("Category"), width="wide"),
    Column("place", N_("Place")),
    Column("unit", N_("Handled by")),
    Column("limit_text", N_("Limit"), width="narrow"),
    Column("valid_from", N_("From"), width="narrow"),
    Column("valid_to", N_("No longer from"), width="narrow"),
    Column("note", N_("Note"), wide_only=True),
)
_RECORD = (
    *COLUMNS[:-1],
    Column("category_code", N_("Category code")),
    Column("place_code", N_("Place code")),
    Column("unit_code", N_("Unit code")),
    Column("note", N_("Note")),
    Column("revision", N_("Revision"), kind="int"),
)
_SECTIONS = (Section("", _RECORD),)
_MOVED = (
    Column("serial_no", N_("Serial number"), width="narrow"),
    Column("title", N_("Title"), width="wide"),
    Column("state", N_("State"), kind="state", labels=STATE_LABELS, width="narrow"),
    Column("category", N_("Category")),
    Column("unit", N_("Handled by")),
    Column("reported_at", N_("Reported"), kind="instant", width="narrow"),
)
_COUNTS = (
    Column("unit", N_("Handled by")),
    Column("to_unit", N_("Would go to")),
    Column("open", N_("Not closed"), kind="int"),
    Column("closed", N_("Closed lately"), kind="int"),
)


def _text(words: str, metavar: str = "TEXT") -> Any:
    return typer.Option(metavar=metavar, help=words)


_Route = Annotated[str, typer.Argument(metavar="ROUTE", help=N_("Number, such as R12."))]
_Category = Annotated[str | None, _text(N_("Category, with those under it; any."), "CATEGORY")]
_Place = Annotated[str | None, _text(N_("Place, with those below it; any."), "PLACE")]
_Limit = Annotated[
    str | None,
    into("limit_text", _text(N_("Time allowed, such as 5工作日; that of the condition."), "LIMIT")),
]
_Note = Annotated[str | None, _text(N_("Note."))]


@app.command(
    "list",
    cls=ListCommand,
    help=N_("List routes."),
    epilog="gridctl route list\ngridctl route list --unit 城管局 --as-of today",
)
@sends("routes.ListRoutes")
def list_routes(
    ctx: typer.Context,
    category: Annotated[
        str | None, _text(N_("Only of this category and those under it."), "CATEGORY")
    ] = None,
    place: Annotated[str | None, _text(N_("Only for just this place."), "PLACE")] = None,
    unit: Annotated[str | None, _text(N_("Only to this unit."), "UNIT")] = None,
    as_of: Annotated[str | None, day_option(N_("Only those that hold on this day."))] = None,
) -> None:
    """List routes, as many as --limit allows."""
    from gridctl.operations.queries.routes import ListRoutes

    session = Session.of(ctx)
    wanted = given(category=category, place=place, unit=unit, as_of=as_of)
    rows = session.pages(ListRoutes, wanted)
    session.show(rows, COLUMNS)


@app.command("show", cls=ShowCommand, help=N_("Show routes."), epilog="gridctl route show R12")
@sends("routes.ShowRoute")
def show(
    ctx: typer.Context,
    routes: Annotated[
        list[str],
        stdin_too("ROUTE", N_("Number, such as R12.")),
    ],
) -> ExitCode:
    """Show one or several routes."""
    from gridctl.operations.queries.routes import ShowRoute

    session = Session.of(ctx)
    return show_several(
        session, routes, lambda each: session.send(ShowRoute(route_no=each)), COLUMNS, _SECTIONS
    )


@app.command(
    "create",
    cls=ChangeCommand,
    help=N_(
        "Have tickets of a category at a place go to a unit."
        " The nearest category decides, then the nearest place."
    ),
    epilog="gridctl route create --category 暴露垃圾 --unit 城管局 --limit 1工作日\n"
    "gridctl route create --category 市容环境 --place 澄江街道 --unit 澄江街道综合执法局"
    " --from 2026-12-01",
)
@sends("routes.CreateRoute")
def create(
    ctx: typer.Context,
    unit: Annotated[str, _text(N_("Unit that handles them."), "UNIT")],
    category: _Category = None,
    place: _Place = None,
    limit: _Limit = None,
    valid_from: Annotated[str | None, day_option(N_("First day it holds."), "--from")] = None,
    valid_to: Annotated[
        str | None, day_option(N_("First day it no longer holds."), "--end")
    ] = None,
    note: _Note = None,
) -> None:
    """Create a route."""
    from gridctl.operations.commands.routes import CreateRoute

    session = Session.of(ctx)
    facts = given(
        unit=unit, category=category, place=place, limit_text=limit, valid_from=valid_from,
        valid_to=valid_to, note=note,
    )  # fmt: skip
    show_change(session, session.send(CreateRoute.model_validate(facts)), COLUMNS, _SECTIONS)


@app.command(
    "edit",
    cls=ChangeCommand,
    help=N_("Change a route; tickets given out before stay where they are."),
    epilog="gridctl route edit R12 --unit 住建局\ngridctl route edit R12 --limit ''",
)
@sends("routes.EditRoute")
def edit(
    ctx: typer.Context,
    route: _Route,
    unit: Annotated[str | None, _text(N_("Unit that handles them."), "UNIT")] = None,
    limit: _Limit = None,
    note: _Note = None,
    if_match: IfMatch = None,
) -> None:
    """Change a route; a blank limit leaves that of the condition."""
    from gridctl.operations.commands.routes import EditRoute

    session = Session.of(ctx)
    facts = given(route_no=route, unit=unit, limit_text=limit, note=note, if_match=if_match)
    show_change(session, session.send(EditRoute.model_validate(facts)), COLUMNS, _SECTIONS)


@app.command(
    "end",
    cls=ChangeCommand,
    help=N_("End a route."),
    epilog="gridctl route end R12 --as-of 2027-01-01",
)
@sends("routes.EndRoute")
def end(
    ctx: typer.Context,
    route: _Route,
    as_of: Annotated[str, day_option(N_("First day it no longer holds."))],
    if_match: IfMatch = None,
) -> None:
    """End a route."""
    from gridctl.operations.commands.routes import EndRoute

    session = Session.of(ctx)
    facts = given(route_no=route, as_of=as_of, if_match=if_match)
    show_change(session, session.send(EndRoute.model_validate(facts)), COLUMNS, _SECTIONS)


@app.command(
    "preview",
    cls=ListCommand,
    help=N_(
        "Show which tickets would go to another unit: open ones, and closed ones of the last"
        " 90 days. Without a unit by the routes there are."
    ),
    epilog="gridctl route preview --category 暴露垃圾 --place 澄江街道 --unit 综合执法局\n"
    "gridctl route preview --category 市容环境 -o json",
)
@sends("routes.PreviewRoute")
def preview(
    ctx: typer.Context,
    category: _Category = None,
    place: _Place = None,
    unit: Annotated[str | None, _text(N_("Unit they would go to."), "UNIT")] = None,
) -> None:
    """Preview a route: counts by unit, then the tickets."""
    from gridctl.operations.queries.routes import PreviewRoute

    session = Session.of(ctx)
    wanted = given(category=category, place=place, unit=unit)
    first = session.send(PreviewRoute.model_validate({**wanted, "limit": 1}))
    if session.style.format in ("table", "wide") and first.units:
        counted = Listing([first], total=1, single=True)
        show_sections(counted, _COUNTS, (Section("", _COUNTS, "units"),), session.style)
    rows = session.pages(PreviewRoute, wanted)
    units = [row.model_dump() for row in first.units]
    session.show(rows, _MOVED, meta={"units": units, "since": first.since})
    counts = {"open": first.open, "closed": first.closed, "since": first.since}
    session.note(
        _("{open} open tickets and {closed} closed ones since {since} go elsewhere.").format(
            **counts
        )
    )
