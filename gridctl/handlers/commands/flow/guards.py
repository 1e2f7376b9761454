"""The named guards of the workflow: what must hold before a step is taken (domain.md 5.3, 5.7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from gridctl.domain.deadlines import deadline_text
from gridctl.domain.limits import parse_limit
from gridctl.domain.loop import (
    AppealPending,
    AppealTooLate,
    AppealUnfit,
    ArbitratedAlready,
    ArbitratedTooSoon,
    AwaitsArbiter,
    CheckFailed,
    ExtensionsUsed,
    ExtensionTooLate,
    ExtensionTooLong,
    FactNeeded,
    GroundMissing,
    GroundUnknown,
    LevelUnfit,
    MergeUnfit,
    NothingToExtend,
    ReopenTooLate,
    ReplyMissing,
    ReturnTooLate,
    SupervisedHigher,
    SuspendedBefore,
    SuspensionUnfit,
    UnitMissing,
    rank,
)
from gridctl.domain.signals import SUPERVISION_NAMES
from gridctl.foundation.clock import from_epoch, instant_text, local_date
from gridctl.handlers.commands.flow.case import Case
from gridctl.handlers.queries.calendars import office_calendar
from gridctl.handlers.queries.category_index import filing_conditions
from gridctl.handlers.queries.duty_admission import require_open
from gridctl.handlers.queries.ticket_clock import Log, limit_deadline
from gridctl.storage.queries import loop as sql
from gridctl.storage.queries import tickets
from gridctl.storage.queries.compose import Params
from gridctl.storage.repositories.tickets import Tickets
from gridctl.storage.tables.tickets import Ticket

_DAY = 86_400
Guard = Callable[[Case], None]


def _place_known(case: Case) -> None:
    if case.ticket.county_id is None:
        _need(case, "place")


def _category_known(case: Case) -> None:
    if case.ticket.category_id is None:
        _need(case, "category")


def _filing_condition_chosen(case: Case) -> None:
    """A category with several conditions needs the one that is met, because each has its limit."""
    found = filing_conditions(case.context, case.ticket.category_id)
    if len(found) > 1 and not case.step.facts.get("condition") and not case.ticket.condition_id:
        _need(case, "condition", tuple(f"{row['seq']} {row['filing_condition']}" for row in found))


def _need(case: Case, name: str, choices: tuple[str, ...] = ()) -> None:
    raise FactNeeded(
        verb=case.rule.code, ticket=case.ticket.serial_no, field=name, choices=choices or None
    )


def _unit_given(case: Case) -> None:
    if case.step.unit_id is None:
        raise UnitMissing(verb=case.rule.code, ticket=case.ticket.serial_no)


def _holder(case: Case) -> None:
    """Only who has the ticket acts: its unit while it is with one, else the centre."""
    lead = case.ticket.lead_unit_id
    with_unit = case.workflow.states[case.ticket.state].clock == "handle"
    if with_unit and lead is not None and case.party.unit_id != lead:
        raise case.not_holder()


def _return_limit(case: Case) -> None:
    ticket, policy = case.ticket, case.policy
    given = [e["verb"] for e in _cycle(case) if e["verb"] in ("dispatch", "arbitrate")]
    # Whom the ticket went to afterwards, say from a centre above, the arbiter has not named.
    if given and given[-1] == "arbitrate":
        raise ArbitratedAlready(ticket=ticket.serial_no, holder=case.holder)
    since = ticket.dispatched_at
    if since is not None:
        calendar = office_calendar(case.context, ticket.county_id)
        end = limit_deadline(since, parse_limit(policy.return_within), calendar)
        if case.at > end:
            raise ReturnTooLate(ticket=ticket.serial_no, deadline=deadline_text(from_epoch(end)))


def _awaits_no_arbiter(case: Case) -> None:
    """A third return goes to the arbiter by itself."""
    count = case.ticket.return_count
    if _arbiter_decides(case) and case.ticket.state == "returned":
        raise AwaitsArbiter(ticket=case.ticket.serial_no, count=count)


def _awaits_arbiter(case: Case) -> None:
    """Before the third return the next unit keeps its own right to return (domain.md 5.7)."""
    if not _arbiter_decides(case):
        ticket, most = case.ticket, case.policy.returns_before_arbiter
        raise ArbitratedTooSoon(ticket=ticket.serial_no, count=ticket.return_count, most=most)


def _arbiter_decides(case: Case) -> bool:
    return case.ticket.return_count >= case.policy.returns_before_arbiter


def _ground_listed(case: Case) -> None:
    grounds, ground = case.policy.return_grounds, case.step.ground
    if not ground:
        raise GroundMissing(ticket=case.ticket.serial_no, grounds=tuple(grounds))
    code = ground if ground in grounds else case.policy.ground_named(ground)
    if code is None:
        raise GroundUnknown(ground=ground, grounds=tuple(grounds))
    case.step = replace(case.step, ground=code)


def _before_deadline(case: Case) -> None:
    deadline = case.ticket.deadline_at
    if deadline is None:
        raise NothingToExtend(ticket=case.ticket.serial_no)
    if case.at > deadline:
        raise ExtensionTooLate(
            ticket=case.ticket.serial_no, deadline=deadline_text(from_epoch(deadline))
        )


def _extension_limits(case: Case) -> None:
    ticket, policy = case.ticket, case.policy
    if ticket.extension_count >= policy.extensions_max:
        raise ExtensionsUsed(ticket=ticket.serial_no, count=ticket.extension_count)
    calendar = office_calendar(case.context, ticket.county_id)
    asked, most = parse_limit(case.step.limit), parse_limit(policy.extension_max)
    # Both as they would be granted: on top of the deadline in force.
    since = ticket.deadline_at or case.at
    if limit_deadline(since, asked, calendar) > limit_deadline(since, most, calendar):
        raise ExtensionTooLong(limit=case.step.limit, most=policy.extension_max)


def _until_within(case: Case) -> None:
    most = case.at + case.policy.suspension_max_days * _DAY
    until = case.step.until
    if until is None or not case.at < until <= most:
        raise SuspensionUnfit(
            until="-" if until is None else _day(until),
            earliest=_day(case.at + _DAY), latest=_day(most),
        )  # fmt: skip


def _once_suspended(case: Case) -> None:
    params: Params = {"ticket": case.ticket_id, "verb": "suspend", "cycle": case.ticket.cycle}
    count = int(case.context.read.value(sql.GRANTED, params))
    if count >= case.policy.suspensions_max:
        raise SuspendedBefore(ticket=case.ticket.serial_no, count=count)


def _reply_given(case: Case) -> None:
    """A reply entered beforehand counts once: what is done again is answered again."""
    answered = any(event["verb"] == "feedback" for event in case.log)
    if not case.step.facts.get("reply") and (answered or not case.ticket.public_reply):
        raise ReplyMissing(ticket=case.ticket.serial_no)


def _parent_open(case: Case) -> None:
    parent = Tickets(case.context.uow).get(case.step.facts["parent"])
    days = case.policy.merge_within_days
    too_old = parent.closed_at is not None and case.at - parent.closed_at > days * _DAY
    unfit = parent.id == case.ticket.id or parent.state in ("merged", "rejected", "draft")
    if unfit or too_old:
        raise MergeUnfit(
            ticket=case.ticket.serial_no, parent=parent.serial_no, survivor=_survivor(case, parent)
        )


def _survivor(case: Case, parent: Ticket) -> str | None:
    """Return the ticket that stands for a merged one, None where it is the one at hand itself."""
    line = case.context.read.rows(tickets.MERGED_INTO, {"id": parent.id})
    found = str(line[-1][0]) if line else None
    return None if found == case.ticket.serial_no else found


def _direct_superior(case: Case) -> None:
    """One level at a time, within the levels the ticket's place has."""
    ticket, target = case.ticket, str(case.step.facts.get("centre", ""))
    has = {"village": ticket.village_id, "town": ticket.town_id, "county": ticket.county_id}
    upwards = case.rule.code == "escalate"
    step = 1 if upwards else -1
    skip = upwards and case.policy.skip_levels and rank(target) > rank(ticket.centre)
    if has.get(target) is None or not (skip or rank(target) - rank(ticket.centre) == step):
        raise LevelUnfit(ticket=ticket.serial_no, level=ticket.centre, target=target or "-")


