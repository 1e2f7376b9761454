"""Statements about whistle calls."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement

#: Whether a called unit was there in time. One that was still expected when the matter was
#: resolved before the limit was not needed; it is not late.
ARRIVAL = """CASE
    WHEN x.arrived_at <= w.arrive_due THEN 'on_time'
    WHEN x.arrived_at IS NOT NULL THEN 'late'
    WHEN w.arrive_due < coalesce(w.resolved_at, CAST(:now AS BIGINT)) THEN 'late'
    ELSE 'open' END"""
_ON_DAY = "{v}.valid_from <= w.called_on AND {v}.valid_to > w.called_on"
#: The place on the day of the call, and the places above it then.
_SITE = "LEFT JOIN grid_version v1 ON v1.grid_id = w.place_id AND " + _ON_DAY.format(v="v1")
_ABOVE = "\n".join(
    f"LEFT JOIN grid_version v{n} ON v{n}.grid_id = v{n - 1}.parent_id AND "
    + _ON_DAY.format(v=f"v{n}")
    for n in (2, 3, 4)
)
#: Joins the place of the call ``w`` and the places above it on the day of the call.
SITE = f"{_SITE}\n{_ABOVE}"
#: The columns of these joins that hold the place and those above it.
PLACES = ("w.place_id", "v1.parent_id", "v2.parent_id", "v3.parent_id", "v4.parent_id")
_COLUMNS = f"""w.id, w.whistle_no, w.kind, w.title, w.state, w.grade, caller.name AS caller,
    v1.name AS place, t.serial_no AS ticket, w.called_at, w.reviewed_at, w.arrive_due,
    w.resolve_due, w.resolved_at, w.revision,
    (SELECT u.name FROM whistle_unit x JOIN unit u ON u.id = x.unit_id
     WHERE x.whistle_id = w.id AND x.lead = true) AS lead_unit,
    (SELECT count(*) FROM whistle_unit x WHERE x.whistle_id = w.id) AS units_called,
    (SELECT count(*) FROM whistle_unit x
     WHERE x.whistle_id = w.id AND {ARRIVAL} = 'on_time') AS units_on_time"""
_WHISTLES = f"""FROM whistle w
JOIN unit caller ON caller.id = w.caller_id
LEFT JOIN ticket t ON t.id = w.ticket_id
{SITE}
WHERE w.withdrawn = false"""
_FILTERS = {
    "state": "w.state IN (:state*)",
    "kind": "w.kind IN (:kind*)",
    "grade": "w.grade IN (:grade*)",
    "caller_id": "w.caller_id = :caller_id",
    "ticket_id": "w.ticket_id = :ticket_id",
    "unit_id": """EXISTS (SELECT 1 FROM whistle_unit x
        WHERE x.whistle_id = w.id AND x.unit_id = :unit_id)""",
    "arrival": f"""EXISTS (SELECT 1 FROM whistle_unit x
        WHERE x.whistle_id = w.id AND {ARRIVAL} IN (:arrival*)
          AND (CAST(:unit_id AS INTEGER) IS NULL OR x.unit_id = :unit_id))""",
    "since": "w.called_on >= :since",
    "until": "w.called_on <= :until",
    "number": "w.whistle_no IN (:number*)",
    "unit": """EXISTS (SELECT 1 FROM whistle_unit x
        WHERE x.whistle_id = w.id AND x.unit_id IN (:unit*))""",
    "caller": "w.caller_id IN (:caller*)",
    "under": f"({' OR '.join(f'{place} IN (:under*)' for place in PLACES)})",
    "ticket": "(t.serial_no IN (:ticket*) OR t.external_no IN (:ticket*))",
    "called": "w.called_on BETWEEN :called_first AND :called_last",
    "due": "w.resolve_due BETWEEN CAST(:due_first AS BIGINT) AND CAST(:due_last AS BIGINT)",
    "text": """(w.title LIKE :text_like ESCAPE '!' OR w.facts LIKE :text_like ESCAPE '!'
        OR w.proposal LIKE :text_like ESCAPE '!')""",
}

LIST = Statement(
    "whistles.list",
    f"SELECT {_COLUMNS} {_WHISTLES} {{where}} ORDER BY {{order}} LIMIT :limit",
    filters=_FILTERS,
    orders={
        "newest": ("w.called_at DESC, w.id DESC", "(w.called_at, w.id) < (:after_1, :after_2)")
    },
)
COUNT = Statement("whistles.count", f"SELECT count(*) {_WHISTLES} {{where}}", filters=_FILTERS)
ONE = Statement(
    "whistles.one",
    f"SELECT {_COLUMNS}, w.facts, w.proposal, w.approved_by {_WHISTLES} AND w.id = :id",
)
FIND = Statement(
    "whistles.find", "SELECT id FROM whistle WHERE withdrawn = false AND whistle_no = :number"
)
UNITS = Statement(
    "whistles.units",
    f"""
    SELECT u.code, u.name AS unit, x.lead, x.arrived_at, x.arrived_person, x.arrived_role,
           {ARRIVAL} AS verdict, x.arrival, x.people, x.handling, x.effect, x.caller_comment,
           x.necessity, x.cooperation, x.unit_comment
    FROM whistle_unit x JOIN whistle w ON w.id = x.whistle_id JOIN unit u ON u.id = x.unit_id
    WHERE x.whistle_id = :id ORDER BY x.lead DESC, u.code
    """,
)
#: A step that was taken back stays in the log and says so.
EVENTS = Statement(
    "whistles.events",
    """
    SELECT e.at, e.verb, e.from_state, e.to_state, e.actor, u.name AS unit, e.opinion,
           EXISTS (SELECT 1 FROM undone_entry n
                   WHERE n.journal_id = e.journal_id AND n.redone_by IS NULL) AS undone
    FROM whistle_event e LEFT JOIN unit u ON u.id = e.unit_id
    WHERE e.whistle_id = :id ORDER BY e.id
    """,
)
#: A call about the ticket that is not over.
OPEN_OF_TICKET = Statement(
    "whistles.open_of_ticket",
    """
    SELECT whistle_no FROM whistle
    WHERE ticket_id = :ticket AND withdrawn = false AND state NOT IN ('rejected', 'closed')
    ORDER BY id
    """,
)
_HEADS = ("arrival", "people", "handling", "effect")
_SUMS = ",\n    ".join(
    f"CAST(sum(x.{head}) AS BIGINT) AS {head}, count(x.{head}) AS {head}_count" for head in _HEADS
)
#: What each unit was called for in a span of days, and its scores as sums with their counts.
BY_UNIT = Statement(
    "whistles.by_unit",
    f"""
    SELECT u.id, u.code, u.name, count(*) AS calls,
           count(CASE WHEN {ARRIVAL} = 'on_time' THEN 1 END) AS arrived_on_time,
           count(CASE WHEN {ARRIVAL} = 'late' THEN 1 END) AS late,
           {_SUMS}
    FROM whistle_unit x
    JOIN whistle w ON w.id = x.whistle_id AND w.withdrawn = false
    JOIN unit u ON u.id = x.unit_id
    WHERE w.called_on >= :first AND w.called_on <= :last
    GROUP BY u.id, u.code, u.name ORDER BY u.code
    """,
)
#: The calls from each place and day of a span, with what the units scored the callers.
BY_PLACE = Statement(
    "whistles.by_place",
    """
    SELECT w.place_id, w.called_on, count(*) AS calls,
           count(CASE WHEN w.state = 'rejected' THEN 1 END) AS rejected,
           CAST(coalesce(sum(r.necessity), 0) AS BIGINT) AS necessity,
           CAST(coalesce(sum(r.necessity_count), 0) AS BIGINT) AS necessity_count,
           CAST(coalesce(sum(r.cooperation), 0) AS BIGINT) AS cooperation,
           CAST(coalesce(sum(r.cooperation_count), 0) AS BIGINT) AS cooperation_count
    FROM whistle w
    LEFT JOIN (SELECT whistle_id, sum(necessity) AS necessity, count(necessity) AS necessity_count,
                      sum(cooperation) AS cooperation, count(cooperation) AS cooperation_count
               FROM whistle_unit GROUP BY whistle_id) r ON r.whistle_id = w.id
    WHERE w.withdrawn = false AND w.called_on >= :first AND w.called_on <= :last
    GROUP BY w.place_id, w.called_on ORDER BY w.place_id, w.called_on
    """,
)
#: The calls behind the counts of units, in the order of their numbers.
BEHIND_UNITS = Statement(
    "whistles.behind_units",
    f"""
    SELECT x.unit_id, w.whistle_no, {ARRIVAL} AS arrival,
           coalesce(x.arrival, x.people, x.handling, x.effect) IS NOT NULL AS scored
    FROM whistle_unit x JOIN whistle w ON w.id = x.whistle_id AND w.withdrawn = false
    WHERE w.called_on >= :first AND w.called_on <= :last ORDER BY w.whistle_no
    """,
)
#: The calls behind the counts of places.
BEHIND_PLACES = Statement(
    "whistles.behind_places",
    """
    SELECT w.place_id, w.called_on, w.whistle_no, w.state = 'rejected' AS rejected,
           EXISTS (SELECT 1 FROM whistle_unit x WHERE x.whistle_id = w.id
                   AND coalesce(x.necessity, x.cooperation) IS NOT NULL) AS rated
    FROM whistle w
    WHERE w.withdrawn = false AND w.called_on >= :first AND w.called_on <= :last
    ORDER BY w.whistle_no
    """,
)
TICKETS_BY_TOWN = Statement(
    "whistles.tickets_by_town",
    """
    SELECT town_id, count(*) FROM ticket
    WHERE withdrawn = false AND town_id IS NOT NULL
      AND reported_on >= :first AND reported_on <= :last
    GROUP BY town_id
    """,
)
