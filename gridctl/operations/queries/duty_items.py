"""Asking about the duty list."""

from __future__ import annotations

from datetime import date
from typing import Literal

from gridctl.domain.duty_items import DutyKind, Standing
from gridctl.operations.base import AfterText, Filter, Finding, Limit, Page, Query, Slug, View

Verdict = Literal["open", "closed", "free"]


class DutyItemRow(View):
    """A task of a department and how it stands on the day asked about.

    ``valid_from`` and ``last_day`` bound its days on the list; null is open.
    """

    code: str
    name: str
    kind: DutyKind
    standing: Standing
    unit: str | None
    category: str | None
    valid_from: date | None
    last_day: date | None
    decided_by: str
    document_no: str


class DutyItemPage(Page):
    """One page of the duty list."""

    items: tuple[DutyItemRow, ...]


class DutyItemView(DutyItemRow):
    """Everything about one item; ``tickets`` counts those that name it."""

    unit_code: str | None
    category_code: str | None
    proposed_by: str
    decided_on: date | None
    opinion: str
    note: str
    tickets: int
    revision: int


class DutyCheck(Page):
    """Whether tickets may be entered on a day, and the items that decide it.

    ``verdict`` is ``open`` where an item is on the list, ``closed`` where there are items and none
    is, ``free`` where no item is about the category; ``reasons`` says of each closed one why.
    """

    day: date
    verdict: Verdict
    items: tuple[DutyItemRow, ...]
    reasons: tuple[Finding, ...] = ()


class ListDutyItems(Query[DutyItemPage], route="GET /duty-items", permission="duty.read"):
    """List the duty list in the order of its codes, as it stands on a day (today)."""

    text: str | None = None
    kind: DutyKind | None = None
    standing: Standing | None = None
    unit: str | None = None
    category: str | None = None
    as_of: date | None = None
    filter: Filter | None = None
    limit: Limit = 200
    after: AfterText | None = None


class ShowDutyItem(Query[DutyItemView], route="GET /duty-items/{item}", permission="duty.read"):
    """Show one item, by code or name."""

    item: Slug


class CheckDutyItem(Query[DutyCheck], route="GET /duty-check", permission="duty.read"):
    """Say whether tickets of an item or of a category may be entered on a day (today)."""

    item: str | None = None
    category: str | None = None
    on: date | None = None
