"""The words of whistle calls: kinds, classes, states, heads of the scores (domain.md 8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from gridctl.foundation.i18n import N_

WhistleKind = Literal["mass_concern", "joint_enforcement", "emergency"]
WhistleGrade = Literal["prompt", "coordinated", "planned"]
WhistleState = Literal["called", "rejected", "accepted", "resolved", "closed"]
WhistleArrival = Literal["on_time", "late", "open"]

KIND_NAMES: Mapping[str, str] = {
    "mass_concern": N_("mass concern"),
    "joint_enforcement": N_("joint enforcement"),
    "emergency": N_("emergency response"),
}
GRADE_NAMES: Mapping[str, str] = {
    "prompt": N_("handled promptly"),
    "coordinated": N_("handled in coordination"),
    "planned": N_("handled by plan"),
}
STATE_NAMES: Mapping[str, str] = {
    "called": N_("called, to be reviewed"),
    "rejected": N_("call rejected"),
    "accepted": N_("accepted, to be resolved"),
    "resolved": N_("resolved, to be scored"),
    "closed": N_("closed"),
}
VERB_NAMES: Mapping[str, str] = {
    "call": N_("call"),
    "review": N_("review"),
    "arrive": N_("arrive"),
    "resolve": N_("resolve"),
    "score": N_("scored"),
    "close": N_("close"),
}
#: Whether a called unit was there in time; open while it may still come, or was not needed.
ARRIVAL_NAMES: Mapping[str, str] = {
    "on_time": N_("there in time"),
    "late": N_("late or absent"),
    "open": N_("still open"),
}
#: What the caller scores each unit on, and each unit the caller.
UNIT_HEADS: Mapping[str, str] = {
    "arrival": N_("arrival in time"),
    "people": N_("right people there"),
    "handling": N_("handling on site"),
    "effect": N_("effect"),
}
CALLER_HEADS: Mapping[str, str] = {
    "necessity": N_("necessity of the call"),
    "cooperation": N_("cooperation"),
}
#: The one state each step starts from.
STARTS: Mapping[str, WhistleState] = {
    "review": "called",
    "arrive": "accepted",
    "resolve": "accepted",
    "score": "resolved",
    "close": "resolved",
}
