"""``gridctl category``: what tickets are about, with filing conditions and time limits."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gridctl.cli.context import ChangeCommand, ExitCode, ListCommand, Session, ShowCommand, noun
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import IfMatch, Text, given, into, stdin_too
from gridctl.cli.context.filtering import FilterTerms, ViewName, with_view
from gridctl.cli.context.record import show_change, show_several
from gridctl.cli.context.sent import sends
from gridctl.cli.render import Column
from gridctl.cli.render.sections import Section
from gridctl.domain.categories import KIND_NAMES
from gridctl.foundation.i18n import N_

app = noun()

COLUMNS = (
    Column("code", N_("Code"), width="narrow"),
    Column("path", N_("Category"), width="wide"),
    Column("name", N_("Name"), wide_only=True),
    Column("level", N_("Level"), kind="int", width="narrow", wide_only=True),
    Column("kind", N_("Kind"), width="narrow", labels=KIND_NAMES),
    Column("conditions", N_("Conditions"), kind="int", width="narrow"),
    Column(
        "provisional",
        N_("Standing"),
        width="narrow",
        labels={"true": N_("to be confirmed"), "false": ""},
    ),
)
_RECORD = (
    Column("code", N_("Code")),
    Column("path", N_("Category")),
    Column("kind", N_("Kind"), labels=KIND_NAMES),
    Column("legal_basis", N_("Legal basis")),
    Column("note", N_("Note")),
    Column("children", N_("Categories under it"), kind="int"),
    Column("tickets", N_("Tickets"), kind="int"),
    Column("revision", N_("Revision"), kind="int"),
)
_CONDITIONS = (
    Column("seq", N_("No."), kind="int", width="narrow"),
    Column("filing_condition", N_("Filed when"), width="wide"),
    Column("closing_condition", N_("Closed when"), width="wide"),
    Column("limit_text", N_("Time limit"), width="narrow"),
    Column("lead_unit", N_("Handled by")),
    Column("supervising_unit", N_("Supervised by")),
)
_MARKS = (Column("provisional", N_("To be confirmed")),)
_SECTIONS = (
    Section("", _RECORD),
    Section(N_("Marks"), _MARKS, sparse=True),
    Section(N_("Conditions"), _CONDITIONS, "conditions"),
)

_Kind = Annotated[str | None, choice(KIND_NAMES, N_("Kind of category."), words="category.kind")]
_Basis = Annotated[str | None, typer.Option(metavar="TEXT", help=N_("Legal basis."))]
_Note = Annotated[str | None, typer.Option(metavar="TEXT", help=N_("Note."))]


def _condition(words: str, metavar: str = "TEXT", **limits: Any) -> Any:
    return into("conditions", typer.Option(metavar=metavar, help=words, **limits))


_Filing = Annotated[str | None, _condition(N_("Condition: when a ticket is filed."))]
_Closing = Annotated[str | None, _condition(N_("Condition: when it counts as closed."))]
_Limit = Annotated[
    str | None, _condition(N_("Condition: time limit such as 2工作日 or 4小时."), "LIMIT")
]
_Lead = Annotated[str | None, _condition(N_("Condition: unit that handles it."), "UNIT")]
_Supervising = Annotated[str | None, _condition(N_("Condition: unit that supervises."), "UNIT")]


@app.command(
    "list",
    cls=ListCommand,
    help=N_("List categories, each before those under it."),
    epilog="gridctl category list 'level<=2 市容'\n"
    "gridctl category list --level 1\n"
    "gridctl category list --under 市容环境\n"
    "gridctl category list --provisional",
)
@sends("categories.ListCategories")
def list_categories(
    ctx: typer.Context,
    terms: FilterTerms = None,
    level: Annotated[
        int | None, typer.Option(metavar="N", min=1, help=N_("Only of this level; 1 is the class."))
    ] = None,
    kind: _Kind = None,
    under: Annotated[
        str | None, typer.Option(metavar="CATEGORY", help=N_("Only this one and those under it."))
    ] = None,
    text: Text = None,
    provisional: Annotated[
        bool | None,
        typer.Option(
            "--provisional/--confirmed", help=N_("Only those a file named and nobody confirmed.")
        ),
    ] = None,
    view: ViewName = None,
) -> None:
    """List categories, as many as --limit allows."""
    from gridctl.operations.queries.categories import ListCategories

    session = Session.of(ctx)
    said = with_view(session, "category", view, terms)
    wanted = given(
        level=level, kind=kind, under=under, text=text, provisional=provisional, filter=said
    )
    rows = session.pages(ListCategories, wanted)
    session.show(rows, COLUMNS)


@app.command(
    "show",
    cls=ShowCommand,
    help=N_("Show categories with their conditions and time limits."),
    epilog="gridctl category show 市容环境/暴露垃圾\ngridctl category show 0101 0102",
)
@sends("categories.ShowCategory")
def show(
    ctx: typer.Context,
    categories: Annotated[
        list[str],
        stdin_too("CATEGORY", N_("Code, path or name.")),
    ],
) -> ExitCode:
    """Show one or several categories."""
    from gridctl.operations.queries.categories import ShowCategory

    session = Session.of(ctx)
    return show_several(
        session,
        categories,
        lambda category: session.send(ShowCategory(category=category)),
        COLUMNS,
        _SECTIONS,
    )


@app.command(
    "create",
    cls=ChangeCommand,
    help=N_("Create a category; without a code it gets a local number."),
    epilog="gridctl category create --name 市容环境 --kind 事件\n"
    "gridctl category create --name 暴露垃圾 --parent 市容环境 --limit 4小时\n"
    "gridctl category create --name 井盖缺失 --parent 公用设施 --filing-condition 井盖缺失或破损",
)
@sends("categories.CreateCategory")
def create(
    ctx: typer.Context,
    name: Annotated[str, typer.Option(metavar="NAME", help=N_("Name of the category."))],
    parent: Annotated[
        str | None, typer.Option(metavar="CATEGORY", help=N_("The category above it."))
    ] = None,
    code: Annotated[str | None, typer.Option(metavar="CODE", help=N_("Code."))] = None,
    kind: _Kind = None,
    legal_basis: _Basis = None,
    note: _Note = None,
    filing_condition: _Filing = None,
    closing_condition: _Closing = None,
    limit: _Limit = None,
    lead_unit: _Lead = None,
    supervising_unit: _Supervising = None,
) -> None:
    """Create a category, with its first condition where one is given."""
    from gridctl.operations.commands.categories import CreateCategory

    session = Session.of(ctx)
    facts = given(name=name, parent=parent, code=code, kind=kind)
    facts |= given(legal_basis=legal_basis, note=note)
    facts |= _conditions(
        filing_condition=filing_condition, closing_condition=closing_condition,
        limit_text=limit, lead_unit=lead_unit, supervising_unit=supervising_unit,
    )  # fmt: skip
    show_change(session, session.send(CreateCategory.model_validate(facts)), COLUMNS, _SECTIONS)


@app.command(
    "edit",
    cls=ChangeCommand,
    help=N_("Change a category, or add or change one of its conditions."),
    epilog="gridctl category edit 0101 --name 暴露垃圾\n"
    "gridctl category edit 市容环境/暴露垃圾 --condition 1 --limit 2工作日\n"
    "gridctl category edit 垃圾 --confirmed",
)
@sends("categories.EditCategory")
def edit(
    ctx: typer.Context,
    category: Annotated[str, typer.Argument(metavar="CATEGORY", help=N_("Code, path or name."))],
    name: Annotated[str | None, typer.Option(metavar="NAME", help=N_("New name."))] = None,
    code: Annotated[str | None, typer.Option(metavar="CODE", help=N_("New code."))] = None,
    kind: _Kind = None,
    legal_basis: _Basis = None,
    note: _Note = None,
    condition: Annotated[
        int | None, _condition(N_("Condition to change; left out, one is added."), "N", min=1)
    ] = None,
    filing_condition: _Filing = None,
    closing_condition: _Closing = None,
    limit: _Limit = None,
    lead_unit: _Lead = None,
    supervising_unit: _Supervising = None,
    confirmed: Annotated[
        bool,
        into(
            "provisional",
            typer.Option("--confirmed", help=N_("Confirm a category that a file named.")),
        ),
    ] = False,
    if_match: IfMatch = None,
) -> None:
    """Change a category."""
    from gridctl.operations.commands.categories import EditCategory

    session = Session.of(ctx)
    facts = given(category=category, name=name, code=code, kind=kind, if_match=if_match)
    facts |= given(legal_basis=legal_basis, note=note)
    facts |= _conditions(
        seq=condition, filing_condition=filing_condition, closing_condition=closing_condition,
        limit_text=limit, lead_unit=lead_unit, supervising_unit=supervising_unit,
    )  # fmt: skip
    facts |= {"provisional": False} if confirmed else {}
    show_change(session, session.send(EditCategory.model_validate(facts)), COLUMNS, _SECTIONS)


def _conditions(**fields: Any) -> dict[str, Any]:
    """Return the field that carries the one condition a command line can say, if it says one."""
    condition = given(**fields)
    return {"conditions": (condition,)} if condition else {}
