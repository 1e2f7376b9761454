"""Saving objections to a draft, decisions on them and confirmations; none is ever changed."""

from __future__ import annotations

from gridctl.storage.tables.assessments import AssessmentStep
from gridctl.storage.unit_of_work import UnitOfWork


class AssessmentSteps:
    """What became of drafts before they were frozen."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def add(self, step: AssessmentStep) -> int:
        """Save a step and return its number."""
        self._uow.add(step)
        assert step.id is not None
        return step.id
