"""The lamp of a ticket: how much of its limit is used (domain.md 6.6)."""

from __future__ import annotations

from typing import Literal

from gridctl.domain.clocks.readings import Reading
from gridctl.foundation.i18n import N_

Lamp = Literal["green", "yellow", "red"]

LAMP_NAMES = {"green": N_("in time"), "yellow": N_("nearly over"), "red": N_("overdue")}

#: Percent of a limit up to which the lamp is green.
GREEN_UNTIL = 80


def lamp(reading: Reading) -> Lamp:
    """Return green up to 80 % of the limit, yellow up to its end, red beyond.

    A ticket without a limit is green. Thresholds: domain.md 6.6.
    """
    if reading.late:
        return "red"
    return "yellow" if reading.used * 100 > reading.total * GREEN_UNTIL else "green"
