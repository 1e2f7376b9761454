"""Whether a ticket may be entered: the duty items it rests on, on the day of its report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from gridctl.domain.duty_items import (
    DutyItemAmbiguous,
    DutyItemEnded,
    DutyItemNotAdmitted,
    DutyItemNotFound,
    DutyItemRefused,
    DutyItemWaiting,
    standing,
)
from gridctl.domain.errors import Invalid
from gridctl.domain.intervals import FOREVER
from gridctl.handlers.queries.category_index import category_index
from gridctl.handlers.queries.context import QueryContext
from gridctl.operations.base import Finding
from gridctl.storage.queries import duty_items as sql


def find_duty_item(context: QueryContext, text: str) -> int:
    """Return the id of the one item a code or name stands for.

    Raises:
        DutyItemNotFound, DutyItemAmbiguous: none, or several.
    """
    found = context.read.rows(sql.FIND, {"key": text})
    if not found:
        raise DutyItemNotFound(key=text)
    if len(found) > 1 and found[0][1] != text:
        raise DutyItemAmbiguous(key=text, choices=tuple(code for _, code in found))
    return int(found[0][0])


def require_open(context: QueryContext, item_id: int, day: str) -> None:
    """Refuse a ticket of an item that is not on the list on an ISO day.

    Raises:
        DutyItemNotAdmitted, DutyItemRefused, DutyItemWaiting, DutyItemEnded: why, who decided it.
    """
    decision = context.read.record(sql.DECISION, {"id": item_id})
    error = objection(decision, day) if decision else None
    if error is not None:
        raise error


def objection(decision: Mapping[str, Any], day: str) -> Invalid | None:
    """Return what stands against a ticket of an item on an ISO day, or None."""
    facts = {"item": f"{decision['name']} ({decision['code']})"}
    decided = facts | {
        "decided_by": decision["decided_by"], "document_no": decision["document_no"], "day": day,
    }  # fmt: skip
    match standing(decision["state"], decision["valid_from"], decision["valid_to"], day):
        case "proposed":
            return DutyItemNotAdmitted(**facts, proposed_by=decision["proposed_by"])
        case "refused":
            return DutyItemRefused(
                **facts, decided_by=decision["decided_by"], decided_on=decision["decided_on"],
                opinion=decision["opinion"],
            )  # fmt: skip
        case "waiting":
            return DutyItemWaiting(**decided, start=decision["valid_from"])
        case "ended":
            return DutyItemEnded(**decided, last=_before(decision["valid_to"]))
        case _:
            return None


def items_of_category(context: QueryContext, category_id: int) -> list[dict[str, Any]]:
    """Return the items about a category, those of the nearest one above where it has none."""
    for each in category_index(context).above(category_id):
        if found := context.read.records(sql.DECISION, {"category_id": each}):
            return found
    return []


def category_warnings(
    context: QueryContext, category_id: int | None, day: str
) -> tuple[Finding, ...]:
    """Return a warning where just one item is about a category and it is not open on a day."""
    items = [] if category_id is None else items_of_category(context, category_id)
    if len(items) != 1 or (error := objection(items[0], day)) is None:
        return ()
    return (finding_of(error, items[0]),)


def finding_of(error: Invalid, item: Mapping[str, Any]) -> Finding:
    """Return what stands against tickets of an item as a finding a face words."""
    return Finding(code=error.code, field="duty_item", value=item["code"], params=error.params)


def last_day(valid_to: str) -> date | None:
    """Return the last day before an end, None where there is no end."""
    return None if valid_to == FOREVER else date.fromisoformat(valid_to) - timedelta(1)


def _before(valid_to: str) -> str:
    last = last_day(valid_to)
    return "" if last is None else last.isoformat()
