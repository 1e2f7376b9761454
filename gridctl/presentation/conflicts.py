"""Two changes that met, side by side: what was seen, what is wanted, what is there now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from gridctl.domain import categories, duty_items, grids, staff, tickets, units
from gridctl.domain.accounts import STATE_NAMES as ACCOUNT_STATES
from gridctl.domain.audits import FIELD_NAMES
from gridctl.domain.errors import Param
from gridctl.domain.roles import ROLE_NAMES
from gridctl.domain.signals import SUPERVISION_NAMES, URGENCY_NAMES
from gridctl.domain.whistles import words as whistles
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.columns import NO, YES
from gridctl.presentation.own_words import STATE_LABELS
from gridctl.presentation.width import clip, pad

#: Heads of the columns: the field, and the three sides.
HEADS = (N_("Field"), N_("You saw"), N_("You want"), N_("It is now"))
#: Terminal cells of a column; four of them fit a terminal of 80.
_FIELD_CELLS, _CELLS = 12, 20

#: The fields of operations, and columns of other records than tickets, as people call them.
_NAMES: Mapping[str, str] = {
    **FIELD_NAMES,
    "category": N_("Category"), "place": N_("Place"), "lead_unit": N_("Handled by"),
    "reporter": N_("Reported by"), "duty_item": N_("Duty item"), "unit": N_("Unit"),
    "staff": N_("Staff"), "parent": N_("Belongs to"), "columns": N_("Columns"),
    "valid_from": N_("From"), "last_day": N_("Until"), "name": N_("Name"), "code": N_("Code"),
    "level": N_("Level"), "kind": N_("Kind"), "provisional": N_("To be confirmed"),
    "households": N_("Households"), "urban_class": N_("Urban class"),
    "employment": N_("Employment"), "phone": N_("Telephone"), "note": N_("Note"),
    "legal_basis": N_("Legal basis"), "conditions": N_("Conditions"),
    "body": N_("Text"), "filter": N_("Filter"), "login": N_("Login"), "role": N_("Role"),
    "document_no": N_("Document"), "opinion": N_("Opinion"), "decided_by": N_("Decided by"),
    "decided_on": N_("Decided"), "proposed_by": N_("Proposed by"), "grade": N_("Grade"),
    "reviewed_at": N_("Reviewed at"), "resolved_at": N_("Resolved"),
    "arrive_due": N_("On site by"), "resolve_due": N_("Resolved by"),
}  # fmt: skip
#: Words of codes, by record and field.
FIELD_CODES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("ticket", "state"): STATE_LABELS,
    ("ticket", "satisfaction"): tickets.SATISFACTION_NAMES,
    ("ticket", "centre"): units.LEVEL_NAMES,
    ("ticket", "solved_level"): units.LEVEL_NAMES,
    ("ticket", "supervision_level"): SUPERVISION_NAMES,
    ("ticket", "urgency"): URGENCY_NAMES,
    ("ticket", "stated"): tickets.VERDICT_NAMES,
    ("grid", "kind"): grids.KIND_NAMES,
    ("unit", "level"): units.LEVEL_NAMES,
    ("staff", "employment"): staff.EMPLOYMENT_NAMES,
    ("category", "kind"): categories.KIND_NAMES,
    ("duty_item", "kind"): duty_items.KIND_NAMES,
    ("duty_item", "state"): duty_items.STANDING_NAMES,
    ("account", "role"): ROLE_NAMES,
    ("account", "state"): ACCOUNT_STATES,
    ("whistle", "state"): whistles.STATE_NAMES,
    ("whistle", "grade"): whistles.GRADE_NAMES,
}
_MARKS = {"yes": YES, "no": NO}


class Difference(NamedTuple):
    """A field that somebody else changed, in words.

    Attributes:
        field: its name in the operation.
        label: what people call it.
        base: what it was when it was looked at.
        mine: what it would become; "" where that was left alone.
        theirs: what it is now.
    """

    field: str
    label: str
    base: str
    mine: str
    theirs: str


def differing(params: Mapping[str, Param]) -> list[Difference]:
    """Return what a conflict is about; nothing where that is not known."""
    told = params.get("differences")
    found: list[dict[str, Any]] = json.loads(told) if isinstance(told, str) else []
    record = str(params.get("record", ""))
    return [
        Difference(
            each["field"], _(_NAMES.get(each["field"], each["field"])),
            *(_said(record, each["field"], each[side]) for side in ("base", "mine", "theirs")),
        )
        for each in found
    ]  # fmt: skip


def differences(params: Mapping[str, Param]) -> list[str]:
    """Return the lines of a table of what a conflict is about; none where nothing is known."""
    found = differing(params)
    if not found:
        return []
    rows = [[_(head) for head in HEADS]]
    rows += [[each.label, *(side or "—" for side in each[2:])] for each in found]
    return ["  " + _line(row) for row in rows]


def _line(row: list[str]) -> str:
    widths = (_FIELD_CELLS, _CELLS, _CELLS, _CELLS)
    parts = (pad(clip(text, cells), cells) for text, cells in zip(row, widths, strict=True))
    return " ".join(parts).rstrip()


def _said(record: str, field: str, text: str) -> str:
    """Return a value as one line; the whole of it stands in the parameters."""
    labels = FIELD_CODES.get((record, field), _MARKS)
    return " ".join((_(labels[text]) if text in labels else text).split())
