"""Asking what an office itself calls states, steps, grounds and roles."""

from __future__ import annotations

from pydantic import Field

from gridctl.operations.base import Query, View

Labels = dict[str, str]


class OwnNames(View):
    """By code, in both languages, what the office's own rules name; else empty."""

    states: dict[str, Labels] = Field(default_factory=dict)
    verbs: dict[str, Labels] = Field(default_factory=dict)
    grounds: dict[str, Labels] = Field(default_factory=dict)
    roles: dict[str, Labels] = Field(default_factory=dict)


class ShowOwnNames(Query[OwnNames], route="GET /workflow/names", permission="workflow.read"):
    """Show what the office's own workflow, policy and roles call things.

    Those that hold today for the county where there is only one, else for the office.
    """
