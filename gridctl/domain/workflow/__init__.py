"""The loop as data: which step leads a ticket from which state to which (domain.md 5.2-5.4).

The shipped workflow is ``config/rules/workflow.toml``; an office takes a copy and renames, drops
or adds steps in it. :func:`lint` tells what is wrong with a copy, :func:`differences` what it
changes. Limits in figures are the :mod:`~gridctl.domain.workflow.policy`.
"""

from __future__ import annotations

from gridctl.domain.workflow.differences import Difference, differences
from gridctl.domain.workflow.errors import VerbNotAllowed, VerbUnknown, WorkflowMalformed
from gridctl.domain.workflow.lint import lint
from gridctl.domain.workflow.mermaid import mermaid
from gridctl.domain.workflow.parse import load_workflow, parse_workflow, shipped_text
from gridctl.domain.workflow.table import Move, StateRule, VerbRule, Workflow

__all__ = [
    "Difference",
    "Move",
    "StateRule",
    "VerbNotAllowed",
    "VerbRule",
    "VerbUnknown",
    "Workflow",
    "WorkflowMalformed",
    "differences",
    "lint",
    "load_workflow",
    "mermaid",
    "parse_workflow",
    "shipped_text",
]
