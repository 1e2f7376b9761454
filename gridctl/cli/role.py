"""``gridctl role``: what each role may do, and roles of the office's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.context import (
    ChangeCommand,
    DocumentCommand,
    ExitCode,
    ListCommand,
    Session,
    ShowCommand,
    noun,
)
from gridctl.cli.context.files import rule_file
from gridctl.cli.context.record import show_record
from gridctl.cli.context.sent import sends
from gridctl.cli.render import Column, write_text
from gridctl.domain.errors import word
from gridctl.domain.roles import CHANGE_NAMES, ROLE_NAMES, SCOPE_NAMES
from gridctl.foundation.i18n import N_, _, said
from gridctl.presentation.sections import Section

if TYPE_CHECKING:
    from gridctl.domain.problems import Problem
    from gridctl.domain.roles.adoption import RoleChange

app = noun()

_SHOWN = (
    Column("code", N_("Code"), width="narrow"),
    Column("called", N_("Role"), width="narrow"),
    Column("scope", N_("Sees"), width="narrow", labels=SCOPE_NAMES),
    Column("task", N_("What it does"), width="wide"),
)
_WHOLE = (*_SHOWN, Column("permissions", N_("Permissions")))
_SECTIONS = (Section("", _WHOLE),)
_CHANGES = (
    Column("role", N_("Role"), width="narrow"),
    Column("change", N_("Change"), width="narrow", labels=CHANGE_NAMES),
    Column("before", N_("Before"), width="wide", labels=SCOPE_NAMES),
    Column("after", N_("After"), width="wide", labels=SCOPE_NAMES),
    Column("accounts", N_("Accounts"), kind="int", width="narrow"),
)
_KINDS = {"error": N_("error"), "warning": N_("warning"), **CHANGE_NAMES}
_FINDINGS = (
    Column("kind", N_("Kind"), width="narrow", labels=_KINDS),
    Column("role", N_("Role"), width="narrow"),
    Column("code", N_("Code"), width="narrow", wide_only=True),
    Column("text", N_("Finding"), width="wide"),
)
_HISTORY = (
    Column("number", N_("No."), kind="int", width="narrow"),
    Column("adopted_at", N_("Adopted"), kind="instant", width="narrow"),
    Column("adopted_by", N_("By")),
    Column("entry", N_("Journal entry"), kind="int", width="narrow"),
    Column("digest", N_("Digest"), wide_only=True),
)


@app.command(
    "list",
    cls=ListCommand,
    help=N_("List the roles: what each does, and what it sees of the office."),
    epilog="gridctl role list",
)
@sends("roles.ListRoles")
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
@sends("roles.ShowRole")
def show(
    ctx: typer.Context,
    role: Annotated[str, typer.Argument(metavar="ROLE", help=N_("Code or name."))],
) -> None:
    """Show a role."""
    from gridctl.operations.queries.roles import ShowRole

    session = Session.of(ctx)
    show_record(session, _facts(session.send(ShowRole(role=role))), _WHOLE, _SECTIONS)


@app.command(
    "file",
    cls=DocumentCommand,
    help=N_("Write the file of the roles that hold: the start for a copy of one's own."),
    epilog="gridctl role file --to roles.toml\ngridctl role file --number 2 --to earlier.toml",
)
@sends("roles.ShowRoleFile")
def file(
    ctx: typer.Context,
    number: Annotated[
        int | None,
        typer.Option(min=1, metavar="NO", help=N_("One adopted earlier, by its number.")),
    ] = None,
) -> None:
    """Write the file's text."""
    from gridctl.operations.queries.roles import ShowRoleFile

    session = Session.of(ctx)
    view = session.send(ShowRoleFile(number=number))
    write_text([view.text.rstrip("\n"), "\n"], session.options.to)


@app.command(
    "history",
    cls=ListCommand,
    help=N_("List the files of roles the office adopted, newest first."),
    epilog="gridctl role history",
)
@sends("roles.ShowRoleFile")
def history(ctx: typer.Context) -> None:
    """List what was adopted."""
    from gridctl.operations.queries.roles import ShowRoleFile

    session = Session.of(ctx)
    found = session.send(ShowRoleFile()).history
    session.show(found, _HISTORY)
    if not found:
        session.note(_("The office has the shipped roles."))


