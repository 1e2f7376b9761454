"""``gridctl calendar due``: when a time limit runs out, for one start or a file of many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.calendar.app import Place, app, calendar_of
from gridctl.cli.context import ExitCode, Session, ShowCommand
from gridctl.cli.context.record import show_record
from gridctl.cli.context.sent import sends
from gridctl.cli.context.ways import one_of
from gridctl.cli.context.when import read_instant
from gridctl.cli.render import Column, Listing
from gridctl.cli.render.sections import Section
from gridctl.domain.calendar.adoption import KIND_NAMES
from gridctl.domain.errors import GridctlError, Usage, word
from gridctl.domain.limits import CLOCK_NAMES
from gridctl.domain.problems import MESSAGES, Problem
from gridctl.foundation.clock import OFFICE_ZONE
from gridctl.foundation.i18n import N_, _, said

if TYPE_CHECKING:
    from gridctl.domain.calendar import Calendar
    from gridctl.domain.limits import Limit
    from gridctl.imports import Plan, Row

_DUE = (
    Column("start", N_("Start"), kind="instant", width="narrow"),
    Column("limit", N_("Time limit")),
    Column("clock", N_("Counts"), labels=CLOCK_NAMES, wide_only=True),
    Column("deadline", N_("Deadline"), kind="deadline", width="narrow"),
    Column("unofficial", N_("Years in doubt"), width="narrow"),
)
_RECORD = (*_DUE[:2], Column("clock", N_("Counts"), labels=CLOCK_NAMES), *_DUE[3:])
_ROWS = (
    Column("row", N_("Row"), kind="int", width="narrow"),
    Column("label", N_("Number")),
    *_DUE,
    Column("problem", N_("Problem"), width="wide"),
)
_DAYS = (
    Column("day", N_("Day"), kind="date", width="narrow"),
    Column("kind", N_("Kind"), width="narrow", labels=KIND_NAMES),
    Column("occasion", N_("Holiday"), width="narrow"),
    Column("number", N_("No."), kind="int", width="narrow"),
    Column("counted", N_("Counted"), width="wide"),
    Column("minutes", N_("Minutes"), kind="int", width="narrow"),
)


class DueUnsaid(Usage):
    """Neither a start with a limit nor a file was given, or both were."""

    message = N_("Either a start with a time limit is needed, or a file of many.")
    hint = N_(
        "<gridctl calendar due '2026-02-13 16:00' '2工作日', or --file FILE|Give an instant"
        " such as 2026-02-13 16:00 and a limit such as 2工作日, or a file>."
    )


@app.command(
    "due",
    cls=ShowCommand,
    help=N_("Tell when a time limit runs out, and if asked what was counted."),
    epilog="gridctl calendar due '2026-02-13 16:00' '2工作日'\n"
    "gridctl calendar due '2026-09-30 10:00' '次日起5个工作日' --explain\n"
    "gridctl calendar due --file limits.xlsx -o csv --to deadlines.csv",
)
@one_of(("start", "limit"), "file", error=DueUnsaid)
@sends("calendars.ShowCalendar")
def due(
    ctx: typer.Context,
    start: Annotated[
        str | None, typer.Argument(metavar="START", help=N_("When it begins: a day and a time."))
    ] = None,
    limit: Annotated[
        str | None, typer.Argument(metavar="LIMIT", help=N_("The time limit, such as 2工作日."))
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help=N_("Show what counted, day by day."))
    ] = False,
    file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=N_("A table with a start and a time limit in each row.")),
    ] = None,
    sheet: Annotated[str | None, typer.Option(metavar="NAME", help=N_("Its sheet."))] = None,
    header_row: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help=N_("The row of its column names, counted from 1.")),
    ] = None,
    place: Place = None,
) -> ExitCode:
    """Count one deadline, or those of a file."""
    session = Session.of(ctx)
    if file is not None:
        return _many(session, file, sheet, header_row, place)
    begun = datetime.fromisoformat(read_instant(start or "", "START"))
    _one(session, begun, limit or "", place, explain=explain)
    return ExitCode.OK


def _one(session: Session, start: datetime, text: str, place: str | None, *, explain: bool) -> None:
    from gridctl.domain.limits import parse_limit

    limit, calendar = parse_limit(text), calendar_of(session, place)
    view = {"start": start, **_counted(start, text, limit, calendar)}
    if explain:
        view["days"] = list(_explained(start, view["deadline"], limit, calendar))
    section = Section(N_("What counted"), _DAYS, "days")
    show_record(session, view, _DUE, (Section("", _RECORD), section))
    if view["unofficial"]:
        session.note(_rests_on(view["unofficial"]))


def _counted(start: datetime, text: str, limit: Limit, calendar: Calendar) -> dict[str, Any]:
    from gridctl.domain.limits import deadline, is_working

    ends = deadline(start, limit, calendar)
    return {
        "limit": text.strip(),
        "clock": limit.kind,
        "deadline": ends,
        "unofficial": list(calendar.crossed(start, ends)) if is_working(limit) else [],
    }


def _explained(
    start: datetime, ends: datetime, limit: Limit, calendar: Calendar
) -> Iterator[dict[str, Any]]:
    from gridctl.domain.calendar.hours import slot_text
    from gridctl.domain.calendar.spans import wall_span, working_span
    from gridctl.domain.limits import is_working

    first, last = start.replace(tzinfo=None), ends.replace(tzinfo=None)
    whole = limit.kind == "work_day_calendar"
    span = working_span(first, last, calendar) if is_working(limit) else wall_span(first, last)
    for each in span:
        slots = " ".join(slot_text(begin, end) for begin, end in each.slots)
        yield {
            "day": each.day,
            "kind": each.kind,
            "occasion": said(each.occasion) if each.occasion else "",
            "number": each.number or None if whole else None,
            "counted": "" if whole else slots,
            "minutes": None if whole else each.seconds // 60,
        }


def _rests_on(years: list[int]) -> str:
    told = {"years": tuple(map(str, years))}
    return word(_("The calendar of {years} is not official yet; the deadline may move."), told)


def _many(
    session: Session, file: Path, sheet: str | None, header_row: int | None, place: str | None
) -> ExitCode:
    """Count the deadlines of a file; a row that cannot be counted says why."""
    from gridctl.imports import inspect
    from gridctl.imports.kinds import load_table

    plan = inspect(file, load_table("due"), sheet=sheet, header_row=header_row)
    failed: list[int] = []
    rows = _file_rows(plan, calendar_of(session, place), failed)
    session.show(Listing(rows), _ROWS)
    if not failed:
        return ExitCode.OK
    session.note(word(_("{count} rows could not be counted."), {"count": len(failed)}))
    return ExitCode.PARTIAL


def _file_rows(plan: Plan, calendar: Calendar, failed: list[int]) -> Iterator[dict[str, Any]]:
    from gridctl.imports import rows

    for row in rows(plan):
        if row.skipped is not None:
            continue
        line: dict[str, Any] = dict.fromkeys(column.key for column in _ROWS)
        line |= {"row": row.number, "label": row.values.get("label"), **row.raw}
        try:
            line |= _file_row(row, plan, calendar)
        except GridctlError as error:
            line["problem"] = word(_(error.message), error.params)
        if line["problem"]:
            failed.append(row.number)
        yield line


def _file_row(row: Row, plan: Plan, calendar: Calendar) -> dict[str, Any]:
    from gridctl.domain.limits import parse_limit

    if row.problems:
        told = (
            (problem, {**dict(problem.params), "value": problem.value}) for problem in row.problems
        )
        labels = {name: said(field.labels) for name, field in plan.kind.fields.items()}
        texts = [
            f"{labels.get(each.field, each.field)}: {word(_(MESSAGES[each.code]), places)}"
            for each, places in told
        ]
        return {"problem": _("; ").join(texts)}
    start = datetime.fromisoformat(str(row.values["start"])).replace(tzinfo=OFFICE_ZONE)
    text = str(row.values["limit"])
    return {"start": start, **_counted(start, text, parse_limit(text), calendar)}


def _told(problem: Problem) -> str:
    places = {**dict(problem.params), "value": problem.value}
    return f"{problem.field}: {word(_(MESSAGES[problem.code]), places)}"
