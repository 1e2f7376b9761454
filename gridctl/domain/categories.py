"""Rules about categories: their kinds, and the path of names that is their key (domain.md 4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from gridctl.domain.errors import Conflict, Invalid, NotFound
from gridctl.domain.names import unit_key
from gridctl.foundation.i18n import N_

CategoryKind = Literal["event", "component", "service", "hotline"]

KIND_NAMES: dict[str, str] = {
    "event": N_("event"),
    "component": N_("component"),
    "service": N_("service"),
    "hotline": N_("hotline"),
}

#: Between the names of a path.
SEPARATOR = "/"
#: Local numbers in the order they are given out; a table with more than 99 gets a third digit.
_LOCAL_NUMBERS = (*range(99, 0, -1), *range(999, 99, -1))


class CategoryNotFound(NotFound):
    """No category has this code, path or name."""

    message = N_("There is no category {key}.")
    hint = N_("[[Nearest is {nearest}. ]]'<category list>' shows all.")


class CategoryAmbiguous(Conflict):
    """Several categories share the name or code."""

    message = N_("Several categories are called {key}: {choices}.")
    hint = N_("Give the whole path of the one that is meant.")
    exit_code = 2
    status = 422


class CategoryExists(Conflict):
    """A category of this path is there already."""

    message = N_("There is already a category {path}.")
    hint = N_("Change it with '<category edit {path}>'.")


class CategoryCodeNeeded(Invalid):
    """All local numbers under the parent are in use."""

    message = N_("No local number is left for {name}.")
    hint = N_("Give <--code|the code>.")


class ConditionNotFound(NotFound):
    """The category has no condition of this number."""

    message = N_("{path} has no condition {seq}.")
    hint = N_("Leave the number out to add a condition.")


def path_text(names: Iterable[str]) -> str:
    """Return a path as people read it, the class first: ``市容环境/暴露垃圾``."""
    return SEPARATOR.join(names)


def path_key(names: Iterable[str]) -> str:
    """Return the natural key of a category: the keys of its names, the class first.

    A slash inside a name reads like one between two names, so that a typed path is found
    whichever it holds.
    """
    return SEPARATOR.join(map(name_key, names))


def name_key(name: str) -> str:
    """Return the key of one name: no blanks, one kind of bracket, one width."""
    return unit_key(name)


def next_category_code(name: str, parent_code: str, used: Iterable[str]) -> str:
    """Return the code of a local extension: numbers under a parent count down from 99.

    Args:
        name: the category's name, for the error.
        parent_code: the parent's code, or "" for a class.
        used: codes of the parent's other children.

    Raises:
        CategoryCodeNeeded: the local numbers, of two digits and of three, are used up.

    Source: numbering in the GB/T 30428.2 family (domain.md 4).
    """
    taken = set(used)
    for number in _LOCAL_NUMBERS:
        if (code := f"{parent_code}{number:02}") not in taken:
            return code
    raise CategoryCodeNeeded(name=name)
