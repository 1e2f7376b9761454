"""What is true of a ticket, and in which figures it counts: conditions on ``t``."""

from __future__ import annotations

from gridctl.domain.loop import LEVELS
from gridctl.domain.tickets import CLOSED, FED_BACK, NOT_DUE, NOT_VALID, PUBLIC_SOURCES

#: The states the index ``ix_ticket_open`` leaves out, in its order.
OVER = (*CLOSED, "merged")
NOT_OVER = "t.state NOT IN (" + ", ".join(f"'{state}'" for state in OVER) + ")"
_CLOSED = ", ".join(f"'{state}'" for state in CLOSED)
_NOT_DUE = ", ".join(f"'{state}'" for state in NOT_DUE)

_DONE = ", ".join(f"'{state}'" for state in (*CLOSED, *FED_BACK))
#: The instant at which "on time" is decided: the feedback that was not sent back to be done
#: again, else the closing (domain.md 6.5). What the centre then takes is not the unit's.
DECIDED = f"CASE WHEN t.state IN ({_DONE}) THEN coalesce(t.fed_back_at, t.closed_at) END"
# Computed where both instants are known, else as the source stated it; never mixed silently.
_COMPUTABLE = f"t.deadline_at IS NOT NULL AND {DECIDED} IS NOT NULL"
#: A ticket is suspended and its day has not come; after that its clock runs, whoever notes it when.
PAUSED = """(t.state = 'suspended'
        AND (t.suspended_until IS NULL OR t.suspended_until > CAST(:now AS BIGINT)))"""
# Until when the clock of an open ticket has run: while it is suspended, until that began. One that
# came in suspended has been so since its report, as far as anybody knows.
_HAS_RUN = f"""CASE WHEN {PAUSED} THEN (
        SELECT CASE WHEN e.from_state = '' THEN t.reported_at ELSE e.at END FROM ticket_event e
        WHERE e.ticket_id = t.id AND e.to_state = 'suspended' AND e.from_state <> 'suspended'
        ORDER BY e.id DESC LIMIT 1)
    ELSE CAST(:now AS BIGINT) END"""
#: An open ticket's deadline has passed on its clock.
PASSED = f"t.deadline_at < CAST(:now AS BIGINT) AND t.deadline_at < {_HAS_RUN}"
#: The same of one that somebody still has to deal with.
_RUNS_LATE = f"{PASSED} AND t.state NOT IN ({_CLOSED}, {_NOT_DUE})"
VERDICT = f"""CASE
    WHEN {_COMPUTABLE} THEN CASE WHEN {DECIDED} <= t.deadline_at THEN 'on_time' ELSE 'overdue' END
    WHEN {_RUNS_LATE} THEN 'overdue'
    WHEN t.stated IS NOT NULL THEN t.stated
    END"""
BASIS = f"""CASE
    WHEN {_COMPUTABLE} THEN 'computed'
    WHEN {_RUNS_LATE} THEN 'computed'
    WHEN t.stated IS NOT NULL THEN 'stated'
    END"""
IS_CLOSED = f"t.state IN ({_CLOSED})"
#: Time alone may still turn the verdict of a ticket: its deadline is to come, or it is suspended.
WAITS = f"""(t.state NOT IN ({_CLOSED}, {_NOT_DUE})
        AND (t.state = 'suspended' OR t.deadline_at >= CAST(:now AS BIGINT)))"""
#: The level at which a closed ticket was solved: as its closing says, else, for one that came in
#: closed, by the rule of ``domain.projection.solved_level``; null where nobody is known to have
#: handled it.
SOLVED = f"""CASE WHEN {IS_CLOSED} THEN coalesce(t.solved_level,
    CASE WHEN t.state = 'self_closed' THEN '{LEVELS[0]}' ELSE (
        SELECT coalesce(handler.level, '{LEVELS[-1]}') FROM unit handler
        WHERE handler.id = t.lead_unit_id) END) END"""
#: The ticket counts in "due to close": somebody had to close it by a deadline or was judged. An
#: open one without a deadline that is merely "on time so far" is not due yet.
DUE = f"""(t.state NOT IN ({_NOT_DUE}) AND t.forced = false AND t.exempt = false
    AND (t.deadline_at IS NOT NULL OR t.stated = 'overdue'
         OR (t.stated = 'on_time' AND {IS_CLOSED})))"""
