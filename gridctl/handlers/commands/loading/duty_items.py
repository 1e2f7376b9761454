"""Loading the duty list: what departments proposed, and what was decided on it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from gridctl.domain.duty_items import next_duty_code
from gridctl.domain.intervals import EVER, FOREVER
from gridctl.domain.names import person_key, unit_key
from gridctl.domain.problems import Problem
from gridctl.handlers.commands.loading.base import (
    Recognised,
    RowLoader,
    Run,
    Staged,
    Values,
    refused,
    text,
)
from gridctl.handlers.commands.loading.naming import UnitNaming
from gridctl.handlers.queries.category_index import category_index
from gridctl.handlers.queries.unit_index import unit_index
from gridctl.storage.queries import duty_items as sql
from gridctl.storage.repositories.duty_items import DutyItems

_TEXTS = ("document_no", "opinion", "note")
#: What a file tells only of an item somebody has decided on.
_DECISION = ("decided_by", "decided_on", "document_no")


class DutyItemLoader(RowLoader):
    """Loads items of the duty list, admitted where the file says who decided."""

    def recognise(self, values: Values, run: Run) -> Recognised:
        """Look up department and category; check who decided, and the days."""
        name, code = text(values, "name"), text(values, "code")
        if not name:
            return refused(Problem("required", "name"))
        unit = unit_index(run.context).recognise(text(values, "unit"), field="unit")
        category, notices = _category(text(values, "category"), run)
        payload: dict[str, Any] = {"name": name, "category_id": category} | _days(values)
        payload |= {field: text(values, field) for field in _TEXTS if values.get(field)}
        payload |= {"code": code} if code else {}
        payload |= {"kind": values["kind"]} if values.get("kind") else {}
        payload |= _unit(text(values, "unit"), unit)
        payload |= _decided(values, run)
        problems = _wrong(payload) + _ambiguous(unit)
        if payload["state"] != "proposed" and not payload.get("document_no"):
            notices.append(Problem("proof_missing", "document_no"))
        key = code or f"{unit_key(text(values, 'unit'))}/{unit_key(name)}"
        return Recognised(key, payload, problems, notices)

    def apply(self, run: Run) -> None:
        """Create or change the items; one without a code is known by its name and department."""
        items = DutyItems(run.context.uow)
        units = UnitNaming(run)
        codes = [code for (code,) in run.context.read.rows(sql.CODES)]
        known = {(unit_id, unit_key(name)): code
                 for _, code, name, unit_id in run.context.read.rows(sql.ALL)}  # fmt: skip
        for row in run.staged():
            facts = _facts(row, units)
            code = row.payload.get("code") or known.get(
                (facts.get("unit_id"), unit_key(facts["name"]))
            )
            found = items.by_code(code) if code else None
            if found is not None:
                run.count(new=False, changed=items.change(found, facts))
                continue
            code = code or next_duty_code(codes)
            codes.append(code)
            items.create(code, facts)
            run.count(new=True, changed=False)


def _category(name: str, run: Run) -> tuple[int | None, list[Problem]]:
    """Return the category a row names; one that is not known leaves the item without."""
    found = category_index(run.context).recognise({"category": name}) if name else None
    if isinstance(found, Problem):
        return None, [found]
    return found, []


def _unit(name: str, found: int | Problem | None) -> dict[str, Any]:
    """Return the department's id, or its name where it is to be created."""
    if isinstance(found, int):
        return {"unit_id": found}
    return {"unit": name} if name else {}


def _ambiguous(unit: int | Problem | None) -> list[Problem]:
    """Return what is wrong with a department, unless it is merely new."""
    return [unit] if isinstance(unit, Problem) and unit.code != "unit_unknown" else []


def _decided(values: Values, run: Run) -> dict[str, Any]:
    """Return who proposed and decided; what names a decision and nothing else was admitted."""
    told = any(values.get(field) for field in _DECISION)
    actor = run.context.actor
    decided: dict[str, Any] = {
        "state": text(values, "state") or ("admitted" if told else "proposed"),
        "proposed_by": text(values, "proposed_by") or text(values, "unit")
        or actor.behalf or actor.name,
    }  # fmt: skip
    if decided["state"] == "proposed":
        return decided
    return decided | {
        "decided_by": text(values, "decided_by"),
        "decided_on": text(values, "decided_on") or None,
    }


def _days(values: Values) -> dict[str, str]:
    days = {"valid_from": text(values, "valid_from")} if values.get("valid_from") else {}
    if last := text(values, "last_day"):
        end = date.fromisoformat(last)
        days["valid_to"] = FOREVER if end == date.max else (end + timedelta(1)).isoformat()
    return days


def _wrong(payload: dict[str, Any]) -> list[Problem]:
    """Return what keeps an item out: nobody decided, who proposed decided, no day is left."""
    problems = []
    decided_by = payload.get("decided_by")
    if decided_by == "":
        problems.append(Problem("required", "decided_by"))
    elif decided_by and person_key(decided_by) == person_key(payload["proposed_by"]):
        problems.append(Problem("duty_self_decision", "decided_by", decided_by))
    start, end = payload.get("valid_from", EVER), payload.get("valid_to", FOREVER)
    if start >= end:
        problems.append(Problem("duty_days", "last_day", start))
    return problems


def _facts(row: Staged, units: UnitNaming) -> dict[str, Any]:
    facts = {name: value for name, value in row.payload.items() if name not in ("code", "unit")}
    if "unit" in row.payload:
        facts["unit_id"] = units.id_of(row.payload["unit"])
    return facts
