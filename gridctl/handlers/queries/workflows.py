"""The workflow and policy in force: the office's own for a county, else the shipped ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from gridctl.domain.workflow import Workflow, load_workflow, parse_workflow, shipped_text
from gridctl.domain.workflow.policy import Policy, load_policy, parse_policy
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.places import find_place, place_index
from gridctl.handlers.queries.rules import rule_in_force
from gridctl.operations.queries.workflows import ShowWorkflow, WorkflowView

T = TypeVar("T")


def office_workflow(
    context: QueryContext,
    place_id: int | None = None,
    on: str | None = None,
    known: int | None = None,
) -> Workflow:
    """Return the workflow that holds for a place on an ISO day; today without one.

    What was adopted after the entry of the journal with the id ``known`` is left out.
    """
    return _resolved(context, "workflow", place_id, on, known, load_workflow, parse_workflow)


def office_policy(
    context: QueryContext,
    place_id: int | None = None,
    on: str | None = None,
    known: int | None = None,
) -> Policy:
    """Return the policy that holds for a place on an ISO day, as :func:`office_workflow` does."""
    return _resolved(context, "policy", place_id, on, known, load_policy, parse_policy)


def show_workflow(operation: ShowWorkflow, context: QueryContext) -> WorkflowView:
    """Return the workflow that holds today for a place, with its text."""
    index = place_index(context)
    place_id = find_place(context, operation.place) if operation.place else index.only_county()
    rule = rule_in_force(context, "workflow", "", place_id, context.today().isoformat())
    if rule is None:
        return WorkflowView.of(load_workflow(), shipped_text(), "shipped")
    return WorkflowView.of(parse_workflow(rule["body"]), rule["body"], "adopted")


def _resolved(
    context: QueryContext,
    kind: str,
    place_id: int | None,
    on: str | None,
    known: int | None,
    shipped: Callable[[], T],
    parse: Callable[[str], T],
) -> T:
    day = on or context.today().isoformat()

    def build() -> T:
        rule = rule_in_force(context, kind, "", place_id, day, known)
        return shipped() if rule is None else parse(rule["body"])

    if known is not None:
        return build()
    return context.remembered(f"{kind}:{place_id}:{day}", build)
