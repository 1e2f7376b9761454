"""``gridctl clock show`` and ``provisional``: what a clock says, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.clock.app import app
from gridctl.cli.clock.lines import lines
from gridctl.cli.context import ListCommand, Session, ShowCommand
from gridctl.cli.context.record import show_record
from gridctl.cli.context.sent import sends
from gridctl.cli.render import Column
from gridctl.cli.render.sections import Section
from gridctl.domain.calendar.adoption import STATUS_NAMES
from gridctl.domain.clocks.explaining import MESSAGES
from gridctl.domain.clocks.lamps import LAMP_NAMES
from gridctl.domain.clocks.readings import STANDING_NAMES
from gridctl.domain.clocks.stages import STAGE_NAMES
from gridctl.domain.errors import word
from gridctl.domain.limits import CLOCK_NAMES
from gridctl.foundation.i18n import N_, _, said
from gridctl.presentation.own_words import STATE_LABELS

if TYPE_CHECKING:
    from gridctl.operations.queries.clocks import ClockView

_HEAD = (
    Column("serial_no", N_("Serial number"), width="narrow"),
    Column("state", N_("State"), kind="state", labels=STATE_LABELS, width="narrow"),
    Column("lamp", N_("Lamp"), labels=LAMP_NAMES, width="narrow"),
    Column("standing", N_("Clock"), labels=STANDING_NAMES, width="narrow"),
    Column("deadline_at", N_("Deadline"), kind="deadline", width="narrow"),
    Column("limit.amount", N_("Time allowed"), width="narrow"),
    Column("limit.kind", N_("Counts"), labels=CLOCK_NAMES),
    Column("used_minutes", N_("Minutes used"), kind="int", width="narrow"),
    Column("left_minutes", N_("Minutes left"), kind="int", width="narrow"),
    Column("total_minutes", N_("Minutes allowed"), kind="int", width="narrow"),
    Column("met", N_("Deadline met"), width="narrow"),
    Column("decided_at", N_("Decided"), kind="instant", width="narrow"),
    Column("provisional_years", N_("Years in doubt"), width="narrow"),
    Column("given", N_("Came with its deadline"), width="narrow"),
    Column("cycle", N_("Cycle"), kind="int", width="narrow"),
    Column("cycles", N_("Cycles"), kind="int", width="narrow"),
    Column("at", N_("Counted up to"), kind="instant", width="narrow"),
)
#: The head as a person reads it: what is allowed, used, and left or over.
_SCREEN = (
    *_HEAD[:5],
    Column("allowed", N_("Time allowed")),
    *_HEAD[7:8],
    Column("left", N_("Minutes left"), kind="int"),
    Column("over", N_("Minutes late"), kind="int"),
    *_HEAD[9:13],
    Column("given_words", N_("Where it is from")),
    Column("cycle_words", N_("Cycle")),
    _HEAD[-1],
)
_STRETCH = (
    Column("begin", N_("Began"), kind="instant", width="narrow"),
    Column("end", N_("Ended"), kind="instant", width="narrow"),
    Column("stage", N_("Stage"), labels=STAGE_NAMES, width="narrow"),
    Column("holder", N_("Whose time")),
    Column("minutes", N_("Minutes"), kind="int", width="narrow"),
    Column("counts", N_("Counts against the limit"), width="narrow"),
    Column("why", N_("Why"), labels=MESSAGES, width="wide"),
)
_LINES = (
    Column("begin", N_("Began"), width="narrow"),
    Column("end", N_("Ended"), width="narrow"),
    Column("minutes", N_("Minutes"), kind="int", width="narrow"),
    Column("so_far", N_("Used so far"), kind="int", width="narrow"),
    Column("what", N_("What it is"), width="wide"),
)
_SOURCES = (
    Column("year", N_("Year"), width="narrow"),
    Column("status", N_("Status"), labels=STATUS_NAMES, width="narrow"),
    Column("number", N_("Notice"), width="narrow"),
    Column("subject", N_("Subject"), width="wide"),
)
_ASSISTS = (
    Column("unit", N_("Unit")),
    Column("since", N_("Since"), kind="instant", width="narrow"),
    Column("deadline_at", N_("Deadline"), kind="deadline", width="narrow"),
    Column("used_minutes", N_("Minutes used"), kind="int", width="narrow"),
    Column("left_minutes", N_("Minutes left"), kind="int", width="narrow"),
    Column("late", N_("Overdue"), width="narrow"),
    Column("done", N_("Done"), width="narrow"),
)
_PROVISIONAL = (
    Column("serial_no", N_("Serial number"), width="narrow"),
    Column("title", N_("Title"), width="wide"),
    Column("state", N_("State"), kind="state", labels=STATE_LABELS, width="narrow"),
    Column("lead_unit", N_("Handled by")),
    Column("deadline_at", N_("Deadline"), kind="deadline", width="narrow"),
    Column("years", N_("Years in doubt"), width="narrow"),
)


@app.command(
    "show",
    cls=ShowCommand,
    help=N_("Show what a ticket's clock says: what ran, what stood, whose time it was."),
    epilog="gridctl clock show 3202812026100100001\n"
    "gridctl clock show 3202812026100100001 --explain\n"
    "gridctl clock show 3202812026100100001 --cycle 1 -o json",
)
@sends("clocks.ShowClock")
@sends("clocks.ShowClock")
def show(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=N_("Serial or external number."))],
    explain: Annotated[
        bool, typer.Option("--explain", help=N_("Day by day, with the lines of the calendar."))
    ] = False,
    cycle: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help=N_("An earlier handling of a reopened ticket.")),
    ] = None,
) -> None:
    """Show a clock, with its stretches or with the days they are made of."""
    from gridctl.operations.queries.clocks import ShowClock

    session = Session.of(ctx)
    view = session.send(ShowClock(ticket=number, explain=explain, cycle=cycle))
    if session.style.format not in ("table", "wide"):
        show_record(session, view, _HEAD, ())
        return
    parts = [Section("", _SCREEN), Section(N_("Stretches"), _STRETCH, "segments")]
    if explain:
        parts[1] = Section(N_("How it adds up"), _LINES, "lines")
    parts.append(Section(N_("Assisting units"), _ASSISTS, "assists"))
    parts.append(Section(N_("What the calendar rests on"), _SOURCES, "sources"))
    show_record(session, _page(view), _HEAD, parts)
    if view.provisional_years:
        years = {"years": tuple(map(str, view.provisional_years))}
        session.note(
            word(_("The calendar of {years} is not official yet; the deadline may move."), years)
        )


@app.command(
    "provisional",
    cls=ListCommand,
    help=N_("List tickets whose deadline rests on a year that is not official."),
    epilog="gridctl clock provisional\ngridctl clock provisional -o csv --to doubtful.csv",
)
@sends("clocks.ListProvisional")
def provisional(ctx: typer.Context) -> None:
    """List open tickets whose deadline may move with the next holiday notice."""
    from gridctl.operations.queries.clocks import ListProvisional

    session = Session.of(ctx)
    rows = session.pages(ListProvisional)
    session.show(rows, _PROVISIONAL)


def _page(view: ClockView) -> dict[str, Any]:
    """Return a clock as it is shown on a screen."""
    late = view.left_minutes is not None and view.left_minutes < 0
    limit = view.limit and {"amount": f"{view.limit.amount:f}", "clock": _kind(view.limit.kind)}
    cycles = {"cycle": view.cycle, "cycles": view.cycles}
    return {
        **view.model_dump(),
        "allowed": word(_("{amount} {clock}"), limit) if limit else None,
        "used_minutes": view.used_minutes if limit else None,
        "total_minutes": view.total_minutes if limit else None,
        "left": None if late else view.left_minutes,
        "over": -(view.left_minutes or 0) if late else None,
        "given_words": _("came with the ticket; there is no limit") if view.given else None,
        "cycle_words": word(_("{cycle} of {cycles}"), cycles) if view.cycles > 1 else None,
        "lines": list(lines(view)),
        "sources": [
            {**each.model_dump(), "subject": said(each.subject)} for each in view.sources
        ],
    }  # fmt: skip


def _kind(kind: str) -> str:
    return _(CLOCK_NAMES[kind])
