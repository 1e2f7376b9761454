"""``gridctl audit``: the journal, its chain, and the story of a ticket."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from gridctl.cli.checking import note_unlisted
from gridctl.cli.context import (
    DocumentCommand,
    ExitCode,
    ListCommand,
    Session,
    ShowCommand,
    noun,
)
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import Since, Until, given, into, stdin_too
from gridctl.cli.context.documents import send_document
from gridctl.cli.context.record import show_several
from gridctl.cli.context.sent import sends
from gridctl.cli.render import Column
from gridctl.cli.render.sections import Section
from gridctl.domain.audits import FIELD_NAMES, OF_THE_STEP, STORY_NAMES
from gridctl.domain.clocks.stages import STAGE_NAMES
from gridctl.domain.errors import word
from gridctl.domain.loop import TIMER_NAMES
from gridctl.domain.office import CHECK_MESSAGES
from gridctl.domain.signals import SUPERVISION_NAMES, URGENCY_NAMES
from gridctl.domain.units import LEVEL_NAMES
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.at_hand import OfficeLabels
from gridctl.presentation.conflicts import FIELD_CODES
from gridctl.presentation.operation_words import OPERATION_NAMES
from gridctl.presentation.own_words import GROUND_LABELS, STATE_LABELS
from gridctl.presentation.tickets import OUTCOME_NAMES

app = noun()

FORMATS = {"xlsx": N_("workbook"), "jsonl": N_("lines of JSON that can be proved without us")}
#: What is told by a step itself, and how the log writes yes and no.
_STEPS = STORY_NAMES.keys() - {"edit", "undo", "import", "change", "contact_seen"}
_TRUTHS = {"True": N_("yes"), "False": N_("no")}
#: Facts of a step that are codes.
_FACTS: Mapping[str, Mapping[str, str]] = {
    "colour": SUPERVISION_NAMES, "urgency": URGENCY_NAMES, "level": LEVEL_NAMES,
    "ground": GROUND_LABELS,
}  # fmt: skip
_FINDINGS = (
    Column("seq", N_("Entry"), kind="int", width="narrow"),
    Column("code", N_("Finding"), width="narrow", wide_only=True),
    Column("text", N_("What was found"), width="wide"),
)
_ENTRIES = (
    Column("entry", N_("Entry"), kind="int", width="narrow"),
    Column("at", N_("When"), kind="instant", width="narrow"),
    Column("operation", N_("Command"), labels=OPERATION_NAMES, width="wide"),
    Column("actor", N_("Who")),
    Column("behalf", N_("On behalf of"), wide_only=True),
    Column("subject", N_("Whose contact"), width="narrow"),
    Column("rows", N_("Rows"), kind="int", width="narrow"),
    Column("reason", N_("Reason"), wide_only=True),
    Column("changes_digest", N_("Digest of the changes"), wide_only=True),
    Column("hash", N_("Hash"), wide_only=True),
)
_COLUMNS = (
    Column("serial_no", N_("Serial number"), width="narrow"),
    Column("title", N_("Title"), width="wide"),
    Column("state", N_("State"), kind="state", labels=STATE_LABELS, width="narrow"),
)
_LINES = (
    Column("at", N_("When"), kind="instant", width="narrow"),
    Column("verb", N_("What"), labels=OfficeLabels("verbs", STORY_NAMES), width="narrow"),
    Column("to_state", N_("State"), labels=STATE_LABELS, width="narrow"),
    Column("actor", N_("Who"), labels=TIMER_NAMES),
    Column("unit", N_("Unit")),
    Column("receiver", N_("Given to"), parts=(Column("to_unit", ""), Column("receivers", ""))),
    Column("told", N_("What it changed"), width="wide"),
    Column("entry", N_("Entry"), kind="int", width="narrow"),
)
_SECTIONS = (Section("", _COLUMNS), Section(N_("What happened"), _LINES, "lines"))


def _text(text: str, metavar: str) -> Any:
    return typer.Option(metavar=metavar, help=text)


@app.command(
    "verify",
    cls=ShowCommand,
    help=N_("Prove that no entry of the journal was changed, removed or put in later."),
    epilog="gridctl audit verify\ngridctl audit verify --file 日志.jsonl",
)
@sends("audits.VerifyChain")
def verify(
    ctx: typer.Context,
    file: Annotated[
        Path | None, _text(N_("An exported journal; no office is needed for it."), "FILE")
    ] = None,
) -> ExitCode:
    """Show the links that do not hold; exit code 8 where any is broken."""
    from gridctl.operations.queries.audits import VerifyChain

    session = Session.of(ctx)
    if file is not None:
        return _verify_file(session, file)
    found = session.send(VerifyChain())
    meta = found.model_dump(include={"entries", "unsealed", "head", "head_hash"})
    code = _tell(session, [(each.code, each.params) for each in found.items], meta)
    note_unlisted(session, len(found.items), found.total)
    if found.unsealed:
        told = _("{unsealed} imports are older than digests of rows; only their links are proved.")
        session.note(word(told, meta))
    return code


def _verify_file(session: Session, file: Path) -> ExitCode:
    from gridctl.cli.context.files import lines_of
    from gridctl.domain.journal_file import check

    found = check(lines_of(file), str(file))
    number, digest = found.last
    meta = {"entries": found.entries, "head": number, "head_hash": digest}
    return _tell(session, found.broken, meta)


def _tell(session: Session, broken: Any, meta: dict[str, Any]) -> ExitCode:
    """Show what is broken, or what holds."""
    rows = [
        {
            "seq": params.get("seq", params.get("first")),
            "code": code,
            "text": word(_(CHECK_MESSAGES[code]), params),
        }
        for code, params in broken
    ]
    if rows or session.style.format not in ("table", "wide"):
        session.show(rows, _FINDINGS, meta=meta)
    if rows:
        return ExitCode.PROBLEMS
    session.note(word(_("The chain holds: {entries} entries."), meta))
    session.note(word(_("Entry {head} has the hash {head_hash}; keep it elsewhere."), meta))
    return ExitCode.OK


@app.command(
    "list",
    cls=ListCommand,
    help=N_("List the entries of the journal, oldest first: every command that changed anything."),
    epilog="gridctl audit list --since 2026-11-01\n"
    "gridctl audit list --actor 王芳 --command import -o csv --to 日志.csv",
)
@sends("audits.ListJournal")
def list_entries(
    ctx: typer.Context,
    actor: Annotated[
        str | None, typer.Option(metavar="WHO", help=N_("Only what this one did."))
    ] = None,
    command: Annotated[
        str | None, into("operation", _text(N_("Only commands whose name contains this."), "TEXT"))
    ] = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """List entries, as many as --limit allows."""
    from gridctl.operations.queries.audits import ListJournal

    session = Session.of(ctx)
    wanted = given(actor=actor, operation=command, since=since, until=until)
    rows = session.pages(ListJournal, wanted)
    session.show(rows, _ENTRIES)


@app.command(
    "show",
    cls=ShowCommand,
    help=N_("Tell the story of a ticket: who did what, and what it changed."),
    epilog="gridctl audit show 3202812026100100001\n"
    "gridctl ticket list --verdict overdue --fields serial_no | gridctl audit show - -o jsonl",
)
@sends("audits.ShowTrace")
def show(
    ctx: typer.Context,
    numbers: Annotated[
        list[str],
        stdin_too("NUMBER", N_("Serial or external numbers.")),
    ],
) -> ExitCode:
    """Show the story of one or several tickets."""
    from gridctl.operations.queries.audits import ShowTrace

    session = Session.of(ctx)

    def story(number: str) -> dict[str, Any]:
        found = session.send(ShowTrace(ticket=number)).model_dump()
        return {**found, "lines": [line | {"told": _told(line)} for line in found["lines"]]}

    return show_several(session, numbers, story, _COLUMNS, _SECTIONS)


@app.command(
    "export",
    cls=DocumentCommand,
    help=N_("Write the journal and the tickets' logs to a file for an inspection."),
    epilog="gridctl audit export --to 日志.xlsx --since 2026-10\n"
    "gridctl audit export --to 日志.jsonl\ngridctl audit verify --file 日志.jsonl",
)
@sends("audits.RenderJournal")
def export(
    ctx: typer.Context,
    since: Since = None,
    until: Until = None,
    format: Annotated[  # noqa: A002 - the option's name
        str | None, choice(FORMATS, N_("Format; the ending of FILE tells it."), metavar="FORMAT")
    ] = None,
) -> None:
    """Write the journal."""
    from gridctl.operations.queries.audits import RenderJournal

    stated = given(since=since, until=until)
    send_document(Session.of(ctx), RenderJournal, stated, format, FORMATS)


def _told(line: dict[str, Any]) -> str:
    """Return what a line says beside who and when: the opinion, the file, what it changed."""
    said = [
        _(OUTCOME_NAMES.get(line["outcome"], line["outcome"])) if line["outcome"] else "",
        *(_(labels.get(line[name], line[name])) for name, labels in _FACTS.items() if line[name]),
        line["limit_text"],
        f"{line['until']:%Y-%m-%d}" if line["until"] else "",
        _overrun(line), line["opinion"], line["reason"],
    ]  # fmt: skip
    if line["file_name"]:
        said.append(word(_("from {file}"), {"file": line["file_name"]}))
    if line["operator"] != line["actor"]:
        said.append(word(_("entered by {name}"), {"name": line["operator"]}))
    own = OF_THE_STEP if line["verb"] in _STEPS else frozenset()
    said += [_change(each) for each in line["changes"] if each["field"] not in own]
    if line["undone_by"]:
        said.append(word(_("undone by entry {number}"), {"number": line["undone_by"]}))
    return _("; ").join(part for part in said if part)


def _overrun(line: dict[str, Any]) -> str:
    if not line["stage"]:
        return ""
    told = {"stage": _(STAGE_NAMES[line["stage"]]), "days": line["overrun_days"]}
    return word(_("{stage}: {days} working days over"), told)


def _change(change: dict[str, Any]) -> str:
    name = _(FIELD_NAMES.get(change["field"], change["field"]))
    return f"{name}: {_value(change, 'before')} → {_value(change, 'after')}"


def _value(change: dict[str, Any], when: str) -> str:
    value = change[when]
    labels = FIELD_CODES.get(("ticket", change["field"]), _TRUTHS)
    return _(labels[value]) if value in labels else value or "—"
