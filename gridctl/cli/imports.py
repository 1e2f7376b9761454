"""``gridctl import``: bring workbooks and CSV files in, look at what became of them, take back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.context import (
    ChangeCommand,
    ExitCode,
    ListCommand,
    LocalShowCommand,
    Session,
    ShowCommand,
    noun,
)
from gridctl.cli.context.sent import sends
from gridctl.cli.render import Listing
from gridctl.domain.errors import Usage, word
from gridctl.domain.imports import StatementUnclear
from gridctl.foundation.i18n import N_, _, said
from gridctl.presentation.imports import (
    BATCH_COLUMNS,
    DIFFERENCE_WORDS,
    PLAN_COLUMNS,
    ROW_COLUMNS,
    difference_words,
    findings_words,
    notice_words,
    plan_words,
    reasoned,
    unread_words,
)

if TYPE_CHECKING:
    from gridctl.gateway.sending import Wish
    from gridctl.imports import Plan
    from gridctl.operations.queries.imports import BatchView

app = noun()

_MORE_OF_THESE = N_("… and {more} more of these; all: <import show {batch} -o json>")
#: Differences of a dry run that are told.
_MOST_TOLD = 200
#: Of these on stderr, where all the others stand in the envelope.
_SHOWN_DIFFERENCES = 10

File = Annotated[Path, typer.Argument(help=N_("The workbook or CSV file."), show_default=False)]
Kind = Annotated[
    str,
    typer.Option(
        help=N_(
            "What its rows are: division, grid, staff, unit, category, ticket, check, revisit,"
            " task, missed, merit, duty, mark or duty_item."
        ),
        show_default=False,
    ),
]
Sheet = Annotated[str | None, typer.Option(help=N_("The sheet, where it is not the best fitting."))]
HeaderRow = Annotated[int | None, typer.Option(help=N_("The row of the header, counted from 1."))]
Encoding = Annotated[str | None, typer.Option(help=N_("The encoding of a text file."))]
Year = Annotated[int | None, typer.Option(help=N_("The year of dates written without one."))]
ColumnOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="C=FIELD",
        help=N_("A column by its letter and the field it is; C= leaves it out."),
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="FIELD=TEXT", help=N_("What every row says that no column of it does.")
    ),
]
Batch = Annotated[str, typer.Argument(help=N_("The import, such as B12."), show_default=False)]


class ColumnUnclear(Usage):
    """A column was named without its field."""

    message = N_("{text} does not name a column and its field.")
    hint = N_("Write it as C=title, or C= to leave the column out.")


@app.command(
    "run",
    cls=ChangeCommand,
    help=N_("Import a file: the whole of it, or nothing."),
    epilog="gridctl import run 网格事件.xlsx --kind ticket -n\n"
    "gridctl import run 网格事件.xlsx --kind ticket\n"
    "gridctl import run 区划2023.csv --kind division --as-of 2023-12-31\n"
    "gridctl import run 抽查.xlsx --kind check -o json\n"
    "gridctl import run 事件.xlsx --kind ticket --column C=title --column F=\n"
    "gridctl import run 考评得分.xlsx --kind mark --set period=2026-10 --set evidence=评分表"
    " --set approver=王主任",
)
@sends("imports.OpenBatch", "imports.ApplyBatch")
def run(
    ctx: typer.Context,
    file: File,
    kind: Kind,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help=N_("First day of what a list of places or staff says; ever where left out."),
        ),
    ] = None,
    partial: Annotated[
        bool,
        typer.Option(
            "--partial", help=N_("A dated division list does not name every place of its county.")
        ),
    ] = False,
    system: Annotated[
        str, typer.Option(help=N_("The system whose external numbers the file carries."))
    ] = "",
    accept_rest: Annotated[
        bool, typer.Option("--accept-rest", help=N_("Import the good rows and leave the others."))
    ] = False,
    sheet: Sheet = None,
    header_row: HeaderRow = None,
    encoding: Encoding = None,
    year: Year = None,
    column: ColumnOption = None,
    said: SetOption = None,
) -> ExitCode | None:
    """Read, send and show what became of a file."""
    from gridctl.domain.batches import BatchRejected
    from gridctl.gateway.sending import Wish

    session = Session.of(ctx)
    plan = _plan(
        file, kind, column, said, sheet=sheet, header_row=header_row, encoding=encoding, year=year
    )
    _tell_plan(session, plan)
    options = session.options
    wish = Wish(
        as_of=as_of.date() if as_of else None,
        complete=as_of is not None and not partial,
        system=system,
        accept_rest=accept_rest,
        dry_run=options.dry_run,
        differences=min(session.limit or _MOST_TOLD, _MOST_TOLD) if options.dry_run else 0,
    )
    session.check_writable()
    batch = _send(session, plan, wish)
    rejected = _show_batch(session, batch)
    if not rejected:
        return None
    if batch.state == "applied" or accept_rest:
        return ExitCode.PARTIAL
    raise BatchRejected(rejected=batch.counts.rejected)


@app.command(
    "plan",
    cls=LocalShowCommand,
    help=N_("Show how a file would be read: sheet, header, columns. Nothing is sent."),
    epilog="gridctl import plan 网格员信息登记表.xls --kind staff",
)
@sends("imports.OpenBatch")
def plan_file(
    ctx: typer.Context,
    file: File,
    kind: Kind,
    sheet: Sheet = None,
    header_row: HeaderRow = None,
    encoding: Encoding = None,
    year: Year = None,
    column: ColumnOption = None,
    said: SetOption = None,
) -> None:
    """Show the plan of a file."""
    session = Session.of(ctx)
    plan = _plan(
        file, kind, column, said, sheet=sheet, header_row=header_row, encoding=encoding, year=year
    )
    _tell_plan(session, plan)
    columns = [
        {"column": each.letter, "header": each.header, "fields": list(each.fields)}
        for each in sorted((*plan.columns, *plan.unread), key=lambda column: column.index)
    ]
    session.show(
        Listing(columns, total=len(columns)),
        PLAN_COLUMNS,
        meta={
            "file": plan.path.name, "kind": plan.kind.name, "format": plan.format,
            "encoding": plan.encoding, "sheet": plan.sheet, "digest": plan.file_digest,
            "header_rows": list(plan.header_rows), "first_row": plan.first_row,
            "dropped": list(plan.dropped),
        },
    )  # fmt: skip


@app.command(
    "list",
    cls=ListCommand,
    help=N_("List imports, newest first."),
    epilog="gridctl import list\ngridctl import list --kind ticket",
)
@sends("imports.ListBatches")
def list_batches(
    ctx: typer.Context, kind: Annotated[str | None, typer.Option(help=N_("Only this kind."))] = None
) -> None:
    """List imports."""
    from gridctl.operations.queries.imports import ListBatches

    session = Session.of(ctx)
    session.show(
        session.pages(ListBatches, {"kind": kind}),
        BATCH_COLUMNS,
    )


@app.command(
    "show",
    cls=ShowCommand,
    help=N_("Show one import and what should be known about it."),
    epilog="gridctl import show B12\ngridctl import show B12 -o json",
)
@sends("imports.ShowBatch")
def show(ctx: typer.Context, batch: Batch) -> None:
    """Show one import."""
    from gridctl.operations.queries.imports import ShowBatch

    session = Session.of(ctx)
    _show_batch(session, session.send(ShowBatch(batch=batch)))


@app.command(
    "errors",
    cls=ListCommand,
    help=N_("List the rows an import kept out or skipped, each with its reason."),
    epilog="gridctl import errors B12\ngridctl import errors B12 --all --to 退回.csv",
)
@sends("imports.ListRejected")
def errors(ctx: typer.Context, batch: Batch) -> None:
    """List rejected and skipped rows."""
    from gridctl.operations.queries.imports import ListRejected

    session = Session.of(ctx)
    listing = session.pages(ListRejected, {"batch": batch})
    session.show(listing.mapped(reasoned), ROW_COLUMNS)


@app.command(
    "undo",
    cls=ChangeCommand,
    help=N_("Withdraw what an import brought; records changed since are kept and named."),
    epilog="gridctl import undo B12 -n\ngridctl import undo B12",
)
@sends("imports.UndoBatch")
def undo(ctx: typer.Context, batch: Batch) -> None:
    """Undo an import."""
    from gridctl.operations.commands.imports import UndoBatch

    session = Session.of(ctx)
    question = _("Withdraw everything import {batch} brought?").format(batch=batch)
    _show_batch(session, session.send_agreed(UndoBatch(batch=batch), question))


def _show_batch(session: Session, batch: BatchView) -> int:
    """Show an import with its findings and rejected rows; return how many were rejected."""
    from gridctl.operations.queries.imports import ListRejected

    limit = session.limit or 200
    # One rejected row among thousands of notices is what has to be seen.
    page = session.send(ListRejected(batch=batch.batch, severity="error", limit=limit))
    found, more = list(page.items), page.next is not None
    if room := limit - len(found):
        rest = session.send(ListRejected(batch=batch.batch, severity="notice", limit=room))
        found, more = found + list(rest.items), rest.next is not None
    rows = [reasoned(row) for row in found]
    meta: dict[str, Any] = {"rejected": rows, "more": more}
    session.show(batch, BATCH_COLUMNS, meta=meta)
    _tell_differences(session, batch)
    for told in findings_words(batch, _MORE_OF_THESE):
        session.note(told)
    for row in rows:
        if row["severity"] == "error":
            place = _("{sheet} row {row} {column}").format_map(_placed(row, batch.kind)).strip()
            session.note(f"{place}: {row['reason']}")
    if more:
        session.note(word(_("More: <import errors {batch}>"), {"batch": batch.batch}))
    return batch.counts.rejected


def _placed(row: dict[str, Any], kind: str) -> dict[str, Any]:
    """Return a row that names its field where the file has no column for it."""
    from gridctl.imports import load_kind

    field = load_kind(kind).fields.get(row["field"])
    return row if row["column"] or field is None else row | {"column": said(field.labels)}


def _tell_differences(session: Session, batch: BatchView) -> None:
    """Say of some records what would become of them, those that change first."""
    for each in batch.differences[:_SHOWN_DIFFERENCES]:
        session.note(f"{_(DIFFERENCE_WORDS[each.outcome])}  {each.name}  {difference_words(each)}")
    if (more := len(batch.differences) - _SHOWN_DIFFERENCES) > 0:
        session.note(word(_("and {count} more; -o json tells all"), {"count": more}))


def _send(session: Session, plan: Plan, wish: Wish) -> BatchView:
    """Send a file and show how far it has come."""
    from gridctl.gateway.sending import Sent, send_file

    options, before = session.options, 0
    with session.progress(_("Importing {file}").format(file=plan.path.name)) as advance:

        def watch(sent: Sent) -> None:
            nonlocal before
            advance(sent.rows - before)
            before = sent.rows

        return send_file(
            session.gateway, plan, wish, key=options.key, reason=options.reason or "", watch=watch
        )


def _plan(
    file: Path, kind: str, columns: list[str] | None, said: list[str] | None, **options: Any
) -> Plan:
    """Return how a file is to be read."""
    from gridctl.imports import inspect, load_kind

    chosen, stated = _pairs(columns, ColumnUnclear), _pairs(said, StatementUnclear)
    return inspect(file, load_kind(kind), columns=chosen, stated=stated, **options)


def _pairs(given: list[str] | None, unclear: type[Usage]) -> dict[str, str]:
    """Return what stands on both sides of the equals signs, such as of ``C=title``.

    Raises:
        Usage: ``unclear``, where one has no equals sign or nothing before it.
    """
    pairs = {}
    for each in given or []:
        name, sign, text = each.partition("=")
        if not sign or not name.strip():
            raise unclear(text=each)
        pairs[name.strip()] = text.strip()
    return pairs


def _tell_plan(session: Session, plan: Plan) -> None:
    """Say how the file was understood, and what was left out."""
    session.note(plan_words(plan))
    if left := unread_words(plan):
        session.note(left)
    for told in notice_words(plan):
        session.note(told)
