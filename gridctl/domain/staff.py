"""Rules about staff: roles (domain.md 2), employment, posts as dated intervals (domain.md 3.3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from gridctl.domain.codes.numbers import next_number
from gridctl.domain.errors import Conflict, Invalid, NotFound
from gridctl.foundation.i18n import N_

Employment = Literal["full", "part"]
Role = Literal["grid_leader", "gridworker", "inspector", "informant", "liaison", "patroller"]

ROLES: tuple[str, ...] = get_args(Role)
ROLE_NAMES: dict[str, str] = {
    "grid_leader": N_("grid leader"),
    "gridworker": N_("gridworker"),
    "inspector": N_("inspector"),
    "informant": N_("informant"),
    "liaison": N_("liaison"),
    "patroller": N_("patroller"),
}
EMPLOYMENT_NAMES: dict[str, str] = {"full": N_("full time"), "part": N_("part time")}

#: Levels of place a gridworker can be posted on: what a month's score is about.
_WORKED_LEVELS = ("village", "grid", "micro")


class StaffNotFound(NotFound):
    """Nobody has this staff number or name."""

    message = N_("There is no member of staff {key}.")
    hint = N_("[[Nearest is {nearest}. ]]'<staff list>' shows all.")


class StaffAmbiguous(Conflict):
    """Several people share the name."""

    message = N_("Several members of staff are called {key}: {choices}.")
    hint = N_("Give the staff number, or the place of the one that is meant.")
    exit_code = 2
    status = 422


class StaffExists(Conflict):
    """The staff number is taken."""

    message = N_("The staff number {staff_no} belongs to {name}.")
    hint = N_("Change the record with '<staff edit {staff_no}>', or leave the number out.")


class RoleLevel(Invalid):
    """A gridworker works on a grid, not for a whole town or county."""

    message = N_("A {role} cannot be posted on {place}, which is a {level}.")
    hint = N_("Name a village, a grid or a micro-grid.")


class PostExists(Conflict):
    """The person already has this role on this place for part of the time."""

    message = N_("{name} already is {role} on {place} from {valid_from} to {valid_to}.")
    hint = N_("End that post first, or choose other days.")


class PostEmpty(Invalid):
    """A post that ends before it begins."""

    message = N_("A post from {valid_from} cannot end on {valid_to}.")
    hint = N_("The end is the first day without the post.")


class PostNotFound(NotFound):
    """The person has no such post on the day."""

    message = N_("{name} has no such post on {day}.")
    hint = N_("'<staff show {staff_no}>' lists the posts.")


def next_staff_no(used: Iterable[str]) -> str:
    """Return the next staff number an office gives out itself: ``S`` and five digits."""
    return next_number("S", 5, used)


def check_post(role: str, level: str, place: str) -> None:
    """Refuse a gridworker's post on a place too large to work on.

    Raises:
        RoleLevel: the role is gridworker, the place a town or county.
    """
    if role == "gridworker" and level not in _WORKED_LEVELS:
        raise RoleLevel(role=role, place=place, level=level)
