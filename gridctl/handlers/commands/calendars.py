"""Changing the office's calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from gridctl.domain.calendar import Calendar, Season, WorkingHours
from gridctl.domain.calendar.adoption import DayChange, day_changes, notice_rules
from gridctl.domain.calendar.errors import PastDays
from gridctl.domain.calendar.hours import (
    WEEKDAYS,
    hours_text,
    read_season,
    read_slots,
    slots_text,
    with_season,
)
from gridctl.domain.calendar.notice import read_notice
from gridctl.domain.calendar.shipped import RuleKind
from gridctl.domain.calendar.years import Status, YearRule, year_text
from gridctl.domain.intervals import EVER
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.calendars import Held, calendar_of, office_calendar, place_rules
from gridctl.handlers.queries.closed_months import refuse_closed
from gridctl.handlers.queries.places import find_place, place_index
from gridctl.operations.commands.calendars import (
    AdoptNotice,
    CalendarChange,
    DayShift,
    SetHours,
    YearShift,
)
from gridctl.operations.commands.clocks import RuleText
from gridctl.storage.repositories.rules import Rules

#: A version above all there are.
_NEWEST = 2**31


def adopt_notice(operation: AdoptNotice, context: CommandContext) -> CalendarChange:
    """Read a notice and adopt what differs from the calendar in force.

    Raises:
        NoticeUnreadable, NoticeWrong, NoticeIncomplete: the wording does not do.
        PastDays: it changes days that have passed, and no first day was given.
        MonthClosed: it changes days of a period whose assessment was frozen.
    """
    change = _Change(context, operation.place, operation.valid_from)
    notice = read_notice(operation.text, operation.year)
    status: Status = "provisional" if operation.provisional else "official"
    rules = notice_rules(notice, change.before, status)
    years = [rule.table.year for rule in rules]
    after = change.with_rules("calendar.year", {str(r.table.year): year_text(r) for r in rules})
    days = list(day_changes(change.before, after, years))
    _check_past(days, context.today(), operation.valid_from)
    _check_closed(context, days, operation.valid_from)
    shifts = tuple(_year_shifts(rules, change.before, after, days))
    if shifts:
        touched = {str(shift.year) for shift in shifts}
        change.adopt("calendar.year", touched)
    return change.view(years=shifts, days=tuple(map(_day_shift, days)), adopted=bool(shifts))


def set_hours(operation: SetHours, context: CommandContext) -> CalendarChange:
    """Set hours from a day on; hours that are in force already are not adopted again.

    Raises:
        HoursMalformed: slots or season are not understood.
        MonthClosed: they would hold in a period whose assessment was frozen.
    """
    since = operation.valid_from or context.today()
    refuse_closed(context, since)
    change = _Change(context, operation.place, since)
    held = change.before.standing_hours(since)
    hours = _hours(operation, held)
    change.with_rules("calendar.hours", {"": hours_text(hours)})
    if hours != held:
        change.adopt("calendar.hours", {""})
    return change.view(
        hours_before=_written(held), hours_after=_written(hours), adopted=hours != held
    )


class _Change:
    """Rules on their way into the office: tried on the calendar first, then adopted."""

    def __init__(self, context: CommandContext, place: str | None, since: date | None) -> None:
        self._context = context
        self._since = since
        self._place_id = find_place(context, place) if place else None
        self._bodies: dict[str, str] = {}
        self._adopted: list[RuleText] = []
        self.before = office_calendar(context, self._place_id)

    def with_rules(self, kind: RuleKind, bodies: dict[str, str]) -> Calendar:
        """Return the calendar as it would be with rules of these names and bodies."""
        self._bodies = bodies
        new = [self._new(kind, name, body) for name, body in bodies.items()]
        return calendar_of(place_rules(self._context, self._place_id, new=new))

    def adopt(self, kind: RuleKind, names: Iterable[str]) -> None:
        """Save the rules of these names."""
        rules = Rules(self._context.uow)
        for name in sorted(names):
            self._adopted.append(RuleText(kind=kind, name=name, body=self._bodies[name]))
            rules.adopt(
                kind, name, self._bodies[name], place_id=self._place_id, valid_from=self._day,
                at=self._context.now(), by=self._context.actor.name,
                entry_id=self._context.entry_id,
            )  # fmt: skip
        self._context.forget()

    def view(self, **fields: object) -> CalendarChange:
        """Return what the change does."""
        context, place = self._context, None
        if self._place_id is not None:
            place = place_index(context).on(self._place_id, context.today().isoformat()).name
        return CalendarChange.model_validate(
            {
                "place_name": place,
                "valid_from": self._since,
                "rules": tuple(self._adopted),
                **fields,
            }
        )

    @property
    def _day(self) -> str:
        return self._since.isoformat() if self._since else EVER

    def _new(self, kind: RuleKind, name: str, body: str) -> Held:
        place, day = self._place_id, self._day
        return Held(0, kind, name, place, day, _NEWEST, body, "", 0, "", 0)


def _check_past(days: Iterable[DayChange], today: date, since: date | None) -> None:
    """Refuse to change what was known of a day that has passed, unless a first day was given."""
    if since is None:
        for change in days:
            if change.before is not None and change.day < today:
                raise PastDays(day=change.day.isoformat())


def _check_closed(context: CommandContext, days: Iterable[DayChange], since: date | None) -> None:
    """Refuse what holds from, or changes, a day of a closed month."""
    if since is not None:
        refuse_closed(context, since)
    known = [change.day for change in days if change.before is not None]
    if known:
        refuse_closed(context, min(known))


def _year_shifts(
    rules: Iterable[YearRule], before: Calendar, after: Calendar, days: Iterable[DayChange]
) -> Iterator[YearShift]:
    """Yield the years that become other than they were, in days or in standing."""
    changed = {change.day.year for change in days}
    for rule in rules:
        year = rule.table.year
        was, is_now = before.status(year), after.status(year)
        if year in changed or was != is_now:
            number = rule.table.notices[0].number
            yield YearShift(year=year, before=was, after=is_now, notice=number)


def _day_shift(change: DayChange) -> DayShift:
    occasion = dict(change.occasion) if change.occasion else None
    return DayShift(day=change.day, before=change.before, after=change.after, occasion=occasion)


def _hours(operation: SetHours, held: WorkingHours) -> WorkingHours:
    """Return the hours in force with what was asked for put in its place.

    Raises:
        HoursMalformed: slots or season are not understood.
    """
    base = replace(held, seasons=()) if operation.all_year else held
    if operation.season is None:
        return _with_slots(base, operation)
    first, last = read_season(operation.season)
    same = (each.hours for each in base.seasons if (each.first, each.last) == (first, last))
    under = next(same, WorkingHours(base.slots))
    return with_season(base, Season(first, last, _with_slots(under, operation)))


def _with_slots(hours: WorkingHours, operation: SetHours) -> WorkingHours:
    slots = read_slots(operation.slots)
    if not operation.weekdays:
        return replace(hours, slots=slots, weekdays={})
    own = dict.fromkeys(map(WEEKDAYS.index, operation.weekdays), slots)
    return replace(hours, weekdays={**hours.weekdays, **own})


def _written(hours: WorkingHours) -> dict[str, str]:
    """Return hours in words: all year first, then each season, days of the week behind a colon."""
    parts = {"": hours} | {season.name: season.hours for season in hours.seasons}
    written = {name: slots_text(each.slots) for name, each in parts.items()}
    for name, each in parts.items():
        written |= {
            f"{name}:{WEEKDAYS[day]}": slots_text(slots) for day, slots in each.weekdays.items()
        }
    return written
