"""Asking about staff."""

from __future__ import annotations

from datetime import date

from gridctl.domain.staff import Employment, Role
from gridctl.operations.base import AfterText, Filter, Limit, Named, Page, Query, View


class StaffPost(View):
    """A role on a place; ``valid_to`` is the first day without it, null until further notice."""

    role: Role
    place_code: str
    place_name: str
    valid_from: date | None
    valid_to: date | None


class StaffRow(View):
    """A person with the posts of a day."""

    staff_no: str
    name: str
    employment: Employment
    unit_code: str | None
    unit_name: str | None
    posts: tuple[StaffPost, ...]


class StaffPage(Page):
    """One page of staff."""

    items: tuple[StaffRow, ...]


class StaffView(StaffRow):
    """Everything about one person.

    ``history`` holds the posts of all times; ``namesakes`` the staff numbers of others of the
    same name; ``phone`` is masked.
    """

    note: str
    phone: str | None
    history: tuple[StaffPost, ...]
    namesakes: tuple[str, ...]
    revision: int


class ListStaff(Query[StaffPage], route="GET /staff", permission="staff.read"):
    """List staff in the order of their numbers, with the posts they hold on a day."""

    text: str | None = None
    employment: Employment | None = None
    role: Role | None = None
    under: str | None = None
    unit: str | None = None
    as_of: date | None = None
    filter: Filter | None = None
    limit: Limit = 200
    after: AfterText | None = None


class ShowStaff(Query[StaffView], route="GET /staff/{staff}", permission="staff.read"):
    """Show one person, found by staff number or name; a place tells namesakes apart."""

    staff: Named
    place: str | None = None
    as_of: date | None = None
