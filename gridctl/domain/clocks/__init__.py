"""Clocks: whose time ran when, what counted against which limit, and when it is over.

A clock is a list of segments derived from a ticket's log; deadlines are derived with it and never
are the truth. Rules and sources: domain.md 6.
"""

from __future__ import annotations

from gridctl.domain.clocks.assists import Assist, assist_readings
from gridctl.domain.clocks.cards import CardDue, CardRule, cards_due
from gridctl.domain.clocks.explaining import ExplainLine, explain
from gridctl.domain.clocks.happenings import ClockRules, Happening
from gridctl.domain.clocks.lamps import Lamp, lamp
from gridctl.domain.clocks.reader import read_clock, read_cycles
from gridctl.domain.clocks.readings import Reading, Segment, Standing
from gridctl.domain.clocks.stages import Overrun, overruns

__all__ = [
    "Assist",
    "CardDue",
    "CardRule",
    "ClockRules",
    "ExplainLine",
    "Happening",
    "Lamp",
    "Overrun",
    "Reading",
    "Segment",
    "Standing",
    "assist_readings",
    "cards_due",
    "explain",
    "lamp",
    "overruns",
    "read_clock",
    "read_cycles",
]
