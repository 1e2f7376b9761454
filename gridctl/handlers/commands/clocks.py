"""Carrying out what the clock asks for."""

from __future__ import annotations

from collections import Counter
from itertools import chain, islice

from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.effect import Change, changes
from gridctl.handlers.commands.sweep.digests import write_digests
from gridctl.handlers.commands.sweep.resuming import resume_suspended
from gridctl.handlers.commands.sweep.signals import Signals
from gridctl.handlers.queries.clock_stream import open_ids
from gridctl.handlers.queries.places import find_place
from gridctl.handlers.queries.shape import instant
from gridctl.handlers.queries.ticket_clock import ClockOfTicket
from gridctl.operations.commands.clocks import (
    Due,
    PreviewRules,
    RuleEffect,
    Shift,
    SweepClock,
    SweepView,
)
from gridctl.storage.queries import clocks as sql


def sweep_clock(operation: SweepClock, context: CommandContext) -> SweepView:
    """Do what has come due on open tickets, as far as the limit goes.

    The first part of a sweep resumes, the last one tells the units.
    """
    context.uow.alone("sweep")
    resumed = 0 if operation.after else resume_suspended(context, operation.limit)
    ids = open_ids(context, after=operation.after, limit=operation.limit + 1)
    following = ids[operation.limit - 1] if len(ids) > operation.limit else None
    signals = Signals(context)
    signals.give(ids[: operation.limit])
    counts = signals.counts
    return SweepView(
        tickets=counts["tickets"],
        resumed=resumed,
        moved=counts["moved"],
        yellow_cards=counts["yellow"],
        red_cards=counts["red"],
        reviews=counts["reviews"],
        digests=0 if following else write_digests(context),
        unread=counts["unread"],
        remaining=0
        if following is None
        else context.read.value(sql.OPEN_LEFT, {"after": following}),
        next=following,
    )


def preview_rules(operation: PreviewRules, context: CommandContext) -> RuleEffect:
    """Count what rules would do to the open tickets, and name the first of them.

    Raises:
        CalendarMalformed, HoursMalformed, WorkflowMalformed: a rule cannot be used.
    """
    place = find_place(context, operation.place) if operation.place else None
    counts: Counter[str] = Counter()
    kept: dict[str, list[Shift]] = {"turning": [], "excused": [], "moved": []}
    for change in changes(context, operation.rules, place, operation.valid_from):
        counts["tickets"] += 1
        shift = _shift(change, context.now())
        if shift is None:
            counts["unread"] += change.after is None
            continue
        counts["moved"] += shift.before != shift.after
        turn = _turn(shift)
        counts[turn] += turn != "moved"
        if len(kept[turn]) < operation.examples:
            kept[turn].append(shift)
    return RuleEffect(
        tickets=counts["tickets"],
        moved=counts["moved"],
        turning_overdue=counts["turning"],
        no_longer_overdue=counts["excused"],
        unread=counts["unread"],
        items=tuple(islice(chain.from_iterable(kept.values()), operation.examples)),
    )


def _turn(shift: Shift) -> str:
    """Return what becomes of a ticket: it turns late, is late no more, or only moves."""
    if shift.late_before == shift.late_after:
        return "moved"
    return "turning" if shift.late_after else "excused"


def _shift(change: Change, now: int) -> Shift | None:
    """Return what would change of a ticket, None where nothing would or nobody can tell."""
    if change.after is None:
        return None
    late = [_late(clock, now) for clock in (change.before, change.after)]
    ends = [_due(clock) for clock in (change.before, change.after)]
    if late[0] == late[1] and ends[0] == ends[1]:
        return None
    return Shift(
        serial_no=change.serial_no, before=ends[0], after=ends[1],
        late_before=late[0], late_after=late[1],
    )  # fmt: skip


def _due(clock: ClockOfTicket) -> Due:
    """Return when a ticket is due; where its limit waits for a signature, that."""
    waits = clock.reading.limit is not None and clock.reading.standing == "none"
    return "signature" if waits else instant(clock.deadline)


def _late(clock: ClockOfTicket, now: int) -> bool:
    """Tell whether a ticket is late: by its limit, else by the deadline it came with."""
    if clock.reading.limit is not None:
        return clock.reading.late
    return bool(clock.overdue(now))
