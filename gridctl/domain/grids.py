"""Rules about places: levels, kinds, dated facts."""

from __future__ import annotations

from gridctl.domain.errors import Conflict, Invalid, NotFound
from gridctl.foundation.i18n import N_

#: From the county down; a place's parent is of a level further left.
LEVELS = ("county", "town", "village", "grid", "micro")
KINDS = ("general", "exclusive", "micro")
LEVEL_NAMES = {
    "county": N_("county"),
    "town": N_("town"),
    "village": N_("village or community"),
    "grid": N_("grid"),
    "micro": N_("micro-grid"),
}
KIND_NAMES = {
    "general": N_("general grid"),
    "exclusive": N_("exclusive grid"),
    "micro": N_("micro-grid"),
}


class PlaceNotFound(NotFound):
    """No place has this code or name."""

    message = N_("There is no place {key}.")
    hint = N_("[[Nearest is {nearest}. ]]'<grid list>' shows all.")


class PlaceLevelDiffers(NotFound):
    """The place that is called so is of another level."""

    message = N_("{key} is a {level}, and is named here as a {target}.")
    hint = N_("Ask by its own level, or name a place of this one.")


class PlaceAmbiguous(Conflict):
    """Several places share the name."""

    message = N_("Several places are called {key}: {choices}.")
    hint = N_("Give its path as it stands here, or its code.")
    exit_code = 2
    status = 422


class PlaceExists(Conflict):
    """A place with this code is there already."""

    message = N_("There is already a place with the code {code}: {name}.")
    hint = N_("Change it with '<grid edit {code}>'.")


class PlaceCodeNeeded(Invalid):
    """A code cannot be worked out from what was given."""

    message = N_("The code of {name} cannot be worked out.")
    hint = N_(
        "Give <--code, or --parent with|the code, or a parent that has> a 12-digit village code."
    )


class ParentLevel(Invalid):
    """A place cannot stand under a place of this level."""

    message = N_("A {level} cannot stand directly under a {parent_level} ({parent}).")
    hint = N_("Name a parent of a higher level.")


class PlaceInUse(Conflict):
    """A place with living children cannot be closed alone."""

    message = N_("{name} still has {children} places under it on {day}.")
    hint = N_("Close or move them first, or close the whole branch< with --with-children|>.")


class PlaceStaffed(Conflict):
    """People still hold posts on a place that is to be closed."""

    message = N_("On {day} people still hold posts on {name}: {people}.")
    hint = N_("Post them elsewhere first, or end their posts that day< with --end-posts|>.")


class PlaceClosed(Conflict):
    """The place does not exist on the day."""

    message = N_("{name} ({code}) does not exist on {day}.")
    hint = N_("Its last day was before {day}; choose an earlier day.")


def is_above(place_level: str, unit_level: str | None) -> bool:
    """Tell whether a place is of a higher level than a unit, which then is not its centre."""
    return unit_level in LEVELS and LEVELS.index(place_level) < LEVELS.index(unit_level)


def check_parent(level: str, parent_level: str, parent: str) -> None:
    """Refuse a parent that is not of a higher level, and a grid right under county or town.

    DB6101/T 3185-2024 forbids attaching a grid directly to a town or county (domain.md 3.2).
    """
    allowed = {
        "county": (),
        "town": ("county",),
        "village": ("town",),
        "grid": ("village",),
        "micro": ("grid",),
    }[level]
    if parent_level not in allowed:
        raise ParentLevel(level=level, parent_level=parent_level, parent=parent)
