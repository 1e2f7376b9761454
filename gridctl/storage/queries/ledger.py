"""Gathering the facts of an assessment: the ledger of tickets, and what evidence adds.

One set-based statement marks every ticket of a subject; figures are sums over the marks.
"""

from __future__ import annotations

from collections.abc import Mapping

from gridctl.domain.ledger import DUE_MARKS, MARKS, REPORT_MARKS
from gridctl.domain.tickets import NOT_VALID
from gridctl.storage.queries.compose import Statement
from gridctl.storage.queries.ticket_figures import (
    BASIS,
    DUE,
    EARLIER_CYCLES,
    FILED,
    IS_CLOSED,
    PUBLIC,
    REDONE,
    REPEAT,
    TIMED,
    VERDICT,
    first_cycle,
)

_NOT_VALID = ", ".join(f"'{state}'" for state in NOT_VALID)
_OF_REPORT = {
    "reported": "t.state <> 'draft'",
    "valid": f"t.state NOT IN ({_NOT_VALID})",
    "filed": FILED,
    "rejected": "t.state = 'rejected'",
    "self_handled": "t.state = 'self_closed'",
    "public_reported": f"({FILED} AND {{public}})",
}
# Of the reports that count by their day, the first of a subclass, in order of report. The order
# is that in which the rows are put together, so nothing has to be sorted for it.
_WEIGHTED = """max(within_day) = 1 AND sum(max(within_day)) OVER (
        PARTITION BY subject_id, category_id ORDER BY reported_at, ticket_id
        ROWS UNBOUNDED PRECEDING) <= :per_subclass"""
#: Over the columns of the statement's ``due`` part, where the verdict is worked out once.
_OF_DUE = {
    "due_to_close": "t.due",
    "closed": "t.due AND t.done",
    "closed_on_time": "t.due AND t.done AND t.verdict = 'on_time'",
    "closed_late": "t.due AND t.done AND t.verdict = 'overdue'",
    "overdue_open": "t.due AND NOT t.done AND t.verdict = 'overdue'",
    "verdicts_stated": "t.due AND t.basis = 'stated'",
    "dispatched": "(t.dispatched_at IS NOT NULL OR t.signed_at IS NOT NULL OR {returned})",
    "signed": "t.signed_at IS NOT NULL",
    "handled": "t.due AND (t.handled_at IS NOT NULL OR t.done)",
    "handled_on_time": """t.due AND (t.handled_at <= t.deadline_at
        OR (t.handled_at IS NULL AND t.done AND t.verdict = 'on_time'))""",
    "rework": "t.rework_count > 0",
    "returned": "{returned}",
    "extension": "t.extension_count > 0",
    "exempt": "t.exempt",
    "suspended": "t.held",
    "signed_on_time": "t.signed_at <= t.sign_due_at",
    # Who never signed, though it was handled or closed in the end, is late by then; who still has
    # not, at the end of the period.
    "signed_late": """t.sign_due_at < coalesce(
        t.signed_at, t.handled_at, t.closed_at, CAST(:asof AS BIGINT))""",
    "revisited": "t.answer IN ('satisfied', 'basically', 'dissatisfied')",
    "satisfied": "t.answer = 'satisfied'",
    "basically_satisfied": "t.answer = 'basically'",
    "dissatisfied": "t.answer = 'dissatisfied'",
    "unreachable": "t.answer = 'unreachable'",
    "resolved": "t.answer IS NOT NULL AND t.resolved",
    "redone": "t.due AND t.done AND t.redone",
}
#: Of a turn that a unit ended without handling the ticket. Nobody else is charged with it.
_OF_TURN = {
    "dispatched": "1 = 1",
    "signed": "t.signed_at IS NOT NULL",
    "signed_on_time": "t.signed_at <= t.sign_due_at",
    "signed_late": "t.sign_due_at < coalesce(t.signed_at, t.ended_at)",
    "returned": "t.returned",
}


def _marks(marks: Mapping[str, int], conditions: Mapping[str, str]) -> str:
    return " + ".join(
        f"CASE WHEN {condition} THEN {marks[name]} ELSE 0 END"
        for name, condition in conditions.items()
    )


def _ever(marks: Mapping[str, int], conditions: Mapping[str, str]) -> str:
    return " + ".join(
        f"max(CASE WHEN {condition} THEN {marks[name]} ELSE 0 END)"
        for name, condition in conditions.items()
    )


