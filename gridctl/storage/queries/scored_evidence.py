"""What an assessment counts beside its ledger: evidence, site visits, marks, earlier totals."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement
from gridctl.storage.queries.ledger import POSTS_THEN, SUBJECT_PLACE
from gridctl.storage.queries.ticket_figures import STANDS

_IN_PERIOD = "e.withdrawn = false AND e.on_date >= :first AND e.on_date <= :last"


def _days(column: str) -> str:
    """Return the sum of a column of days in 1/10,000, whole or not."""
    return f"CAST(sum(coalesce(e.{column}_e4, e.{column} * 10000, 0)) AS BIGINT)"


#: Tasks, checks, revisits: how many, and how many well. A place or unit has those of its tickets.
EVIDENCE = Statement(
    "scored.evidence",
    f"""
    SELECT {{subject}} AS subject_id, e.kind, e.outcome, e.task, e.level, count(*) AS number,
           sum(CASE WHEN e.resolved = true THEN 1 ELSE 0 END) AS resolved,
           CAST(sum(coalesce(e.points, 0)) AS BIGINT) AS points,
           {_days("quantity")} AS quantity_e4, {_days("expected")} AS expected_e4,
           sum(CASE WHEN e.expected IS NULL AND e.expected_e4 IS NULL THEN 0 ELSE 1 END)
               AS expected_known
    FROM evidence e {{join}}
    WHERE {_IN_PERIOD} AND {{subject}} IS NOT NULL
    GROUP BY {{subject}}, e.kind, e.outcome, e.task, e.level
    """,
    parts={
        "subject": {"gridworker": "e.staff_id", **SUBJECT_PLACE},
        "join": {
            "none": "",
            "ticket": "JOIN ticket t ON t.id = e.ticket_id AND t.withdrawn = false",
        },
    },
)
#: The condition of the index of ordered visits, to the letter.
_ORDERS = "'send_verify', 'send_check'"
# Listed once, not looked for at every visit: evidence has no order by ticket.
_ENTERED = """SELECT v.ticket_id FROM evidence v
    WHERE v.kind = 'task' AND v.task = '{task}' AND v.withdrawn = false
      AND v.ticket_id IS NOT NULL"""
#: The site visits a span of time ordered, each with the step that ended it, whom it counts for,
#: and whether evidence tells of the same. For gridworkers a row for each who may answer for it.
VISITS = Statement(
    "scored.visits",
    f"""
    SELECT b.id, b.verb AS "order", b.at AS given_at, b.facts AS given, e.at AS ended_at,
           e.verb AS ended_by, e.facts AS told, t.serial_no, t.county_id,
           {{subject}} AS subject_id,
           CASE b.verb WHEN 'send_verify' THEN b.ticket_id IN ({_ENTERED.format(task="verify")})
               ELSE b.ticket_id IN ({_ENTERED.format(task="check")}) END AS replaced
    FROM ticket_event b JOIN ticket t ON t.id = b.ticket_id AND t.withdrawn = false {{posts}}
    LEFT JOIN ticket_event e ON e.id = (
        SELECT min(n.id) FROM ticket_event n
        WHERE n.ticket_id = b.ticket_id AND n.id > b.id AND n.from_state = b.to_state
          AND n.to_state <> n.from_state AND {STANDS.format(event="n")})
    WHERE b.verb IN ({_ORDERS}) AND b.at >= CAST(:since AS BIGINT) AND b.at < CAST(:until AS BIGINT)
      AND {STANDS.format(event="b")}
    ORDER BY b.id, subject_id
    """,
    parts={
        "subject": {"gridworker": "o.staff_id", **SUBJECT_PLACE},
        "posts": {"post": f"LEFT {POSTS_THEN}", "none": ""},
    },
)
#: Merits and decisions of people, with the unit each belongs to and the places held that day.
MERITS = Statement(
    "scored.merits",
    f"""
    SELECT e.id, e.outcome, e.level, e.points, e.on_date, s.unit_id, o.grid_id
    FROM evidence e JOIN staff s ON s.id = e.staff_id
    LEFT JOIN post o ON o.staff_id = e.staff_id AND o.withdrawn = false
        AND o.valid_from <= e.on_date AND o.valid_to > e.on_date
    WHERE {_IN_PERIOD} AND e.kind = 'merit' ORDER BY e.id, o.id
    """,
)
#: What was entered by hand, as evidence keeps it: ``found_by`` is the group of raters and
#: ``quantity`` the seat.
ENTRIES = Statement(
    "scored.entries",
    f"""
    SELECT {{subject}} AS subject_id, e.id, e.item, e.found_by AS rater, e.quantity AS seat,
           e.points, e.document, e.approver
    FROM evidence e
    WHERE {_IN_PERIOD} AND e.kind = 'mark' AND {{subject}} IS NOT NULL ORDER BY e.id
    """,
    parts={
        "subject": {
            "gridworker": "e.staff_id",
            "unit": "e.unit_id",
            "town": "e.grid_id",
            "community": "e.grid_id",
            "grid": "e.grid_id",
        }
    },
)
#: Totals of earlier periods, frozen.
EARLIER = Statement(
    "scored.earlier",
    """
    SELECT a.id, a.period, a.result_digest, s.subject_id, s.total
    FROM assessment a JOIN assessment_subject s ON s.assessment_id = a.id
    WHERE a.state = 'frozen' AND a.scheme_id = :scheme AND a.subject = :subject
      AND a.period IN (:periods*) AND s.total IS NOT NULL
    """,
)
#: A matter opened in an earlier month still stands against its person.
OPEN_DISCIPLINE = Statement(
    "scored.open_discipline",
    """
    SELECT e.staff_id, count(*) FROM evidence e
    WHERE e.withdrawn = false AND e.kind = 'merit' AND e.outcome = 'open_discipline'
      AND e.on_date <= :last AND e.staff_id IS NOT NULL
    GROUP BY e.staff_id
    """,
)
