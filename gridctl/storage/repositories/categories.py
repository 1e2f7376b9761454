"""Saving categories: a path of names, and conditions that are never removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import col, select

from gridctl.domain.categories import path_key, path_text
from gridctl.storage.tables.categories import Category, CategoryCondition
from gridctl.storage.unit_of_work import UnitOfWork


class Categories:
    """Categories of the office."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def get(self, category_id: int) -> Category:
        """Return a category by its id."""
        return self._uow.session.get_one(Category, category_id)

    def by_path(self, names: Sequence[str]) -> Category | None:
        """Return the category of a path, a withdrawn one only where no other has the path."""
        found = select(Category).where(Category.path_key == path_key(names))
        return self._uow.session.exec(found.order_by(col(Category.withdrawn))).first()

    def create(self, names: Sequence[str], facts: Mapping[str, Any]) -> Category:
        """Save a new category, or revive a withdrawn one.

        Args:
            names: its path, the class first.
            facts: ``code`` and ``kind``, and ``parent_id``, ``legal_basis``, ``note``,
                ``provisional``.
        """
        category = self.by_path(names)
        # A living one is never written over: its path is in use, and the database says so.
        if category is None or not category.withdrawn:
            category = Category(code="", name="", path="", path_key="")
        category.withdrawn = False
        _place(category, names)
        for name, value in facts.items():
            setattr(category, name, value)
        self._uow.add(category)
        return category

    def change(self, category: Category, changes: Mapping[str, Any]) -> bool:
        """Set some facts; return whether anything differs now."""
        if all(getattr(category, name) == value for name, value in changes.items()):
            return False
        for name, value in changes.items():
            setattr(category, name, value)
        self._touch(category)
        return True

    def rename(self, category: Category, names: Sequence[str]) -> None:
        """Give a category another path, and all below it with it."""
        _place(category, names)
        self._touch(category)
        children = select(Category).where(Category.parent_id == category.id)
        for child in self._uow.session.exec(children).all():
            self.rename(child, (*names, child.name))

    def condition(self, category: Category, seq: int) -> CategoryCondition | None:
        """Return a condition by its number."""
        found = select(CategoryCondition).where(
            CategoryCondition.category_id == category.id, CategoryCondition.seq == seq
        )
        return self._uow.session.exec(found).first()

    def conditions(self, category: Category) -> Sequence[CategoryCondition]:
        """Return the conditions of a category, in their order."""
        found = select(CategoryCondition).where(CategoryCondition.category_id == category.id)
        return self._uow.session.exec(found.order_by(col(CategoryCondition.seq))).all()

    def add_condition(self, category: Category, facts: Mapping[str, Any]) -> CategoryCondition:
        """Save a condition behind the others."""
        assert category.id is not None
        last = select(col(CategoryCondition.seq)).where(
            CategoryCondition.category_id == category.id
        )
        seq = max(self._uow.session.exec(last).all(), default=0) + 1
        condition = CategoryCondition(category_id=category.id, seq=seq, **facts)
        self._uow.add(condition)
        return condition

    def change_condition(
        self, category: Category, condition: CategoryCondition, facts: Mapping[str, Any]
    ) -> None:
        """Set some facts of a condition."""
        for name, value in facts.items():
            setattr(condition, name, value)
        self._uow.session.add(condition)
        self._touch(category)

    def _touch(self, category: Category) -> None:
        category.revision += 1
        self._uow.session.add(category)
        self._uow.session.flush()


def _place(category: Category, names: Sequence[str]) -> None:
    category.name, category.level = names[-1], len(names)
    category.path, category.path_key = path_text(names), path_key(names)
