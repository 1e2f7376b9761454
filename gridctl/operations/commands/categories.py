"""Changing categories."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from gridctl.domain.categories import CategoryKind
from gridctl.operations.base import Command, View
from gridctl.operations.queries.categories import CategoryView


class ConditionChange(View, extra="forbid"):
    """A condition to add, or with ``seq`` the one to change; what is not given stays."""

    seq: int | None = Field(default=None, ge=1)
    filing_condition: str | None = Field(default=None, max_length=2000)
    closing_condition: str | None = Field(default=None, max_length=2000)
    limit_text: str | None = Field(default=None, max_length=80)
    lead_unit: str | None = Field(default=None, max_length=200)
    supervising_unit: str | None = Field(default=None, max_length=200)


class CreateCategory(Command[CategoryView], route="POST /categories", permission="category.edit"):
    """Create a category under its parent; without a code it gets a local number.

    Without a kind it takes its parent's, a class is of events.
    """

    name: str = Field(min_length=1, max_length=80)
    code: str | None = Field(default=None, min_length=1, max_length=40)
    parent: str | None = None
    kind: CategoryKind | None = None
    legal_basis: str = Field(default="", max_length=2000)
    note: str = Field(default="", max_length=2000)
    conditions: tuple[ConditionChange, ...] = ()


class EditCategory(Command[CategoryView], route="PATCH /category", permission="category.edit"):
    """Change a category, found by code, path or unique name; a new name moves all below it.

    Conditions are added or changed, never removed: tickets may rest on them.
    """

    category: str
    name: str | None = Field(default=None, min_length=1, max_length=80)
    code: str | None = Field(default=None, min_length=1, max_length=40)
    kind: CategoryKind | None = None
    legal_basis: str | None = Field(default=None, max_length=2000)
    note: str | None = Field(default=None, max_length=2000)
    conditions: tuple[ConditionChange, ...] = ()
    provisional: Literal[False] | None = None
    if_match: int | None = None