def _reopen_window(case: Case) -> None:
    closed, days = case.ticket.closed_at, case.policy.reopen_within_days
    if closed is not None and case.at > closed + days * _DAY:
        since = instant_text(from_epoch(closed))
        raise ReopenTooLate(ticket=case.ticket.serial_no, closed=since, days=days)


def _closed_overdue(case: Case) -> None:
    ticket = case.ticket
    decided = ticket.fed_back_at or ticket.closed_at
    late = ticket.deadline_at is not None and decided is not None and decided > ticket.deadline_at
    last = _days_after_closing(case, case.policy.appeal_within_days)
    if last is None or not (late or ticket.stated == "overdue"):
        raise AppealUnfit(ticket=ticket.serial_no)
    if local_date(from_epoch(case.at)) > last:
        raise AppealTooLate(ticket=ticket.serial_no, day=last.isoformat())


def _appeal_once(case: Case) -> None:
    if any(event["verb"] == "appeal" for event in _cycle(case)):
        raise AppealUnfit(ticket=case.ticket.serial_no)


def _superior_only(case: Case) -> None:
    """A lower centre neither lifts nor weakens what a higher one has ordered."""
    colours = ("", *SUPERVISION_NAMES)
    standing = case.ticket.supervision_level
    colour = str(case.step.facts.get("colour", ""))
    level = max(_orders(case.log), key=rank, default="")
    weaker = colours.index(colour) < colours.index(standing)
    if weaker and level and rank(case.party.level) < rank(level):
        raise SupervisedHigher(ticket=case.ticket.serial_no, level=level, party=case.party.name)


