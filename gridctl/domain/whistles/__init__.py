"""Whistle calls (吹哨报到): words, numbers, rules, and why a step is refused (domain.md 8)."""

from __future__ import annotations

from gridctl.domain.whistles.words import (
    CALLER_HEADS,
    UNIT_HEADS,
    WhistleArrival,
    WhistleGrade,
    WhistleKind,
    WhistleState,
)

__all__ = [
    "CALLER_HEADS",
    "UNIT_HEADS",
    "WhistleArrival",
    "WhistleGrade",
    "WhistleKind",
    "WhistleState",
]
