"""Adopting rules of the office's own about the loop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from gridctl.domain.problems import Problem
from gridctl.domain.workflow import lint, parse_workflow, policy_lint
from gridctl.domain.workflow.errors import PolicyUnsound, WorkflowUnsound
from gridctl.domain.workflow.messages import ERRORS
from gridctl.domain.workflow.policy import Policy, parse_policy
from gridctl.domain.workflow.table import Workflow
from gridctl.domain.workflow.vocabulary import GUARDS
from gridctl.foundation.nearest import nearest
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.category_index import category_index
from gridctl.handlers.queries.closed_months import refuse_closed
from gridctl.handlers.queries.places import find_place
from gridctl.operations.base import Finding
from gridctl.operations.commands.policies import AdoptPolicy, AdoptWorkflow
from gridctl.operations.queries.policies import PolicyView
from gridctl.operations.queries.workflows import WorkflowView
from gridctl.storage.repositories.rules import Rules


def adopt_policy(operation: AdoptPolicy, context: CommandContext) -> PolicyView:
    """Check a policy and save it as the next version.

    A line about cards for a category the office does not have is told as a warning.

    Raises:
        WorkflowMalformed: the text cannot be used.
        PolicyUnsound: a figure is outside what anybody can mean by it.
        MonthClosed: it would hold in a period whose assessment was frozen.
    """
    policy = parse_policy(operation.text)
    if wrong := [each for each in policy_lint.lint(policy) if each.code in policy_lint.ERRORS]:
        raise PolicyUnsound(count=len(wrong), place=wrong[0].field)
    _adopt(context, "policy", operation)
    view = PolicyView.of(policy, operation.text, "adopted")
    return view.model_copy(update={"warnings": tuple(_unknown_categories(policy, context))})


def adopt_workflow(operation: AdoptWorkflow, context: CommandContext) -> WorkflowView:
    """Check a workflow and save it as the next version.

    Raises:
        WorkflowMalformed: the text cannot be used.
        WorkflowUnsound: tickets would be stranded in it.
        MonthClosed: it would hold in a period whose assessment was frozen.
    """
    workflow = parse_workflow(operation.text)
    _check_sound(workflow)
    _adopt(context, "workflow", operation)
    return WorkflowView.of(workflow, operation.text, "adopted")


def _unknown_categories(policy: Policy, context: CommandContext) -> Iterator[Finding]:
    """Yield a finding for each line about cards whose category the office does not have."""
    paths = [each.path for each in category_index(context).all()]
    for number, rule in enumerate(policy.cards, 1):
        if rule.category and rule.category not in paths:
            near = (("nearest", nearest(rule.category, paths)),)
            problem = Problem("category_unknown", f"cards.{number}", rule.category, near)
            yield Finding.of(problem)


def _check_sound(workflow: Workflow) -> None:
    wrong = [each for each in lint(workflow, GUARDS) if each.code in ERRORS]
    if wrong:
        raise WorkflowUnsound(workflow=workflow.id, count=len(wrong), place=wrong[0].field)


def _adopt(
    context: CommandContext,
    kind: Literal["policy", "workflow"],
    operation: AdoptPolicy | AdoptWorkflow,
) -> None:
    since: date = operation.valid_from or context.today()
    refuse_closed(context, since)
    Rules(context.uow).adopt(
        kind, "", operation.text,
        place_id=find_place(context, operation.place) if operation.place else None,
        valid_from=since.isoformat(), at=context.now(), by=context.actor.name,
        entry_id=context.entry_id,
    )  # fmt: skip
    context.forget()
