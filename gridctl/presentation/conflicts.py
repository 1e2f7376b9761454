"""Two changes that met, side by side: what was seen, what is wanted, what is there now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from gridctl.domain.audits import FIELD_NAMES
from gridctl.domain.errors import Param
from gridctl.domain.tickets import STATE_NAMES
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.width import clip, pad

_HEADS = (N_("Field"), N_("You saw"), N_("You want"), N_("It is now"))
_SIDES = ("base", "mine", "theirs")
#: Terminal cells of a column; four of them fit a terminal of 80.
_FIELD_CELLS, _CELLS = 12, 20


def differences(params: Mapping[str, Param]) -> list[str]:
    """Return the lines of a table of what a conflict is about; none where nothing is known."""
    told = params.get("differences")
    found: list[dict[str, Any]] = json.loads(told) if isinstance(told, str) else []
    if not found:
        return []
    rows = [[_(head) for head in _HEADS]]
    for each in found:
        name = _(FIELD_NAMES.get(each["field"], each["field"]))
        rows.append([name, *(_said(each["field"], each[side]) for side in _SIDES)])
    return ["  " + _line(row) for row in rows]


def _line(row: list[str]) -> str:
    widths = (_FIELD_CELLS, _CELLS, _CELLS, _CELLS)
    parts = (pad(clip(text, cells), cells) for text, cells in zip(row, widths, strict=True))
    return " ".join(parts).rstrip()


def _said(field: str, text: str) -> str:
    """Return a value as one line; the whole of it stands in the parameters."""
    named = _(STATE_NAMES.get(text, text)) if field == "state" else text
    return " ".join(named.split()) or "—"
