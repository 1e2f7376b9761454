"""``gridctl assess``: one file per group of verbs, all on one application."""

from __future__ import annotations

from gridctl.cli.assess.app import app
from gridctl.cli.assess.comparing import compare, missing, sensitivity
from gridctl.cli.assess.explaining import explain
from gridctl.cli.assess.objecting import confirm, decide, object_score, objections
from gridctl.cli.assess.ranking import list_assessments, show
from gridctl.cli.assess.running import freeze, run, verify
from gridctl.cli.assess.schemes import adopt, lint, list_schemes

__all__ = [
    "adopt",
    "app",
    "compare",
    "confirm",
    "decide",
    "explain",
    "freeze",
    "lint",
    "list_assessments",
    "list_schemes",
    "missing",
    "object_score",
    "objections",
    "run",
    "sensitivity",
    "show",
    "verify",
]
