"""Making a list from a frozen assessment: recomputed, checked against what was frozen, named."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from gridctl.domain.awards import AssessmentDiffers, AssessmentNotFrozen, SubjectNotAwarded
from gridctl.domain.awards.nomination import Nominee, nominate
from gridctl.domain.periods import parse_period
from gridctl.domain.scoring.arithmetic import UNITS_PER_POINT
from gridctl.domain.scoring.canonical import evaluation_digest, figures_from
from gridctl.domain.scoring.evaluation import evaluate
from gridctl.domain.scoring.results import Evaluation, SubjectFacts
from gridctl.domain.scoring.scheme import Scheme
from gridctl.handlers.commands.award_desk import reason_text
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.awards import scheme_of
from gridctl.handlers.queries.places import place_index
from gridctl.operations.queries.assessments import AssessmentView
from gridctl.storage.queries import awards as sql
from gridctl.storage.repositories.awards import AwardLists
from gridctl.storage.tables.assessments import Award, AwardList, AwardStep


class _Seat(NamedTuple):
    """The names of a person's unit and grid at the end of the period."""

    unit_name: str
    grid_name: str


def check_ground(head: AssessmentView) -> None:
    """Refuse an assessment no award can rest on.

    Raises:
        AssessmentNotFrozen: it is a draft.
        SubjectNotAwarded: it is not about gridworkers.
    """
    if head.state != "frozen":
        raise AssessmentNotFrozen(assessment=head.assessment, period=head.period)
    if head.subject != "gridworker":
        raise SubjectNotAwarded(assessment=head.assessment, subject=head.subject)


def add_list(context: CommandContext, head: AssessmentView) -> int:
    """Save the list of an assessment and return its number.

    Raises:
        AssessmentDiffers: the stored facts no longer give the stored result.
        NoAward: the scheme has no award section.
    """
    number = int(head.assessment[1:])
    scheme = scheme_of(context, number)
    rows = {row["key"]: row for row in context.read.records(sql.SUBJECTS, {"id": number})}
    people = nominate(scheme, _recomputed(scheme, rows, head))
    lists = AwardLists(context.uow)
    list_id = lists.add(_list(scheme, head, number))
    seats = _seats(context, [rows[person.key]["subject_id"] for person in people], head.period)
    lists.add_people(
        _award(list_id, seq, person, rows[person.key], seats)
        for seq, person in enumerate(people, start=1)
    )
    lists.add_step(
        AwardStep(
            list_id=list_id, journal_id=context.entry_id, verb="nominate", to_state="nominated",
            actor=context.actor.name, at=context.now(),
        )
    )  # fmt: skip
    return list_id


def _recomputed(
    scheme: Scheme, rows: dict[str, dict[str, Any]], head: AssessmentView
) -> Evaluation:
    """Return the evaluation of the stored facts, which must be the one that was frozen."""
    evaluation = evaluate(
        scheme,
        [
            SubjectFacts(
                row["key"], row["group_code"], row["name"],
                json.loads(row["attrs"]), figures_from(row["facts"]),
            )
            for row in rows.values()
        ],
    )  # fmt: skip
    if evaluation_digest(evaluation) != head.result_digest:
        raise AssessmentDiffers(assessment=head.assessment)
    return evaluation


def _list(scheme: Scheme, head: AssessmentView, number: int) -> AwardList:
    assert scheme.award is not None
    return AwardList(
        assessment_id=number,
        period=head.period,
        publicity_days=scheme.award.publicity_working_days,
    )


def _award(
    list_id: int, seq: int, person: Nominee, row: dict[str, Any], seats: dict[int, _Seat]
) -> Award:
    return Award(
        list_id=list_id, seq=seq, staff_id=row["subject_id"], key=person.key, name=person.name,
        town_code=person.town, town_name=row["group_name"],
        **seats[row["subject_id"]]._asdict(), total=int(person.total * UNITS_PER_POINT),
        rank=person.rank, tied=person.tied, standing=person.standing,
        reason=reason_text(person.reason),
    )  # fmt: skip


def _seats(context: CommandContext, ids: list[int], period: str) -> dict[int, _Seat]:
    day = parse_period(period).last.isoformat()
    places = place_index(context)
    rows = context.read.records(sql.SEATS, {"ids": ids, "last": day})
    return {
        row["id"]: _Seat(
            row["unit_name"] or "",
            places.label(row["grid_id"], day) if row["grid_id"] is not None else "",
        )
        for row in rows
    }
