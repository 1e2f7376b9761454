"""``gridctl ticket``: one file per group of verbs, all on one application."""

from __future__ import annotations

from gridctl.cli.ticket.app import app
from gridctl.cli.ticket.entering import create, edit
from gridctl.cli.ticket.reading import list_tickets, show
from gridctl.cli.ticket.stats import stats

__all__ = ["app", "create", "edit", "list_tickets", "show", "stats"]
