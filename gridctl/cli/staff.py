"""``gridctl staff``: people and their posts on places."""

from __future__ import annotations

from typing import Annotated

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
from gridctl.cli.context.record import show_change, show_several
from gridctl.cli.context.sent import sends
from gridctl.cli.context.when import day_option, today
from gridctl.domain.errors import word
from gridctl.domain.staff import EMPLOYMENT_NAMES, ROLE_NAMES
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.staff import COLUMNS, SECTIONS

app = noun()

_Employment = Annotated[
    str | None,
    choice(EMPLOYMENT_NAMES, N_("Full or part time."), words="staff.employment"),
]
_Role = Annotated[
    str | None, choice(ROLE_NAMES, N_("Only in this role."), words="staff.role", metavar="ROLE")
]
_Unit = Annotated[
    str | None, typer.Option(metavar="UNIT", help=N_("Unit, by code or name; '' takes it away."))
]
_Phone = Annotated[
    str | None, typer.Option(metavar="NUMBER", help=N_("Telephone, kept apart; '' deletes it."))
]
_Person = Annotated[str, typer.Argument(metavar="STAFF", help=N_("Staff number or name."))]


@app.command(
    "list",
    cls=ListCommand,
    help=N_("List staff with the posts they hold on a day."),
    epilog="gridctl staff list 镇街:澄江 岗位:网格长\n"
    "gridctl staff list --under 澄江街道 --role 网格员\n"
    "gridctl staff list --text 张 --as-of 2026-10-01\n"
    "gridctl staff list --employment full --all -o csv --to staff.csv",
)
@sends("staff.ListStaff")
def list_staff(
    ctx: typer.Context,
    terms: FilterTerms = None,
    under: Under = None,
    role: _Role = None,
    employment: _Employment = None,
    unit: Annotated[str | None, typer.Option(metavar="UNIT", help=N_("Only of this unit."))] = None,
    text: Text = None,
    as_of: AsOf = None,
    view: ViewName = None,
) -> None:
    """List staff, as many as --limit allows."""
    from gridctl.operations.queries.staff import ListStaff

    session = Session.of(ctx)
    said = with_view(session, "staff", view, terms)
    wanted = given(
        under=under,
        role=role,
        employment=employment,
        unit=unit,
        text=text,
        as_of=as_of,
        filter=said,
    )
    rows = session.pages(ListStaff, wanted)
    session.show(rows, COLUMNS)


@app.command(
    "show",
    cls=ShowCommand,
    help=N_("Show people with all their posts; telephone numbers are masked."),
    epilog="gridctl staff show S00001\n"
    "gridctl staff show 张伟 --place 文定社区\n"
    "gridctl staff list --under 澄江街道 --fields staff_no | gridctl staff show -",
)
@sends("staff.ShowStaff")
def show(
    ctx: typer.Context,
    people: Annotated[list[str], stdin_too("STAFF", N_("Staff number or name."))],
    place: Annotated[
        str | None, typer.Option(metavar="PLACE", help=N_("Place that tells namesakes apart."))
    ] = None,
    as_of: AsOf = None,
) -> ExitCode:
    """Show one or several people."""
    from gridctl.operations.queries.staff import ShowStaff

    session = Session.of(ctx)
    how = given(place=place, as_of=as_of)
    return show_several(
        session,
        people,
        lambda person: session.send(ShowStaff.model_validate({"staff": person, **how})),
        COLUMNS,
        SECTIONS,
    )


@app.command(
    "create",
    cls=ChangeCommand,
    help=N_("Enter a person; without a number the next free one is taken."),
    epilog="gridctl staff create --name 张伟 --employment 专职\n"
    "gridctl staff create --name 李娜 --employment part --unit 城管局 --phone 13800000000",
)
@sends("staff.CreateStaff")
def create(
    ctx: typer.Context,
    name: Annotated[str, typer.Option(metavar="NAME", help=N_("Name, kept as typed."))],
    employment: Annotated[
        str, choice(EMPLOYMENT_NAMES, N_("Full or part time."), words="staff.employment")
    ],
    staff_no: Annotated[
        str | None, typer.Option(metavar="NUMBER", help=N_("Staff number."))
    ] = None,
    unit: _Unit = None,
    phone: _Phone = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help=N_("Note."))] = None,
) -> None:
    """Enter a person."""
    from gridctl.operations.commands.staff import CreateStaff

    session = Session.of(ctx)
    facts = given(name=name, employment=employment, staff_no=staff_no, note=note)
    facts |= given_or_emptied(unit=unit, phone=phone)
    show_change(session, session.send(CreateStaff.model_validate(facts)), COLUMNS, SECTIONS)


