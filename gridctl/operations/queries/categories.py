"""Asking about categories."""

from __future__ import annotations

from gridctl.domain.categories import CategoryKind
from gridctl.operations.base import AfterText, Filter, Finding, Limit, Page, Query, View


class CategoryRow(View):
    """A category; ``level`` counts from 1, the class."""

    code: str
    name: str
    path: str
    level: int
    kind: CategoryKind
    provisional: bool
    conditions: int


class CategoryPage(Page):
    """One page of categories."""

    items: tuple[CategoryRow, ...]


class Condition(View):
    """A filing condition with its own limit and units."""

    seq: int
    filing_condition: str
    closing_condition: str
    limit_text: str
    lead_unit: str
    supervising_unit: str


class CategoryView(View):
    """Everything about one category.

    ``warnings`` are told once, when it is changed.
    """

    code: str
    name: str
    path: str
    level: int
    kind: CategoryKind
    provisional: bool
    parent_path: str | None
    legal_basis: str
    note: str
    conditions: tuple[Condition, ...]
    children: int
    tickets: int
    revision: int
    warnings: tuple[Finding, ...] = ()


class ListCategories(Query[CategoryPage], route="GET /categories", permission="category.read"):
    """List categories, each before those under it."""

    level: int | None = None
    kind: CategoryKind | None = None
    under: str | None = None
    text: str | None = None
    provisional: bool | None = None
    filter: Filter | None = None
    limit: Limit = 200
    after: AfterText | None = None


class ShowCategory(Query[CategoryView], route="GET /category", permission="category.read"):
    """Show one category, found by code, path or a name no other has."""

    category: str
