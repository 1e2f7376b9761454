"""Saving routes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gridctl.storage.tables.desk import Route
from gridctl.storage.unit_of_work import UnitOfWork


class Routes:
    """Routes of the office."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def get(self, route_id: int) -> Route | None:
        """Return a living route by its id, or None."""
        route = self._uow.session.get(Route, route_id)
        return None if route is None or route.withdrawn else route

    def create(self, facts: Mapping[str, Any]) -> Route:
        """Save a new route."""
        route = Route(**facts)
        self._uow.add(route)
        return route

    def change(self, route: Route, changes: Mapping[str, Any]) -> None:
        """Set some facts."""
        if all(getattr(route, name) == value for name, value in changes.items()):
            return
        for name, value in changes.items():
            setattr(route, name, value)
        route.revision += 1
        self._uow.add(route)
