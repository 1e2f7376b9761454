"""Adopting the office's own rules of whistle calls."""

from __future__ import annotations

from gridctl.domain.whistles.rules import parse_whistle_rules
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.places import find_place
from gridctl.handlers.queries.whistle_rules import KIND
from gridctl.operations.commands.whistle_rules import AdoptWhistleRules
from gridctl.operations.queries.whistle_rules import WhistleRulesView
from gridctl.storage.repositories.rules import Rules


def adopt_whistle_rules(operation: AdoptWhistleRules, context: CommandContext) -> WhistleRulesView:
    """Check rules and save them as the next version."""
    rules = parse_whistle_rules(operation.text)
    Rules(context.uow).adopt(
        KIND, "", operation.text,
        place_id=find_place(context, operation.place) if operation.place else None,
        valid_from=(operation.valid_from or context.today()).isoformat(), at=context.now(),
        by=context.actor.name, entry_id=context.entry_id,
    )  # fmt: skip
    context.forget()
    return WhistleRulesView.of(rules, operation.text, "adopted")
