"""The duty list: proposing, deciding, ending."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from gridctl.domain.duty_items import (
    DutyDaysInvalid,
    DutyItemDecided,
    DutyItemEndsBefore,
    DutyItemExists,
    DutyItemNotOnList,
    DutySelfDecision,
    next_duty_code,
    standing,
)
from gridctl.domain.intervals import EVER, FOREVER
from gridctl.domain.names import person_key
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.lost_updates import check_seen
from gridctl.handlers.queries.categories import find_category
from gridctl.handlers.queries.duty_admission import find_duty_item
from gridctl.handlers.queries.duty_items import view_duty_item
from gridctl.handlers.queries.parties import acting_party
from gridctl.handlers.queries.unit_index import find_unit
from gridctl.operations.commands.duty_items import (
    AdmitDutyItem,
    EndDutyItem,
    ProposeDutyItem,
    RefuseDutyItem,
)
from gridctl.operations.queries.duty_items import DutyItemView
from gridctl.storage.queries import duty_items as sql
from gridctl.storage.repositories.duty_items import DutyItems
from gridctl.storage.tables.desk import DutyItem


def propose_duty_item(operation: ProposeDutyItem, context: CommandContext) -> DutyItemView:
    """Propose a task for the list; its days may be decided otherwise."""
    items = DutyItems(context.uow)
    context.uow.alone("duty_item")
    code = operation.code or next_duty_code(code for (code,) in context.read.rows(sql.CODES))
    if found := items.by_code(code):
        raise DutyItemExists(item=code, name=found.name)
    facts = operation.model_dump(include={"name", "kind", "note"}) | _days(operation, None)
    facts |= {
        "unit_id": find_unit(context, operation.unit) if operation.unit else None,
        "category_id": find_category(context, operation.category) if operation.category else None,
        "proposed_by": operation.by or acting_party(context).name,
    }
    item = items.create(code, facts)
    return view_duty_item(context, item.id or 0)


def admit_duty_item(operation: AdmitDutyItem, context: CommandContext) -> DutyItemView:
    """Put a proposed item on the list, or decide that one stays on it for longer."""
    return _decide(operation, "admitted", context)


def refuse_duty_item(operation: RefuseDutyItem, context: CommandContext) -> DutyItemView:
    """Keep a proposed item off the list."""
    return _decide(operation, "refused", context)


def end_duty_item(operation: EndDutyItem, context: CommandContext) -> DutyItemView:
    """Take an item off the list after a day."""
    items = DutyItems(context.uow)
    item = _item(operation, items, context)
    if item.state != "admitted":
        raise DutyItemNotOnList(item=item.code, standing=item.state)
    if _day_after(operation.last_day) > item.valid_to:
        raise DutyItemEndsBefore(
            item=item.code, last=_last(item.valid_to), day=operation.last_day.isoformat()
        )
    changes: dict[str, Any] = _span(item.valid_from, _day_after(operation.last_day))
    if operation.opinion:
        changes["opinion"] = operation.opinion
    items.change(item, changes)
    return view_duty_item(context, item.id or 0)


def _decide(
    operation: AdmitDutyItem | RefuseDutyItem, state: str, context: CommandContext
) -> DutyItemView:
    items = DutyItems(context.uow)
    item = _item(operation, items, context)
    if item.state != "proposed" and not _prolongs(operation, item):
        today = context.today().isoformat()
        stands = standing(item.state, item.valid_from, item.valid_to, today)
        raise DutyItemDecided(item=item.code, standing=stands)
    party = acting_party(context)
    decided_by = operation.by or party.name
    if person_key(item.proposed_by) == person_key(decided_by):
        raise DutySelfDecision(party=decided_by, item=item.code)
    changes = operation.model_dump(include={"document_no", "opinion"}) | {
        "state": state,
        "decided_by": decided_by,
        "decided_on": (operation.on or context.today()).isoformat(),
    }
    if isinstance(operation, AdmitDutyItem):
        changes |= _admitted(operation, item, changes["decided_on"])
    items.change(item, changes)
    return view_duty_item(context, item.id or 0)


def _prolongs(operation: AdmitDutyItem | RefuseDutyItem, item: DutyItem) -> bool:
    """Tell whether a decision is about a longer stay of what is, or was, on the list."""
    if isinstance(operation, RefuseDutyItem) or item.state != "admitted":
        return False
    longer = operation.last_day is not None and _day_after(operation.last_day) > item.valid_to
    return longer and operation.valid_from is None


def _admitted(operation: AdmitDutyItem, item: DutyItem, decided_on: str) -> dict[str, str]:
    """Return the span of an item that comes onto the list: from the decision where nobody said.

    Raises:
        DutyDaysInvalid: the last day the decision names is before it.
    """
    days = _days(operation, item)
    if operation.last_day is not None:
        _span(max(days["valid_from"], decided_on), days["valid_to"])
    # Days that were over when it was decided were meant as they were proposed.
    if days["valid_from"] == EVER and decided_on < days["valid_to"]:
        days["valid_from"] = decided_on
    return days


def _item(
    operation: AdmitDutyItem | RefuseDutyItem | EndDutyItem,
    items: DutyItems,
    context: CommandContext,
) -> DutyItem:
    item = items.get(find_duty_item(context, operation.item))
    check_seen(item, operation, context)
    return item


def _days(operation: ProposeDutyItem | AdmitDutyItem, item: DutyItem | None) -> dict[str, str]:
    """Return the span a command names; what it leaves open stays as it was."""
    start, end = (item.valid_from, item.valid_to) if item else (EVER, FOREVER)
    if operation.valid_from:
        start = operation.valid_from.isoformat()
    if operation.last_day:
        end = _day_after(operation.last_day)
    return _span(start, end)


def _span(start: str, end: str) -> dict[str, str]:
    if start >= end:
        raise DutyDaysInvalid(start=start, last=_last(end))
    return {"valid_from": start, "valid_to": end}


def _last(end: str) -> str:
    return (date.fromisoformat(end) - timedelta(1)).isoformat()


def _day_after(day: date) -> str:
    return FOREVER if day == date.max else (day + timedelta(1)).isoformat()
