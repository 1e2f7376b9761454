"""Changing staff and their posts."""

from __future__ import annotations

from datetime import date
from typing import Any

from gridctl.domain.grids import PlaceClosed
from gridctl.domain.intervals import FOREVER, covers
from gridctl.domain.staff import (
    PostEmpty,
    PostExists,
    PostNotFound,
    StaffExists,
    check_post,
    next_staff_no,
)
from gridctl.domain.telephones import telephones
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.lost_updates import check_seen
from gridctl.handlers.queries.places import find_place, place_index
from gridctl.handlers.queries.staff import find_staff, view_staff
from gridctl.handlers.queries.unit_index import find_unit
from gridctl.operations.commands.staff import CreateStaff, EditStaff, PostStaff, UnpostStaff
from gridctl.operations.queries.staff import StaffView
from gridctl.storage.queries import staff as sql
from gridctl.storage.repositories.staff import StaffMembers
from gridctl.storage.tables.staff import Staff


def create_staff(operation: CreateStaff, context: CommandContext) -> StaffView:
    """Enter a person, whose name is kept as it was typed."""
    members = StaffMembers(context.uow)
    context.uow.alone("staff")
    staff_no = operation.staff_no or next_staff_no(no for (no,) in context.read.rows(sql.NUMBERS))
    found = members.by_no(staff_no)
    if found is not None and not found.withdrawn:
        raise StaffExists(staff_no=staff_no, name=found.name)
    facts: dict[str, Any] = operation.model_dump(include={"name", "employment", "note"})
    facts["unit_id"] = find_unit(context, operation.unit) if operation.unit else None
    staff = members.create(staff_no, facts)
    members.set_phone(staff, _phone(operation))
    return _view(context, staff, context.today())


def edit_staff(operation: EditStaff, context: CommandContext) -> StaffView:
    """Change a person's record."""
    members = StaffMembers(context.uow)
    staff = members.get(find_staff(context, operation.staff_no))
    check_seen(staff, operation, context)
    given = operation.model_fields_set
    changes: dict[str, Any] = operation.model_dump(
        include={"name", "employment", "note"}, exclude_none=True
    )
    if "unit" in given:
        changes["unit_id"] = find_unit(context, operation.unit) if operation.unit else None
    changed = members.change(staff, changes)
    if "phone" in given and members.set_phone(staff, _phone(operation)) and not changed:
        members.touch(staff)
    return _view(context, staff, context.today())


def _phone(operation: CreateStaff | EditStaff) -> str | None:
    return telephones(operation.phone) if operation.phone else None


def post_staff(operation: PostStaff, context: CommandContext) -> StaffView:
    """Give a person a role on a place for a span of days."""
    members = StaffMembers(context.uow)
    day = operation.as_of or context.today()
    staff = members.get(find_staff(context, operation.staff_no, day))
    start, end = day.isoformat(), operation.until.isoformat() if operation.until else FOREVER
    if end <= start:
        raise PostEmpty(valid_from=start, valid_to=end)
    grid_id = find_place(context, operation.place, day)
    place = place_index(context).on(grid_id, start)
    if not covers(place.valid_from, place.valid_to, start):
        raise PlaceClosed(name=place.name, code=place.code, day=start)
    check_post(operation.role, place.level, place.name)
    for post in members.posts(staff):
        same = post.grid_id == grid_id and post.role == operation.role
        if same and post.valid_from < end and start < post.valid_to:
            raise PostExists(
                name=staff.name, role=post.role, place=place.name,
                valid_from=post.valid_from, valid_to=post.valid_to,
            )  # fmt: skip
    members.add_post(staff, grid_id, operation.role, start, end)
    return _view(context, staff, day)


def unpost_staff(operation: UnpostStaff, context: CommandContext) -> StaffView:
    """End posts of a person: ``as_of`` is the first day without them."""
    members = StaffMembers(context.uow)
    day = operation.as_of
    staff = members.get(find_staff(context, operation.staff_no, day))
    grid_id = find_place(context, operation.place, day) if operation.place else None
    if not members.end_posts(staff, day.isoformat(), grid_id, operation.role):
        raise PostNotFound(name=staff.name, staff_no=staff.staff_no, day=day.isoformat())
    return _view(context, staff, day)


def _view(context: CommandContext, staff: Staff, day: date) -> StaffView:
    context.forget()
    return view_staff(context, staff.id or 0, day)
