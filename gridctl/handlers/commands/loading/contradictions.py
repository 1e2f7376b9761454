"""Two rows of one file under one key: in what they differ, told without a contact value in full."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from gridctl.domain.audits import FIELD_NAMES
from gridctl.domain.privacy import mask_citizen_name, mask_phone, masked
from gridctl.domain.problems import BETWEEN, Problem
from gridctl.foundation.clock import local_date
from gridctl.handlers.commands.loading.base import Run
from gridctl.handlers.queries.record_past import Speaker

Payload = Mapping[str, Any]

#: What a payload calls what is looked up when it is applied -> the column it becomes.
_NAMED_LATER = {
    "_unit": "lead_unit_id", "_category": "category_id", "_contact_name": "contact",
    "_contact_phone": "contact",
}  # fmt: skip
_MASKS: Mapping[str, Callable[[str], str]] = {
    "_contact_name": mask_citizen_name,
    "_contact_phone": mask_phone,
}
#: A longer text is not told to its end.
_LONGEST = 40


def contradiction(run: Run, first: int, before: Payload, after: Payload) -> Problem:
    """Return what is wrong with a row that says something else than the first of its key.

    Of a ticket the columns that differ are told with both values, the first row's before.
    """
    told = tuple(_differences(run, before, after)) if run.kind == "ticket" else ()
    if not told:
        return Problem("contradicts", params=(("first", first),))
    return Problem("contradicts_as", params=(("first", first), ("differences", told)))


def _differences(run: Run, before: Payload, after: Payload) -> Iterator[str]:
    day = local_date(run.context.clock.now()).isoformat()
    hidden = bool(before.get("confidential") or after.get("confidential"))
    speaker = Speaker(run.context, "ticket", day, hidden=hidden)
    order = list(FIELD_NAMES)
    differing = {
        name: _NAMED_LATER.get(name, name)
        for name in before.keys() | after.keys()
        if before.get(name) != after.get(name) and _NAMED_LATER.get(name, name) in FIELD_NAMES
    }
    for name in sorted(differing, key=lambda each: (order.index(differing[each]), each)):
        values = (_said(speaker, name, each.get(name)) for each in (before, after))
        yield BETWEEN.join((differing[name], *values))


def _said(speaker: Speaker, name: str, value: Any) -> str:
    """Return a value in words, short and without a telephone or identity number in full."""
    if value in (None, ""):
        return ""
    if name in _MASKS:
        return _MASKS[name](str(value))
    if isinstance(value, list):
        # A unit's name comes with its code where there is one.
        value = " ".join(filter(None, map(str, value)))
    said = str(value) if name in _NAMED_LATER else speaker.said(name, value)
    text = masked(" ".join(said.split()))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
