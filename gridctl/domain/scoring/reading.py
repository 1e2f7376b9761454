"""Which facts a scheme reads, and under which of its lines."""

from __future__ import annotations

from collections.abc import Iterator

from gridctl.domain.scoring import rules
from gridctl.domain.scoring.expression import Expression, names
from gridctl.domain.scoring.scheme import Scheme


def facts_read(scheme: Scheme) -> frozenset[str]:
    """Return the facts a scheme names: in its items, what they sample, conditions and money."""
    samples = (item.policies.sample for item in scheme.leaves)
    read = [tree for tree in samples if tree is not None]
    read += [tree for _line, trees in expressions(scheme) for tree in trees]
    return frozenset(names(*read))


def expressions(scheme: Scheme) -> Iterator[tuple[str, list[Expression]]]:
    """Yield everything that reads facts, with the id it stands under."""
    for item in scheme.leaves:
        read = [measure.expression for measure in rules.measures(item.rule)]
        if isinstance(item.rule, rules.RankBandCoefficient) and item.rule.override_when:
            read += [item.rule.override_when.left, item.rule.override_when.right]
        yield item.id, read
    judged = [(rule.id, rule.condition) for rule in scheme.eligibility]
    judged += [(rule.id, rule.condition) for rule in scheme.veto]
    for rule_id, condition in judged:
        yield rule_id, [condition.left, condition.right]
    for line in scheme.money:
        yield line.id, [line.measure.expression]
