"""Saving reply templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gridctl.storage.tables.desk import ReplyTemplate
from gridctl.storage.unit_of_work import UnitOfWork


class ReplyTemplates:
    """Reply templates of the office."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def get(self, template_id: int) -> ReplyTemplate:
        """Return a template by its id."""
        return self._uow.session.get_one(ReplyTemplate, template_id)

    def create(self, facts: Mapping[str, Any]) -> ReplyTemplate:
        """Save a new template."""
        template = ReplyTemplate(**facts)
        self._uow.add(template)
        return template

    def change(self, template: ReplyTemplate, changes: Mapping[str, Any]) -> None:
        """Set some facts; one that is withdrawn is out of use."""
        if all(getattr(template, name) == value for name, value in changes.items()):
            return
        for name, value in changes.items():
            setattr(template, name, value)
        template.revision += 1
        self._uow.add(template)
