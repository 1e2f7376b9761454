"""Saving evidence, and withdrawing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from gridctl.domain.duty import stored_days
from gridctl.storage.tables.evidence import Evidence
from gridctl.storage.unit_of_work import UnitOfWork

#: Facts that have another name in the table, or share a column of theirs with another kind.
_COLUMNS = {
    "on": "on_date",
    "staff": "staff_id",
    "place": "grid_id",
    "unit": "unit_id",
    "ticket": "ticket_id",
    "rater": "found_by",
    "seat": "quantity",
}
_DAYS = {"quantity", "expected"}


def columns_of(kind: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of evidence whose facts have the names of an operation; no empty ones.

    Days have two columns, of which one is empty.
    """
    given = {_COLUMNS.get(name, name): v for name, v in facts.items() if v not in (None, "")}
    if kind == "duty":
        for name in _DAYS & given.keys():
            given[name], given[f"{name}_e4"] = stored_days(given[name])
    return given | {"kind": kind}


class EvidenceRecords:
    """Evidence of the office."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def get(self, evidence_id: int) -> Evidence | None:
        """Return a piece of evidence by its id, or None."""
        return self._uow.session.get(Evidence, evidence_id)

    def by_key(self, match_key: str) -> Evidence | None:
        """Return the evidence of a key, a withdrawn one only where no other has it."""
        found = select(Evidence).where(Evidence.match_key == match_key)
        return self._uow.session.exec(found.order_by(col(Evidence.withdrawn))).first()

    def create(self, match_key: str, facts: Mapping[str, Any], journal_id: int) -> Evidence:
        """Save new evidence, or revive what was withdrawn; its columns become the facts alone."""
        fresh = Evidence(match_key=match_key, journal_id=journal_id, **facts)
        found = self.by_key(match_key)
        if found is None:
            self._uow.add(fresh)
            return fresh
        for name, value in fresh.model_dump(exclude={"id", "revision"}).items():
            setattr(found, name, value)
        self._touch(found)
        return found

    def record(self, evidence: Evidence, facts: Mapping[str, Any]) -> None:
        """Save what came of a check."""
        for name, value in columns_of(evidence.kind, facts).items():
            setattr(evidence, name, value)
        self._touch(evidence)

    def withdraw(self, evidence: Evidence) -> None:
        """Take evidence out of every list and figure; its key is free again."""
        evidence.withdrawn = True
        self._touch(evidence)

    def _touch(self, evidence: Evidence) -> None:
        evidence.revision += 1
        self._uow.session.add(evidence)
        self._uow.session.flush()