def _orders(log: Log) -> list[str]:
    """Return the levels of the centres whose orders stand: those given since the last lifting."""
    orders: list[str] = []
    for event in log:
        if event["verb"] == "supervise":
            orders.append(event["level"])
        elif event["verb"] == "cancel_supervise":
            orders.clear()
    return orders


def _not_returned_forward(case: Case) -> None:
    """What came back may not go on the way it came from without being given out anew."""
    moves = [event for event in case.log if event["to_state"] != event["from_state"]]
    if moves and moves[-1]["verb"] == "return" and case.rule.code in ("close", "feedback"):
        _need(case, "dispatch")


def _evidence_given(case: Case) -> None:
    """What was settled on the spot is shown by pictures or papers (domain.md 5.3)."""
    if not case.attached:
        _need(case, "attachment")


def _cycle(case: Case) -> Log:
    return [event for event in case.log if event["cycle"] == case.ticket.cycle]


def _day(at: int) -> str:
    return local_date(from_epoch(at)).isoformat()


def _appeal_window_over(case: Case) -> None:
    """What may still be appealed, or was and is not decided, is not put away."""
    case.check_none_waits()
    days = max(case.policy.appeal_within_days, case.policy.archive_after_days)
    last = _days_after_closing(case, days)
    if last is not None and local_date(from_epoch(case.at)) <= last:
        raise AppealPending(ticket=case.ticket.serial_no, day=last.isoformat())


def _days_after_closing(case: Case, days: int) -> date | None:
    """Return the last day on which what is open for so many days after the closing still is."""
    closed = case.ticket.closed_at
    return None if closed is None else local_date(from_epoch(closed)) + timedelta(days)


def _closing_condition(case: Case) -> None:
    """What was found wrong after handling is done again, not closed (domain.md 5.3)."""
    checks = [
        event["outcome"] for event in _cycle(case) if event["verb"] in ("check_done", "rework")
    ]
    if checks and checks[-1] == "fail":
        raise CheckFailed(ticket=case.ticket.serial_no)


def _sign_pending(case: Case) -> None:
    """A ticket is signed for once, by the unit it was given to."""
    if case.ticket.signed_at is not None:
        _need(case, "dispatch")


def _duty_item_open(case: Case) -> None:
    """A ticket of a duty item is taken only while the item is on the list."""
    if case.ticket.duty_item_id is not None:
        day = local_date(from_epoch(case.at)).isoformat()
        require_open(case.context, case.ticket.duty_item_id, day)


GUARDS: Mapping[str, Guard] = {
    "appeal_once": _appeal_once,
    "appeal_window_over": _appeal_window_over,
    "awaits_arbiter": _awaits_arbiter,
    "awaits_no_arbiter": _awaits_no_arbiter,
    "before_deadline": _before_deadline,
    "category_known": _category_known,
    "closed_overdue": _closed_overdue,
    "closing_condition": _closing_condition,
    "direct_superior": _direct_superior,
    "duty_item_open": _duty_item_open,
    "evidence_given": _evidence_given,
    "extension_limits": _extension_limits,
    "filing_condition_chosen": _filing_condition_chosen,
    "ground_listed": _ground_listed,
    "holder": _holder,
    "not_returned_forward": _not_returned_forward,
    "once_suspended": _once_suspended,
    "parent_open": _parent_open,
    "place_known": _place_known,
    "reopen_window": _reopen_window,
    "reply_given": _reply_given,
    "return_limit": _return_limit,
    "sign_pending": _sign_pending,
    "superior_only": _superior_only,
    "unit_given": _unit_given,
    "until_within": _until_within,
}
