"""Adopting rules of the office's own about the loop."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from gridctl.operations.base import Command
from gridctl.operations.queries.policies import PolicyView
from gridctl.operations.queries.workflows import WorkflowView


class AdoptPolicy(Command[PolicyView], route="POST /policy", permission="clock.rule"):
    """Have a policy hold from a day on; a day of a closed month is refused.

    Attributes:
        text: its TOML text.
        place: the county or town it holds for; the whole office without.
        valid_from: first day; today without.
    """

    text: str = Field(min_length=1, max_length=100_000)
    place: str | None = None
    valid_from: date | None = None


class AdoptWorkflow(Command[WorkflowView], route="POST /workflow", permission="workflow.edit"):
    """Have a workflow hold from a day on; one with errors, or a closed month, is refused.

    Attributes:
        text: its TOML text.
        place: the county or town it holds for; the whole office without.
        valid_from: first day; today without.
    """

    text: str = Field(min_length=1, max_length=200_000)
    place: str | None = None
    valid_from: date | None = None
