"""Rules about units: the departments, sub-centres and stations that handle tickets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from gridctl.domain.codes.numbers import next_number
from gridctl.domain.errors import Conflict, Invalid, NotFound
from gridctl.foundation.i18n import N_

UnitLevel = Literal["county", "town", "village"]

LEVEL_NAMES: dict[str, str] = {
    "county": N_("county"),
    "town": N_("town"),
    "village": N_("village or community"),
}


class UnitNotFound(NotFound):
    """No unit has this code, name or alias."""

    message = N_("There is no unit {key}.")
    hint = N_("[[Nearest is {nearest}. ]]'<unit list>' shows all.")


class UnitAmbiguous(Conflict):
    """Several units share the name."""

    message = N_("Several units are called {key}: {choices}.")
    hint = N_("Give the code of the one that is meant.")
    exit_code = 2
    status = 422


class UnitExists(Conflict):
    """A unit with this code, or with this name at this place, is there already."""

    message = N_("There is already a unit {name} with the code {code}.")
    hint = N_("Change it with '<unit edit {code}>'.")


class UnitLoop(Invalid):
    """A unit cannot stand under itself or a unit below it."""

    message = N_("{name} cannot stand under {parent}, which belongs to it.")
    hint = N_("Name a unit that is not below {name}.")


def next_unit_code(used: Iterable[str]) -> str:
    """Return the next code an office gives out itself: ``U`` and four digits."""
    return next_number("U", 4, used)
