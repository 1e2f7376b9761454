"""Statements about tickets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gridctl.domain.loop import LEVELS
from gridctl.domain.tickets import CLOSED, FED_BACK, NOT_DUE, NOT_VALID, PUBLIC_SOURCES
from gridctl.storage.queries.compose import Statement, holds
from gridctl.storage.search import COLUMNS

#: The states the index ``ix_ticket_open`` leaves out, in its order.
OVER = (*CLOSED, "merged")
_OVER = ", ".join(f"'{state}'" for state in OVER)
_CLOSED = ", ".join(f"'{state}'" for state in CLOSED)
_NOT_DUE = ", ".join(f"'{state}'" for state in NOT_DUE)

_DONE = ", ".join(f"'{state}'" for state in (*CLOSED, *FED_BACK))
#: The instant at which "on time" is decided: the feedback that was not sent back to be done
#: again, else the closing (domain.md 6.5). What the centre then takes is not the unit's.
DECIDED = f"CASE WHEN t.state IN ({_DONE}) THEN coalesce(t.fed_back_at, t.closed_at) END"
# Computed where both instants are known, else as the source stated it; never mixed silently.
_COMPUTABLE = f"t.deadline_at IS NOT NULL AND {DECIDED} IS NOT NULL"
# Until when the clock of an open ticket has run: while it is suspended, until that began. One that
# came in suspended has been so since its report, as far as anybody knows.
_HAS_RUN = """CASE WHEN t.state = 'suspended' THEN (
        SELECT CASE WHEN e.from_state = '' THEN t.reported_at ELSE e.at END FROM ticket_event e
        WHERE e.ticket_id = t.id AND e.to_state = 'suspended' AND e.from_state <> 'suspended'
        ORDER BY e.id DESC LIMIT 1)
    ELSE CAST(:now AS BIGINT) END"""
#: An open ticket's deadline has passed on its clock.
PASSED = f"t.deadline_at < CAST(:now AS BIGINT) AND t.deadline_at < {_HAS_RUN}"
VERDICT = f"""CASE
    WHEN {_COMPUTABLE} THEN CASE WHEN {DECIDED} <= t.deadline_at THEN 'on_time' ELSE 'overdue' END
    WHEN {PASSED} AND t.state NOT IN ({_CLOSED}) THEN 'overdue'
    WHEN t.stated IS NOT NULL THEN t.stated
    END"""
BASIS = f"""CASE
    WHEN {_COMPUTABLE} THEN 'computed'
    WHEN {PASSED} AND t.state NOT IN ({_CLOSED}) THEN 'computed'
    WHEN t.stated IS NOT NULL THEN 'stated'
    END"""
IS_CLOSED = f"t.state IN ({_CLOSED})"
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

_NAME_ON = """(SELECT v.name FROM grid_version v WHERE v.grid_id = t.{place}_id
        AND v.valid_from <= t.reported_on AND v.valid_to > t.reported_on)"""
#: What stands on a ticket besides its state, a column for each.
STANDING = """t.supervision_level <> '' AS supervised,
    EXISTS (SELECT 1 FROM ticket_assist a WHERE a.ticket_id = t.id AND a.done_at IS NULL)
        AS assisted,
    EXISTS (SELECT 1 FROM ticket_notice n WHERE n.ticket_id = t.id AND n.read_at IS NULL)
        AS noticed"""
_COLUMNS = f"""t.id, t.serial_no, t.external_no, t.title, t.state, c.name AS category,
    t.source, t.nature,
    {_NAME_ON.format(place="town")} AS town,
    {_NAME_ON.format(place="village")} AS community,
    {_NAME_ON.format(place="grid")} AS grid,
    u.name AS lead_unit, t.lead_unit_id, t.reported_at, t.deadline_at, t.closed_at,
    {VERDICT} AS verdict, {BASIS} AS basis, t.urgent, t.urgency, t.confidential, t.revision,
    {STANDING}"""
_JOINS = """FROM ticket t
LEFT JOIN category c ON c.id = t.category_id
LEFT JOIN unit u ON u.id = t.lead_unit_id"""
#: A cycle before the present one as if it were a ticket of its own: its figures stay where they
#: were when the ticket was reopened.
EARLIER_CYCLES = """SELECT b.id, c.cycle, b.withdrawn, b.county_id, b.town_id, b.village_id,
        b.grid_id, b.category_id, b.source, b.nature, b.serial_no, b.external_no, b.title,
        b.description, b.address, b.urgent, b.urgency, b.important, b.historic, b.confidential,
        c.satisfaction, c.resolved, c.revisited_at, c.sign_due_at,
        CAST(NULL AS TEXT) AS solved_level,
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
_DUE_FIGURES_OF = {
    "due_to_close": DUE,
    "closed_on_time": f"({DUE} AND {IS_CLOSED} AND {VERDICT} = 'on_time')",
    "late_of_due": f"({DUE} AND {VERDICT} = 'overdue')",
}
#: A call-back sent it back in this cycle.
REDONE = """EXISTS (SELECT 1 FROM ticket_event k WHERE k.ticket_id = t.id AND k.cycle = t.cycle
        AND k.verb = 'rework' AND k.from_state = 'revisiting')"""
