"""The steps of an award list."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol

from gridctl.domain.awards import (
    DECISION_VERBS,
    AlreadyNominated,
    AmountMissing,
    ListEmpty,
    NotOnTheList,
    ObjectionsOpen,
    OpinionMissing,
    SelfApproval,
    Verb,
)
from gridctl.domain.awards.choice import Change, choose, move_up
from gridctl.domain.awards.publicity import check_over, check_start, last_day
from gridctl.domain.names import person_key
from gridctl.domain.scoring.results import Note
from gridctl.foundation.clock import from_epoch
from gridctl.handlers.commands.award_desk import AwardDesk
from gridctl.handlers.commands.award_nomination import add_list, check_ground
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.assessments import find_assessment
from gridctl.handlers.queries.awards import view_sheet
from gridctl.handlers.queries.calendars import office_calendar
from gridctl.operations.commands.awards import (
    ApproveAwards,
    DecideObjection,
    FinaliseAwards,
    NominateAwards,
    ObjectAward,
    PayAwards,
    PublishAwards,
)
from gridctl.operations.queries.awards import AwardSheet
from gridctl.storage.queries import awards as sql
from gridctl.storage.repositories.awards import AwardLists


class _Taken(Protocol):
    """What every step of a list says."""

    award_list: str
    document_no: str
    opinion: str


def nominate_awards(operation: NominateAwards, context: CommandContext) -> AwardSheet:
    """Make the list of a frozen assessment, or return it while it is only nominated."""
    text = operation.assessment
    by_period = text[:1].isdigit() and ":" not in text
    head = find_assessment(context, f"{text}:{operation.scheme}" if by_period else text)
    check_ground(head)
    found = AwardLists(context.uow).of_assessment(int(head.assessment[1:]))
    if found is None:
        return view_sheet(context, add_list(context, head))
    assert found.id is not None
    if found.state != "nominated":
        raise AlreadyNominated(assessment=head.assessment, award_list=f"L{found.id}")
    return view_sheet(context, found.id)


def approve_awards(operation: ApproveAwards, context: CommandContext) -> AwardSheet:
    """Approve a list by someone who did not nominate it, and settle its ties."""
    desk = _take_up(operation, context, "approve")
    _refuse_nominator(desk, context)
    chosen = desk.keys(operation.choose)
    changes = choose(desk.scheme, desk.nominees(), chosen)
    _decide(desk, "choose", changes, chosen, operation.opinion)
    if not desk.selected():
        raise ListEmpty(award_list=desk.name)
    return desk.finish()


def publish_awards(operation: PublishAwards, context: CommandContext) -> AwardSheet:
    """Make a list public and work out its last day."""
    desk = _take_up(operation, context, "publish")
    starts = operation.starts or context.today()
    approval = next(step for step in desk.steps if step.verb == "approve")
    check_start(starts, from_epoch(approval.at).date())
    award_list = desk.award_list
    award_list.publicity_days = operation.days or award_list.publicity_days
    until = last_day(office_calendar(context), starts, award_list.publicity_days)
    award_list.publicity_from, award_list.publicity_to = starts.isoformat(), until.isoformat()
    return desk.finish()


def object_award(operation: ObjectAward, context: CommandContext) -> AwardSheet:
    """Record an objection to someone on a public list."""
    desk = _take_up(operation, context, "object")
    person = desk.find(operation.staff)
    if person.standing != "selected":
        raise NotOnTheList(staff=person.key, name=person.name)
    desk.record("object", person)
    return desk.save()


def decide_objection(operation: DecideObjection, context: CommandContext) -> AwardSheet:
    """Decide an objection; an upheld one strikes the person off."""
    desk = _take_up(operation, context, "object")
    person = desk.find(operation.staff)
    objection = desk.objection(person, operation.objection)
    if operation.decision == "upheld":
        reason = Note("struck", (("objection", desk.number_of(objection)),))
        desk.change({person.key: Change("struck", reason)})
    desk.record(DECISION_VERBS[operation.decision], person, objection)
    return desk.save()


def finalise_awards(operation: FinaliseAwards, context: CommandContext) -> AwardSheet:
    """Make the list final, once its publicity is over and every objection decided."""
    desk = _take_up(operation, context, "finalise")
    until = date.fromisoformat(desk.award_list.publicity_to or "")
    check_over(context.today(), until, desk.name)
    if undecided := desk.open_objections():
        raise ObjectionsOpen(award_list=desk.name, count=len(undecided))
    chosen = desk.keys(operation.move_up)
    changes = move_up(desk.scheme, desk.nominees(), chosen)
    _decide(desk, "move_up", changes, chosen, operation.opinion)
    return desk.finish()


def pay_awards(operation: PayAwards, context: CommandContext) -> AwardSheet:
    """Record what everyone on the final list is paid."""
    desk = _take_up(operation, context, "pay")
    award = desk.scheme.award
    amount = operation.amount_fen or (award.payout_fen if award else None)
    if amount is None:
        raise AmountMissing
    if not desk.selected():
        raise ListEmpty(award_list=desk.name)
    desk.award_list.amount_fen = amount
    return desk.finish()


def _take_up(operation: _Taken, context: CommandContext, verb: Verb) -> AwardDesk:
    said = operation.document_no, operation.opinion
    return AwardDesk(context, operation.award_list, verb, *said)


def _refuse_nominator(desk: AwardDesk, context: CommandContext) -> None:
    nomination = context.read.records(sql.STEPS, {"id": desk.number})[0]
    nominator = nomination["behalf"] or nomination["actor"]
    approver = context.actor.behalf or context.actor.name
    if person_key(nominator) == person_key(approver):
        raise SelfApproval(actor=approver, award_list=desk.name)


def _decide(
    desk: AwardDesk,
    verb: Verb,
    changes: Mapping[str, Change],
    chosen: Collection[str],
    opinion: str,
) -> None:
    """Carry out a choice among people, recorded for each who was chosen."""
    if changes and not opinion:
        raise OpinionMissing
    desk.change(changes)
    for row in desk.rows:
        if row.key in chosen:
            desk.record(verb, row)
