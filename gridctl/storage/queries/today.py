"""Statements of the day's work list."""

from __future__ import annotations

from gridctl.domain.tickets import CLOSED, FED_BACK, NOT_DUE
from gridctl.domain.today import CALL_TASKS, DESK, HOLDER, WORKER
from gridctl.domain.whistles.words import UNIT_HEADS
from gridctl.storage.queries.compose import Statement
from gridctl.storage.queries.objections import UNANSWERED
from gridctl.storage.queries.ticket_figures import PASSED, PAUSED
from gridctl.storage.queries.tickets import STANDING
from gridctl.storage.queries.whistles import PLACES, SITE


def _listed(states: tuple[str, ...]) -> str:
    return ", ".join(f"'{state}'" for state in states)


#: Nobody has a deadline as late as this, so what has none stands last in its band.
NEVER = 2**53
_IN = """(t.grid_id IN (:{places}*) OR t.village_id IN (:{places}*) OR t.town_id IN (:{places}*)
        OR t.county_id IN (:{places}*))"""
#: The centre's own: the whole office, or what lies at its place and has not gone above it.
_CENTRAL = {
    "office": "true",
    "place": f"(t.centre IN (:levels*) AND {_IN.format(places='central')})",
}
#: The deadline still decides: who handles it is not done, or was not done in time.
_RUNS = f"""(t.state NOT IN ({_listed((*FED_BACK, *CLOSED, *NOT_DUE))})
        OR (t.state IN ({_listed(FED_BACK)})
            AND coalesce(t.fed_back_at, {NEVER}) > t.deadline_at))"""
_PRESSING = f"""t.deadline_at <= CAST(:tonight AS BIGINT)
        AND (NOT {PAUSED} OR {PASSED}) AND {_RUNS}"""
_PRESSED = f"""(t.state NOT IN ('handling', 'suspended') OR ({_PRESSING})
        OR t.suspended_until <= :now)"""
#: Of what is over nothing is late or urgent any more.
_BAND = f"""CASE WHEN t.state IN ({_listed((*CLOSED, *NOT_DUE))}) THEN 3
        WHEN {PASSED} AND {_RUNS} THEN 0 WHEN {_PRESSING} THEN 1 WHEN t.urgent THEN 2 ELSE 3 END"""
_KEY = f"""{_BAND} AS band, coalesce(t.deadline_at, {NEVER}) AS until"""
#: The condition of the index of open tickets.
_OPEN = "t.state NOT IN ('closed', 'archived', 'self_closed', 'merged')"
#: A task is for the worker it was sent to by name, else for all who work there; where only the
#: village is known, for all in it.
_SENT = """(SELECT e.facts FROM ticket_event e
        WHERE e.ticket_id = t.id AND e.to_state <> e.from_state ORDER BY e.id DESC LIMIT 1)"""
_FOR_ME = f"""({_SENT} = :named OR ({_SENT} NOT LIKE :any_named AND ({_IN.format(places="posts")}
        OR (t.grid_id IS NULL AND t.village_id IN (:villages*)))))"""
_TICKETS = f"""SELECT {_KEY}, t.id AS ticket_id, 'step' AS kind, 0 AS item_id, t.state AS subject
    FROM ticket t
    WHERE t.withdrawn = false AND {_OPEN} AND t.state IN ({_listed(DESK + WORKER + HOLDER)}) AND (
        (t.state IN ({_listed(HOLDER)}) AND t.lead_unit_id = CAST(:unit AS INTEGER) AND {_PRESSED})
        OR (t.state IN ({_listed(DESK)}) AND {{scope}})
        OR (t.state IN ({_listed(WORKER)}) AND ({{scope}} OR {_FOR_ME}))
        OR ({_PRESSING} AND {{scope}}))"""
_REQUESTS = f"""SELECT {_KEY}, t.id, 'request', r.id, r.verb
    FROM ticket_request r JOIN ticket t ON t.id = r.ticket_id
    WHERE r.state = 'pending' AND r.asked_by <> :party AND t.withdrawn = false AND {{scope}}"""
#: Reading a ticket reads all its notices, so the latest stands for them.
_NOTICES = f"""SELECT {_KEY}, t.id, 'notice', n.id, n.verb
    FROM ticket_notice n JOIN ticket t ON t.id = n.ticket_id
    WHERE n.read_at IS NULL AND n.unit_id = CAST(:unit AS INTEGER) AND t.withdrawn = false
      AND NOT EXISTS (SELECT 1 FROM ticket_notice later
                      WHERE later.ticket_id = n.ticket_id AND later.unit_id = n.unit_id
                        AND later.read_at IS NULL AND later.id > n.id)"""
