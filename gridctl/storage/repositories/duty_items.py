"""Saving items of the duty list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from gridctl.storage.tables.desk import DutyItem
from gridctl.storage.unit_of_work import UnitOfWork


class DutyItems:
    """Items of the office's duty list."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def get(self, item_id: int) -> DutyItem:
        """Return an item by its id."""
        return self._uow.session.get_one(DutyItem, item_id)

    def by_code(self, code: str) -> DutyItem | None:
        """Return the living item with a code, or None."""
        living = select(DutyItem).where(DutyItem.code == code, col(DutyItem.withdrawn).is_(False))
        return self._uow.session.exec(living).first()

    def create(self, code: str, facts: Mapping[str, Any]) -> DutyItem:
        """Save a new item."""
        item = DutyItem(code=code, **facts)
        self._uow.add(item)
        return item

    def change(self, item: DutyItem, changes: Mapping[str, Any]) -> bool:
        """Set some facts; return whether anything differs now."""
        if all(getattr(item, name) == value for name, value in changes.items()):
            return False
        for name, value in changes.items():
            setattr(item, name, value)
        item.revision += 1
        self._uow.add(item)
        return True
