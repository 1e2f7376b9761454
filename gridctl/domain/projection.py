"""What a ticket's log says about its columns: the one place where events become state.

The log is the truth; state, instants, counters and the holder are read off it, event by event.
The same function moves a ticket when a step is taken and rebuilds it when the data are verified.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from gridctl.domain.loop import LEVELS

Columns = Mapping[str, Any]

#: A request that only asks moves nothing; one that was refused moves nothing either.
UNMOVED = ("asked", "refused", "lapsed")


class Happened(NamedTuple):
    """One event of a ticket, as its log has it.

    Attributes:
        verb: code of the workflow.
        to_state: the state afterwards.
        at: UTC seconds.
        day: the office-local ISO day of ``at``.
        unit_id: the unit that acted.
        to_unit_id: the unit that has the ticket afterwards, where the verb names one.
        level: level of the centre that acted.
        outcome: result of a check, revisit or request.
        limit_text: limit fixed or granted.
        until: end of a suspension.
        facts: what else the verb says.
    """

    verb: str
    to_state: str
    at: int
    day: str
    unit_id: int | None = None
    to_unit_id: int | None = None
    level: str = ""
    outcome: str = ""
    limit_text: str = ""
    until: int | None = None
    facts: Mapping[str, Any] = {}


def project(ticket: Columns, event: Happened) -> dict[str, Any]:
    """Return the columns an event sets.

    Args:
        ticket: the columns before it.
        event: what happened.
    """
    if event.outcome in UNMOVED:
        return {}
    changes: dict[str, Any] = {"state": event.to_state}
    if effect := _EFFECTS.get(event.verb):
        changes |= effect(ticket, event)
    return changes


def _instant(*names: str) -> Callable[[Columns, Happened], dict[str, Any]]:
    def effect(_ticket: Columns, event: Happened) -> dict[str, Any]:
        return dict.fromkeys(names, event.at)

    return effect


def _count(name: str) -> Callable[[Columns, Happened], dict[str, Any]]:
    def effect(ticket: Columns, _event: Happened) -> dict[str, Any]:
        return {name: ticket[name] + 1}

    return effect


def _filed(ticket: Columns, event: Happened) -> dict[str, Any]:
    chosen = {"condition_id": event.facts["condition"]} if event.facts.get("condition") else {}
    return chosen | {"filed_at": ticket["filed_at"] or event.at}


def _dispatched(_ticket: Columns, event: Happened) -> dict[str, Any]:
    return {
        "dispatched_at": event.at, "signed_at": None, "handled_at": None, "fed_back_at": None,
        "lead_unit_id": event.to_unit_id, "limit_text": event.limit_text,
    }  # fmt: skip


#: No unit has it any more: what becomes of it now is the centre's.
_GIVEN_BACK: Columns = {"lead_unit_id": None, "dispatched_at": None, "signed_at": None}


def _returned(ticket: Columns, _event: Happened) -> dict[str, Any]:
    return {"return_count": ticket["return_count"] + 1, **_GIVEN_BACK}


def _moved(ticket: Columns, event: Happened) -> dict[str, Any]:
    """Move it to another centre; a unit that had it has it no longer."""
    with_unit = ticket["dispatched_at"] is not None
    return {"centre": event.facts["centre"], **(_GIVEN_BACK if with_unit else {})}


def _extended(ticket: Columns, _event: Happened) -> dict[str, Any]:
    return {"extension_count": ticket["extension_count"] + 1}


def _suspended(_ticket: Columns, event: Happened) -> dict[str, Any]:
    return {"suspended_until": event.until}


def _resumed(_ticket: Columns, _event: Happened) -> dict[str, Any]:
    return {"suspended_until": None}


def _fed_back(_ticket: Columns, event: Happened) -> dict[str, Any]:
    reply = event.facts.get("reply")
    said = {"public_reply": reply} if reply else {}
    return said | {"handled_at": event.at, "fed_back_at": event.at}


def _reworked(ticket: Columns, _event: Happened) -> dict[str, Any]:
    """Take the feedback back: it no longer decides whether the ticket was on time (6.5)."""
    return {"rework_count": ticket["rework_count"] + 1, "handled_at": None, "fed_back_at": None}


def _revisited(_ticket: Columns, event: Happened) -> dict[str, Any]:
    """Keep what the latest call-back found, and nothing of an earlier one."""
    return {
        "revisited_at": event.at,
        "satisfaction": event.outcome,
        "resolved": event.facts.get("resolved"),
        "unresolved_reason": event.facts.get("unresolved_reason", ""),
    }


_NOT_CALLED_BACK: Columns = {
    "revisited_at": None, "satisfaction": None, "resolved": None, "unresolved_reason": "",
}  # fmt: skip


def _closed(ticket: Columns, event: Happened) -> dict[str, Any]:
    level = event.facts.get("solved_level") or ticket["solved_level"]
    return {
        "closed_at": event.at, "closed_on": event.day, "solved_level": level,
        "suspended_until": None, "forced": event.verb == "force_close",
    }  # fmt: skip


def _reopened(ticket: Columns, event: Happened) -> dict[str, Any]:
    """Begin a cycle: the earlier one's figures, its call-back too, were set aside by the step."""
    return {
        "cycle": ticket["cycle"] + 1, "lead_unit_id": event.to_unit_id,
        "dispatched_at": event.at, "signed_at": event.at, "handled_at": None, "fed_back_at": None,
        "checked_at": None, "closed_at": None, "closed_on": None, "archived_at": None,
        "forced": False, "exempt": False, "stated": None,
        "return_count": 0, "rework_count": 0, "extension_count": 0, **_NOT_CALLED_BACK,
    }  # fmt: skip


def _merged(_ticket: Columns, event: Happened) -> dict[str, Any]:
    return {"parent_id": event.facts["parent"]}


def _appealed(_ticket: Columns, _event: Happened) -> dict[str, Any]:
    return {"exempt": True}


def _supervised(_ticket: Columns, event: Happened) -> dict[str, Any]:
    return {"supervision_level": event.facts["colour"]}


def _freed(_ticket: Columns, _event: Happened) -> dict[str, Any]:
    return {"supervision_level": ""}


def _urged(_ticket: Columns, event: Happened) -> dict[str, Any]:
    return {"urgent": True, "urgency": event.facts.get("urgency", "")}


_EFFECTS: Mapping[str, Callable[[Columns, Happened], dict[str, Any]]] = {
    "file": _filed,
    "dispatch": _dispatched,
    "arbitrate": _dispatched,
    "sign": _instant("signed_at"),
    "return": _returned,
    "escalate": _moved,
    "hand_down": _moved,
    "extend": _extended,
    "suspend": _suspended,
    "resume": _resumed,
    "feedback": _fed_back,
    "check_done": _instant("checked_at"),
    "rework": _reworked,
    "revisit": _revisited,
    "close": _closed,
    "force_close": _closed,
    "self_handle": _closed,
    "reopen": _reopened,
    "archive": _instant("archived_at"),
    "merge": _merged,
    "appeal": _appealed,
    "nudge": _count("nudge_count"),
    "supervise": _supervised,
    "cancel_supervise": _freed,
    "urge": _urged,
}


def solved_level(centre: str, unit_level: str | None, dispatched: bool) -> str:
    """Return the level at which a ticket was solved: that of the unit it was given to, if any.

    A department without a level of its own belongs to the county (domain.md 16: 98.3 % of
    Jiangyin's tickets are solved at town or village).
    """
    if not dispatched:
        return centre
    return unit_level if unit_level in LEVELS else LEVELS[-1]
