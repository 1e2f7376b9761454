"""Saving files on their way in: batches, chunks, staged rows, findings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import select

from gridctl.domain.batches import BatchNotFound
from gridctl.storage.repositories.contacts import leave_no_trace
from gridctl.storage.tables.office import Batch, StagedChunk
from gridctl.storage.unit_of_work import UnitOfWork

#: A staged row: sheet, number, natural key, payload as canonical JSON.
StagedTuple = tuple[str, int, str, str]
#: A finding: sheet, number, field, value, code, parameters, severity.
FindingTuple = tuple[str, int, str, str, str, Mapping[str, Any], str]

#: Kinds of files whose rows may hold names and telephone numbers.
_WITH_CONTACTS = frozenset({"staff", "ticket"})


class Imports:
    """Imports of the office."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def open(self, batch: Batch) -> int:
        """Save a new batch and return its number."""
        self._uow.add(batch)
        assert batch.id is not None
        return batch.id

    def get(self, number: int) -> Batch:
        """Return a batch as it is now; nobody else changes it before this unit of work ends.

        Raises:
            BatchNotFound: there is none.
        """
        batch = self._uow.session.get(Batch, number, with_for_update={"key_share": True})
        if batch is None:
            raise BatchNotFound(batch=f"B{number}")
        return batch

    def by_key(self, key: str) -> Batch | None:
        """Return the batch a key opened before."""
        return self._uow.session.exec(select(Batch).where(Batch.idempotency_key == key)).first()

    def stage(
        self,
        batch: int,
        number: int,
        fingerprint: str,
        result: Mapping[str, int],
        rows: Iterable[StagedTuple],
    ) -> None:
        """Store a chunk's rows under its number."""
        self._uow.add(StagedChunk(batch_id=batch, number=number, digest=fingerprint, **result))
        columns = ("batch_id", "sheet", "number", "match_key", "payload")
        self._uow.insert_many("staged_row", columns, ((batch, *row) for row in rows))

    def note(
        self, batch: int, findings: Iterable[FindingTuple], letters: Mapping[str, str]
    ) -> None:
        """Store findings about rows with the column letter of their field."""
        self._uow.insert_many(
            "rejected_row",
            ("batch_id", "sheet", "number", "letter", "field", "value", "code", "params",
             "severity"),
            (
                (batch, sheet, number, letters.get(field, ""), field, value, code,
                 json.dumps(params, ensure_ascii=False), severity)
                for sheet, number, field, value, code, params, severity in findings
            ),
        )  # fmt: skip

    def drop(self, batch: int, rows: Iterable[tuple[str, int]]) -> None:
        """Take staged rows out again."""
        leave_no_trace(self._uow)
        self._uow.execute_many(
            "DELETE FROM staged_row WHERE batch_id = ? AND sheet = ? AND number = ?",
            ((batch, sheet, number) for sheet, number in rows),
        )

    def count(self, batch: Batch, counts: Mapping[str, int]) -> None:
        """Write down what is known of the rows so far."""
        batch.counts = json.dumps(counts)
        self._uow.session.add(batch)
        self._uow.session.flush()

    def discard(self, batch: Batch) -> None:
        """Drop a batch that will not be applied."""
        batch.state = "discarded"
        # Nothing came of it, so its key is free for the mended file.
        batch.idempotency_key = None
        self._uow.session.add(batch)
        self._uow.session.flush()
        self._drop_staged(batch)

    def finish(
        self,
        batch: Batch,
        *,
        state: str,
        entry: int,
        counts: Mapping[str, int],
        findings: list[dict[str, Any]],
    ) -> None:
        """Close a batch: the staged copy goes, the outcome stays."""
        batch.state = state
        if state == "applied":
            batch.applied_by = entry
        else:
            batch.undone_by = entry
        batch.counts = json.dumps(counts)
        batch.findings = json.dumps(findings, ensure_ascii=False)
        self._uow.session.add(batch)
        self._uow.session.flush()
        self._drop_staged(batch)

    def _drop_staged(self, batch: Batch) -> None:
        if batch.kind in _WITH_CONTACTS:
            leave_no_trace(self._uow)
        self._uow.execute_many("DELETE FROM staged_row WHERE batch_id = ?", [(batch.id,)])
