"""What stands above the fields of some verbs because the office's own rules say it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from gridctl.domain.errors import word
from gridctl.foundation.i18n import _, listed

if TYPE_CHECKING:
    from gridctl_tui.desk import Desk


async def notes_of(desk: Desk, words: Sequence[str]) -> list[str]:
    """Return what is said above a verb's fields, mostly nothing.

    Raises:
        GridctlError: the office refused, or does not answer.
    """
    found = _NOTES.get(tuple(words))
    return await found(desk) if found is not None else []


async def _highest_points(desk: Desk) -> list[str]:
    """Return the most points each side of a whistle call can have, head by head."""
    from gridctl.domain.whistles.words import CALLER_HEADS, UNIT_HEADS
    from gridctl.operations.queries.whistle_rules import ShowWhistleRules

    rules = await desk.send(ShowWhistleRules())
    sides = ((UNIT_HEADS, rules.unit_heads), (CALLER_HEADS, rules.caller_heads))
    said = (
        listed(f"{_(heads[code])} {most}" for code, most in points.items())
        for heads, points in sides
    )
    return [word(_("Most points: {heads}"), {"heads": each}) for each in said]


_NOTES: Mapping[tuple[str, ...], Callable[[Desk], Awaitable[list[str]]]] = {
    ("whistle", "score"): _highest_points,
}
