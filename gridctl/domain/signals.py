"""What marks a ticket out: urgency, supervision orders and cards (domain.md 6.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from gridctl.foundation.i18n import N_

Urgency = Literal["red", "orange", "yellow"]
Colour = Literal["yellow", "red"]

COLOUR_NAMES: Mapping[str, str] = {"yellow": N_("yellow card"), "red": N_("red card")}
SUPERVISION_NAMES: Mapping[str, str] = {
    "normal": N_("supervised"),
    "yellow": N_("supervised, yellow"),
    "red": N_("supervised, red"),
}
#: The classes by their colour alone, as lists and filters have them.
URGENCY_COLOURS: Mapping[str, str] = {
    "red": N_("red"), "orange": N_("orange"), "yellow": N_("yellow"),
}  # fmt: skip
URGENCY_NAMES: Mapping[str, str] = {
    "red": N_("red: checked daily, progress weekly"),
    "orange": N_("orange: checked weekly, progress monthly"),
    "yellow": N_("yellow: checked monthly, progress quarterly"),
}
