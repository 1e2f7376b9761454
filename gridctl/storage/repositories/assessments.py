"""Saving assessments: a run with its subjects and ledger, frozen once, never overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gridctl.storage.queries import ledger
from gridctl.storage.queries.compose import Params
from gridctl.storage.tables.assessments import Assessment, ScoringScheme
from gridctl.storage.unit_of_work import UnitOfWork

_SUBJECT = (
    "key", "subject_id", "name", "group_code", "group_name", "attrs", "facts", "score", "total",
    "rank", "tied", "standing", "sort_rank",
)  # fmt: skip


class Assessments:
    """Assessments of the office."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def get(self, number: int) -> Assessment:
        """Return an assessment by its number."""
        return self._uow.session.get_one(Assessment, number)

    def add(self, assessment: Assessment) -> int:
        """Save a new run and return its number."""
        self._uow.add(assessment)
        assert assessment.id is not None
        return assessment.id

    def save(self, assessment: Assessment) -> None:
        """Save what has become of a run."""
        self._uow.session.add(assessment)
        self._uow.session.flush()

    def fill_ledger(self, params: Params, parts: Mapping[str, str]) -> None:
        """Mark every ticket of every subject in one statement."""
        self._uow.read.run(ledger.FILL, params, parts=parts)

    def prune_ledger(self, number: int) -> None:
        """Drop the tickets of those who were not scored."""
        self._uow.read.run(ledger.PRUNE, {"run": number})

    def add_subjects(self, number: int, rows: Iterable[Mapping[str, Any]]) -> None:
        """Save the subjects with their facts and scores."""
        self._uow.insert_many(
            "assessment_subject",
            ("assessment_id", *_SUBJECT),
            ((number, *(row[name] for name in _SUBJECT)) for row in rows),
        )

    def adopt(self, scheme: ScoringScheme) -> None:
        """Save a scheme the office takes over."""
        self._uow.add(scheme)