#: A unit that helps has its own task until it has done it; the lead unit's is another line.
_ASSISTS = f"""SELECT {_KEY}, t.id, 'assist', a.unit_id, t.state
    FROM ticket t JOIN ticket_assist a ON a.ticket_id = t.id AND a.unit_id = CAST(:unit AS INTEGER)
    WHERE t.withdrawn = false AND {_OPEN} AND t.state IN ({_listed(HOLDER)})
      AND a.done_at IS NULL"""
_MISSED = f"""CASE WHEN r.due_on < :day THEN 0 WHEN r.due_on = :day THEN 1
        WHEN t.urgent THEN 2 ELSE 3 END AS band, coalesce(t.deadline_at, {NEVER}) AS until"""
#: Of the reviews a ticket's urgency asks for, the latest of each kind; earlier ones were missed.
_REVIEWS = f"""SELECT {_MISSED}, t.id, 'review', r.id, r.kind
    FROM review_task r JOIN ticket t ON t.id = r.ticket_id
    WHERE r.done_at IS NULL AND r.opens_on <= :day AND t.withdrawn = false AND {_OPEN}
      AND (t.lead_unit_id = CAST(:unit AS INTEGER) OR {{scope}})
      AND NOT EXISTS (SELECT 1 FROM review_task n WHERE n.ticket_id = r.ticket_id
          AND n.kind = r.kind AND n.opens_on > r.opens_on AND n.opens_on <= :day)"""
#: A card of the unit on a ticket that waits for another by now; its own step shows the card.
_CARDS = f"""SELECT 3 AS band, coalesce(t.deadline_at, {NEVER}) AS until, t.id, 'card',
        c.id, c.colour
    FROM card c JOIN ticket t ON t.id = c.ticket_id AND t.cycle = c.cycle
    WHERE c.unit_id = CAST(:unit AS INTEGER) AND t.withdrawn = false AND {_OPEN}
      AND NOT (t.lead_unit_id = c.unit_id AND t.state IN ({_listed(HOLDER)}))
      AND NOT EXISTS (SELECT 1 FROM card later WHERE later.ticket_id = c.ticket_id
                      AND later.cycle = c.cycle AND later.unit_id = c.unit_id
                      AND later.id > c.id)"""
#: The county's centre, which reviews and closes calls.
_COUNTY = {
    "office": "true",
    "place": f"""EXISTS (SELECT 1 FROM grid g WHERE g.id IN (:central*) AND g.level = 'county'
        AND g.id IN ({", ".join(PLACES)}))""",
}


def _call(task: str, due: str, origin: str, condition: str) -> str:
    """Return the lines of calls that wait for a task until an instant, which may be NULL."""
    return f"""SELECT CASE WHEN {due} < CAST(:now AS BIGINT) THEN 0
        WHEN {due} <= CAST(:tonight AS BIGINT) THEN 1
        WHEN w.kind = 'emergency' THEN 2 ELSE 3 END AS band, coalesce({due}, {NEVER}) AS until,
        coalesce(w.ticket_id, 0) AS ticket_id, {task} AS kind, w.id AS item_id, w.kind AS subject
    FROM whistle w {origin} WHERE w.withdrawn = false AND {condition}"""


_CALLED = "JOIN whistle_unit x ON x.whistle_id = w.id AND x.unit_id = CAST(:unit AS INTEGER)"
_ABSENT = "EXISTS (SELECT 1 FROM whistle_unit a WHERE a.whistle_id = w.id AND a.arrived_at IS NULL)"
_LED = """EXISTS (SELECT 1 FROM whistle_unit a WHERE a.whistle_id = w.id AND a.lead
        AND a.arrived_at IS NOT NULL)"""
