"""What a ticket's clocks are read from: its log, and the policy about when time counts."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import Literal, NamedTuple

from gridctl.domain.limits import Limit
from gridctl.domain.projection import UNMOVED

# A limit or None has no order; the fields that have one settle whatever seq leaves open.
_ORDER = itemgetter(0, 1, 2, 3, 4, 5, 6)


class Happening(NamedTuple):
    """One event of a ticket's log, in UTC seconds.

    Attributes:
        at: when it happened.
        seq: its place in the log; settles the order of events of the same instant.
        verb: code of the workflow.
        from_state: the state before.
        to_state: the state afterwards.
        unit: the lead unit whose clock runs afterwards; "" for the one before.
        outcome: of a check or a request; what was only asked for or refused moves no clock.
        until: end of a suspension.
        granted: extension granted, added to the deadline in force.
        limit: limit fixed at a dispatch, instead of the category's.
    """

    at: int
    seq: int
    verb: str
    from_state: str
    to_state: str
    unit: str = ""
    outcome: str = ""
    until: int | None = None
    granted: Limit | None = None
    limit: Limit | None = None


#: States in which a unit has a ticket and has not signed for it.
UNSIGNED = frozenset({"dispatched"})


class ClockRules(NamedTuple):
    """When time counts for a unit (domain.md 6.5).

    Attributes:
        rework: the time left goes on, or the limit begins anew.
        dispatch_to_sign_counts: a unit that does not sign does not stop time.
        return_restarts: a unit that gets a ticket another one returned has its whole limit.
        unsigned: states in which the unit has the ticket and has not signed for it.
    """

    rework: Literal["continue", "restart"] = "continue"
    dispatch_to_sign_counts: bool = True
    return_restarts: bool = True
    unsigned: frozenset[str] = UNSIGNED


def in_order(happenings: Iterable[Happening], now: int) -> list[Happening]:
    """Return what has moved a clock by ``now``, by instant and then by place in the log."""
    moved = [each for each in happenings if each.at <= now and each.outcome not in UNMOVED]
    if len(moved) > 1:
        moved.sort(key=_ORDER)
    return moved
