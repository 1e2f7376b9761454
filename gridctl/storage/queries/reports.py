"""Statements only documents need; all other figures come from the nouns' own statements."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement
from gridctl.storage.queries.ticket_figures import CONTENT, DUE, IS_CLOSED, RATED, REPEAT, SOLVED

#: A withdrawn unit's code may live on in another unit, which then comes last and counts.
UNIT_HOMES = Statement(
    "reports.unit_homes",
    "SELECT code, name, level, grid_id FROM unit ORDER BY withdrawn DESC, id",
)
_CLOSED_OF_DUE = f"""t.withdrawn = false AND t.due_on >= :first AND t.due_on <= :last
      AND {DUE} AND {IS_CLOSED}"""
#: A closing rate has in its numerator only what is in its denominator (domain.md 7.2): of the
#: tickets due in the period those that are closed, by unit or by town.
CLOSED_OF_DUE = Statement(
    "reports.closed_of_due",
    f"""
    SELECT k.code, count(*)
    FROM ticket t LEFT JOIN {{owner}}
    WHERE {_CLOSED_OF_DUE}
    GROUP BY k.code
    """,
    parts={
        "owner": {
            "unit": "unit k ON k.id = t.lead_unit_id",
            "town": "grid k ON k.id = t.town_id",
        }
    },
)
#: The same tickets by the level at which they were solved.
SOLVED_OF_DUE = Statement(
    "reports.solved_of_due",
    f"SELECT {SOLVED} AS level, count(*) FROM ticket t WHERE {_CLOSED_OF_DUE} GROUP BY 1",
)
#: Of those received in the period: who had to report a matter again, and how content they are.
REPEATS_OF_RECEIVED = Statement(
    "reports.repeats_of_received",
    f"""
    SELECT count(*) AS repeats, count(CASE WHEN {RATED} THEN 1 END) AS repeats_rated,
           count(CASE WHEN {CONTENT} THEN 1 END) AS repeats_content
    FROM ticket t
    WHERE t.withdrawn = false AND t.reported_on >= :first AND t.reported_on <= :last AND {REPEAT}
    """,
)
