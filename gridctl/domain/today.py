"""The day's work list: what is late, due, or waits for a party, and for which step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from gridctl.foundation.i18n import N_

Band = Literal["late", "due", "urgent", "waiting"]
#: What a line is about: a ticket, a whistle call, or an objection to a draft assessment.
Subject = Literal["ticket", "whistle", "objection"]
Task = Literal[
    "accept", "verify", "dispatch", "sign", "handle", "redo", "resume", "judge", "check",
    "call_back", "decide", "read", "assist", "check_off", "note_progress", "card", "review_call",
    "arrive", "resolve", "score", "close_call", "decide_objection",
]  # fmt: skip

#: In the order of urgency, as stored rows are ranked.
BANDS: tuple[Band, ...] = ("late", "due", "urgent", "waiting")
BAND_NAMES: Mapping[str, str] = {
    "late": N_("late"),
    "due": N_("due today"),
    "urgent": N_("urgent"),
    "waiting": N_("waiting"),
}
NOUN_NAMES: Mapping[str, str] = {
    "ticket": N_("ticket"), "whistle": N_("whistle call"), "objection": N_("objection"),
}  # fmt: skip
TASK_NAMES: Mapping[str, str] = {
    "accept": N_("accept"),
    "verify": N_("verify"),
    "dispatch": N_("dispatch"),
    "sign": N_("sign for"),
    "handle": N_("handle"),
    "redo": N_("do again"),
    "resume": N_("resume"),
    "judge": N_("check or close"),
    "check": N_("check"),
    "call_back": N_("call back"),
    "decide": N_("decide"),
    "read": N_("to read"),
    "assist": N_("assist"),
    "check_off": N_("check off"),
    "note_progress": N_("note progress"),
    "card": N_("note card"),
    "review_call": N_("review call"),
    "arrive": N_("go to site"),
    "resolve": N_("resolve call"),
    "score": N_("score the other side"),
    "close_call": N_("close call"),
    "decide_objection": N_("decide objection"),
}
#: What a ticket in a state waits for (domain.md 5.2).
WAITS_FOR: Mapping[str, Task] = {
    "reported": "accept",
    "verifying": "verify",
    "filed": "dispatch",
    "returned": "dispatch",
    "dispatched": "sign",
    "handling": "handle",
    "rework": "redo",
    "suspended": "resume",
    "fed_back": "judge",
    "checking": "check",
    "revisiting": "call_back",
}
#: What each kind of regular review asks for.
REVIEW_TASKS: Mapping[str, Task] = {"check": "check_off", "progress": "note_progress"}
#: States in which the centre that has the ticket is to act.
DESK = ("reported", "filed", "returned", "fed_back", "revisiting")
#: States in which a worker is at the place.
WORKER = ("verifying", "checking")
#: States in which the unit that leads is to act.
HOLDER = ("dispatched", "handling", "rework", "suspended")
#: What a whistle call waits for.
CALL_TASKS: tuple[Task, ...] = ("review_call", "arrive", "resolve", "score", "close_call")