_UNSCORED_UNIT = " AND ".join(f"x.{head} IS NULL" for head in UNIT_HEADS)
_UNSCORED_CALLER = "x.necessity IS NULL AND x.cooperation IS NULL"
_CALLER = "w.caller_id = CAST(:unit AS INTEGER)"
_NO_TIME = "CAST(NULL AS BIGINT)"
#: What calls wait for (domain.md 8): the units called, the unit that called, the county; the
#: latter two see besides who is late or due. One and the same line counts once.
_CALLS = "\n    UNION ".join(
    (
        _call("'arrive'", "w.arrive_due", _CALLED, "w.state = 'accepted' AND x.arrived_at IS NULL"),
        _call("'resolve'", "w.resolve_due", _CALLED,
              "w.state = 'accepted' AND x.lead AND x.arrived_at IS NOT NULL"),
        _call("'score'", _NO_TIME, _CALLED, f"w.state = 'resolved' AND {_UNSCORED_CALLER}"),
        _call("'score'", _NO_TIME, "", f"""w.state = 'resolved' AND {_CALLER} AND EXISTS (
              SELECT 1 FROM whistle_unit x WHERE x.whistle_id = w.id AND {_UNSCORED_UNIT})"""),
        _call("'arrive'", "w.arrive_due", SITE, f"""w.state = 'accepted' AND {_ABSENT}
              AND w.arrive_due <= CAST(:tonight AS BIGINT) AND ({_CALLER} OR {{county}})"""),
        _call("'resolve'", "w.resolve_due", SITE, f"""w.state = 'accepted'
              AND {_LED} AND w.resolve_due <= CAST(:tonight AS BIGINT)
              AND ({_CALLER} OR {{county}})"""),
        _call("'review_call'", _NO_TIME, SITE, "w.state = 'called' AND {county}"),
        _call("'close_call'", _NO_TIME, SITE, f"""w.state = 'resolved' AND {{county}}
              AND NOT EXISTS (SELECT 1 FROM whistle_unit x WHERE x.whistle_id = w.id
                              AND (({_UNSCORED_UNIT}) OR ({_UNSCORED_CALLER})))"""),
    )
)  # fmt: skip
#: Objections to a month's drafts that nobody has decided; who objected does not decide.
_OBJECTIONS = f"""SELECT 3 AS band, {NEVER} AS until, 0 AS ticket_id, 'decide_objection' AS kind,
        s.id AS item_id, '' AS subject
    FROM assessment_step s JOIN assessment a ON a.id = s.assessment_id
    WHERE CAST(:decides AS INTEGER) = 1 AND s.verb = 'object' AND s.withdrawn = false
      AND {UNANSWERED} AND s.actor <> :account
      AND :decider <> CASE WHEN s.behalf = '' THEN s.actor ELSE s.behalf END
      AND NOT EXISTS (SELECT 1 FROM assessment f WHERE f.period = a.period
          AND f.scheme_id = a.scheme_id AND f.subject = a.subject AND f.state = 'frozen')"""
_ALL = f"""{_TICKETS}
    UNION ALL {_ASSISTS}
    UNION ALL {_REVIEWS}
    UNION ALL {_REQUESTS}
    UNION ALL {_NOTICES}
    UNION ALL {_CARDS}
    UNION ALL {_OBJECTIONS}
    UNION ALL SELECT * FROM ({_CALLS}) calls"""
#: Of the card's colours the worse one is the lesser word.
_WORST = "(SELECT min(c.colour) FROM card c WHERE c.ticket_id = t.id AND c.cycle = t.cycle)"
_NAME_ON = """(SELECT v.name FROM grid_version v WHERE v.grid_id = t.{place}_id
        AND v.valid_from <= t.reported_on AND v.valid_to > t.reported_on)"""

_BY_PRESSURE = "w.band, w.until, w.ticket_id, w.kind, w.item_id"
#: The lines of a page are picked first: of thousands that wait, only theirs is looked up.
LIST = Statement(
    "today.list",
    f"""
    SELECT w.band, w.until, w.ticket_id, w.kind, w.item_id, w.subject, t.serial_no, t.title,
           t.state, t.deadline_at, u.name AS lead_unit, t.lead_unit_id, t.urgent,
           t.urgency, t.confidential, {STANDING},
           {_NAME_ON.format(place="town")} AS town,
           {_NAME_ON.format(place="village")} AS community, {_WORST} AS card,
           h.whistle_no, h.title AS call, h.state AS call_state, h.place_id, h.called_on,
           (SELECT n.name FROM whistle_unit x JOIN unit n ON n.id = x.unit_id
            WHERE x.whistle_id = h.id AND x.lead = true) AS leader,
           o.name AS objected_for, o.opinion, o.part_name, o.assessment_id
    FROM (SELECT w.* FROM ({_ALL}) w WHERE true {{where}} ORDER BY {{order}} LIMIT :limit) w
    LEFT JOIN ticket t ON t.id = w.ticket_id
    LEFT JOIN unit u ON u.id = t.lead_unit_id
    LEFT JOIN whistle h ON h.id = w.item_id AND w.kind IN ({_listed(CALL_TASKS)})
    LEFT JOIN assessment_step o ON o.id = w.item_id AND w.kind = 'decide_objection'
    ORDER BY {_BY_PRESSURE}
    """,
    filters={"band": "w.band = :band"},
    orders={
        "pressing": (
            _BY_PRESSURE,
            """(w.band, w.until, w.ticket_id, w.kind, w.item_id) > (CAST(:after_1 AS INTEGER),
            CAST(:after_2 AS BIGINT), CAST(:after_3 AS BIGINT), CAST(:after_4 AS TEXT),
            CAST(:after_5 AS BIGINT))""",
        )
    },
    parts={"scope": _CENTRAL, "county": _COUNTY},
)
COUNTS = Statement(
    "today.counts",
    f"SELECT w.band, count(*) FROM ({_ALL}) w GROUP BY w.band",
    parts={"scope": _CENTRAL, "county": _COUNTY},
)
