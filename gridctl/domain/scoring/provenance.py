"""Where a figure comes from that the ledger does not show: a document, a result, calls, visits.

It is kept beside a subject's attributes when an assessment is run, so that a frozen month names
its grounds whatever becomes of them later. No rule reads it; the digest of the facts covers it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from gridctl.domain.scoring.canonical import canonical_text

_PREFIX = "source."


class Behind(StrEnum):
    """What kind of record the numbers behind a fact name: the prefix of the attributes."""

    CALLS = "calls."
    TICKETS = "tickets."
    #: Tickets whose own record was left out, because evidence tells of the same.
    REPLACED = "replaced."


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


def numbers_as_attributes(behind: Behind, numbers: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return the numbers of records by the fact they count in as attributes of their subject."""
    return {f"{behind}{fact}": " ".join(found) for fact, found in numbers.items()}


def numbers_from_attributes(behind: Behind, attrs: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the numbers of records by fact that a subject's attributes hold."""
    return {
        name.removeprefix(behind): tuple(text.split())
        for name, text in sorted(attrs.items())
        if name.startswith(behind)
    }
