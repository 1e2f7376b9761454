"""``gridctl user``: the accounts of a server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

import typer

from gridctl.cli.context import ChangeCommand, ExitCode, ListCommand, Session, ShowCommand, noun
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import (
    IfMatch,
    Since,
    Text,
    Until,
    given,
    given_or_emptied,
    into,
    stdin_too,
)
from gridctl.cli.context.record import show_change, show_several
from gridctl.cli.context.secrets import PasswordStdin, told_password
from gridctl.cli.context.sent import sends
from gridctl.cli.render import Column
from gridctl.cli.role import role_labels
from gridctl.domain.accounts import STATE_NAMES
from gridctl.domain.errors import word
from gridctl.domain.roles import ROLE_NAMES
from gridctl.domain.sign_ins import OUTCOME_NAMES
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.sections import Section

app = noun()

_SIGN_IN = {"true": N_("password"), "false": N_("tokens alone")}

COLUMNS = (
    Column("login", N_("Login"), width="narrow"),
    Column("name", N_("Full name")),
    Column("role", N_("Role"), width="narrow", labels=ROLE_NAMES),
    Column("place_name", N_("Place"), width="wide"),
    Column("unit_name", N_("Unit"), width="wide"),
    Column("state", N_("State"), width="narrow", labels=STATE_NAMES),
    Column("staff_name", N_("Acts for"), wide_only=True),
    Column("can_sign_in", N_("Signs in by"), wide_only=True, labels=_SIGN_IN),
)
_RECORD = (
    Column("login", N_("Login")),
    Column("name", N_("Full name")),
    Column("role", N_("Role"), labels=ROLE_NAMES),
    Column("place_name", N_("Place")),
    Column("unit_name", N_("Unit")),
    Column("staff_name", N_("Acts for")),
    Column("state", N_("State"), labels=STATE_NAMES),
    Column("can_sign_in", N_("Signs in by"), labels=_SIGN_IN),
    Column("must_change", N_("Must choose a password")),
    Column("tokens", N_("Valid tokens"), kind="int"),
    Column("created_at", N_("Made"), kind="instant"),
    Column("created_by", N_("Made by")),
    Column("revision", N_("Revision"), kind="int"),
)
_PASSWORD = Column("password", N_("Password"))
_ATTEMPTS = (
    Column("at", N_("When"), kind="instant", width="narrow"),
    Column("login", N_("Login"), width="narrow"),
    Column("source", N_("From network"), width="wide"),
    Column("succeeded", N_("Outcome"), width="narrow", labels=OUTCOME_NAMES),
)


def _role(text: str) -> Any:
    """Declare an option that takes a role by code or name: the office may have its own."""

    def complete(incomplete: str) -> list[str]:
        return [code for code in ROLE_NAMES if code.startswith(incomplete)]

    return typer.Option(metavar="ROLE", help=text, autocompletion=complete)


_Login = Annotated[str, typer.Argument(metavar="LOGIN", help=N_("The account."))]
_Place = Annotated[
    str | None,
    typer.Option(metavar="PLACE", help=N_("The place it sees, with all below: code or name.")),
]
_Unit = Annotated[str | None, typer.Option(metavar="UNIT", help=N_("The unit it works for."))]
_Staff = Annotated[
    str | None, typer.Option(metavar="STAFF", help=N_("The member of staff it acts for."))
]


@app.command(
    "list",
    cls=ListCommand,
    help=N_("List accounts."),
    epilog="gridctl user list\ngridctl user list --role town_office\n"
    "gridctl user list --state blocked\ngridctl user list --text 李 -o wide",
)
@sends("accounts.ListAccounts")
def list_users(
    ctx: typer.Context,
    text: Text = None,
    role: Annotated[str | None, _role(N_("Only of this role."))] = None,
    state: Annotated[str | None, choice(STATE_NAMES, N_("Only in this state."))] = None,
) -> None:
    """List accounts, as many as --limit allows."""
    from gridctl.operations.queries.accounts import ListAccounts

    session = Session.of(ctx)
    wanted = given(text=text, role=role, state=state)
    rows = session.pages(ListAccounts, wanted)
    session.show(rows, _called(role_labels(session), COLUMNS))


@app.command(
    "show",
    cls=ShowCommand,
    help=N_("Show accounts: their role, and what it is held for."),
    epilog="gridctl user show limin\ngridctl user show limin chenjie",
)
@sends("accounts.ShowAccount")
def show(
    ctx: typer.Context,
    logins: Annotated[list[str], stdin_too("LOGIN", N_("Login."))],
) -> ExitCode:
    """Show one or several accounts."""
    from gridctl.operations.queries.accounts import ShowAccount

    session = Session.of(ctx)
    labels = role_labels(session)
    columns, record = _called(labels, COLUMNS), _called(labels, _RECORD)
    return show_several(
        session, logins, lambda login: session.send(ShowAccount(login=login)), columns,
        (Section("", record),),
    )  # fmt: skip


@app.command(
    "create",
    cls=ChangeCommand,
    help=N_("Make an account; the password is chosen for it and told once."),
    epilog="gridctl user create chenjie --name 陈洁 --role administrator\n"
    "gridctl user create limin --name 李敏 --role town_office --place 澄江街道\n"
    "gridctl user create cgj --name 城管局 --role department --unit 城管局\n"
    "gridctl user create app --name 市民端 --role citizen_app --tokens-only",
)
@sends("accounts.CreateAccount")
def create(
    ctx: typer.Context,
    login: Annotated[
        str, typer.Argument(metavar="LOGIN", help=N_("What is typed to sign in, such as limin."))
    ],
    name: Annotated[str, typer.Option(metavar="NAME", help=N_("Whose account it is."))],
    role: Annotated[str, _role(N_("The role; '<role list>' tells them."))],
    place: _Place = None,
    unit: _Unit = None,
    staff: _Staff = None,
    tokens_only: Annotated[
        bool,
        into(
            "sign_in",
            typer.Option("--tokens-only", help=N_("No password: for a program, with tokens.")),
        ),
    ] = False,
    password_stdin: PasswordStdin = False,
) -> None:
    """Make an account."""
    from gridctl.operations.commands.accounts import CreateAccount

    session = Session.of(ctx)
    facts = given(login=login, name=name, role=role, place=place, unit=unit, staff=staff)
    facts |= {"sign_in": False} if tokens_only else {}
    facts |= given(password=told_password() if password_stdin else None)
    _show_made(session, session.send(CreateAccount.model_validate(facts)))


@app.command(
    "edit",
    cls=ChangeCommand,
    help=N_("Change an account; it holds from the next request."),
    epilog="gridctl user edit limin --role town_leader\n"
    "gridctl user edit limin --place 月城镇 --unit 月城镇中心\n"
    "gridctl user edit limin --staff ''",
)
@sends("accounts.EditAccount")
def edit(
    ctx: typer.Context,
    login: _Login,
    name: Annotated[str | None, typer.Option(metavar="NAME", help=N_("New name."))] = None,
    role: Annotated[str | None, _role(N_("New role."))] = None,
    place: _Place = None,
    unit: _Unit = None,
    staff: _Staff = None,
    if_match: IfMatch = None,
) -> None:
    """Change an account; blank text takes place, unit or staff away."""
    from gridctl.operations.commands.accounts import EditAccount

    session = Session.of(ctx)
    facts = given(login=login, name=name, role=role, if_match=if_match)
    facts |= given_or_emptied(place=place, unit=unit, staff=staff)
    _show_changed(session, session.send(EditAccount.model_validate(facts)))


@app.command(
    "block",
    cls=ChangeCommand,
    help=N_("Block an account: it is out at once, and its tokens are revoked."),
    epilog="gridctl user block limin\ngridctl user block limin --reason 离职 -y",
)
@sends("accounts.BlockAccount")
def block(ctx: typer.Context, login: _Login, if_match: IfMatch = None) -> None:
    """Block an account, after asking."""
    from gridctl.operations.commands.accounts import BlockAccount

    session = Session.of(ctx)
    question = word(_("Block {login} and revoke its tokens?"), {"login": login})
    operation = BlockAccount(login=login, if_match=if_match)
    _show_changed(session, session.send_agreed(operation, question))


@app.command(
    "unblock",
    cls=ChangeCommand,
    help=N_("Let an account sign in again; failed attempts no longer slow it."),
    epilog="gridctl user unblock limin",
)
@sends("accounts.UnblockAccount")
def unblock(ctx: typer.Context, login: _Login, if_match: IfMatch = None) -> None:
    """Let an account sign in again."""
    from gridctl.operations.commands.accounts import UnblockAccount

    session = Session.of(ctx)
    opened = session.send(UnblockAccount(login=login, if_match=if_match))
    _show_changed(session, opened)


@app.command(
    "reset-password",
    cls=ChangeCommand,
    help=N_("Give an account a new password, told once; its sign-ins end."),
    epilog="gridctl user reset-password limin",
)
@sends("accounts.ResetPassword")
def reset_password(
    ctx: typer.Context, login: _Login, password_stdin: PasswordStdin = False
) -> None:
    """Give an account a new password."""
    from gridctl.operations.commands.accounts import ResetPassword

    session = Session.of(ctx)
    facts = given(login=login, password=told_password() if password_stdin else None)
    _show_made(session, session.send(ResetPassword.model_validate(facts)))


@app.command(
    "attempts",
    cls=ListCommand,
    help=N_("List attempts to sign in, newest first; kept for half a year."),
    epilog="gridctl user attempts --failed\ngridctl user attempts --account limin\n"
    "gridctl user attempts --since 2026-11-01 --all -o csv --to 登录.csv",
)
@sends("sign_ins.ListAttempts")
def attempts(
    ctx: typer.Context,
    account: Annotated[
        str | None, typer.Option(metavar="LOGIN", help=N_("Only of this account."))
    ] = None,
    failed: Annotated[
        bool, into("succeeded", typer.Option("--failed", help=N_("Only failed ones.")))
    ] = False,
    since: Since = None,
    until: Until = None,
) -> None:
    """List attempts to sign in."""
    from gridctl.operations.queries.sign_ins import ListAttempts

    session = Session.of(ctx)
    wanted: dict[str, Any] = given(account=account, since=since, until=until)
    wanted |= {"succeeded": False} if failed else {}
    rows = session.pages(ListAttempts, wanted)
    session.show(rows, _ATTEMPTS)


def _show_made(session: Session, view: Any) -> None:
    """Show an account, and once the password that was chosen for it."""
    _show_changed(session, view, *((_PASSWORD,) if view.password else ()))
    if view.password and not session.options.dry_run:
        session.note(_("The password is told this once; its owner chooses another at first."))


def _show_changed(session: Session, view: Any, *more: Column) -> None:
    labels = role_labels(session)
    columns, record = (*_called(labels, COLUMNS), *more), (*_called(labels, _RECORD), *more)
    show_change(session, view, columns, (Section("", record),))


def _called(labels: Mapping[str, str], columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return columns with what the office calls its roles."""
    return tuple(replace(c, labels=labels) if c.key == "role" else c for c in columns)
