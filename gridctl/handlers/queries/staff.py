"""Asking about staff."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from gridctl.domain.privacy import mask_phone
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.narrowing import narrowing
from gridctl.handlers.queries.person_index import person_index
from gridctl.handlers.queries.places import find_place, place_index
from gridctl.handlers.queries.shape import dated, page_of
from gridctl.handlers.queries.unit_index import find_unit
from gridctl.operations.queries.staff import (
    ListStaff,
    ShowStaff,
    StaffPage,
    StaffPost,
    StaffRow,
    StaffView,
)
from gridctl.storage.queries import staff as sql
from gridctl.storage.queries.compose import Params


def list_staff(operation: ListStaff, context: QueryContext) -> StaffPage:
    """Return a page of staff with the posts of a day, in the order of staff numbers."""
    day = operation.as_of or context.today()
    params: Params = {
        "day": day.isoformat(),
        "employment": operation.employment,
        "unit_id": find_unit(context, operation.unit) if operation.unit else None,
        "posted": bool(operation.role or operation.under) or None,
        "post_role": operation.role,
        "under_id": find_place(context, operation.under, day) if operation.under else None,
        "after": operation.after,
        "limit": operation.limit + 1,
        **narrowing("staff", operation.filter, operation.text, context),
    }
    found = context.read.records(
        sql.LIST, params, order="staff_no", after=operation.after is not None
    )
    rows, following = page_of(found, operation.limit, lambda row: str(row["staff_no"]))
    posts = _posts(context, [row["id"] for row in rows], day.isoformat())
    return StaffPage(
        items=tuple(StaffRow(**row, posts=tuple(posts[row["id"]])) for row in rows),
        total=context.read.value(sql.COUNT, params),
        next=following,
    )


def show_staff(operation: ShowStaff, context: QueryContext) -> StaffView:
    """Return one person with all posts, the telephone number masked."""
    day = operation.as_of or context.today()
    staff_id = find_staff(context, operation.staff, day, operation.place)
    return view_staff(context, staff_id, day)


def find_staff(
    context: QueryContext, text: str, day: date | None = None, place: str | None = None
) -> int:
    """Return the id of the one person a staff number or name stands for.

    Args:
        context: where to look.
        text: staff number, or name.
        day: whose posts tell namesakes apart (today).
        place: code or name of a place that tells them apart.

    Raises:
        StaffNotFound, StaffAmbiguous: nobody, or several.
    """
    on = day or context.today()
    place_id = find_place(context, place, on) if place else None
    return person_index(context).find(text, on.isoformat(), place_id)


def view_staff(context: QueryContext, staff_id: int, day: date) -> StaffView:
    """Return the view of a person by id, with the posts of a day apart."""
    row = context.read.record(sql.ONE, {"id": staff_id})
    assert row is not None
    namesakes = context.read.rows(sql.NAMESAKES, {"id": staff_id, "name_key": row["name_key"]})
    phone = context.read.value(sql.PHONE, {"id": staff_id})
    return StaffView(
        **row,
        phone=phone and mask_phone(phone),
        posts=tuple(_posts(context, [staff_id], day.isoformat())[staff_id]),
        history=tuple(_posts(context, [staff_id])[staff_id]),
        namesakes=tuple(number for (number,) in namesakes),
    )


def _posts(
    context: QueryContext, ids: list[int], day: str | None = None
) -> dict[int, list[StaffPost]]:
    """Return the posts some people hold on an ISO day, or of all times, oldest first.

    A place bears the name of that day, else the one it had when the post began, a grid behind
    its community's.
    """
    places = place_index(context)
    posts: dict[int, list[StaffPost]] = defaultdict(list)
    for row in context.read.records(sql.POSTS, {"ids": ids, "day": day}):
        at, on = row["grid_id"], day or row["valid_from"]
        named = {"place_code": places.on(at, on).code, "place_name": places.label(at, on)}
        posts[row["staff_id"]].append(StaffPost(**dated(row) | named))
    return posts
