"""Statements only documents need; all other figures come from the nouns' own statements."""

from __future__ import annotations

from gridctl.domain.tickets import CLOSED, NOT_DUE
from gridctl.storage.queries.compose import Statement


def _listed(states: tuple[str, ...]) -> str:
    return ", ".join(f"'{state}'" for state in states)


#: Reported before the period and not dealt with when it began (domain.md 7.1). A ticket whose
#: source says that it is closed, but not when, cannot have been open for certain.
CARRIED_OVER = Statement(
    "reports.carried_over",
    f"""
    SELECT count(*) FROM ticket t
    WHERE t.withdrawn = false AND t.reported_on < :first AND t.state NOT IN ({_listed(NOT_DUE)})
      AND (t.state NOT IN ({_listed(CLOSED)}) OR t.closed_on >= :first)
    """,
)
