"""``gridctl whistle``: one file per group of verbs, all on one application."""

from __future__ import annotations

from gridctl.cli.whistle.app import app
from gridctl.cli.whistle.reading import list_whistles, show, stats
from gridctl.cli.whistle.rules import adopt, rules
from gridctl.cli.whistle.steps import arrive, call, close, resolve, review, score

__all__ = [
    "adopt",
    "app",
    "arrive",
    "call",
    "close",
    "list_whistles",
    "resolve",
    "review",
    "rules",
    "score",
    "show",
    "stats",
]