_CLOSED_OF_DUE = f"{DUE} AND {IS_CLOSED}"
#: The same of the further indicators; each is a field of the filter under its own name.
_INDICATORS = {
    "closed_of_due": f"({_CLOSED_OF_DUE})",
    "closed_same_month": f"""({_CLOSED_OF_DUE}
        AND substr(t.closed_on, 1, 7) = substr(t.reported_on, 1, 7))""",
    "closed_carried": f"""({_CLOSED_OF_DUE}
        AND substr(t.closed_on, 1, 7) > substr(t.reported_on, 1, 7))""",
    "first_pass": f"({_CLOSED_OF_DUE} AND t.rework_count = 0)",
    "redone": f"({_CLOSED_OF_DUE} AND t.rework_count > 0 AND {REDONE})",
    "reworked_of_due": f"({DUE} AND t.rework_count > 0)",
    "dispatched_of_due": "(t.dispatched_at IS NOT NULL OR t.signed_at IS NOT NULL)",
    "accurately_dispatched": """((t.dispatched_at IS NOT NULL OR t.signed_at IS NOT NULL)
        AND t.return_count = 0 AND t.rework_count = 0)""",
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
_RECEIVED = {
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


def _carried(begin: str, end: str) -> dict[str, str]:
    """Return the conditions that a ticket came over into a span, and went on out of it."""
    return {
        "carried_in": _open_at(f"CAST({begin} AS BIGINT)"),
        "carried_on": _open_at(f"(CAST({end} AS BIGINT) + 1)"),
    }


def _counted(name: str, condition: str) -> str:
    """Return the condition that a ticket counts in a figure of some days, by any of its cycles."""
    first, last = f":{name}_first", f":{name}_last"
    due = f"{condition} AND t.due_on BETWEEN {first} AND {last} {first_cycle(first, last)}"
    return f"(({due}) OR t.id IN (SELECT t.id FROM ({EARLIER_CYCLES}) t WHERE {due}))"


_FILTERS = {
    "state": "t.state IN (:state*)",
    "town_id": "t.town_id = :town_id",
    "village_id": "t.village_id = :village_id",
    "grid_id": "t.grid_id = :grid_id",
    "county_id": "t.county_id = :county_id",
    "unit_id": "t.lead_unit_id = :unit_id",
    "reporter_id": "t.reporter_id = :reporter_id",
    "category_ids": "t.category_id IN (:category_ids*)",
    "source": "t.source = :source",
    "verdict": f"{VERDICT} = :verdict",
    "basis": f"{BASIS} = :basis",
    "since": "t.reported_on >= :since",
    "until": "t.reported_on <= :until",
    "due_since": "t.due_on >= :due_since",
    "due_until": "t.due_on <= :due_until",
    "reported": "t.reported_on BETWEEN :reported_first AND :reported_last",
    "due": "t.deadline_at BETWEEN CAST(:due_first AS BIGINT) AND CAST(:due_last AS BIGINT)",
    **{
        name: _counted(name, condition)
        for name, condition in (_DUE_FIGURES_OF | _INDICATORS).items()
    },
    **{
        name: f"({condition} AND t.reported_on BETWEEN :{name}_first AND :{name}_last)"
        for name, condition in _RECEIVED.items()
    },
    **{
        name: _carried(f":{name}_first", f":{name}_last")[name]
        for name in ("carried_in", "carried_on")
    },
    "closed": "t.closed_on BETWEEN :closed_first AND :closed_last",
    "place": """(t.grid_id IN (:place*) OR t.village_id IN (:place*) OR t.town_id IN (:place*)
        OR t.county_id IN (:place*))""",
    "town": "t.town_id IN (:town*)",
    "community": "t.village_id IN (:community*)",
    "grid": "t.grid_id IN (:grid*)",
    "unit": "t.lead_unit_id IN (:unit*)",
    "category": "t.category_id IN (:category*)",
    "reporter": "t.reporter_id IN (:reporter*)",
    "sources": "t.source IN (:sources*)",
    "nature": "t.nature IN (:nature*)",
    "verdicts": f"{VERDICT} IN (:verdicts*)",
    "bases": f"{BASIS} IN (:bases*)",
    "urgency": "t.urgency IN (:urgency*)",
    "supervision": "t.supervision_level IN (:supervision*)",
    "satisfaction": "t.satisfaction IN (:satisfaction*)",
    "centre": "t.centre IN (:centre*)",
    "solved": f"{SOLVED} IN (:solved*)",
    "number": "(t.serial_no IN (:number*) OR t.external_no IN (:number*))",
    # The running number at the end of a serial number.
    "running": """substr(t.serial_no, length(t.serial_no) - 4)
        BETWEEN :running_first AND :running_last""",
    "returns": "t.return_count BETWEEN :returns_first AND :returns_last",
    "reworks": "t.rework_count BETWEEN :reworks_first AND :reworks_last",
    "extensions": "t.extension_count BETWEEN :extensions_first AND :extensions_last",
    "nudges": "t.nudge_count BETWEEN :nudges_first AND :nudges_last",
    "cycle": "t.cycle BETWEEN :cycle_first AND :cycle_last",
    "urgent": "t.urgent = :urgent",
    "important": "t.important = :important",
    "historic": "t.historic = :historic",
    "confidential": "t.confidential = :confidential",
    # Whom words are hidden from finds nothing by them.
    "reader": "(t.confidential = false OR t.lead_unit_id = :reader)",
    "text": holds(*(f"t.{column}" for column in COLUMNS)),
    # Where to look for words: in what holds all their pairs of signs, in any order.
    "found": """t.id IN (
        SELECT hit.rowid FROM ticket_search(sought(:found)) hit LIMIT :found_first)""",
    # Said as the index of what is not over says it: a planner takes it by these words alone.
    "lasting": f"t.state NOT IN ({_OVER})",
    # As far as a ticket in the order of a list.
    "newest_to": "(t.reported_at, t.id) >= (:edge_at, :newest_to)",
    "oldest_to": "(t.reported_at, t.id) <= (:edge_at, :oldest_to)",
}

_ORDERS = {
    "newest": ("t.reported_at DESC, t.id DESC", "(t.reported_at, t.id) < (:after_1, :after_2)"),
    "oldest": ("t.reported_at, t.id", "(t.reported_at, t.id) > (:after_1, :after_2)"),
}
LIST = Statement(
    "tickets.list",
    f"""SELECT {_COLUMNS} {_JOINS} WHERE t.withdrawn = false {{where}}
    ORDER BY {{order}} LIMIT :limit""",
    filters=_FILTERS,
    orders=_ORDERS,
)
#: The ticket so many after the beginning of a page, where there is one.
EDGE = Statement(
    "tickets.edge",
    """SELECT t.reported_at, t.id FROM ticket t WHERE t.withdrawn = false {where}
    ORDER BY {order} LIMIT 1 OFFSET :skipped""",
    filters=_FILTERS,
    orders=_ORDERS,
)
#: In how many tickets the index says to look for words, as far as a bound.
FOUND = Statement(
    "tickets.found",
    """SELECT count(*) FROM (
        SELECT hit.rowid FROM ticket_search(sought(:words)) hit LIMIT :bound
    ) AS counted""",
    whole=True,
)
#: Counting stops at a bound: nobody reads past "more than 10,000".
COUNT = Statement(
    "tickets.count",
    """SELECT count(*) FROM (
        SELECT 1 AS one FROM ticket t WHERE t.withdrawn = false {where} LIMIT :bound
    ) AS counted""",
    filters=_FILTERS,
)
#: The closed tickets checks are drawn from.
CLOSED_POOL = Statement(
    "tickets.closed_pool",
    f"""SELECT t.id, t.serial_no, t.town_id, t.lead_unit_id, t.reporter_id FROM ticket t
    WHERE t.withdrawn = false AND {IS_CLOSED} {{where}} ORDER BY t.serial_no""",
    filters=_FILTERS,
)
FULL = Statement(
    "tickets.full",
    f"""
    SELECT t.*, {VERDICT} AS verdict, {BASIS} AS basis, {STANDING}, {SOLVED} AS solved,
           c.name AS category, c.path AS category_path, c.code AS category_code,
           u.name AS lead_unit, s.staff_no AS reporter_no, s.name AS reporter,
           g.code AS grid_code, parent.serial_no AS parent_serial,
           k.name AS contact_name, k.phone AS contact_phone,
           duty.code AS duty_item, duty.name AS duty_item_name
    {_JOINS}
    LEFT JOIN duty_item duty ON duty.id = t.duty_item_id
    LEFT JOIN staff s ON s.id = t.reporter_id
    LEFT JOIN grid g ON g.id = coalesce(t.grid_id, t.village_id, t.town_id, t.county_id)
    LEFT JOIN ticket parent ON parent.id = t.parent_id
    LEFT JOIN ticket_contact k ON k.ticket_id = t.id
    WHERE t.id = :id
    """,
)
FIND = Statement(
    "tickets.find",
    """
    SELECT id, serial_no FROM ticket
    WHERE withdrawn = false AND (serial_no = :number OR external_no = :number) ORDER BY id LIMIT 6
    """,
)
#: The newest of the serial numbers with an ending.
ENDING = Statement(
    "tickets.ending",
    """
    SELECT serial_no FROM ticket WHERE withdrawn = false AND serial_no LIKE :ending
    ORDER BY id DESC LIMIT 500
    """,
)
EVENTS = Statement(
    "tickets.events",
    """
    SELECT e.verb, e.from_state, e.to_state, e.actor, u.name AS unit, e.opinion, e.at,
           receiver.name AS to_unit, e.outcome, e.ground, e.limit_text, e.until, e.cycle,
           e.working_seconds, e.overdue, e.facts
    FROM ticket_event e
    LEFT JOIN unit u ON u.id = e.unit_id
    LEFT JOIN unit receiver ON receiver.id = e.to_unit_id
    WHERE e.ticket_id = :id ORDER BY e.id
    """,
)
ASSISTS = Statement(
    "tickets.assists",
    """
    SELECT u.name FROM ticket_assist a JOIN unit u ON u.id = a.unit_id
    WHERE a.ticket_id = :id ORDER BY u.name
    """,
)
ATTACHMENTS = Statement(
    "tickets.attachments",
    "SELECT path, sha256 FROM ticket_attachment WHERE ticket_id = :id ORDER BY id",
)

_KEYS = {
    "town": "t.town_id",
    "community": "t.village_id",
    "grid": "t.grid_id",
    "unit": "t.lead_unit_id",
    "category": "t.category_id",
    "source": "t.source",
    "urgency": "t.urgency",
    "level": SOLVED,
}
_DUE_KEYS = _KEYS | {"month": "substr(t.due_on, 1, 7)", "day": "t.due_on"}
_DUE_FIGURES = f"""0, CASE WHEN {DUE} THEN 1 ELSE 0 END,
               CASE WHEN {IS_CLOSED} THEN 1 ELSE 0 END,
               CASE WHEN {_DUE_FIGURES_OF["closed_on_time"]} THEN 1 ELSE 0 END,
               CASE WHEN {_DUE_FIGURES_OF["late_of_due"]} THEN 1 ELSE 0 END,
               CASE WHEN t.exempt = true THEN 1 ELSE 0 END,
               CASE WHEN {DUE} AND {BASIS} = 'stated' THEN 1 ELSE 0 END"""


def _cases(conditions: Iterable[str]) -> str:
    return "".join(f", CASE WHEN {each} THEN 1 ELSE 0 END" for each in conditions)


def _stats(name: str, received: Mapping[str, str], further: Mapping[str, str]) -> Statement:
    """Return a statement that counts tickets by a key, with further figures of both kinds."""
    sums = "".join(f", sum({figure}) AS {figure}" for figure in (*received, *further))
    named = "".join(
        f", CASE WHEN {condition} THEN 1 ELSE 0 END AS {figure}"
        for figure, condition in received.items()
    )
    none = "".join(f", 0 AS {figure}" for figure in further)
    cases = ", 0" * len(received) + _cases(further.values())
    return Statement(
        name,
        f"""
    SELECT grouping_key, sum(counted) AS count, sum(due) AS due_to_close, sum(closed) AS closed,
           sum(on_time) AS closed_on_time, sum(overdue) AS overdue, sum(exempted) AS exempt,
           sum(stated) AS stated{sums}
    FROM (
        SELECT {{reported_key}} AS grouping_key, 1 AS counted, 0 AS due, 0 AS closed, 0 AS on_time,
               0 AS overdue, 0 AS exempted, 0 AS stated{named}{none}
        FROM ticket t
        WHERE t.withdrawn = false AND t.reported_on >= :from_day AND t.reported_on <= :to_day
        {{where}}
        UNION ALL
        SELECT {{due_key}}, {_DUE_FIGURES}{cases}
        FROM ticket t
        WHERE t.withdrawn = false AND t.due_on >= :from_day AND t.due_on <= :to_day
        {first_cycle(":from_day", ":to_day")} {{where}}
        UNION ALL
        SELECT {{due_key}}, {_DUE_FIGURES}{cases}
        FROM ({EARLIER_CYCLES}) t
        WHERE t.due_on >= :from_day AND t.due_on <= :to_day
        {first_cycle(":from_day", ":to_day")} {{where}}
    ) AS members
    GROUP BY grouping_key
    """,
        filters=_FILTERS,
        parts={
            "reported_key": _KEYS
            | {"month": "substr(t.reported_on, 1, 7)", "day": "t.reported_on"},
            "due_key": _DUE_KEYS,
        },
    )


#: Intake counts by the day of report, due figures by the day they were due: two memberships.
STATS = _stats("tickets.stats", {}, {})
#: The same with all indicators, which who looks at a screen of the day does not wait for.
INDICATORS = _stats("tickets.indicators", _RECEIVED, _INDICATORS)
_AT = _carried(":begin", ":end")
#: What came over into a span of time and what goes on out of it, by the centre's tickets as they
#: stood at its two ends; by place, unit and the like.
CARRIED = Statement(
    "tickets.carried",
    f"""
    SELECT grouping_key, sum(came) AS carried_in, sum(goes) AS carried_on
    FROM (
        SELECT {{reported_key}} AS grouping_key{_cases([_AT["carried_in"]])} AS came
               {_cases([_AT["carried_on"]])} AS goes
        FROM ticket t
        WHERE t.withdrawn = false AND t.reported_at <= CAST(:end AS BIGINT) {{where}}
    ) AS members
    GROUP BY grouping_key
    """,
    filters=_FILTERS,
    parts={"reported_key": _KEYS | {"none": "''"}},
)
_TIMED_OF = f"""
    SELECT {{due_key}} AS grouping_key, t.id, t.dispatched_at, t.handled_at
    FROM @source@ t
    WHERE t.withdrawn = false AND t.due_on >= :from_day AND t.due_on <= :to_day
      AND {_INDICATORS["handled_timed"]} {first_cycle(":from_day", ":to_day")} {{where}}"""
#: When the units got and finished those due that count in the average time of handling.
TIMED_OF_DUE = Statement(
    "tickets.timed_of_due",
    f"""
    SELECT grouping_key, id, dispatched_at, handled_at FROM (
        {_TIMED_OF.replace("@source@", "ticket")} UNION ALL
        {_TIMED_OF.replace("@source@", f"({EARLIER_CYCLES})")}
    ) AS members ORDER BY id
    """,
    filters=_FILTERS,
    parts={"due_key": _DUE_KEYS},
)
UNIT_NAMES = Statement("tickets.unit_names", "SELECT id, code, name FROM unit")
CATEGORY_NAMES = Statement(
    "tickets.category_names", "SELECT id, code, name, path, parent_id FROM category"
)
BY_KEY = Statement(
    "tickets.by_key",
    "SELECT serial_no FROM ticket WHERE withdrawn = false AND match_key = :key",
)
CONTACTS = Statement(
    "tickets.contacts",
    "SELECT ticket_id, name, phone FROM ticket_contact WHERE ticket_id IN (:ids*)",
)
#: Tickets that took a step of the loop here: entering, correcting and importing are none.
LED = Statement(
    "tickets.led",
    """
    SELECT DISTINCT ticket_id FROM ticket_event WHERE ticket_id IN (:ids*)
      AND verb NOT IN ('report', 'import', 'edit', 'undo', 'redo', 'comment')
    """,
)
BY_SERIALS = Statement(
    "tickets.by_serials",
    "SELECT serial_no, match_key FROM ticket WHERE serial_no IN (:serials*)",
)
NEXT_SERIAL = Statement(
    "tickets.next_serial",
    """
    INSERT INTO serial_counter (prefix, last) VALUES (:prefix, CAST(:count AS INTEGER))
    ON CONFLICT (prefix) DO UPDATE SET last = serial_counter.last + excluded.last
    RETURNING last
    """,
)
