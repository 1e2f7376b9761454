"""``gridctl ticket``: one file per group of verbs, all on one application."""

from __future__ import annotations

from gridctl.cli.ticket.app import app

#: In the order help shows them. A list is what a clerk waits for most often, so what it does not
#: need is not imported; the steps of the loop are looked for last.
PARTS = {
    "gridctl.cli.ticket.entering": ("create", "edit"),
    "gridctl.cli.ticket.reading": ("list", "show", "receipt"),
    "gridctl.cli.ticket.requests": ("requests", "approve", "refuse"),
    "gridctl.cli.ticket.clocking": ("clock", "review"),
    "gridctl.cli.ticket.likeness": ("similar", "repeats"),
    "gridctl.cli.ticket.rewarding": ("reward", "rewards"),
    "gridctl.cli.ticket.stats": ("stats",),
    "gridctl.cli.ticket.steps": (),
}

__all__ = ["PARTS", "app"]
