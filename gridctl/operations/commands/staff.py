"""Changing staff and their posts."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from gridctl.domain.staff import Employment, Role
from gridctl.operations.base import Command, Slug
from gridctl.operations.queries.staff import StaffView

#: One or several telephone numbers.
Phone = Annotated[str, Field(min_length=1, max_length=60)]


class CreateStaff(
    Command[StaffView], route="POST /staff", permission="staff.edit", private=("phone",)
):
    """Enter a person; without a staff number the next free ``S`` number is taken."""

    name: str = Field(min_length=1, max_length=40)
    employment: Employment
    staff_no: Slug | None = None
    unit: str | None = None
    phone: Phone | None = None
    note: str = Field(default="", max_length=2000)


class EditStaff(
    Command[StaffView],
    route="PATCH /staff/{staff_no}",
    permission="staff.edit",
    private=("phone",),
):
    """Change a person's record; null takes unit or phone away."""

    staff_no: Slug
    name: str | None = Field(default=None, min_length=1, max_length=40)
    employment: Employment | None = None
    unit: str | None = None
    phone: Phone | None = None
    note: str | None = Field(default=None, max_length=2000)
    if_match: int | None = None


class PostStaff(Command[StaffView], route="POST /staff/{staff_no}/posts", permission="staff.edit"):
    """Give a person a role on a place from a day on (today), until the first day without it."""

    staff_no: Slug
    place: str
    role: Role
    as_of: date | None = None
    until: date | None = None


class UnpostStaff(
    Command[StaffView], route="POST /staff/{staff_no}/posts/end", permission="staff.edit"
):
    """End a person's posts, or those on a place or in a role; ``as_of`` is the first day without.

    A post that would end on its first day is withdrawn as if it had never been.
    """

    staff_no: Slug
    as_of: date
    place: str | None = None
    role: Role | None = None
