"""Reading a ticket's log again: the columns that follow from its events, for verification.

What came with an import or was edited by hand does not stand in the log; of such columns nothing
is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gridctl.domain.projection import Happened, project

_COUNTS = ("return_count", "rework_count", "extension_count", "nudge_count")
#: Also set by hand, so that the log alone does not say what they are.
_EDITABLE = ("public_reply", "lead_unit_id", "urgent", "condition_id", "satisfaction", "resolved")
#: After these steps nothing is claimed of some columns. Before format 10 a call-back stayed in the
#: ticket when it was reopened.
_UNCLEAR_AFTER = {"edit": _EDITABLE, "reopen": ("revisited_at", "unresolved_reason")}
#: Before anything happened; a step that counts begins from here.
_BLANK: dict[str, Any] = {
    **dict.fromkeys(_COUNTS, 0), "cycle": 1, "filed_at": None, "dispatched_at": None,
    "solved_level": None,
}  # fmt: skip


def replay(log: Iterable[Happened]) -> dict[str, Any]:
    """Return the columns of a ticket its standing events say, in the order they were written.

    Counters are known only of a ticket that was entered here, not of one that came in a file.
    """
    known: dict[str, Any] = {}
    ticket, counted = dict(_BLANK), True
    for event in log:
        if event.verb == "import":
            known, counted = {"state": event.to_state}, False
            continue
        changes = project(ticket, event)
        ticket |= changes
        known |= changes
        if unclear := _UNCLEAR_AFTER.get(event.verb):
            known = {name: value for name, value in known.items() if name not in unclear}
    unsure = _EDITABLE if counted else (*_EDITABLE, *_COUNTS, "cycle", "filed_at", "solved_level")
    return {name: value for name, value in known.items() if name not in unsure}