#: A cycle before the present one as if it were a ticket of its own: its figures stay where they
#: were when the ticket was reopened.
EARLIER_CYCLES = """SELECT b.id, c.cycle, b.withdrawn, b.county_id, b.town_id, b.village_id,
        b.grid_id, b.category_id, b.source, b.nature, b.serial_no, b.external_no, b.title,
        b.description, b.address, b.urgent, b.urgency, b.important, b.historic, b.confidential,
        c.satisfaction, c.resolved, c.revisited_at, c.sign_due_at, b.filed_at,
        CAST(NULL AS TEXT) AS solved_level, CAST(NULL AS BIGINT) AS suspended_until,
        b.supervision_level, b.centre, b.nudge_count, b.reporter_id,
        b.reported_at, b.reported_on, c.closed_on, c.lead_unit_id, c.state, c.stated, c.forced,
        c.exempt, c.deadline_at, c.due_on, c.dispatched_at, c.signed_at, c.handled_at,
        c.fed_back_at, c.closed_at, c.return_count, c.rework_count, c.extension_count
    FROM ticket_cycle c JOIN ticket b ON b.id = c.ticket_id WHERE b.withdrawn = false"""
# A ticket counts once in a period: by the first of its cycles that was due in it.
_FIRST_CYCLE = """AND (t.cycle = 1 OR NOT EXISTS (SELECT 1 FROM ticket_cycle e
        WHERE e.ticket_id = t.id AND e.cycle < t.cycle
          AND e.due_on >= {first} AND e.due_on <= {last}))"""


def first_cycle(first: str, last: str) -> str:
    """Return the condition that no earlier cycle of ``t`` was due between two parameters."""
    return _FIRST_CYCLE.format(first=first, last=last)


#: How long the unit took to handle it is known.
TIMED = "t.dispatched_at IS NOT NULL AND t.handled_at >= t.dispatched_at"
#: Figure -> whether a cycle that is due in a span counts in it.
DUE_FIGURES = {
    "due_to_close": DUE,
    "closed_on_time": f"({DUE} AND {IS_CLOSED} AND {VERDICT} = 'on_time')",
    "late_of_due": f"({DUE} AND {VERDICT} = 'overdue')",
}
#: A step in the log of a ticket was not undone.
STANDS = """NOT EXISTS (SELECT 1 FROM undone_entry x
        WHERE x.journal_id = {event}.journal_id AND x.redone_by IS NULL)"""
#: A call-back sent it back in this cycle.
REDONE = f"""EXISTS (SELECT 1 FROM ticket_event k WHERE k.ticket_id = t.id AND k.cycle = t.cycle
        AND k.verb = 'rework' AND k.from_state = 'revisiting' AND {STANDS.format(event="k")})"""
#: A unit was given it in this cycle, though it gave it back and nobody has been given it since:
#: each return is of a dispatch (domain.md 7.1), so no more are returned than were dispatched.
DISPATCHED = "(t.dispatched_at IS NOT NULL OR t.signed_at IS NOT NULL OR t.return_count > 0)"
_CLOSED_OF_DUE = f"{DUE} AND {IS_CLOSED}"
#: The same of the further indicators; each is a field of the filter under its own name.
FURTHER = {
    "closed_of_due": f"({_CLOSED_OF_DUE})",
    "closed_same_month": f"""({_CLOSED_OF_DUE}
        AND substr(t.closed_on, 1, 7) = substr(t.reported_on, 1, 7))""",
    "closed_carried": f"""({_CLOSED_OF_DUE}
        AND substr(t.closed_on, 1, 7) > substr(t.reported_on, 1, 7))""",
    "first_pass": f"({_CLOSED_OF_DUE} AND t.rework_count = 0)",
    "redone": f"({_CLOSED_OF_DUE} AND t.rework_count > 0 AND {REDONE})",
    "reworked_of_due": f"({DUE} AND t.rework_count > 0)",
    "dispatched_of_due": DISPATCHED,
    "accurately_dispatched": f"({DISPATCHED} AND t.return_count = 0 AND t.rework_count = 0)",
    "handled_timed": f"({DUE} AND {TIMED})",
    "returned_of_due": "(t.return_count > 0)",
    "extended_of_due": f"({DUE} AND t.extension_count > 0)",
    "suspended_of_due": f"""({DUE} AND (t.state = 'suspended' OR EXISTS (
        SELECT 1 FROM ticket_request k WHERE k.ticket_id = t.id AND k.cycle = t.cycle
          AND k.verb = 'suspend' AND k.state = 'granted')))""",
}


