"""The steps of a whistle call (domain.md 8)."""

from __future__ import annotations

from datetime import date

from gridctl.domain.limits import deadline_at, parse_limit
from gridctl.domain.scoring.arithmetic import UNITS_PER_POINT
from gridctl.domain.whistles.errors import (
    ArrivedBefore,
    CallerCalled,
    LeadAbsent,
    RefusalUnexplained,
    ReviewIncomplete,
    ScoredBefore,
    ScoresOutstanding,
)
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.tickets import county_code
from gridctl.handlers.commands.whistle_calling import (
    called_site,
    called_ticket,
    calling_unit,
    check_approval,
    note_on_ticket,
)
from gridctl.handlers.commands.whistle_case import (
    WhistleCase,
    arrivals,
    day_of,
    happened,
    open_whistle,
    shown,
)
from gridctl.handlers.commands.whistle_scoring import check_side, outstanding, scored_side
from gridctl.handlers.queries.calendars import office_calendar
from gridctl.handlers.queries.parties import acting_party
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.unit_index import find_unit
from gridctl.handlers.queries.whistle_rules import whistle_rules
from gridctl.operations.commands.whistles import (
    ArriveAtWhistle,
    CallWhistle,
    CloseWhistle,
    ResolveWhistle,
    ReviewWhistle,
    ScoreWhistle,
)
from gridctl.operations.queries.whistles import WhistleView
from gridctl.storage.repositories.whistles import Whistles
from gridctl.storage.tables.whistles import Whistle


def call_whistle(operation: CallWhistle, context: CommandContext) -> WhistleView:
    """Make a call after place, caller, ticket and approval were looked at."""
    party, at = acting_party(context), happened(operation.at, context)
    day = day_of(at)
    ticket = called_ticket(operation, context)
    site = called_site(operation, ticket, day, context)
    caller = calling_unit(operation, party, site, day, context)
    check_approval(operation, party, site, context)
    whistles = Whistles(context.uow)
    county = county_code(context, place_index(context).lineage(site.id, day).county)
    whistle = Whistle(
        whistle_no=whistles.next_number(county, date.fromisoformat(day)),
        ticket_id=None if ticket is None else ticket.id,
        caller_id=caller, place_id=site.id, kind=operation.kind, title=operation.title,
        facts=operation.facts, proposal=operation.proposal, approved_by=operation.approved_by,
        called_at=at, called_on=day,
    )  # fmt: skip
    whistles.add(whistle)
    if ticket is not None:
        note_on_ticket(ticket, whistle, party, context)
    return WhistleCase(context, whistle, party, "call", at).record("")


def review_whistle(operation: ReviewWhistle, context: CommandContext) -> WhistleView:
    """Accept a call, which fixes its limits, or reject it."""
    case = open_whistle(operation, "review", context)
    case.check_county()
    case.check_after(case.whistle.called_at)
    if operation.accept:
        return _accept(operation, case)
    if not operation.opinion:
        raise RefusalUnexplained(number=case.whistle.whistle_no)
    return case.move("rejected", reviewed_at=case.at)


def arrive_at_whistle(operation: ArriveAtWhistle, context: CommandContext) -> WhistleView:
    """Note that a called unit is on site."""
    case = open_whistle(operation, "arrive", context)
    unit = case.called(operation.unit)
    case.check_oneself(unit.unit_id)
    if unit.arrived_at is not None:
        raise ArrivedBefore(
            unit=case.name(unit.unit_id), number=case.whistle.whistle_no,
            at=shown(unit.arrived_at),
        )  # fmt: skip
    case.check_after(case.whistle.reviewed_at)
    person = {"arrived_person": operation.person, "arrived_role": operation.role}
    case.whistles.save_unit(unit, {"arrived_at": case.at, **person})
    return case.move(case.whistle.state)


def resolve_whistle(operation: ResolveWhistle, context: CommandContext) -> WhistleView:
    """Note that the matter is resolved, after the lead unit was there."""
    case = open_whistle(operation, "resolve", context)
    lead, *others = case.whistles.units(case.whistle_id)
    case.check_oneself(lead.unit_id)
    if lead.arrived_at is None:
        raise LeadAbsent(number=case.whistle.whistle_no, unit=case.name(lead.unit_id))
    case.check_after(*arrivals([lead, *others]))
    return case.move("resolved", resolved_at=case.at)


def score_whistle(operation: ScoreWhistle, context: CommandContext) -> WhistleView:
    """Give the points of one side to the other, once."""
    case = open_whistle(operation, "score", context)
    case.check_after(case.whistle.resolved_at)
    unit = case.called(operation.unit)
    side = scored_side(operation, whistle_rules(context, case.whistle.place_id))
    check_side(case, side, unit)
    if any(getattr(unit, head) is not None for head in side.points):
        scored = unit.unit_id if side.of_unit else case.whistle.caller_id or 0
        raise ScoredBefore(side=case.name(scored), number=case.whistle.whistle_no)
    comment = "caller_comment" if side.of_unit else "unit_comment"
    points = {head: int(each * UNITS_PER_POINT) for head, each in side.points.items()}
    case.whistles.save_unit(unit, {**points, comment: operation.opinion})
    return case.move(case.whistle.state)


def close_whistle(operation: CloseWhistle, context: CommandContext) -> WhistleView:
    """Close a call that was resolved."""
    case = open_whistle(operation, "close", context)
    case.check_county()
    case.check_after(case.whistle.resolved_at)
    count = outstanding(case.whistles.units(case.whistle_id))
    if count and not operation.opinion:
        raise ScoresOutstanding(number=case.whistle.whistle_no, count=count)
    return case.move("closed")


def _accept(operation: ReviewWhistle, case: WhistleCase) -> WhistleView:
    """Call the units and fix until when they come and the matter is resolved."""
    context, whistle = case.context, case.whistle
    if operation.grade is None or not operation.lead:
        raise ReviewIncomplete(number=whistle.whistle_no)
    lead = find_unit(context, operation.lead)
    assisting = [find_unit(context, name) for name in operation.assisting]
    if whistle.caller_id in (lead, *assisting):
        raise CallerCalled(unit=case.name(whistle.caller_id or 0), number=whistle.whistle_no)
    case.whistles.call_units(case.whistle_id, lead, assisting)
    rules = whistle_rules(context, whistle.place_id)
    calendar = office_calendar(context, whistle.place_id)
    limits = {"arrive_due": rules.arrival, "resolve_due": rules.grades[operation.grade]}
    due = {name: deadline_at(case.at, parse_limit(text), calendar) for name, text in limits.items()}
    return case.move("accepted", reviewed_at=case.at, grade=operation.grade, **due)
