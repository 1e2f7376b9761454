"""``gridctl clock``: one file per group of verbs, all on one application."""

from __future__ import annotations

from gridctl.cli.clock.app import app

#: In the order help shows them.
PARTS = {
    "gridctl.cli.clock.showing": ("show", "provisional"),
    "gridctl.cli.clock.sweeping": ("sweep", "cards", "reviews", "digests"),
    "gridctl.cli.clock.rules": ("policy", "lint-policy", "set-policy", "effect"),
}

__all__ = ["PARTS", "app"]
