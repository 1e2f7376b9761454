"""One award list while a step is taken: its people, its objections, the record of the step."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import cached_property

from gridctl.domain.awards import (
    AwardeeAmbiguous,
    AwardeeNotFound,
    ObjectionAmbiguous,
    ObjectionNotFound,
    Verb,
    check_step,
)
from gridctl.domain.awards.choice import Change
from gridctl.domain.awards.nomination import Nominee
from gridctl.domain.names import person_key
from gridctl.domain.reports import official_number
from gridctl.domain.scoring.arithmetic import points_from_units
from gridctl.domain.scoring.results import Note
from gridctl.domain.scoring.scheme import Scheme
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.awards import find_list, scheme_of, view_sheet
from gridctl.operations.queries.awards import AwardSheet
from gridctl.storage.repositories.awards import AwardLists
from gridctl.storage.tables.assessments import Award, AwardStep


class AwardDesk:
    """A list taken up for one step, and put back with the step recorded.

    Args:
        context: of the command.
        text: which list.
        verb: the step, checked against the list's state.
        document_no: of the step.
        opinion: of the step.

    Raises:
        AwardListNotFound, AwardListAmbiguous: there is no one such list.
        AlreadyApproved, NotToPublish, NotPublic, NotToPay: it is in another state.
    """

    def __init__(
        self, context: CommandContext, text: str, verb: Verb, document_no: str, opinion: str
    ) -> None:
        self._context = context
        self._lists = AwardLists(context.uow)
        self.number = find_list(context, text)
        self.name = f"L{self.number}"
        self.award_list = self._lists.get(self.number)
        self._step = check_step(verb, self.award_list.state, self.name)
        self._verb = verb
        self._document_no, self._opinion = official_number(document_no), opinion

    @cached_property
    def rows(self) -> list[Award]:
        """Everyone in or near the list, in its order."""
        return self._lists.people(self.award_list)

    @cached_property
    def steps(self) -> list[AwardStep]:
        """The steps taken before this one."""
        return self._lists.steps(self.award_list)

    @property
    def scheme(self) -> Scheme:
        """The scheme the list rests on."""
        return scheme_of(self._context, self.award_list.assessment_id)

    def nominees(self) -> list[Nominee]:
        """Return the people as the rules know them."""
        return [_nominee(row) for row in self.rows]

    def selected(self) -> list[Award]:
        """Return those who are on the list for certain."""
        return [row for row in self.rows if row.standing == "selected"]

    def find(self, text: str) -> Award:
        """Return the one person a staff number or name stands for.

        Raises:
            AwardeeNotFound, AwardeeAmbiguous: nobody, or several.
        """
        found = [row for row in self.rows if row.key == text]
        found = found or [row for row in self.rows if person_key(row.name) == person_key(text)]
        if not found:
            raise AwardeeNotFound(staff=text, award_list=self.name)
        if len(found) > 1:
            choices = tuple(f"{row.key} ({row.town_name})" for row in found)
            raise AwardeeAmbiguous(staff=text, award_list=self.name, choices=choices)
        return found[0]

    def keys(self, texts: Collection[str]) -> frozenset[str]:
        """Return the staff numbers of people named by number or name."""
        return frozenset(self.find(text).key for text in texts)

    def open_objections(self) -> list[AwardStep]:
        """Return the objections that nobody has decided."""
        answered = {step.answers_id for step in self.steps}
        return [s for s in self.steps if s.verb == "object" and s.id not in answered]

    def objection(self, person: Award, number: int | None) -> AwardStep:
        """Return the open objection about a person: the one of a number, or the only one.

        Raises:
            ObjectionNotFound, ObjectionAmbiguous: there is none, or there are several.
        """
        about = {"staff": person.key, "name": person.name}
        found = [step for step in self.open_objections() if step.award_id == person.id]
        if number is not None:
            found = [step for step in found if self.number_of(step) == number]
        if not found:
            raise ObjectionNotFound(award_list=self.name, **about)
        if len(found) > 1:
            choices = tuple(str(self.number_of(step)) for step in found)
            raise ObjectionAmbiguous(choices=choices, **about)
        return found[0]

    def number_of(self, step: AwardStep) -> int:
        """Return the number of a step within its list."""
        return 1 + self.steps.index(step)

    def change(self, changes: Mapping[str, Change]) -> None:
        """Give people their new standing."""
        for row in self.rows:
            if change := changes.get(row.key):
                row.standing, row.reason = change.standing, reason_text(change.reason)

    def record(
        self, verb: Verb, person: Award | None = None, answers: AwardStep | None = None
    ) -> None:
        """Record something this step does to a person, the list staying in its state."""
        self._record(verb, self.award_list.state, person, answers)

    def finish(self) -> AwardSheet:
        """Record the step itself, move the list on, and return what became of it."""
        self._record(self._verb, self._step.after)
        return self.save()

    def save(self) -> AwardSheet:
        """Save the list and its people and return the view."""
        self._lists.save(self.award_list, self.rows)
        return view_sheet(self._context, self.number)

    def _record(
        self, verb: Verb, after: str, person: Award | None = None, answers: AwardStep | None = None
    ) -> None:
        self._lists.add_step(
            AwardStep(
                list_id=self.number, journal_id=self._context.entry_id, verb=verb,
                from_state=self.award_list.state, to_state=after,
                actor=self._context.actor.name, at=self._context.now(),
                document_no=self._document_no, opinion=self._opinion,
                award_id=person.id if person else None,
                answers_id=answers.id if answers else None,
            )
        )  # fmt: skip
        self.award_list.state = after


def reason_text(reason: Note) -> str:
    """Return a reason as it is stored."""
    return json.dumps({"code": reason.code, "params": dict(reason.params)}, ensure_ascii=False)


def _nominee(row: Award) -> Nominee:
    reason = json.loads(row.reason)
    return Nominee(
        key=row.key, name=row.name, town=row.town_code, rank=row.rank, tied=row.tied,
        total=points_from_units(row.total), standing=row.standing,  # type: ignore[arg-type]
        reason=Note(reason["code"], tuple(reason["params"].items())),
    )  # fmt: skip
