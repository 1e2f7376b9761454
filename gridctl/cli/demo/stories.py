"""The week after the month as data: what each step says, and which tickets take which steps."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import tomli
from pydantic import Field

from gridctl.cli.demo.recipe import Section
from gridctl.foundation.resources import seed_path

Who = Literal["office", "leader", "unit", "assistant", "town", "worker"]
Handler = Literal["village", "town", "department"]


class Act(Section):
    """A step of the loop: the operation, who takes it, and what it says.

    ``until`` is a number of days, for what ends on a day.
    """

    operation: str
    by: Who
    says: dict[str, Any] = Field(default_factory=dict)
    until: int | None = None


class Turn(NamedTuple):
    """An act, and the minutes of office hours after the one before it."""

    act: str
    minutes: int


class Story(Section):
    """What ``tickets`` go through, beginning in one of the working ``days``.

    ``again`` repeats the matter of the ticket before; ``example`` is the one shown to newcomers.
    """

    tickets: int
    days: tuple[int, int]
    steps: list[Turn]
    by: Handler = "village"
    limit: str = ""
    again: bool = False
    example: bool = False


class Week(Section):
    """All stories, and the office hours they are told over."""

    office_hours: int = Field(ge=1)
    acts: dict[str, Act]
    stories: list[Story]


def load_week(county: str) -> Week:
    """Return the week of a demonstration county."""
    return Week.model_validate(tomli.loads(seed_path(county, "living.toml").read_text("utf-8")))
