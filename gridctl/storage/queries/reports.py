"""Statements only documents need; all other figures come from the nouns' own statements."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement
from gridctl.storage.queries.ticket_figures import DUE, IS_CLOSED, SOLVED

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
