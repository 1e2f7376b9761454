"""``gridctl calendar show`` and ``list``: months as people know them, years with their sources."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.calendar.app import Place, app, calendar_of, laid_over, rules_of
from gridctl.cli.context import Session, ShowCommand
from gridctl.cli.context.sent import sends
from gridctl.cli.context.when import read_period, today
from gridctl.cli.render import Column, write_text
from gridctl.domain.calendar.adoption import KIND_NAMES, STATUS_NAMES, day_kind
from gridctl.domain.periods import Period
from gridctl.foundation.i18n import N_, said

if TYPE_CHECKING:
    from gridctl.cli.render.months import Holiday, Month
    from gridctl.domain.calendar import Calendar
    from gridctl.operations.queries.calendars import CalendarRules

#: The first year with a published table.
FIRST_YEAR = 2007

_ORIGINS = {
    "shipped": N_("shipped"),
    "office": N_("office"),
    "place": N_("place"),
}
_DAYS = (
    Column("day", N_("Day"), kind="date", width="narrow"),
    Column("weekday", N_("Weekday"), kind="int", width="narrow"),
    Column("kind", N_("Kind"), width="narrow", labels=KIND_NAMES),
    Column("occasion", N_("Holiday")),
    Column("hours", N_("Hours")),
)
_YEARS = (
    Column("year", N_("Year"), width="narrow"),
    Column("status", N_("Status"), width="narrow", labels=STATUS_NAMES),
    Column("origin", N_("Origin"), width="narrow", labels=_ORIGINS),
    Column("working_days", N_("Working days"), kind="int", width="narrow"),
    Column("off", N_("Days off"), kind="int", width="narrow"),
    Column("makeup", N_("Make-up days"), kind="int", width="narrow"),
    Column("notices", N_("Notice"), width="wide"),
)


@app.command(
    "show",
    cls=ShowCommand,
    help=N_("Draw a month or a year: holidays, make-up days, working days, and the source."),
    epilog="gridctl calendar show 2026-10\n"
    "gridctl calendar show 2026\n"
    "gridctl calendar show 2026-02 -o json --query \"items[?kind=='makeup'].day\"",
)
@sends("calendars.ShowCalendar")
def show(
    ctx: typer.Context,
    period: Annotated[
        str | None,
        typer.Argument(
            metavar="PERIOD", help=N_("Month, quarter, half or year; this month if left out.")
        ),
    ] = None,
    place: Place = None,
) -> None:
    """Draw months on a screen, and give the days everywhere else."""
    session = Session.of(ctx)
    wanted = read_period(period or f"{today():%Y-%m}", "PERIOD")
    calendar = calendar_of(session, place)
    style = session.style
    if style.format not in ("table", "wide") or style.fields or style.query:
        session.show(_day_rows(calendar, wanted), _DAYS)
        return
    from gridctl.cli.render.months import months

    drawn, holidays = _months(calendar, wanted), _holidays(calendar, wanted)
    write_text(months(drawn, holidays, _sources(calendar, wanted), style), style.to)


@app.command(
    "list",
    cls=ShowCommand,
    help=N_("List the years of the calendar: how well each is known, and from which notice."),
    epilog="gridctl calendar list\ngridctl calendar list -o json",
)
@sends("calendars.ShowCalendar")
def list_years(ctx: typer.Context, place: Place = None) -> None:
    """List the years from the first published table to next year."""
    session = Session.of(ctx)
    rules = rules_of(session, place)
    session.show(list(_year_rows(laid_over(session, rules), rules)), _YEARS)


def _day_rows(calendar: Calendar, period: Period) -> list[dict[str, Any]]:
    return [_day_row(calendar, day) for day in _days(period)]


def _day_row(calendar: Calendar, day: date) -> dict[str, Any]:
    from gridctl.domain.calendar.hours import slots_text

    works = calendar.is_workday(day)
    return {
        "day": day,
        "weekday": day.isoweekday(),
        "kind": day_kind(calendar, day),
        "occasion": said(occasion) if (occasion := calendar.occasion(day)) else "",
        "hours": slots_text(calendar.hours_on(day).on(day)) if works else "",
    }


def _days(period: Period) -> list[date]:
    length = (period.last - period.first).days + 1
    return [period.first + timedelta(days=n) for n in range(length)]


def _months(calendar: Calendar, period: Period) -> list[Month]:
    from gridctl.cli.render.months import Month

    months: dict[tuple[int, int], dict[date, str]] = {}
    for day in _days(period):
        months.setdefault((day.year, day.month), {})[day] = day_kind(calendar, day)
    return [
        Month(
            name=f"{year:04}-{month:02}",
            days=days,
            working_days=calendar.working_days_in_month(year, month),
            status=STATUS_NAMES[calendar.status(year)],
        )
        for (year, month), days in months.items()
    ]


def _holidays(calendar: Calendar, period: Period) -> list[Holiday]:
    """Return the holidays of the period with all their days, also those just outside it."""
    from gridctl.cli.render.months import Holiday

    table, found = calendar.table(period.first.year), []
    names = [*table.off.values(), *table.working.values()]
    for name in (each for n, each in enumerate(names) if each not in names[:n]):
        off = sorted(day for day, each in table.off.items() if each == name)
        makeup = sorted(day for day, each in table.working.items() if each == name)
        if any(period.first <= day <= period.last for day in (*off, *makeup)):
            found.append(Holiday(said(name), off, makeup))
    return sorted(found, key=lambda each: (each.off or each.makeup)[0])


def _sources(calendar: Calendar, period: Period) -> list[str]:
    notices = calendar.table(period.first.year).notices
    return [" ".join(filter(None, (said(each.subject), each.number))) for each in notices]


def _year_rows(calendar: Calendar, rules: CalendarRules | None) -> Iterator[dict[str, Any]]:
    own = {int(rule.name): rule for rule in (rules.items if rules else ()) if rule.name}
    for year in range(FIRST_YEAR, max([today().year + 1, *own]) + 1):
        status = calendar.status(year)
        row: dict[str, Any] = {"year": year, "status": status, "origin": "shipped"}
        if rule := own.get(year):
            row["origin"] = "place" if rule.place_code else "office"
        if status == "missing":
            yield row | {"origin": None, "working_days": None, "off": None, "makeup": None}
            continue
        table = calendar.table(year)
        yield row | {
            "working_days": calendar.working_days(date(year, 1, 1), date(year, 12, 31)),
            "off": len(table.off),
            "makeup": len(table.working),
            "notices": [notice.number or said(notice.subject) for notice in table.notices],
        }
