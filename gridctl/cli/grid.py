"""``gridctl grid``: the tree of places, from the county down to the micro-grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.context import ChangeCommand, ExitCode, ListCommand, Session, ShowCommand, noun
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import (
    AsOf,
    IfMatch,
    Text,
    Under,
    given,
    given_or_emptied,
    stdin_too,
)
from gridctl.cli.context.filtering import FilterTerms, ViewName, with_view
from gridctl.cli.context.record import show_change, show_several, tell_warnings
from gridctl.cli.context.sent import sends
from gridctl.cli.context.when import day_option, today
from gridctl.domain.errors import word
from gridctl.domain.grids import KIND_NAMES, LEVEL_NAMES
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.grids import COLUMNS, SECTIONS, TREE

if TYPE_CHECKING:
    from gridctl.operations.queries.grids import GridView

app = noun()

_Level = Annotated[
    str | None, choice(LEVEL_NAMES, N_("Only of this level."), words="division.level")
]
_Kind = Annotated[str | None, choice(KIND_NAMES, N_("Only of this kind."), words="grid.kind")]
_NewKind = Annotated[str | None, choice(KIND_NAMES, N_("Kind of grid."), words="grid.kind")]
_Households = Annotated[int | None, typer.Option(metavar="N", help=N_("Number of households."))]
_UrbanClass = Annotated[
    str | None, typer.Option(metavar="NNN", help=N_("Urban or rural class, three digits."))
]
_FromDay = Annotated[
    str | None, day_option(N_("First day of the new form; left out, it holds from ever."))
]


@app.command(
    "list",
    cls=ListCommand,
    help=N_("List places as they are on a day."),
    epilog="gridctl grid list 镇街:澄江 空岗\n"
    "gridctl grid list --under 澄江街道\n"
    "gridctl grid list --level 社区 --as-of 2026-10-01\n"
    "gridctl grid list --level grid --all -o csv --to grids.csv",
)
@sends("grids.ListGrids")
def list_grids(
    ctx: typer.Context,
    terms: FilterTerms = None,
    level: _Level = None,
    kind: _Kind = None,
    under: Under = None,
    text: Text = None,
    as_of: AsOf = None,
    view: ViewName = None,
) -> None:
    """List places, as many as --limit allows."""
    from gridctl.operations.queries.grids import ListGrids

    session = Session.of(ctx)
    said = with_view(session, "grid", view, terms)
    wanted = given(level=level, kind=kind, under=under, text=text, as_of=as_of, filter=said)
    rows = session.pages(ListGrids, wanted)
    session.show(rows, COLUMNS)


@app.command(
    "show",
    cls=ShowCommand,
    help=N_("Show places: where they belong, who works there, what they were before."),
    epilog="gridctl grid show 320281001001001\n"
    "gridctl grid show 文定社区 --as-of 2026-01-01\n"
    "gridctl grid list --under 澄江街道 --fields code | gridctl grid show -",
)
@sends("grids.ShowGrid")
def show(
    ctx: typer.Context,
    places: Annotated[list[str], stdin_too("PLACE", N_("Code, name or alias."))],
    as_of: AsOf = None,
) -> ExitCode:
    """Show one or several places."""
    from gridctl.operations.queries.grids import ShowGrid

    session = Session.of(ctx)
    on = given(as_of=as_of)

    def shown(place: str) -> GridView:
        view = session.send(ShowGrid.model_validate({"place": place, **on}))
        tell_warnings(session, view)
        return view

    return show_several(
        session,
        places,
        shown,
        COLUMNS,
        SECTIONS,
    )


@app.command(
    "tree",
    cls=ShowCommand,
    help=N_("Draw the tree of places with the grids and staff in each."),
    epilog="gridctl grid tree --depth 1\n"
    "gridctl grid tree 澄江街道\n"
    "gridctl grid tree 320281001000 --as-of 2026-01-01 -o json",
)
@sends("grids.ShowTree")
def tree(
    ctx: typer.Context,
    under: Annotated[
        str | None,
        typer.Argument(metavar="PLACE", help=N_("Where to begin; the whole tree if left out.")),
    ] = None,
    depth: Annotated[
        int | None, typer.Option(metavar="N", min=0, help=N_("Levels to go down."))
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Show the tree, indented on a screen."""
    from gridctl.operations.queries.grids import ShowTree

    session = Session.of(ctx)
    nodes = session.send(ShowTree.model_validate(given(under=under, depth=depth, as_of=as_of)))
    drawn = session.style.format in ("table", "wide")
    session.show([_drawn(node) for node in nodes.items] if drawn else nodes, TREE)