#: Of those received: filed, filed and not voided afterwards, and filed upon a public report.
FILED = f"""(t.filed_at IS NOT NULL
        OR t.state NOT IN ({", ".join(f"'{state}'" for state in (*NOT_VALID, "self_closed"))}))"""
PUBLIC = "(" + " OR ".join(f"t.source LIKE '%{words}%'" for words in PUBLIC_SOURCES) + ")"
#: An earlier report ``b``, of the contact ``other``, is not too long ago to be repeated.
NEAR_ENOUGH = "t.reported_at - b.reported_at BETWEEN 0 AND other.repeat_days * 86400"
#: Where a ticket is, as closely as is known.
PLACE = "coalesce({0}.grid_id, {0}.village_id, {0}.town_id, {0}.county_id)"
#: Reports before ``t`` of the caller of ``own``, of the same category at the same place.
EARLIER_REPORTS = f"""ticket_contact other JOIN ticket b ON b.id = other.ticket_id
        WHERE other.caller = own.caller AND other.caller <> '' AND b.withdrawn = false
          AND b.state NOT IN ('draft', 'rejected') AND b.category_id = t.category_id
          AND {PLACE.format("b")} = {PLACE.format("t")} AND {NEAR_ENOUGH}
          AND (b.reported_at, b.id) < (t.reported_at, t.id)"""
#: It repeats a report of the same caller and matter (domain.md 5.6), as far as callers are known
#: still; of those who are not, what was known of them.
REPEAT = f"""(t.state NOT IN ('draft', 'rejected') AND EXISTS (
        SELECT 1 FROM ticket_contact own WHERE own.ticket_id = t.id
          AND (own.repeated = true OR EXISTS (SELECT 1 FROM {EARLIER_REPORTS}))))"""
RATED = "t.satisfaction IN ('satisfied', 'basically', 'dissatisfied')"
CONTENT = "t.satisfaction IN ('satisfied', 'basically')"
RECEIVED = {
    "repeat_of_received": REPEAT,
    "repeat_rated": f"({RATED} AND {REPEAT})",
    "repeat_content": f"({CONTENT} AND {REPEAT})",
    "filed_of_received": FILED,
    "accurately_filed": f"({FILED} AND t.state <> 'rejected')",
    "public_reported": f"({FILED} AND {PUBLIC})",
}


def _open_at(instant: str) -> str:
    """Return the condition that a ticket was there and not dealt with at an instant.

    One that was closed by then and reopened later was dealt with. What was void or merged in the
    end is nobody's to deal with, and one of which its source says that it is closed, but not when,
    cannot have been open for certain.
    """
    return f"""(t.state NOT IN ({_NOT_DUE}) AND t.reported_at < {instant}
        AND (t.state NOT IN ({_CLOSED}) OR t.closed_at >= {instant})
        AND NOT EXISTS (
            SELECT 1 FROM ticket_cycle k
            JOIN ticket_event r ON r.ticket_id = k.ticket_id AND r.verb = 'reopen'
                AND r.cycle = k.cycle + 1
            WHERE k.ticket_id = t.id AND k.closed_at < {instant} AND r.at >= {instant}))"""


def carried(begin: str, end: str) -> dict[str, str]:
    """Return the conditions that a ticket came over into a span, and went on out of it."""
    return {
        "carried_in": _open_at(f"CAST({begin} AS BIGINT)"),
        "carried_on": _open_at(f"(CAST({end} AS BIGINT) + 1)"),
    }


def counted(name: str, condition: str) -> str:
    """Return the condition that a ticket counts in a figure of some days, by any of its cycles."""
    first, last = f":{name}_first", f":{name}_last"
    due = f"{condition} AND t.due_on BETWEEN {first} AND {last} {first_cycle(first, last)}"
    return f"(({due}) OR t.id IN (SELECT t.id FROM ({EARLIER_CYCLES}) t WHERE {due}))"
