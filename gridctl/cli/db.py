"""``gridctl db``: the office's database itself."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gridctl.cli.checking import note_unlisted
from gridctl.cli.context import (
    ChangeCommand,
    ExitCode,
    Session,
    ShowCommand,
    TargetCommand,
    noun,
)
from gridctl.cli.context.county import county_option
from gridctl.cli.context.record import show_change, show_record
from gridctl.cli.context.sent import sends
from gridctl.cli.render import Column
from gridctl.cli.render.sections import Section
from gridctl.domain.audits import ROW_MESSAGES, TABLE_NAMES
from gridctl.domain.errors import Usage, word
from gridctl.domain.office import CHECK_MESSAGES
from gridctl.foundation.clock import from_epoch
from gridctl.foundation.i18n import N_, _

app = noun()
PARTS = {
    "gridctl.cli.db": ("show", "edit", "check", "verify", "upgrade"),
    "gridctl.cli.keeping": ("backup", "restore", "copy"),
}

COLUMNS = (
    Column("name", N_("Office")),
    Column("county_code", N_("County")),
    Column("operator", N_("Operator")),
    Column("created_at", N_("Made"), kind="instant"),
    Column("address", N_("Database")),
    Column("counts.grids", N_("Places"), kind="int"),
    Column("counts.staff", N_("Staff"), kind="int"),
    Column("counts.units", N_("Units"), kind="int"),
    Column("counts.categories", N_("Categories"), kind="int"),
    Column("counts.tickets", N_("Tickets"), kind="int"),
    Column("counts.evidence", N_("Evidence"), kind="int"),
    Column("counts.assessments", N_("Assessments"), kind="int"),
)
_SECTIONS = (Section("", COLUMNS),)
_CHECKS = {
    "file": N_("file"),
    "references": N_("references"),
    "journal": N_("journal"),
}
_FINDINGS = (
    Column("check", N_("Part"), width="narrow", labels=_CHECKS),
    Column("code", N_("Finding"), width="narrow", wide_only=True),
    Column("text", N_("What was found"), width="wide"),
)
_ROWS = (
    Column("table", N_("Record"), width="narrow", labels=TABLE_NAMES),
    Column("row", N_("Which"), width="narrow"),
    Column("code", N_("Finding"), width="narrow", wide_only=True),
    Column("text", N_("What was found"), width="wide"),
)


class UpgradedThere(Usage):
    """The database of a server is upgraded where it runs."""

    message = N_("{name} is a server; its database is brought up to date there.")
    hint = N_("<Give --db FILE for|Name> a file of this machine.")


@app.command(
    "show",
    cls=ShowCommand,
    help=N_("Show whose office it is and how much it holds."),
    epilog="gridctl db show\ngridctl --db county.db db show -o json",
)
@sends("offices.ShowOffice")
def show(ctx: typer.Context) -> None:
    """Show the office."""
    from gridctl.operations.queries.offices import ShowOffice

    session = Session.of(ctx)
    show_record(session, _facts(session, session.send(ShowOffice())), COLUMNS, _SECTIONS)


@app.command(
    "edit",
    cls=ChangeCommand,
    help=N_("Change the office's name, county or operator."),
    epilog="gridctl db edit --county 320281\ngridctl db edit --operator 王芳 --reason 换岗",
)
@sends("offices.SetUpOffice", "offices.ShowOffice")
def edit(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help=N_("Name of the office."))
    ] = None,
    county: Annotated[str | None, county_option(N_("Code of its county, six digits."))] = None,
    operator: Annotated[str | None, typer.Option(metavar="WHO", help=N_("Who works here."))] = None,
) -> None:
    """Change what is known about the office."""
    from gridctl.operations.commands.offices import SetUpOffice
    from gridctl.operations.queries.offices import ShowOffice

    session = Session.of(ctx)
    now = session.send(ShowOffice())
    changed = session.send(
        SetUpOffice(
            name=name or now.name,
            county_code=now.county_code if county is None else county,
            operator=operator or now.operator,
        )
    )
    show_change(session, _facts(session, changed), COLUMNS, _SECTIONS)


@app.command(
    "check",
    cls=ShowCommand,
    help=N_("Check the file, its references and the chain of its journal."),
    epilog="gridctl db check\ngridctl --db county.db db check -o json",
)
@sends("offices.CheckOffice")
def check(ctx: typer.Context) -> ExitCode:
    """Show what is wrong; exit code 8 where anything is."""
    from gridctl.operations.queries.offices import CheckOffice

    session = Session.of(ctx)
    found = session.send(CheckOffice())
    if found.items or session.style.format not in ("table", "wide"):
        rows = [{**each.model_dump(), "text": _worded(each)} for each in found.items]
        session.show(rows, _FINDINGS, meta={"entries": found.entries, "total": found.total})
    note_unlisted(session, len(found.items), found.total)
    if found.items:
        return ExitCode.PROBLEMS
    told = word(_("The database is sound; {entries} journal entries."), {"entries": found.entries})
    session.note(told)
    return ExitCode.OK


@app.command(
    "verify",
    cls=ShowCommand,
    help=N_("Compare every record with the journal: find what was changed past gridctl."),
    epilog="gridctl db verify\ngridctl --db county.db db verify -o json",
)
@sends("audits.VerifyRows")
def verify(ctx: typer.Context) -> ExitCode:
    """Show the rows that are not as they were left; exit code 8 where there are any."""
    from gridctl.operations.queries.audits import VerifyRows

    session = Session.of(ctx)
    found = session.send(VerifyRows())
    counts = found.model_dump(
        include={"total", "altered", "rows", "tickets", "assessments", "unsealed"}
    )
    if found.items or session.style.format not in ("table", "wide"):
        rows = [
            {**each.model_dump(), "text": word(_(ROW_MESSAGES[each.code]), each.params)}
            for each in found.items
        ]
        session.show(rows, _ROWS, meta=counts)
    note_unlisted(session, len(found.items), found.total)
    if found.unsealed:
        told = _("{unsealed} rows are older than digests of rows, which prove nothing of them.")
        session.note(word(told, counts))
    if found.altered:
        return ExitCode.PROBLEMS
    told = _("As they were left: {rows} rows, {tickets} tickets, {assessments} assessments.")
    session.note(word(told, counts))
    return ExitCode.OK


@app.command(
    "upgrade",
    cls=TargetCommand,
    help=N_("Bring a file of an older version up to date."),
    epilog="gridctl db upgrade\ngridctl --db county.db db upgrade",
)
def upgrade(ctx: typer.Context) -> None:
    """Run the migrations that are missing."""
    from gridctl.gateway.connect import upgrade_office

    session = Session.of(ctx)
    target = session.target
    if target.kind == "url":
        raise UpgradedThere(name=target.name)
    before, after = upgrade_office(target.address)
    told: dict[str, str | int | None] = {"path": target.shown, "before": before, "after": after}
    if before == after:
        session.note(word(_("{path} has the newest format already ({after})."), told))
    else:
        session.note(word(_("{path}: format {before} is now {after}."), told))


def _facts(session: Session, office: Any) -> dict[str, Any]:
    made = from_epoch(office.created_at) if office.created_at else None
    return {**office.model_dump(), "created_at": made, "address": session.target.shown}


def _worded(finding: Any) -> str:
    return word(_(CHECK_MESSAGES[finding.code]), finding.params)
