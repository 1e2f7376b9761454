"""Loading evidence: spot checks, revisits, tasks, missed reports, merits, duty days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from gridctl.domain.evidence import (
    Facts,
    evidence_day,
    evidence_problems,
    match_key,
    task_outcome,
)
from gridctl.domain.problems import Problem
from gridctl.foundation.clock import OFFICE_ZONE, to_epoch
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
from gridctl.storage.bulk import BulkWriter
from gridctl.storage.queries import tickets as ticket_sql
from gridctl.storage.repositories.bulk_tables import EVIDENCE

#: Column in the table -> field of the file; what is missing in a file stays out of the payload.
_PLAIN = {
    "no": "no", "outcome": "outcome", "task": "task", "level": "level", "resolved": "resolved",
    "points": "points", "item": "item", "document": "evidence", "approver": "approver",
    "quantity": "duty_days", "expected": "required_days",
}  # fmt: skip
#: Proof of a merit or penalty; a new one entered by hand must have it.
_ASKED_FOR = ("document", "approver")


class EvidenceLoader(RowLoader):
    """Loads evidence of any kind in bulk."""

    def recognise(self, values: Values, run: Run) -> Recognised:
        """Look up person, place and ticket; check what the kind requires."""
        day = _day(values, run.kind)
        if day is None:
            return refused(Problem("required", "period" if run.kind == "duty" else "on"))
        place = place_index(run.context).recognise(hints(values), day)
        staff = _staff(values, place if isinstance(place, int) else None, day, run)
        ticket = _ticket(text(values, "ticket_no"), run)
        problems = [found for found in (place, staff, ticket) if isinstance(found, Problem)]
        if problems:
            return refused(*problems)
        payload = _payload(values, run.kind, day)
        payload |= {"staff_id": staff, "grid_id": place, "ticket_id": ticket}
        facts: Facts = _facts(payload, day)
        # What a clerk's old list leaves out is asked for, but does not keep the fact out.
        found_problems = list(evidence_problems(run.kind, facts))
        problems = [each for each in found_problems if each.field not in _ASKED_FOR]
        notices = [
            Problem("proof_missing", each.field)
            for each in found_problems
            if each.field in _ASKED_FOR
        ]
        key = match_key(run.kind, str(payload.get("no", "")), facts)
        stored = {name: value for name, value in payload.items() if value is not None}
        return Recognised(key, stored, problems, notices)

    def apply(self, run: Run) -> None:
        """Write the staged evidence."""
        writer = BulkWriter(run.context.uow, EVIDENCE, run.batch_id)
        entry = run.context.entry_id
        for page in writer.pages():
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


def _payload(values: Values, kind: str, day: str) -> dict[str, Any]:
    payload: dict[str, Any] = {
        column: values[field] for column, field in _PLAIN.items() if field in values
    }
    payload |= {"kind": kind, "on_date": day}
    due, done = (_instant(values, name) for name in ("due_at", "done_at"))
    payload["due_at"] = to_epoch(due) if due else None
    payload["done_at"] = to_epoch(done) if done else None
    if kind == "task":
        payload["outcome"] = task_outcome(due, done) or text(values, "outcome")
    if note := text(values, "note") or text(values, "reason"):
        payload["note"] = note
    if found_by := text(values, "found_by") or text(values, "inspector"):
        payload["found_by"] = found_by
    return payload


def _facts(payload: dict[str, Any], day: str) -> dict[str, Any]:
    """Return the payload under the names an operation gives its facts."""
    renamed = {"staff_id": "staff", "grid_id": "place", "unit_id": "unit", "ticket_id": "ticket"}
    facts = {renamed.get(name, name): value for name, value in payload.items()}
    facts["on"] = day
    return facts


def _instant(values: Values, name: str) -> datetime | None:
    if not values.get(name):
        return None
    return datetime.fromisoformat(str(values[name])).replace(tzinfo=OFFICE_ZONE)