@app.command(
    "create",
    cls=ChangeCommand,
    help=N_("Create a place; without a code the next free one under the parent is taken."),
    epilog="gridctl grid create --name 第一网格 --parent 文定社区\n"
    "gridctl grid create --name 武装部专属网格 --parent 文定社区 --kind 专属\n"
    "gridctl grid create --name 江阴市 --code 320281000000",
)
@sends("grids.CreateGrid")
def create(
    ctx: typer.Context,
    name: Annotated[str, typer.Option(metavar="NAME", help=N_("Name of the place."))],
    parent: Annotated[
        str | None, typer.Option(metavar="PLACE", help=N_("The place it belongs to."))
    ] = None,
    code: Annotated[
        str | None, typer.Option(metavar="CODE", help=N_("Division or grid code."))
    ] = None,
    level: Annotated[
        str | None,
        choice(LEVEL_NAMES, N_("Level; follows from parent or code."), words="division.level"),
    ] = None,
    kind: _NewKind = None,
    households: _Households = None,
    urban_class: _UrbanClass = None,
    alias: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help=N_("Another name."))
    ] = None,
    scheme: Annotated[
        str | None, typer.Option(metavar="ID", help=N_("Code scheme of new grid codes."))
    ] = None,
    as_of: _FromDay = None,
) -> None:
    """Create a place."""
    from gridctl.operations.commands.grids import CreateGrid

    session = Session.of(ctx)
    facts = given(
        name=name, parent=parent, code=code, level=level, kind=kind, households=households,
        urban_class=urban_class, aliases=alias, scheme=scheme, as_of=as_of,
    )  # fmt: skip
    show_change(session, session.send(CreateGrid.model_validate(facts)), COLUMNS, SECTIONS)


@app.command(
    "edit",
    cls=ChangeCommand,
    help=N_("Change a place from a day on; what it was before stays in its history."),
    epilog="gridctl grid edit 320281001001001 --households 312\n"
    "gridctl grid edit 第一网格 --name 天华网格 --as-of 2026-11-01\n"
    "gridctl grid edit 320281001001001 --add-alias 老一网格 -n",
)
@sends("grids.EditGrid")
def edit(
    ctx: typer.Context,
    place: Annotated[str, typer.Argument(metavar="PLACE", help=N_("Code, name or alias."))],
    name: Annotated[str | None, typer.Option(metavar="NAME", help=N_("New name."))] = None,
    parent: Annotated[
        str | None, typer.Option(metavar="PLACE", help=N_("New place it belongs to."))
    ] = None,
    kind: _NewKind = None,
    households: _Households = None,
    urban_class: _UrbanClass = None,
    add_alias: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help=N_("Another name."))
    ] = None,
    as_of: _FromDay = None,
    if_match: IfMatch = None,
) -> None:
    """Change a place."""
    from gridctl.operations.commands.grids import EditGrid

    session = Session.of(ctx)
    facts = given(name=name, parent=parent, households=households, add_aliases=add_alias)
    facts |= given(as_of=as_of, if_match=if_match)
    facts |= given_or_emptied(kind=kind, urban_class=urban_class)
    operation = EditGrid.model_validate({"code": place, **facts})
    show_change(session, session.send(operation), COLUMNS, SECTIONS)


@app.command(
    "close",
    cls=ChangeCommand,
    help=N_("Close a place: from a day on it no longer exists, its past stays."),
    epilog="gridctl grid close 320281001001009 --as-of 2026-11-01\n"
    "gridctl grid close 第九网格 --as-of 2026-11-01 --end-posts --reason 撤并 -y\n"
    "gridctl grid close 320281001001 --with-children --as-of 2026-11-01 -n",
)
@sends("grids.CloseGrid")
def close(
    ctx: typer.Context,
    place: Annotated[str, typer.Argument(metavar="PLACE", help=N_("Code, name or alias."))],
    as_of: Annotated[str | None, day_option(N_("First day without it; today if left out."))] = None,
    with_children: Annotated[
        bool, typer.Option("--with-children", help=N_("Also everything under it."))
    ] = False,
    end_posts: Annotated[
        bool, typer.Option("--end-posts", help=N_("Also end the posts that people hold on it."))
    ] = False,
    if_match: IfMatch = None,
) -> None:
    """Close a place after asking."""
    from gridctl.operations.commands.grids import CloseGrid

    session = Session.of(ctx)
    day = as_of or today().isoformat()
    facts = given(
        code=place, as_of=day, with_children=with_children, end_posts=end_posts, if_match=if_match
    )
    question = word(_("Close {place} as of {day}?"), {"place": place, "day": day})
    closed = session.send_agreed(CloseGrid.model_validate(facts), question)
    show_change(session, closed, COLUMNS, SECTIONS)


def _drawn(node: Any) -> dict[str, Any]:
    """Return a node with its name indented: two blanks a level keep in step in any font."""
    return {**node.model_dump(), "name": f"{'  ' * node.depth}{node.name}"}
