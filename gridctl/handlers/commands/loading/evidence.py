"""Loading evidence: spot checks, revisits, tasks, missed reports, merits, duty days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from gridctl.domain.deadlines import day_end
from gridctl.domain.evidence import (
    KINDS,
    Facts,
    about_one,
    evidence_day,
    evidence_problems,
    match_key,
    task_outcome,
)
from gridctl.domain.problems import Problem
from gridctl.foundation.clock import OFFICE_ZONE, from_epoch, to_epoch
from gridctl.handlers.commands.loading.base import (
    Recognised,
    RowLoader,
    Run,
    Values,
    hints,
    refused,
    text,
)
from gridctl.handlers.queries.person_index import person_index
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.unit_index import unit_index
from gridctl.imports.dates import DAY_OVER
from gridctl.storage.bulk import BulkWriter, StagedRow
from gridctl.storage.queries import tickets as ticket_sql
from gridctl.storage.repositories.bulk_tables import EVIDENCE
from gridctl.storage.repositories.evidence import columns_of

#: Fact -> field of the file; what is missing in a file stays out of the facts.
_PLAIN = {
    "no": "no", "outcome": "outcome", "task": "task", "level": "level", "resolved": "resolved",
    "points": "points", "item": "item", "rater": "rater", "seat": "seat", "document": "evidence",
    "approver": "approver", "quantity": "duty_days", "expected": "required_days",
}  # fmt: skip
_DAYS = {"quantity", "expected"}
#: Kind -> proof that a clerk's old list may leave out: it is asked for, but the fact comes in.
#: One entered by hand must have it, and so must a mark.
_ASKED_FOR = {"merit": ("document", "approver")}


class EvidenceLoader(RowLoader):
    """Loads evidence of any kind in bulk."""

    def recognise(self, values: Values, run: Run) -> Recognised:
        """Look up person, unit, place and ticket; check what the kind requires."""
        day = _day(values, run.kind)
        if day is None:
            return refused(Problem("required", "period" if KINDS[run.kind].of_period else "on"))
        about = _about(values, day, run)
        if unknown := [found for found in about.values() if isinstance(found, Problem)]:
            return refused(*unknown)
        ids = {name: found for name, found in about.items() if not isinstance(found, Problem)}
        facts = _facts(values, run.kind) | about_one(run.kind, ids) | {"on": day}
        problems, notices = _judged(run.kind, facts)
        if not problems:
            problems = self.settle(facts, run)
        key = match_key(run.kind, text(values, "no"), _known_by(values, facts))
        return Recognised(key, columns_of(run.kind, facts), problems, notices)

    def settle(self, facts: dict[str, Any], run: Run) -> list[Problem]:  # noqa: ARG002
        """Put what is kept in place of what the row says, or return why it cannot be."""
        return []

    def pages(self, writer: BulkWriter, run: Run) -> Iterator[list[StagedRow]]:  # noqa: ARG002
        """Yield the staged evidence with what is there under its keys."""
        return writer.pages()

    def apply(self, run: Run) -> None:
        """Write the staged evidence."""
        writer = BulkWriter(run.context.uow, EVIDENCE, run.batch_id)
        entry = run.context.entry_id
        for page in self.pages(writer, run):
            columns = [
                row.payload if row.existing else row.payload | {"journal_id": entry} for row in page
            ]
            written = writer.write(page, columns)
            run.counts["new"] += len(written.new)
            run.counts["changed"] += len(written.changed)
            run.counts["same"] += len(written.same)
        run.context.uow.note_bulk(writer.digest())


def _day(values: Values, kind: str) -> str | None:
    """Return the ISO day the evidence is kept under, or None where the file has none."""
    found = text(values, "on") or (f"{values['period']}-01" if values.get("period") else "")
    return evidence_day(kind, date.fromisoformat(found)).isoformat() if found else None


def _about(values: Values, day: str, run: Run) -> dict[str, int | Problem | None]:
    """Return the ids of what a row names, or the problem with each."""
    place = place_index(run.context).recognise(hints(values), day)
    unit = unit_index(run.context).recognise(text(values, "unit"), field="unit")
    return {
        "place": place,
        "staff": _staff(values, place if isinstance(place, int) else None, day, run),
        "unit": unit,
        "ticket": _ticket(text(values, "ticket_no"), run),
    }


def _staff(values: Values, place: int | None, day: str, run: Run) -> int | Problem | None:
    number, name = text(values, "staff_no"), text(values, "staff")
    if not number and not name:
        return None
    return person_index(run.context).recognise(number, name, place, day)


def _ticket(number: str, run: Run) -> int | Problem | None:
    if not number:
        return None
    rows = run.context.read.rows(ticket_sql.FIND, {"number": number})
    if len(rows) == 1:
        return int(rows[0][0])
    return Problem("ticket_unknown", "ticket_no", number)


def _facts(values: Values, kind: str) -> dict[str, Any]:
    """Return a row under the names an operation gives its facts."""
    facts: dict[str, Any] = {
        fact: values[field] for fact, field in _PLAIN.items() if field in values
    }
    for name in _DAYS & facts.keys():
        facts[name] = Decimal(facts[name])
    due, done = (_instant(values, name) for name in ("due_at", "done_at"))
    facts["due_at"] = to_epoch(due) if due else None
    facts["done_at"] = to_epoch(done) if done else None
    if kind == "task":
        facts["outcome"] = task_outcome(due, done) or text(values, "outcome")
    if note := text(values, "note") or text(values, "reason"):
        facts["note"] = note
    if found_by := text(values, "found_by") or text(values, "inspector"):
        facts["found_by"] = found_by
    return facts


def _known_by(values: Values, facts: Facts) -> Facts:
    """Return the facts a row is found again by.

    A day alone once was its first instant; the keys of those days are still known.
    """
    due = text(values, "due_at")
    if not due.endswith(DAY_OVER):
        return facts
    first = datetime.fromisoformat(due.removesuffix(DAY_OVER)).replace(tzinfo=OFFICE_ZONE)
    return {**facts, "due_at": to_epoch(first)}


def _judged(kind: str, facts: Facts) -> tuple[list[Problem], list[Problem]]:
    """Return what keeps a row out, and what is only to be known."""
    optional, found = _ASKED_FOR.get(kind, ()), list(evidence_problems(kind, facts))
    notices = [Problem("proof_missing", each.field) for each in found if each.field in optional]
    return [each for each in found if each.field not in optional], notices


def _instant(values: Values, name: str) -> datetime | None:
    found = text(values, name)
    if found.endswith(DAY_OVER):
        return from_epoch(day_end(date.fromisoformat(found.removesuffix(DAY_OVER))))
    return datetime.fromisoformat(found).replace(tzinfo=OFFICE_ZONE) if found else None
