"""Saving views."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gridctl.storage.queries import saved_views as sql
from gridctl.storage.tables.desk import SavedView
from gridctl.storage.unit_of_work import UnitOfWork


class SavedViews:
    """Saved views of the office."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def owned(self, owner: str, noun: str, name: str) -> SavedView | None:
        """Return an owner's living view of a name, or None."""
        wanted = {"owner": owner, "noun": noun, "name": name}
        found = self._uow.read.value(sql.OWNED, wanted)
        return None if found is None else self._uow.session.get_one(SavedView, found)

    def create(self, facts: Mapping[str, Any]) -> SavedView:
        """Save a new view."""
        view = SavedView(**facts)
        self._uow.add(view)
        return view

    def change(self, view: SavedView, changes: Mapping[str, Any]) -> None:
        """Set some facts; one that is withdrawn is deleted."""
        if all(getattr(view, name) == value for name, value in changes.items()):
            return
        for name, value in changes.items():
            setattr(view, name, value)
        view.revision += 1
        self._uow.add(view)
