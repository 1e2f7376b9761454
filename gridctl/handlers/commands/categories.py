"""Changing categories."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gridctl.domain.categories import (
    CategoryExists,
    ConditionNotFound,
    next_category_code,
    path_text,
)
from gridctl.domain.limits import parse_limit
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.lost_updates import check_seen
from gridctl.handlers.queries.categories import find_category, view_category
from gridctl.handlers.queries.category_index import category_index
from gridctl.operations.base import Finding
from gridctl.operations.commands.categories import (
    ConditionChange,
    CreateCategory,
    EditCategory,
)
from gridctl.operations.queries.categories import CategoryView
from gridctl.storage.queries import categories as sql
from gridctl.storage.repositories.categories import Categories
from gridctl.storage.tables.categories import Category


def create_category(operation: CreateCategory, context: CommandContext) -> CategoryView:
    """Create a category under its parent."""
    categories = Categories(context.uow)
    parent_id = find_category(context, operation.parent) if operation.parent else None
    names = (*_names(context, parent_id), operation.name)
    _check_path(context, names)
    parent = category_index(context).by_id(parent_id) if parent_id is not None else None
    facts: dict[str, Any] = operation.model_dump(include={"legal_basis", "note"})
    facts |= {
        "parent_id": parent_id,
        "provisional": False,
        "kind": operation.kind or (parent.kind if parent else "event"),
        "code": operation.code or _next_code(context, operation.name, parent_id),
    }
    category = categories.create(names, facts)
    _put_conditions(categories, category, operation.conditions)
    return _view(context, category)


def edit_category(operation: EditCategory, context: CommandContext) -> CategoryView:
    """Change a category; a new name moves all below it."""
    categories = Categories(context.uow)
    category = categories.get(find_category(context, operation.category))
    check_seen(category, operation, context)
    changes = operation.model_dump(
        include={"code", "kind", "legal_basis", "note", "provisional"}, exclude_none=True
    )
    categories.change(category, changes)
    if operation.name and operation.name != category.name:
        names = (*_names(context, category.parent_id), operation.name)
        _check_path(context, names, category.id)
        categories.rename(category, names)
    _put_conditions(categories, category, operation.conditions)
    told = _effect(context, category, operation.conditions)
    return _view(context, category).model_copy(update={"warnings": told})


def _effect(
    context: CommandContext, category: Category, changes: Iterable[ConditionChange]
) -> tuple[Finding, ...]:
    """Return what another limit means for open tickets: those dispatched keep theirs."""
    if not any(change.limit_text for change in changes):
        return ()
    counts = context.read.record(sql.LIMITS_OF_OPEN, {"id": category.id})
    assert counts is not None
    if not any(counts.values()):
        return ()
    return (Finding(code="limit_changes", field="limit_text", params=counts),)


def _names(context: CommandContext, category_id: int | None) -> tuple[str, ...]:
    """Return the names of a category and those above it, the class first."""
    index = category_index(context)
    chain = index.above(category_id) if category_id is not None else []
    return tuple(index.by_id(each).name for each in reversed(chain))


def _check_path(
    context: CommandContext, names: tuple[str, ...], category_id: int | None = None
) -> None:
    """Refuse a path that another category has."""
    if category_index(context).by_path(names) not in (None, category_id):
        raise CategoryExists(path=path_text(names))


def _next_code(context: CommandContext, name: str, parent_id: int | None) -> str:
    index = category_index(context)
    parent_code = "" if parent_id is None else index.by_id(parent_id).code
    return next_category_code(name, parent_code, index.codes_below(parent_id))


def _put_conditions(
    categories: Categories, category: Category, conditions: Iterable[ConditionChange]
) -> None:
    """Add or change conditions.

    Raises:
        LimitUnreadable: a limit is not understood; it is never guessed (domain.md 6.1).
        ConditionNotFound: a number that is not there.
    """
    for change in conditions:
        facts = change.model_dump(exclude={"seq"}, exclude_none=True)
        if change.limit_text:
            parse_limit(change.limit_text)
        if change.seq is None:
            categories.add_condition(category, facts)
        elif found := categories.condition(category, change.seq):
            categories.change_condition(category, found, facts)
        else:
            raise ConditionNotFound(path=category.path, seq=change.seq)


def _view(context: CommandContext, category: Category) -> CategoryView:
    context.forget()
    return view_category(context, category.id or 0)
