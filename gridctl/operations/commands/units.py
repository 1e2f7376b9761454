"""Changing units."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from gridctl.domain.units import UnitLevel
from gridctl.operations.base import Command, Slug
from gridctl.operations.queries.units import UnitView


class CreateUnit(Command[UnitView], route="POST /units", permission="unit.edit"):
    """Create a unit; without a code the next free ``U`` number is taken."""

    name: str = Field(min_length=1, max_length=80)
    code: Slug | None = None
    level: UnitLevel | None = None
    place: str | None = None
    parent: str | None = None
    aliases: tuple[str, ...] = ()


class EditUnit(Command[UnitView], route="PATCH /unit", permission="unit.edit"):
    """Change a unit, found by code, name or alias; its former name stays as an alias.

    ``provisional=False`` confirms a unit that came from a file. Null takes level, place or
    parent away.
    """

    unit: str
    name: str | None = Field(default=None, min_length=1, max_length=80)
    level: UnitLevel | None = None
    place: str | None = None
    parent: str | None = None
    add_aliases: tuple[str, ...] = ()
    provisional: Literal[False] | None = None
    if_match: int | None = None