@app.command(
    "edit",
    cls=ChangeCommand,
    help=N_("Change a person's record."),
    epilog="gridctl staff edit S00001 --employment 兼职\n"
    "gridctl staff edit S00001 --unit 城管局 --note 借调\n"
    "gridctl staff edit S00001 --phone ''",
)
@sends("staff.EditStaff")
def edit(
    ctx: typer.Context,
    person: _Person,
    name: Annotated[str | None, typer.Option(metavar="NAME", help=N_("New name."))] = None,
    employment: _Employment = None,
    unit: _Unit = None,
    phone: _Phone = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help=N_("Note."))] = None,
    if_match: IfMatch = None,
) -> None:
    """Change a person's record."""
    from gridctl.operations.commands.staff import EditStaff

    session = Session.of(ctx)
    facts = given(name=name, employment=employment, note=note, if_match=if_match)
    facts |= given_or_emptied(unit=unit, phone=phone)
    operation = EditStaff.model_validate({"staff_no": person, **facts})
    show_change(session, session.send(operation), COLUMNS, SECTIONS)


@app.command(
    "post",
    cls=ChangeCommand,
    help=N_("Give a person a role on a place from a day on."),
    epilog="gridctl staff post S00001 --place 第一网格 --role 网格员\n"
    "gridctl staff post 张伟 --place 320281001001001 --role grid_leader --as-of 2026-11-01\n"
    "gridctl staff post S00001 --place 第二网格 --role 网格员 --until 2026-12-01",
)
@sends("staff.PostStaff")
def post(
    ctx: typer.Context,
    person: _Person,
    place: Annotated[
        str, typer.Option(metavar="PLACE", help=N_("The place: code, name or alias."))
    ],
    role: Annotated[str, choice(ROLE_NAMES, N_("The role."), words="staff.role", metavar="ROLE")],
    as_of: Annotated[
        str | None, day_option(N_("First day of the post; today if left out."))
    ] = None,
    until: Annotated[str | None, day_option(N_("First day without it."))] = None,
) -> None:
    """Post a person."""
    from gridctl.operations.commands.staff import PostStaff

    session = Session.of(ctx)
    facts = given(staff_no=person, place=place, role=role, as_of=as_of, until=until)
    show_change(session, session.send(PostStaff.model_validate(facts)), COLUMNS, SECTIONS)


@app.command(
    "unpost",
    cls=ChangeCommand,
    help=N_("End a person's posts: all, or those on a place or in a role."),
    epilog="gridctl staff unpost S00001 --place 第一网格 --as-of 2026-11-01\n"
    "gridctl staff unpost 张伟 --role 网格长\n"
    "gridctl staff unpost S00001 --as-of 2026-11-01 --reason 离职 -y",
)
@sends("staff.UnpostStaff")
def unpost(
    ctx: typer.Context,
    person: _Person,
    place: Annotated[
        str | None, typer.Option(metavar="PLACE", help=N_("Only posts on this place."))
    ] = None,
    role: _Role = None,
    as_of: Annotated[
        str | None, day_option(N_("First day without the post; today if left out."))
    ] = None,
) -> None:
    """End posts, asking first where all of them would end."""
    from gridctl.operations.commands.staff import UnpostStaff

    session = Session.of(ctx)
    day = as_of or today().isoformat()
    facts = given(staff_no=person, place=place, role=role, as_of=day)
    operation = UnpostStaff.model_validate(facts)
    if place is None and role is None:
        question = word(_("End all posts of {person} as of {day}?"), {"person": person, "day": day})
        ended = session.send_agreed(operation, question)
    else:
        ended = session.send(operation)
    show_change(session, ended, COLUMNS, SECTIONS)
