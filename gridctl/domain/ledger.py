"""The ledger behind a score: for each subject and ticket, in which figures the ticket counts.

A mark is one bit; a figure of a subject is the number of its tickets that carry the bit, so
every figure traces to its tickets by the very rows it was counted from (domain.md 7.2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

#: The rule figures are counted by, kept with every assessment; a later run counts by the newest.
#: 1: verifications and checks from evidence alone. 2: also from the steps of tickets.
#: 3: what was returned and not dispatched again was dispatched.
COUNTING = 3
#: Fact -> bit. The upper block belongs to the day of report, the lower to the day due.
REPORT_MARKS: Mapping[str, int] = {
    "reported": 1 << 0,
    "valid": 1 << 1,
    "valid_weighted": 1 << 2,
    "filed": 1 << 3,
    "rejected": 1 << 4,
    "self_handled": 1 << 5,
    "public_reported": 1 << 6,
}
DUE_MARKS: Mapping[str, int] = {
    "redone": 1 << 7,
    "due_to_close": 1 << 8,
    "closed": 1 << 9,
    "closed_on_time": 1 << 10,
    "closed_late": 1 << 11,
    "overdue_open": 1 << 12,
    "verdicts_stated": 1 << 13,
    "dispatched": 1 << 14,
    "signed": 1 << 15,
    "handled": 1 << 16,
    "handled_on_time": 1 << 17,
    "rework": 1 << 18,
    "returned": 1 << 19,
    "extension": 1 << 20,
    "exempt": 1 << 21,
    "suspended": 1 << 22,
    "signed_on_time": 1 << 23,
    "signed_late": 1 << 24,
    "revisited": 1 << 25,
    "satisfied": 1 << 26,
    "basically_satisfied": 1 << 27,
    "dissatisfied": 1 << 28,
    "unreachable": 1 << 29,
    "resolved": 1 << 30,
}
MARKS: Mapping[str, int] = {**REPORT_MARKS, **DUE_MARKS}
#: Fact -> the bits a ticket must have, and those it must not have: told by other marks.
DERIVED: Mapping[str, tuple[int, int]] = {
    "accurately_filed": (MARKS["filed"], MARKS["rejected"]),
    "accurately_dispatched": (MARKS["dispatched"], MARKS["returned"] | MARKS["rework"]),
    "first_pass": (MARKS["closed"], MARKS["rework"]),
}
#: All that is counted from the marks of tickets.
MARKED = (*MARKS, *DERIVED)
#: Counted only for a scheme that reads them, so that others rest on the figures they always did.
ON_DEMAND = frozenset({*DERIVED, "public_reported", "redone"})
#: Facts that call-backs entered as evidence add to, beyond the tickets of the ledger.
CALLED_BACK = (
    "revisited", "satisfied", "basically_satisfied", "dissatisfied", "unreachable", "resolved",
)  # fmt: skip
#: Facts that equal another mark: all that is due to be closed is due to be handled.
SAME_AS: Mapping[str, str] = {"due_to_handle": "due_to_close"}
#: Facts that have no mark of their own, with the mark of the tickets they come from.
BEHIND: Mapping[str, str] = {
    **SAME_AS,
    "rework_times": "rework",
    "handle_minutes": "handle_timed",
    "handle_median": "handle_timed",
}


def counted_by(marks: int) -> Iterator[str]:
    """Yield the facts a ticket with such marks counts in."""
    for name, bit in MARKS.items():
        if marks & bit:
            yield name
    for name, (needed, foreign) in DERIVED.items():
        if marks & needed and not marks & foreign:
            yield name


def tally(rows: Iterable[tuple[int, int, int]]) -> dict[int, dict[str, int]]:
    """Return subject -> figure -> how many of its tickets carry the mark, zero included.

    Args:
        rows: subject, marks, number of its tickets with just these marks.
    """
    figures: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(MARKED, 0))
    for subject, marks, number in rows:
        found = figures[subject]
        for name in counted_by(marks):
            found[name] += number
    return dict(figures)
