"""Asking about the duty list."""

from __future__ import annotations

from typing import Any

from gridctl.domain.duty_items import DutyItemNotFound
from gridctl.handlers.queries.categories import category_ids, find_category
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.duty_admission import (
    find_duty_item,
    finding_of,
    items_of_category,
    last_day,
    objection,
)
from gridctl.handlers.queries.narrowing import narrowing
from gridctl.handlers.queries.shape import dated, page_of
from gridctl.handlers.queries.unit_index import find_unit
from gridctl.operations.queries.duty_items import (
    CheckDutyItem,
    DutyCheck,
    DutyItemPage,
    DutyItemRow,
    DutyItemView,
    ListDutyItems,
    ShowDutyItem,
    Verdict,
)
from gridctl.storage.queries import duty_items as sql
from gridctl.storage.queries.compose import Params


def list_duty_items(operation: ListDutyItems, context: QueryContext) -> DutyItemPage:
    """Return a page of the duty list."""
    category = operation.category
    params: Params = {
        "day": (operation.as_of or context.today()).isoformat(),
        "kind": operation.kind,
        "standing": operation.standing,
        "unit_id": find_unit(context, operation.unit) if operation.unit else None,
        "category_ids": category_ids(context, category) if category else None,
        "after": operation.after,
        "limit": operation.limit + 1,
        **narrowing("duty", operation.filter, operation.text, context),
    }
    rows = context.read.records(sql.LIST, params, order="code", after=operation.after is not None)
    items, following = page_of(rows, operation.limit, lambda row: str(row["code"]))
    return DutyItemPage(
        items=tuple(DutyItemRow(**_shaped(row)) for row in items),
        total=context.read.value(sql.COUNT, params),
        next=following,
    )


def show_duty_item(operation: ShowDutyItem, context: QueryContext) -> DutyItemView:
    """Return one item."""
    return view_duty_item(context, find_duty_item(context, operation.item))


def check_duty_item(operation: CheckDutyItem, context: QueryContext) -> DutyCheck:
    """Return whether tickets may be entered on a day, by item or by category."""
    day = operation.on or context.today()
    items = _concerned(operation, context)
    objections = [objection(item, day.isoformat()) for item in items]
    verdict: Verdict = "open" if None in objections else "closed" if items else "free"
    return DutyCheck(
        day=day,
        verdict=verdict,
        items=tuple(_row(context, item["id"], day.isoformat()) for item in items),
        reasons=tuple(
            finding_of(error, item)
            for item, error in zip(items, objections, strict=True)
            if error is not None
        ),
        total=len(items),
    )


def view_duty_item(context: QueryContext, item_id: int) -> DutyItemView:
    """Return the view of an item by its id."""
    row = context.read.record(sql.ONE, {"id": item_id, "day": context.today().isoformat()})
    assert row is not None
    return DutyItemView(**_shaped(row))


def _concerned(operation: CheckDutyItem, context: QueryContext) -> list[dict[str, Any]]:
    if operation.item:
        wanted = {"id": find_duty_item(context, operation.item)}
        return context.read.records(sql.DECISION, wanted)
    if operation.category:
        return items_of_category(context, find_category(context, operation.category))
    raise DutyItemNotFound(key="")


def _row(context: QueryContext, item_id: int, day: str) -> DutyItemRow:
    row = context.read.record(sql.ONE, {"id": item_id, "day": day})
    assert row is not None
    return DutyItemRow(**_shaped(row))


def _shaped(row: dict[str, Any]) -> dict[str, Any]:
    row["last_day"] = last_day(row["valid_to"])
    return dated(row)
