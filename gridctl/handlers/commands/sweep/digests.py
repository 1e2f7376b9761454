"""Telling each unit once a day what presses, while the office works."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from gridctl.domain.calendar import Calendar, CalendarMissing
from gridctl.domain.chain import canonical
from gridctl.domain.deadlines import day_end
from gridctl.foundation.clock import OFFICE_ZONE
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.calendars import office_calendar
from gridctl.storage.queries import clocks as sql
from gridctl.storage.queries.compose import Params
from gridctl.storage.tables.desk import Digest

#: Numbers of tickets a digest names of each list; its counts are of all.
NAMED = 100


def write_digests(context: CommandContext) -> int:
    """Write the day's digest of each unit that has none yet; return how many.

    A digest says what is late and due today and which cards were issued, by serial number and
    nothing else of a ticket. Outside working hours none is written.
    """
    if not _at_work(office_calendar(context), context.clock.now()):
        return 0
    day = context.today().isoformat()
    told = [unit or 0 for (unit,) in context.read.rows(sql.TOLD, {"day": day})]
    bodies = _bodies(context, day, told)
    context.uow.add_all(
        Digest(
            unit_id=unit, on_date=day, body=canonical(body), made_at=context.now(),
            journal_id=context.entry_id,
        )
        for unit, body in bodies.items()
    )  # fmt: skip
    return len(bodies)


def _at_work(calendar: Calendar, now: datetime) -> bool:
    local = now.astimezone(OFFICE_ZONE).replace(tzinfo=None)
    try:
        return any(begin <= local < end for begin, end in calendar.slots(local.date()))
    except CalendarMissing:
        return True


def _bodies(context: CommandContext, day: str, told: list[int]) -> dict[int | None, dict[str, Any]]:
    """Return what each unit is told that was not; None stands for the centre, 0 in ``told``."""
    bodies: dict[int | None, dict[str, Any]] = defaultdict(_empty)
    now = context.now()
    left_out: Params = {"told": told or None}
    pressing = {"tonight": day_end(context.today()), **left_out}
    for unit, serial, deadline in context.read.stream(sql.PRESSING, pressing):
        _count(bodies[unit], "late" if deadline < now else "due", serial)
    for unit, serial, stage, colour in context.read.stream(
        sql.CARDS_OF_DAY, {"day": day, **left_out}
    ):
        cards = bodies[unit]["cards"]
        if len(cards) < NAMED:
            cards.append({"serial_no": serial, "stage": stage, "colour": colour})
    return bodies


def _empty() -> dict[str, Any]:
    return {"due": 0, "late": 0, "due_tickets": [], "late_tickets": [], "cards": []}


def _count(body: dict[str, Any], what: str, serial: str) -> None:
    body[what] += 1
    named = body[f"{what}_tickets"]
    if len(named) < NAMED:
        named.append(serial)
