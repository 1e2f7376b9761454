"""Gathering the facts of an assessment: the ledger of tickets, and what evidence adds.

One set-based statement marks every ticket of a subject; figures are sums over the marks.
"""

from __future__ import annotations

from gridctl.domain.ledger import DUE_MARKS, MARKS, REPORT_MARKS
from gridctl.domain.tickets import NOT_VALID
from gridctl.storage.queries.compose import Statement
from gridctl.storage.queries.tickets import BASIS, DUE, IS_CLOSED, VERDICT

_NOT_VALID = ", ".join(f"'{state}'" for state in NOT_VALID)
_OF_REPORT = {
    "reported": "t.state <> 'draft'",
    "valid": f"t.state NOT IN ({_NOT_VALID})",
    "valid_weighted": "t.nth_of_day <= :per_day AND t.nth_of_subclass <= :per_subclass",
    "filed": f"(t.filed_at IS NOT NULL OR t.state NOT IN ({_NOT_VALID}, 'self_closed'))",
    "rejected": "t.state = 'rejected'",
    "self_handled": "t.state = 'self_closed'",
}
#: Over the columns of the statement's ``due`` part, where the verdict is worked out once.
_OF_DUE = {
    "due_to_close": "t.due",
    "closed": "t.due AND t.done",
    "closed_on_time": "t.due AND t.done AND t.verdict = 'on_time'",
    "closed_late": "t.due AND t.done AND t.verdict = 'overdue'",
    "overdue_open": "t.due AND NOT t.done AND t.verdict = 'overdue'",
    "stated_on_time": "t.due AND t.basis = 'stated'",
    "dispatched": "(t.dispatched_at IS NOT NULL OR t.signed_at IS NOT NULL)",
    "signed": "t.signed_at IS NOT NULL",
    "handled": "t.due AND (t.handled_at IS NOT NULL OR t.done)",
    "handled_on_time": """t.due AND (t.handled_at <= t.deadline_at
        OR (t.handled_at IS NULL AND t.done AND t.verdict = 'on_time'))""",
    "rework": "t.rework_count > 0",
    "returned": "t.return_count > 0",
    "extension": "t.extension_count > 0",
    "exempt": "t.exempt",
}


def _marks(marks: dict[str, int], conditions: dict[str, str]) -> str:
    return " + ".join(
        f"CASE WHEN {conditions[name]} THEN {bit} ELSE 0 END" for name, bit in marks.items()
    )


# The first reports of a day count, and of those the first of a subclass, in order of report:
# with the ticket numbers written down, anyone can follow which ones did.
_REPORTS = f"""
    SELECT subject_id, id AS ticket_id, {_marks(dict(REPORT_MARKS), _OF_REPORT)} AS report_marks,
           0 AS due_marks
    FROM (
        SELECT d.*, CASE WHEN d.nth_of_day <= :per_day THEN row_number() OVER (
                   PARTITION BY d.subject_id, d.category_id, d.nth_of_day <= :per_day
                   ORDER BY d.reported_at, d.id) END AS nth_of_subclass
        FROM (
            SELECT {{subject}} AS subject_id, t.id, t.state, t.filed_at, t.category_id,
                   t.reported_at,
                   CASE WHEN t.state NOT IN ({_NOT_VALID}) THEN row_number() OVER (
                       PARTITION BY {{subject}}, t.reported_on, t.state NOT IN ({_NOT_VALID})
                       ORDER BY t.reported_at, t.id) END AS nth_of_day
            FROM ticket t
            WHERE t.withdrawn = false AND t.reported_on >= :first AND t.reported_on <= :last
              AND {{subject}} IS NOT NULL
        ) AS d
    ) AS t"""
_DUE_TICKETS = f"""
    SELECT {{responsible}} AS subject_id, t.id, {DUE} AS due, {IS_CLOSED} AS done,
           {VERDICT} AS verdict, {BASIS} AS basis, t.deadline_at, t.dispatched_at, t.signed_at,
           t.handled_at, t.rework_count, t.return_count, t.extension_count, t.exempt
    FROM ticket t {{posts}}
    WHERE t.withdrawn = false AND t.due_on >= :first AND t.due_on <= :last
      AND {{responsible}} IS NOT NULL"""
_DUES = f"""
    SELECT subject_id, id AS ticket_id, 0 AS report_marks,
           {_marks(dict(DUE_MARKS), _OF_DUE)} AS due_marks
    FROM due AS t"""
