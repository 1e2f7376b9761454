"""Two rows of one file under one key: in what they differ, told without a contact value in full."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from gridctl.domain.audits import FIELD_NAMES
from gridctl.domain.evidence import KINDS
from gridctl.domain.privacy import mask_citizen_name, mask_phone, masked
from gridctl.domain.problems import BETWEEN, Problem
from gridctl.domain.scoring.arithmetic import points_from_units
from gridctl.foundation.clock import local_date
from gridctl.handlers.commands.loading.base import Run
from gridctl.handlers.commands.loading.marks import MARKS
from gridctl.handlers.queries.evidence import in_days
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
    "phone": mask_phone,
}
#: Points are kept in units of 1/10,000.
_POINTS = "points"
#: A longer text is not told to its end.
_LONGEST = 40


def contradiction(run: Run, first: int, before: Payload, after: Payload) -> Problem:
    """Return what is wrong with a row that says something else than the first of its key.

    The columns that differ are told with both values, the first row's before.
    """
    told = tuple(
        _of_ticket(run, before, after)
        if run.kind == "ticket"
        else _of_record(run, _flat(before), _flat(after))
    )
    if not told:
        return Problem("contradicts", params=(("first", first),))
    return Problem("contradicts_as", params=(("first", first), ("differences", told)))


def _of_ticket(run: Run, before: Payload, after: Payload) -> Iterator[str]:
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


def _of_record(run: Run, before: Payload, after: Payload) -> Iterator[str]:
    table = "evidence" if run.kind in KINDS else run.kind
    day = local_date(run.context.clock.now()).isoformat()
    speaker = Speaker(run.context, table, day, hidden=False)
    if table == "evidence":
        # Days are one figure, whichever of its columns they stand in.
        before, after = in_days(dict(before)), in_days(dict(after))
    for name in dict.fromkeys((*before, *after)):
        values = [_said(speaker, name, each.get(name)) for each in (before, after)]
        if values[0] != values[1]:
            yield BETWEEN.join((name, *values))


def _flat(payload: Payload) -> Payload:
    """Return what a row says without the groups it is kept in; of a score table, its points."""
    flat: dict[str, Any] = {}
    for name, value in payload.items():
        if name == MARKS:
            flat |= {header: _points(each[_POINTS]) for header, (_key, each) in value.items()}
        elif isinstance(value, dict):
            flat |= value
        else:
            flat[name] = _points(value) if name == _POINTS else value
    return flat


def _points(units: int) -> str:
    return f"{points_from_units(units).normalize():f}"


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
