"""Asking about the policy."""

from __future__ import annotations

from gridctl.domain.workflow.policy import parse_policy, shipped_policy_text
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.places import find_place, place_index
from gridctl.handlers.queries.rules import rule_in_force
from gridctl.operations.queries.policies import PolicyView, ShowPolicy


def show_policy(operation: ShowPolicy, context: QueryContext) -> PolicyView:
    """Return the policy that holds today for a place, with its text."""
    index = place_index(context)
    place_id = find_place(context, operation.place) if operation.place else index.only_county()
    rule = rule_in_force(context, "policy", "", place_id, context.today().isoformat())
    body = shipped_policy_text() if rule is None else str(rule["body"])
    return PolicyView.of(parse_policy(body), body, "shipped" if rule is None else "adopted")
