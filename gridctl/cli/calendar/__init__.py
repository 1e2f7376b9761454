"""``gridctl calendar``: one file per group of verbs, all on one application."""

from __future__ import annotations

from gridctl.cli.calendar.app import app
from gridctl.cli.calendar.due import due
from gridctl.cli.calendar.hours import hours, set_hours
from gridctl.cli.calendar.notices import import_notice
from gridctl.cli.calendar.showing import list_years, show

__all__ = ["app", "due", "hours", "import_notice", "list_years", "set_hours", "show"]
