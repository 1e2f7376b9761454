"""The rules of whistle calls in force: the office's own for a county, else the shipped ones."""

from __future__ import annotations

from gridctl.domain.whistles.rules import (
    WhistleRules,
    load_whistle_rules,
    parse_whistle_rules,
    shipped_text,
)
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.places import find_place, place_index
from gridctl.handlers.queries.rules import rule_in_force
from gridctl.operations.queries.whistle_rules import ShowWhistleRules, WhistleRulesView

KIND = "whistle"


def whistle_rules(context: QueryContext, place_id: int | None) -> WhistleRules:
    """Return the rules that hold today for a place."""

    def build() -> WhistleRules:
        rule = rule_in_force(context, KIND, "", place_id, context.today().isoformat())
        return load_whistle_rules() if rule is None else parse_whistle_rules(rule["body"])

    return context.remembered(f"{KIND}:{place_id}", build)


def show_whistle_rules(operation: ShowWhistleRules, context: QueryContext) -> WhistleRulesView:
    """Return the rules that hold today for a place, with their text."""
    index = place_index(context)
    place_id = find_place(context, operation.place) if operation.place else index.only_county()
    rule = rule_in_force(context, KIND, "", place_id, context.today().isoformat())
    body = shipped_text() if rule is None else str(rule["body"])
    return WhistleRulesView.of(
        parse_whistle_rules(body), body, "shipped" if rule is None else "adopted"
    )