_VALID = f"marks & {REPORT_MARKS['valid']} <> 0"
# The first reports of a day count; with the ticket numbers written down, anyone can follow which
# ones did. The sort carries the marks as one number, where texts of states would double its cost.
_REPORTS = f"""
    SELECT subject_id, category_id, reported_at, id AS ticket_id, marks AS report_marks,
           0 AS due_marks, 0 AS turn_marks,
           CASE WHEN {_VALID} AND row_number() OVER (
               PARTITION BY reported_on, subject_id, {_VALID} ORDER BY reported_at, id
           ) <= :per_day THEN 1 ELSE 0 END AS within_day
    FROM (
        SELECT {{subject}} AS subject_id, t.category_id, t.reported_at, t.id, t.reported_on,
               {_marks(REPORT_MARKS, _OF_REPORT)} AS marks
        FROM ticket t
        WHERE t.withdrawn = false AND t.reported_on >= :first AND t.reported_on <= :last
          AND {{subject}} IS NOT NULL
    ) AS t"""
# When a ticket was first put aside; the log of requests is small, that of events is not.
_HELD = """
    SELECT ticket_id, cycle, min(decided_at) AS since FROM ticket_request
    WHERE verb = 'suspend' AND state = 'granted' GROUP BY ticket_id, cycle"""
# What the caller said when the ticket was called back in this cycle. A call-back entered as
# evidence of the ticket goes before it, or it would count twice.
_ANSWER = """CASE WHEN t.revisited_at IS NOT NULL
        AND (t.cycle = 1 OR t.revisited_at >= t.dispatched_at)
        AND t.id NOT IN (
            SELECT e.ticket_id FROM evidence e
            WHERE e.kind = 'revisit' AND e.withdrawn = false AND e.ticket_id IS NOT NULL)
        THEN t.satisfaction END"""
# Suspended by the period's end; of a ticket that came in suspended nobody knows since when.
_DUE_OF = f"""
    SELECT {{responsible}} AS subject_id, t.category_id, t.reported_at, t.id, {DUE} AS due,
           {IS_CLOSED} AS done, {VERDICT} AS verdict, {BASIS} AS basis, t.deadline_at,
           t.dispatched_at, t.signed_at, t.sign_due_at, t.handled_at, t.closed_at,
           t.rework_count, t.return_count, t.extension_count, t.exempt, {_ANSWER} AS answer,
           t.resolved, t.rework_count > 0 AND {REDONE} AS redone,
           coalesce(h.since < CAST(:until AS BIGINT), t.state = 'suspended') AS held
    FROM @source@ t LEFT JOIN held h ON h.ticket_id = t.id AND h.cycle = t.cycle {{posts}}
    WHERE t.withdrawn = false AND t.due_on >= :first AND t.due_on <= :last
      {first_cycle(":first", ":last")} AND {{responsible}} IS NOT NULL"""
_DUE_TICKETS = " UNION ALL ".join(
    _DUE_OF.replace("@source@", source) for source in ("ticket", f"({EARLIER_CYCLES})")
)
_DUES = f"""
    SELECT subject_id, category_id, reported_at, id AS ticket_id, 0 AS report_marks,
           {_marks(DUE_MARKS, _OF_DUE)} AS due_marks, 0 AS turn_marks, 0 AS within_day
    FROM due AS t"""
# Of each unit, the tickets it had and did not handle, by the day they were due while it had them.
_TURNS = f"""
    UNION ALL
    SELECT t.unit_id, t.category_id, t.reported_at, t.id, 0, 0, {_ever(DUE_MARKS, _OF_TURN)}, 0
    FROM (
        SELECT n.unit_id, n.cycle, n.dispatched_at, n.signed_at, n.sign_due_at, n.ended_at,
               n.returned, b.id, b.category_id, b.reported_at
        FROM ticket_turn n JOIN ticket b ON b.id = n.ticket_id AND b.withdrawn = false
        WHERE n.due_on >= :first AND n.due_on <= :last
    ) AS t
    WHERE true {first_cycle(":first", ":last")}
    GROUP BY t.unit_id, t.category_id, t.reported_at, t.id"""
# Who had a ticket twice and signed late once was late with it.
_OF_UNIT = "(max(due_marks) | max(turn_marks))"
_SIGNED_BOTH = DUE_MARKS["signed_on_time"] | DUE_MARKS["signed_late"]
_DUE_SIDE = f"""{_OF_UNIT} - CASE WHEN {_OF_UNIT} & {_SIGNED_BOTH} = {_SIGNED_BOTH}
           THEN {DUE_MARKS["signed_on_time"]} ELSE 0 END"""
#: What a ticket says of units and places that are scored.
SUBJECT_PLACE = {
    "unit": "t.lead_unit_id",
    "town": "t.town_id",
    "community": "t.village_id",
    "grid": "t.grid_id",
}
#: Who held the grid when the ticket was reported answers for it (domain.md 3.3).
POSTS_THEN = """JOIN post o ON o.grid_id = t.grid_id AND o.role = 'gridworker'
        AND o.valid_from <= t.reported_on AND o.valid_to > t.reported_on
        AND o.withdrawn = false"""
