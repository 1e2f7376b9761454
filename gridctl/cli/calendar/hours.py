"""``gridctl calendar hours`` and ``set-hours``: when the office works, season by season."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.calendar.app import Place, app, calendar_of
from gridctl.cli.calendar.notices import finish_change
from gridctl.cli.clock.previewing import Affected
from gridctl.cli.context import ChangeCommand, Session, ShowCommand
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import given, into
from gridctl.cli.context.sent import sends
from gridctl.cli.context.when import day_option
from gridctl.cli.render import Column
from gridctl.domain.calendar.hours import WEEKDAYS
from gridctl.foundation.i18n import N_

if TYPE_CHECKING:
    from datetime import date

    from gridctl.domain.calendar import WorkingHours

WEEKDAY_NAMES: dict[str, str] = {
    "mon": N_("Monday"),
    "tue": N_("Tuesday"),
    "wed": N_("Wednesday"),
    "thu": N_("Thursday"),
    "fri": N_("Friday"),
    "sat": N_("Saturday"),
    "sun": N_("Sunday"),
}
_HOURS = (
    Column("valid_from", N_("From"), kind="date", width="narrow"),
    Column("season", N_("Season"), width="narrow"),
    Column("weekday", N_("Weekday"), width="narrow", labels=WEEKDAY_NAMES),
    Column("hours", N_("Hours"), width="wide"),
)
_SHIFT = (
    Column("season", N_("Season"), width="narrow"),
    Column("weekday", N_("Weekday"), width="narrow", labels=WEEKDAY_NAMES),
    Column("before", N_("Before")),
    Column("after", N_("Now")),
)


@app.command(
    "hours",
    cls=ShowCommand,
    help=N_("Show the working hours, with their seasons and since when they hold."),
    epilog="gridctl calendar hours\ngridctl calendar hours --place 江阴市",
)
@sends("calendars.ShowCalendar")
def hours(ctx: typer.Context, place: Place = None) -> None:
    """List the working hours, the oldest first."""
    session = Session.of(ctx)
    rows = [
        row
        for since, each in calendar_of(session, place).hours_history()
        for row in _rows(since, each)
    ]
    session.show(rows, _HOURS)


@app.command(
    "set-hours",
    cls=ChangeCommand,
    help=N_("Set working hours from a day on, all year or for a season."),
    epilog="gridctl calendar set-hours 09:00-12:00 13:00-17:30 --from 2027-01-01\n"
    "gridctl calendar set-hours 08:00-12:00 15:00-18:00 --season 06-01..09-30\n"
    "gridctl calendar set-hours 08:00-12:00 --weekday fri --place 江阴市 -n\n"
    "gridctl calendar set-hours 08:30-12:00 13:30-17:30 -n --affected",
)
@sends("calendars.SetHours")
def set_hours(
    ctx: typer.Context,
    slots: Annotated[
        list[str], typer.Argument(metavar="SLOT", help=N_("From when to when, in order."))
    ],
    season: Annotated[
        str | None,
        typer.Option(metavar="MM-DD..MM-DD", help=N_("Only in this part of each year.")),
    ] = None,
    weekdays: Annotated[
        list[str] | None,
        choice(WEEKDAY_NAMES, N_("Only on this day of the week."), "--weekday"),
    ] = None,
    all_year: Annotated[
        bool, typer.Option("--all-year", help=N_("Drop every season there is."))
    ] = False,
    place: Annotated[
        str | None, typer.Option(metavar="PLACE", help=N_("For this county or town alone."))
    ] = None,
    from_day: Annotated[
        str | None,
        into("valid_from", day_option(N_("First day they hold for; today if left out."), "--from")),
    ] = None,
    affected: Affected = False,
) -> None:
    """Show what changes, ask, and adopt the hours."""
    from gridctl.operations.commands.calendars import SetHours

    session = Session.of(ctx)
    session.check_writable()
    facts = given(season=season, weekdays=weekdays, place=place, valid_from=from_day)
    operation = SetHours.model_validate({"slots": " ".join(slots), "all_year": all_year, **facts})
    preview = session.gateway.send(operation, dry_run=True)
    if not affected:
        rows = list(_shifts(preview.hours_before, preview.hours_after))
        meta = preview.model_dump(mode="json", include={"place_name", "valid_from", "adopted"})
        session.show(rows, _SHIFT, meta=meta)
    finish_change(session, operation, preview, listed=affected)


def _rows(since: date | None, held: WorkingHours) -> Iterator[dict[str, Any]]:
    from gridctl.domain.calendar.hours import slots_text

    for season, each in (("", held), *((season.name, season.hours) for season in held.seasons)):
        yield {"valid_from": since, "season": season, "hours": slots_text(each.slots)}
        for day, slots in sorted(each.weekdays.items()):
            yield {
                "valid_from": since,
                "season": season,
                "weekday": WEEKDAYS[day],
                "hours": slots_text(slots),
            }


def _shifts(before: dict[str, str], after: dict[str, str]) -> Iterator[dict[str, Any]]:
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            season, _colon, weekday = name.partition(":")
            yield {
                "season": season,
                "weekday": weekday,
                "before": before.get(name, ""),
                "after": after.get(name, ""),
            }