_PLACE = {
    "unit": "t.lead_unit_id",
    "town": "t.town_id",
    "community": "t.village_id",
    "grid": "t.grid_id",
}
FILL = Statement(
    "ledger.fill",
    f"""
    WITH due AS MATERIALIZED ({_DUE_TICKETS})
    INSERT INTO assessment_ticket (assessment_id, subject_id, ticket_id, marks)
    SELECT CAST(:run AS INTEGER), subject_id, ticket_id, max(report_marks) + max(due_marks)
    FROM ({_REPORTS} UNION ALL {_DUES}) AS members
    WHERE report_marks + due_marks > 0
    GROUP BY subject_id, ticket_id
    """,
    parts={
        "subject": {"gridworker": "t.reporter_id", **_PLACE},
        "responsible": {"gridworker": "o.staff_id", **_PLACE},
        # Who held the grid when the ticket was reported answers for it (domain.md 3.3).
        "posts": {
            "post": """JOIN post o ON o.grid_id = t.grid_id AND o.role = 'gridworker'
                AND o.valid_from <= t.reported_on AND o.valid_to > t.reported_on
                AND o.withdrawn = false""",
            "none": "",
        },
    },
)
COUNTS = Statement(
    "ledger.counts",
    "SELECT subject_id, "
    + ", ".join(
        f"sum(CASE WHEN marks & {bit} <> 0 THEN 1 ELSE 0 END) AS {name}"
        for name, bit in MARKS.items()
    )
    + " FROM assessment_ticket WHERE assessment_id = :run GROUP BY subject_id",
)
ROWS = Statement(
    "ledger.rows",
    """
    SELECT a.subject_id, t.serial_no, a.marks
    FROM assessment_ticket a JOIN ticket t ON t.id = a.ticket_id
    WHERE a.assessment_id = :run ORDER BY a.subject_id, a.ticket_id
    """,
)
TICKETS = Statement(
    "ledger.tickets",
    """
    SELECT t.serial_no, a.marks
    FROM assessment_ticket a JOIN ticket t ON t.id = a.ticket_id
    WHERE a.assessment_id = :run AND a.subject_id = :subject ORDER BY t.serial_no
    """,
)

_IN_PERIOD = "e.withdrawn = false AND e.on_date >= :first AND e.on_date <= :last"
#: Tasks, checks, revisits: how many, and how many well.
EVIDENCE = Statement(
    "ledger.evidence",
    f"""
    SELECT {{subject}} AS subject_id, e.kind, e.outcome, e.task, e.level, count(*) AS number,
           sum(CASE WHEN e.resolved = true THEN 1 ELSE 0 END) AS resolved,
           sum(coalesce(e.points, 0)) AS points,
           sum(coalesce(e.quantity, 0)) AS quantity, sum(coalesce(e.expected, 0)) AS expected,
           sum(CASE WHEN e.expected IS NULL THEN 0 ELSE 1 END) AS expected_known
    FROM evidence e {{join}}
    WHERE {_IN_PERIOD} AND {{subject}} IS NOT NULL
    GROUP BY {{subject}}, e.kind, e.outcome, e.task, e.level
    """,
    parts={
        "subject": {"gridworker": "e.staff_id", **_PLACE},
        "join": {
            "none": "",
            "ticket": "JOIN ticket t ON t.id = e.ticket_id AND t.withdrawn = false",
        },
    },
)
#: A matter opened in an earlier month still stands against its person.
OPEN_DISCIPLINE = Statement(
    "ledger.open_discipline",
    """
    SELECT e.staff_id, count(*) FROM evidence e
    WHERE e.withdrawn = false AND e.kind = 'merit' AND e.outcome = 'open_discipline'
      AND e.on_date <= :last AND e.staff_id IS NOT NULL
    GROUP BY e.staff_id
    """,
)

WORKERS = Statement(
    "ledger.workers",
    """
    SELECT s.id, s.staff_no, s.name, s.employment, o.grid_id, v.kind AS grid_kind,
           o.valid_from, o.valid_to
    FROM post o
    JOIN staff s ON s.id = o.staff_id
    -- A grid that was closed in the period still had its worker: take its last version.
    LEFT JOIN grid_version v ON v.id = (
        SELECT w.id FROM grid_version w WHERE w.grid_id = o.grid_id AND w.valid_from <= :last
        ORDER BY w.valid_from DESC LIMIT 1)
    WHERE o.role = 'gridworker' AND o.withdrawn = false AND s.withdrawn = false
      AND o.valid_from <= :last
    ORDER BY s.staff_no, o.valid_to DESC, o.valid_from DESC, o.grid_id
    """,
)
PLACES = Statement(
    "ledger.places",
    """
    SELECT g.id, g.code, v.name, v.kind, v.households
    FROM grid g JOIN grid_version v ON v.id = (
        SELECT w.id FROM grid_version w
        WHERE w.grid_id = g.id AND w.valid_from <= :last AND w.valid_to > :first
        ORDER BY w.valid_from DESC LIMIT 1)
    WHERE g.withdrawn = false AND g.level IN (:levels*)
    ORDER BY g.code
    """,
)
UNITS = Statement(
    "ledger.units",
    "SELECT id, code, name, level FROM unit WHERE withdrawn = false ORDER BY code",
)
