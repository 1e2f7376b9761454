"""What was not delivered for a period: the figures scores lack, and what rests on each."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

Part = Literal["item", "eligibility", "veto"]


class Gap(NamedTuple):
    """A figure some subjects lack.

    Attributes:
        fact: the figure.
        part: whether points, eligibility or a veto rest on it.
        rests: id of the item, requirement or veto.
        treatment: what the item gives instead; "" for requirements and vetoes, which then
            cannot be met or told.
        keys: the subjects that lack it, in their order.
    """

    fact: str
    part: Part
    rests: str
    treatment: str
    keys: tuple[str, ...]


def gaps(scores: Iterable[tuple[str, str]]) -> list[Gap]:
    """Return every figure that is missing, the one most subjects lack first.

    Args:
        scores: key and canonical text (:func:`.canonical.score_texts`) of each subject.
    """
    found: dict[tuple[str, Part, str, str], list[str]] = defaultdict(list)
    for key, text in scores:
        for gap in dict.fromkeys(_lacks(json.loads(text))):
            found[gap].append(key)
    ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [Gap(*gap, tuple(keys)) for gap, keys in ordered]


def _lacks(score: dict[str, Any]) -> Iterator[tuple[str, Part, str, str]]:
    for line in (*score["items"], *score["bonus"], *score["penalties"]):
        if line["policy"] == "on_missing":
            _code, params = line["note"]
            yield dict(params)["fact"], "item", line["item"], line["treatment"]
    for requirement, _value, _comparator, _bound, fact in score["failed"]:
        if fact:
            yield fact, "eligibility", requirement, ""
    for code, params in score["unscored"]:
        told = dict(params)
        if code == "veto_unknown" and told["fact"]:
            yield told["fact"], "veto", told["item"], ""
