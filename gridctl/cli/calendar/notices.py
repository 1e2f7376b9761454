"""``gridctl calendar import-notice``: from the wording of a notice to the office's calendar."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.calendar.app import app
from gridctl.cli.clock.previewing import Affected, show_effect, tell_adopted
from gridctl.cli.context import ChangeCommand, Session
from gridctl.cli.context.declared import given, into, stdin_too
from gridctl.cli.context.record import STDIN
from gridctl.cli.context.sent import sends
from gridctl.cli.context.when import day_option
from gridctl.cli.render import Column
from gridctl.domain.calendar.adoption import KIND_NAMES, STATUS_NAMES
from gridctl.domain.errors import Param, word
from gridctl.foundation.i18n import N_, _, said

if TYPE_CHECKING:
    from gridctl.operations.base import Command
    from gridctl.operations.commands.calendars import CalendarChange

_CHANGES = (
    Column("day", N_("Day"), kind="date", width="narrow"),
    Column("weekday", N_("Weekday"), kind="int", width="narrow"),
    Column("before", N_("Before"), width="narrow", labels=KIND_NAMES),
    Column("after", N_("Now"), width="narrow", labels=KIND_NAMES),
    Column("occasion", N_("Holiday")),
)


@app.command(
    "import-notice",
    cls=ChangeCommand,
    help=N_("Read the wording of a holiday notice, show what it changes, and adopt it."),
    epilog="gridctl calendar import-notice notice-2027.txt -n\n"
    "gridctl calendar import-notice notice-2027.txt -n --affected\n"
    "gridctl calendar import-notice draft.txt --year 2027 --provisional -y\n"
    "gridctl calendar import-notice 火把节.txt --year 2026 --local 盘龙区 -y",
)
@sends("calendars.AdoptNotice")
def import_notice(
    ctx: typer.Context,
    file: Annotated[str, stdin_too("FILE", N_("Text of the notice."))],
    year: Annotated[
        int | None, typer.Option(metavar="YYYY", help=N_("Year it is about, if it does not say."))
    ] = None,
    provisional: Annotated[
        bool, typer.Option("--provisional", help=N_("Expected, not published: mark deadlines."))
    ] = False,
    local: Annotated[
        str | None,
        typer.Option(metavar="PLACE", help=N_("For this county or town alone.")),
    ] = None,
    from_day: Annotated[
        str | None,
        into("valid_from", day_option(N_("First day it holds for; earlier ones stay."), "--from")),
    ] = None,
    affected: Affected = False,
) -> None:
    """Show what a notice changes, ask, and adopt it."""
    from gridctl.operations.commands.calendars import AdoptNotice

    session = Session.of(ctx)
    facts = given(year=year, place=local, valid_from=from_day)
    text = _read(file)
    operation = AdoptNotice.model_validate({"text": text, "provisional": provisional, **facts})
    session.check_writable()
    preview = session.gateway.send(operation, dry_run=True)
    if not affected:
        _show(session, preview)
    finish_change(session, operation, preview, listed=affected)


def _show(session: Session, preview: CalendarChange) -> None:
    """Show the days and the years a notice changes."""
    session.show(list(_change_rows(preview)), _CHANGES, meta=_meta(preview))
    for shift in preview.years:
        told: dict[str, Param] = {
            "year": shift.year,
            "before": _(STATUS_NAMES[shift.before]),
            "after": _(STATUS_NAMES[shift.after]),
            "notice": shift.notice or "-",
        }
        session.note(word(_("{year}: {before} before, {after} now, notice {notice}"), told))


def finish_change(
    session: Session,
    operation: Command[CalendarChange],
    preview: CalendarChange,
    *,
    listed: bool = False,
) -> None:
    """Say what a change does to open tickets, ask, and carry it out unless it changes nothing."""
    if not preview.adopted:
        session.note(_("Nothing changes: the calendar says so already."))
        return
    rules = [rule.model_dump() for rule in preview.rules]
    place = getattr(operation, "place", None)
    show_effect(session, rules, place, preview.valid_from, listed=listed)
    session.confirm(_("Adopt this into the office's calendar?"), of=type(operation))
    session.send(operation)
    tell_adopted(session)


def _read(file: str) -> str:
    """Return the text of a notice in whatever encoding it was saved.

    Raises:
        FileMissing, FileIsFolder, FileUnreadable: the file cannot be read.
        EncodingUnclear, NotATable: it is no text.
    """
    if file == STDIN:
        return sys.stdin.read()
    from gridctl.imports.delimited import detect_encoding
    from gridctl.imports.source import file_digest

    path = Path(file)
    file_digest(path)
    return path.read_text(detect_encoding(path))


def _change_rows(change: CalendarChange) -> Any:
    for shift in change.days:
        yield {
            "day": shift.day,
            "weekday": shift.day.isoweekday(),
            "before": shift.before,
            "after": shift.after,
            "occasion": said(shift.occasion) if shift.occasion else "",
        }


def _meta(change: CalendarChange) -> dict[str, Any]:
    return change.model_dump(mode="json", include={"place_name", "valid_from", "years", "adopted"})
