"""Saving award lists, the people in and near them, and every step they take."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import col, select

from gridctl.storage.tables.assessments import Award, AwardList, AwardStep
from gridctl.storage.unit_of_work import UnitOfWork


class AwardLists:
    """Award lists of the office."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def get(self, number: int) -> AwardList:
        """Return a list by its number."""
        return self._uow.session.get_one(AwardList, number)

    def of_assessment(self, number: int) -> AwardList | None:
        """Return the list that rests on an assessment, or None."""
        return self._uow.session.exec(
            select(AwardList).where(AwardList.assessment_id == number)
        ).first()

    def people(self, award_list: AwardList) -> list[Award]:
        """Return everyone in or near a list, in its order."""
        named = select(Award).where(Award.list_id == award_list.id).order_by(col(Award.seq))
        return list(self._uow.session.exec(named))

    def steps(self, award_list: AwardList) -> list[AwardStep]:
        """Return the steps of a list, oldest first."""
        taken = select(AwardStep).where(AwardStep.list_id == award_list.id)
        return list(self._uow.session.exec(taken.order_by(col(AwardStep.id))))

    def add(self, award_list: AwardList) -> int:
        """Save a new list and return its number."""
        self._uow.add(award_list)
        assert award_list.id is not None
        return award_list.id

    def add_people(self, people: Iterable[Award]) -> None:
        """Save the people of a new list."""
        self._uow.add_all(people)

    def add_step(self, step: AwardStep) -> None:
        """Save a step; none is ever changed."""
        self._uow.add(step)

    def save(self, award_list: AwardList, people: Iterable[Award] = ()) -> None:
        """Save what a step made of a list and of people on it."""
        award_list.revision += 1
        self._uow.session.add_all([award_list, *people])
        self._uow.session.flush()
