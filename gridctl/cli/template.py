"""``gridctl template``: words for replies, filled from the ticket."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gridctl.cli.context import ChangeCommand, ExitCode, ListCommand, Session, ShowCommand, noun
from gridctl.cli.context.declared import IfMatch, Text, given, given_or_emptied, stdin_too
from gridctl.cli.context.record import show_change, show_several
from gridctl.cli.context.sent import sends
from gridctl.cli.render import Column
from gridctl.cli.render.sections import Section
from gridctl.foundation.i18n import N_

app = noun()

COLUMNS = (
    Column("name", N_("Name"), width="narrow"),
    Column("category", N_("Category")),
    Column("body", N_("Text"), width="wide"),
)
_RECORD = (
    *COLUMNS,
    Column("filled", N_("Filled")),
    Column("revision", N_("Revision"), kind="int"),
)
_SECTIONS = (Section("", _RECORD),)


def _text(words: str, metavar: str = "TEXT") -> Any:
    return typer.Option(metavar=metavar, help=words)


_Name = Annotated[str, typer.Argument(metavar="NAME", help=N_("Name of the template."))]
_Category = Annotated[str | None, _text(N_("Only for this category; any."), "CATEGORY")]
_BODY = N_("The words; places are {ticket}, {title}, {unit}, {date} and {category}.")


@app.command(
    "list",
    cls=ListCommand,
    help=N_("List reply templates."),
    epilog="gridctl template list\ngridctl template list --category 暴露垃圾",
)
@sends("reply_templates.ListTemplates")
def list_templates(
    ctx: typer.Context,
    text: Text = None,
    category: Annotated[
        str | None, _text(N_("Only those that serve this category."), "CATEGORY")
    ] = None,
) -> None:
    """List templates, as many as --limit allows."""
    from gridctl.operations.queries.reply_templates import ListTemplates

    session = Session.of(ctx)
    wanted = given(text=text, category=category)
    rows = session.pages(ListTemplates, wanted)
    session.show(rows, COLUMNS)


@app.command(
    "show",
    cls=ShowCommand,
    help=N_("Show reply templates, filled for a ticket where one is named."),
    epilog="gridctl template show 办结\ngridctl template show 办结 --ticket 3202812026100100001",
)
@sends("reply_templates.ShowTemplate")
def show(
    ctx: typer.Context,
    names: Annotated[list[str], stdin_too("NAME", N_("Name."))],
    ticket: Annotated[str | None, _text(N_("Ticket that fills them."), "NUMBER")] = None,
) -> ExitCode:
    """Show one or several templates."""
    from gridctl.operations.queries.reply_templates import ShowTemplate

    session = Session.of(ctx)
    return show_several(
        session,
        names,
        lambda name: session.send(ShowTemplate(name=name, ticket=ticket)),
        COLUMNS,
        _SECTIONS,
    )


@app.command(
    "create",
    cls=ChangeCommand,
    help=N_("Write a reply template."),
    epilog="gridctl template create 办结 --body '您反映的“{title}”已由{unit}于{date}办结。'",
)
@sends("reply_templates.CreateTemplate")
def create(
    ctx: typer.Context,
    name: _Name,
    body: Annotated[str, _text(_BODY)],
    category: _Category = None,
) -> None:
    """Write a template."""
    from gridctl.operations.commands.reply_templates import CreateTemplate

    session = Session.of(ctx)
    facts = given(name=name, body=body, category=category)
    show_change(session, session.send(CreateTemplate.model_validate(facts)), COLUMNS, _SECTIONS)


@app.command(
    "edit",
    cls=ChangeCommand,
    help=N_("Change a reply template; replies filled from it before stay."),
    epilog="gridctl template edit 办结 --new-name 办结答复\n"
    "gridctl template edit 办结 --category ''",
)
@sends("reply_templates.EditTemplate")
def edit(
    ctx: typer.Context,
    name: _Name,
    new_name: Annotated[str | None, _text(N_("New name."), "NAME")] = None,
    body: Annotated[str | None, _text(_BODY)] = None,
    category: _Category = None,
    if_match: IfMatch = None,
) -> None:
    """Change a template; a blank category makes it serve any."""
    from gridctl.operations.commands.reply_templates import EditTemplate

    session = Session.of(ctx)
    facts = given(name=name, new_name=new_name, body=body, if_match=if_match)
    facts |= given_or_emptied(category=category)
    show_change(session, session.send(EditTemplate.model_validate(facts)), COLUMNS, _SECTIONS)


@app.command(
    "end",
    cls=ChangeCommand,
    help=N_("Take a reply template out of use."),
    epilog="gridctl template end 办结",
)
@sends("reply_templates.EndTemplate")
def end(ctx: typer.Context, name: _Name, if_match: IfMatch = None) -> None:
    """End a template."""
    from gridctl.operations.commands.reply_templates import EndTemplate

    session = Session.of(ctx)
    facts = given(name=name, if_match=if_match)
    show_change(session, session.send(EndTemplate.model_validate(facts)), COLUMNS, _SECTIONS)