@app.command(
    "lint",
    cls=ListCommand,
    help=N_("Check roles, and tell what they change against the shipped ones."),
    epilog="gridctl role lint roles.toml\ngridctl role lint",
)
@sends("roles.ShowRoleFile")
def lint(
    ctx: typer.Context,
    path: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help=N_("A file of roles; those that hold if left out.")),
    ] = None,
) -> ExitCode:
    """Check roles; errors end with exit code 8."""
    from gridctl.domain.roles import shipped_roles
    from gridctl.domain.roles.adoption import changes
    from gridctl.domain.roles.lint import ERRORS
    from gridctl.domain.roles.lint import lint as check
    from gridctl.domain.roles.parse import parse_roles
    from gridctl.operations.queries.roles import ShowRoleFile
    from gridctl.operations.registry import all_permissions

    session = Session.of(ctx)
    if path is None:
        table = parse_roles(session.send(ShowRoleFile()).text)
    else:
        with rule_file(path) as text:
            table = parse_roles(text)
    problems = check(table, all_permissions())
    rows = [_problem(each) for each in problems]
    rows += [_change(each) for each in changes(shipped_roles(), table)]
    session.show(rows, _FINDINGS)
    if not rows:
        session.note(_("No errors, and no difference from the shipped roles."))
    wrong = any(each.code in ERRORS for each in problems)
    return ExitCode.PROBLEMS if wrong else ExitCode.OK


@app.command(
    "adopt",
    cls=ChangeCommand,
    help=N_("Show what a file of roles changes and for how many accounts, ask, and adopt it."),
    epilog="gridctl role adopt roles.toml -n\ngridctl role adopt roles.toml -y",
)
@sends("roles.AdoptRoles")
def adopt(
    ctx: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE", help=N_("The roles as TOML."))],
) -> None:
    """Adopt roles; they hold from the next request on."""
    from gridctl.cli.clock.previewing import tell_adopted
    from gridctl.operations.commands.roles import AdoptRoles

    session = Session.of(ctx)
    with rule_file(path) as text:
        operation = AdoptRoles(text=text)
        session.check_writable()
        tried = session.gateway.send(operation, dry_run=True)
    session.show([each.model_dump() for each in tried.changes], _CHANGES)
    if not tried.changes:
        session.note(_("No role changes."))
    session.confirm(_("Adopt these roles? They hold from the next request on."), of=AdoptRoles)
    session.send(operation)
    tell_adopted(session)


def role_labels(session: Session) -> Mapping[str, str]:
    """Return what the office calls its roles, by code, where words are shown at all."""
    if session.style.format not in ("table", "wide", "md"):
        return ROLE_NAMES
    from gridctl.operations.queries.roles import ListRoles

    return {each.code: said(each.name) for each in session.send(ListRoles()).items}


def _problem(problem: Problem) -> dict[str, Any]:
    from gridctl.domain.roles.lint import ERRORS, FINDINGS

    told = {"value": problem.value, **dict(problem.params)}
    kind = "error" if problem.code in ERRORS else "warning"
    text = word(_(FINDINGS[problem.code]), told)
    return {"kind": kind, "role": problem.field, "code": problem.code, "text": text}


def _change(change: RoleChange) -> dict[str, Any]:
    before, after = _sides(change)
    both = word(_("{before}, now {after}"), {"before": before, "after": after})
    text = both if before and after else before + after
    return {"kind": change.change, "role": change.role, "code": "", "text": text}


def _sides(change: RoleChange) -> Iterator[str]:
    """Yield what stands before and after, in words."""
    for side in (change.before, change.after):
        yield _(SCOPE_NAMES[side]) if change.change == "scope" else side


def _facts(view: Any) -> dict[str, Any]:
    """Return a role with its words in the language in use."""
    facts: dict[str, Any] = view.model_dump()
    return facts | {"called": said(facts["name"]), "task": said(facts["does"])}