FILL = Statement(
    "ledger.fill",
    f"""
    WITH held AS ({_HELD}), due AS MATERIALIZED ({_DUE_TICKETS})
    INSERT INTO assessment_ticket (assessment_id, subject_id, ticket_id, marks)
    SELECT CAST(:run AS INTEGER), subject_id, ticket_id,
           max(report_marks) + {_DUE_SIDE}
           + {_marks(REPORT_MARKS, {"valid_weighted": _WEIGHTED})}
    FROM ({_REPORTS} UNION ALL {_DUES} {{turns}}) AS members
    WHERE report_marks + due_marks + turn_marks > 0
    GROUP BY subject_id, category_id, reported_at, ticket_id
    """,
    parts={
        "subject": {"gridworker": "t.reporter_id", **SUBJECT_PLACE},
        "responsible": {"gridworker": "o.staff_id", **SUBJECT_PLACE},
        "posts": {
            "post": POSTS_THEN,
            "none": "",
        },
        # A return is charged to the unit that returned, not to the one that had it last.
        "returned": {"unit": "1 = 0", "others": "t.return_count > 0"},
        "turns": {"unit": _TURNS, "others": ""},
        "public": {"read": PUBLIC, "unread": "1 = 0"},
    },
)
#: How many tickets of a subject carry the same marks: far fewer rows than tickets.
COUNTS = Statement(
    "ledger.counts",
    """
    SELECT subject_id, marks, count(*) FROM assessment_ticket WHERE assessment_id = :run
    GROUP BY subject_id, marks
    """,
)
#: Only those who are scored have tickets in the ledger; others reported or handled some too.
PRUNE = Statement(
    "ledger.prune",
    """
    DELETE FROM assessment_ticket WHERE assessment_id = :run AND subject_id NOT IN (
        SELECT s.subject_id FROM assessment_subject s WHERE s.assessment_id = :run)
    """,
)
#: How often the tickets that were reworked were sent back, in the cycle that carries the mark.
REWORK_TIMES = Statement(
    "ledger.rework_times",
    f"""
    SELECT a.subject_id, sum(coalesce(
        (SELECT c.rework_count FROM ticket_cycle c
         WHERE c.ticket_id = t.id AND c.due_on >= :first AND c.due_on <= :last
         ORDER BY c.cycle LIMIT 1), t.rework_count))
    FROM assessment_ticket a JOIN ticket t ON t.id = a.ticket_id
    WHERE a.assessment_id = :run AND a.marks & {MARKS["rework"]} <> 0 GROUP BY a.subject_id
    """,
)
#: When units got and finished the handled tickets, in the cycle that counts.
HANDLED = Statement(
    "ledger.handled",
    f"""
    SELECT subject_id, serial_no, id, dispatched_at, handled_at FROM (
        SELECT a.subject_id, t.serial_no, t.id,
               CASE WHEN c.cycle IS NULL THEN t.dispatched_at ELSE c.dispatched_at END
                   AS dispatched_at,
               CASE WHEN c.cycle IS NULL THEN t.handled_at ELSE c.handled_at END AS handled_at
        FROM assessment_ticket a JOIN ticket t ON t.id = a.ticket_id
        LEFT JOIN ticket_cycle c ON c.ticket_id = t.id AND c.cycle = (
            SELECT min(k.cycle) FROM ticket_cycle k
            WHERE k.ticket_id = t.id AND k.due_on >= :first AND k.due_on <= :last)
        WHERE a.assessment_id = :run AND a.marks & {MARKS["handled"]} <> 0
    ) AS t
    WHERE {TIMED} ORDER BY id, subject_id
    """,
)
#: The reports of a period that repeat an earlier one, for who answers for the place or has it.
REPEATS = Statement(
    "ledger.repeats",
    f"""
    SELECT {{responsible}} AS subject_id, t.serial_no FROM ticket t {{posts}}
    WHERE t.withdrawn = false AND t.reported_on >= :first AND t.reported_on <= :last
      AND {{responsible}} IS NOT NULL AND {REPEAT}
    ORDER BY t.id
    """,
    parts={
        "responsible": {"gridworker": "o.staff_id", **SUBJECT_PLACE},
        "posts": {"post": POSTS_THEN, "none": ""},
    },
    whole=True,
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
#: Which of the numbers a run keeps beside the ledger name tickets or calls in sight.
IN_SIGHT = Statement(
    "ledger.in_sight",
    """
    SELECT serial_no FROM ticket WHERE serial_no IN (:numbers*)
    UNION ALL SELECT whistle_no FROM whistle WHERE whistle_no IN (:numbers*)
    """,
)
