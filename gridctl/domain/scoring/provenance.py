"""Where a figure comes from that no ticket shows: a document, an earlier result, whistle calls.

It is kept beside a subject's attributes when an assessment is run, so that a frozen month names
its grounds whatever becomes of them later. No rule reads it; the digest of the facts covers it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from gridctl.domain.scoring.canonical import canonical_text

_PREFIX = "source."
_CALLS = "calls."


class Source(NamedTuple):
    """The ground of one figure.

    Attributes:
        evidence: id of the evidence it was entered as; None where it is an earlier result.
        document: what the entry rests on.
        approver: who approved the entry.
        assessment: the earlier assessment, such as ``A3``.
        period: of that assessment.
        digest: of that assessment's result.
    """

    evidence: int | None = None
    document: str = ""
    approver: str = ""
    assessment: str = ""
    period: str = ""
    digest: str = ""


def as_attributes(sources: Mapping[str, Source]) -> dict[str, str]:
    """Return sources by fact as attributes of their subject."""
    return {
        f"{_PREFIX}{fact}": canonical_text(source._asdict()) for fact, source in sources.items()
    }


def from_attributes(attrs: Mapping[str, str]) -> dict[str, Source]:
    """Return the sources by fact that a subject's attributes hold."""
    return {
        name.removeprefix(_PREFIX): Source(**json.loads(text))
        for name, text in attrs.items()
        if name.startswith(_PREFIX)
    }


def calls_as_attributes(calls: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return the numbers of whistle calls by the fact they count in as attributes."""
    return {f"{_CALLS}{fact}": " ".join(numbers) for fact, numbers in calls.items()}


def calls_from_attributes(attrs: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the numbers of whistle calls by fact that a subject's attributes hold."""
    return {
        name.removeprefix(_CALLS): tuple(text.split())
        for name, text in sorted(attrs.items())
        if name.startswith(_CALLS)
    }
