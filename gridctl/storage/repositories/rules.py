"""Adopting rules of the office's own."""

from __future__ import annotations

from gridctl.domain.chain import digest
from gridctl.domain.intervals import EVER
from gridctl.storage.queries import rules as sql
from gridctl.storage.tables.rules import Rule
from gridctl.storage.unit_of_work import UnitOfWork


class Rules:
    """Rules of the office, each version beside the earlier ones."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def adopt(
        self,
        kind: str,
        name: str,
        body: str,
        *,
        place_id: int | None = None,
        valid_from: str = EVER,
        at: int,
        by: str,
        entry_id: int,
    ) -> Rule:
        """Save the next version of a rule and return it.

        Args:
            kind: what it rules, such as ``calendar.year``.
            name: tells rules of the kind apart, such as ``2027``.
            body: its TOML text, checked by the caller.
            place_id: the county or town it holds for; the whole office without.
            valid_from: ISO day from which it holds.
            at: the present instant, UTC seconds.
            by: who adopts it.
            entry_id: the journal entry of the command.
        """
        versions = self._uow.read.records(sql.LIVING, {"kind": kind, "name": name})
        rule = Rule(
            kind=kind, name=name, place_id=place_id, valid_from=valid_from, body=body,
            digest=digest(body), version=1 + max((row["version"] for row in versions), default=0),
            adopted_at=at, adopted_by=by, journal_id=entry_id,
        )  # fmt: skip
        self._uow.add(rule)
        return rule
