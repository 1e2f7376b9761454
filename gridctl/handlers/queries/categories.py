"""Asking about categories."""

from __future__ import annotations

from gridctl.handlers.queries.category_index import category_index
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.narrowing import narrowing
from gridctl.handlers.queries.shape import page_of
from gridctl.operations.queries.categories import (
    CategoryPage,
    CategoryRow,
    CategoryView,
    Condition,
    ListCategories,
    ShowCategory,
)
from gridctl.storage.queries import categories as sql
from gridctl.storage.queries.compose import Params


def list_categories(operation: ListCategories, context: QueryContext) -> CategoryPage:
    """Return a page of categories, each before those under it."""
    params: Params = {
        "level": operation.level,
        "kind": operation.kind,
        "under_id": find_category(context, operation.under) if operation.under else None,
        "provisional": operation.provisional,
        "after": operation.after,
        "limit": operation.limit + 1,
        **narrowing("category", operation.filter, operation.text, context),
    }
    rows = context.read.records(sql.LIST, params, order="path", after=operation.after is not None)
    items, following = page_of(rows, operation.limit, lambda row: str(row["path_key"]))
    return CategoryPage(
        items=tuple(CategoryRow(**row) for row in items),
        total=context.read.value(sql.COUNT, params),
        next=following,
    )


def show_category(operation: ShowCategory, context: QueryContext) -> CategoryView:
    """Return one category with its conditions."""
    return view_category(context, find_category(context, operation.category))


def view_category(context: QueryContext, category_id: int) -> CategoryView:
    """Return the view of a category by its id."""
    params: Params = {"id": category_id}
    row = context.read.record(sql.ONE, params)
    assert row is not None
    conditions = context.read.records(sql.CONDITIONS, params)
    return CategoryView(**row, conditions=tuple(Condition(**each) for each in conditions))


def find_category(context: QueryContext, text: str) -> int:
    """Return the id of the one category a path, name or code stands for."""
    return category_index(context).find(text)


def category_ids(context: QueryContext, text: str) -> list[int]:
    """Return the ids of the category a path, name or code stands for and of all under it."""
    return category_index(context).below(find_category(context, text))
