"""Statements of the clock: open tickets with their logs in chunks, and what a sweep has made."""

from __future__ import annotations

from gridctl.domain.today import HOLDER
from gridctl.storage.queries.compose import Statement

#: The condition of the index of open tickets, to the letter.
_OPEN = "withdrawn = false AND state NOT IN ('closed', 'archived', 'self_closed', 'merged')"
_HELD = ", ".join(f"'{state}'" for state in HOLDER)

#: Ids of open tickets in order. The sum keeps the index of open tickets in use, which a range of
#: ids would not.
OPEN_IDS = Statement(
    "clocks.open_ids",
    f"""
    SELECT id FROM ticket WHERE {_OPEN} AND id + 0 > CAST(:after AS BIGINT) {{where}}
    ORDER BY id + 0 LIMIT :limit
    """,
    filters={"place": ":place IN (county_id, town_id, village_id, grid_id)"},
)
OPEN_LEFT = Statement(
    "clocks.open_left",
    f"SELECT count(*) FROM ticket WHERE {_OPEN} AND id + 0 > CAST(:after AS BIGINT)",
)
#: Ticket and log of a chunk, in the same order, so that one pass over both brings them together.
TICKETS = Statement(
    "clocks.tickets",
    """
    SELECT id, serial_no, title, state, county_id, category_id, cycle, centre, reported_at,
           reported_on, dispatched_at, sign_due_at, deadline_at, due_on, lead_unit_id,
           urgency, confidential, closed_at, revision
    FROM ticket WHERE id IN (:ids*) ORDER BY id
    """,
)
#: Of the facts only those that say what was taken back, or how urgent a ticket is. From ``at`` on
#: the columns are what :func:`gridctl.handlers.queries.ticket_clock.happened` takes, in its order.
EVENTS = Statement(
    "clocks.events",
    """
    SELECT ticket_id, id, at, verb, from_state, to_state, to_unit_id, outcome, until, limit_text,
           CASE WHEN verb IN ('undo', 'redo', 'urge') THEN facts END AS facts
    FROM ticket_event WHERE ticket_id IN (:ids*) ORDER BY ticket_id, id
    """,
)
ISSUED = Statement(
    "clocks.issued", "SELECT ticket_id, cycle, stage, colour FROM card WHERE ticket_id IN (:ids*)"
)
#: Of the reviews of each class and kind: when the latest opened and ended.
REVIEWED = Statement(
    "clocks.reviewed",
    """
    SELECT ticket_id, kind, urgency, max(opens_on), max(due_on) FROM review_task
    WHERE ticket_id IN (:ids*) GROUP BY ticket_id, kind, urgency
    """,
)
#: Suspensions whose day has come.
OVER = Statement(
    "clocks.over",
    f"""
    SELECT id FROM ticket WHERE {_OPEN} AND suspended_until <= CAST(:now AS BIGINT)
    ORDER BY id LIMIT :limit
    """,
)
#: The last day an assessment was frozen for, over all schemes.
FROZEN = Statement(
    "clocks.frozen", "SELECT DISTINCT period FROM assessment WHERE state = 'frozen'", whole=True
)
ASSISTS = Statement(
    "clocks.assists",
    """
    SELECT unit_id, since, limit_text, done_at FROM ticket_assist
    WHERE ticket_id = :id AND since IS NOT NULL ORDER BY since, unit_id
    """,
)

_HOLDER = f"CASE WHEN state IN ({_HELD}) THEN lead_unit_id END"
#: What is late or due by tonight, by who has it: the unit, or nobody for the centre. Those told
#: already are left out, the centre as 0.
PRESSING = Statement(
    "clocks.pressing",
    f"""
    SELECT {_HOLDER} AS unit, serial_no, deadline_at
    FROM ticket
    WHERE {_OPEN} AND state <> 'suspended' AND deadline_at <= CAST(:tonight AS BIGINT) {{where}}
    ORDER BY deadline_at, id
    """,
    filters={"told": f"coalesce({_HOLDER}, 0) NOT IN (:told*)"},
)
CARDS_OF_DAY = Statement(
    "clocks.cards_of_day",
    """
    SELECT c.unit_id, t.serial_no, c.stage, c.colour FROM card c JOIN ticket t ON t.id = c.ticket_id
    WHERE c.issued_on = :day AND t.withdrawn = false {where} ORDER BY c.id
    """,
    filters={"told": "coalesce(c.unit_id, 0) NOT IN (:told*)"},
)
TOLD = Statement("clocks.told", "SELECT unit_id FROM digest WHERE on_date = :day")

_REPLACED = """EXISTS (SELECT 1 FROM card r WHERE r.ticket_id = c.ticket_id AND r.cycle = c.cycle
        AND r.stage = c.stage AND r.colour = 'red' AND c.colour = 'yellow')"""
CARDS = Statement(
    "clocks.cards",
    f"""
    SELECT c.id, t.serial_no, t.title, c.cycle, c.stage, c.colour, c.level, u.name AS unit,
           c.issued_at, c.overrun_days, {_REPLACED} AS replaced, t.state, t.confidential,
           t.lead_unit_id
    FROM card c JOIN ticket t ON t.id = c.ticket_id LEFT JOIN unit u ON u.id = c.unit_id
    WHERE t.withdrawn = false {{where}} ORDER BY {{order}} LIMIT :limit
    """,
    filters={
        "unit_id": "c.unit_id = :unit_id",
        "ticket_id": "c.ticket_id = :ticket_id",
        "colour": "c.colour = :colour",
        "first": "c.issued_on >= :first",
        "last": "c.issued_on <= :last",
        "standing": f"NOT {_REPLACED}",
    },
    orders={"newest": ("c.id DESC", "c.id < :after_1")},
)
_OVER_WITH_TICKET = "t.closed_on IS NOT NULL AND t.closed_on <= r.due_on"
_STATE = f"""CASE WHEN r.done_at IS NOT NULL THEN 'done' WHEN {_OVER_WITH_TICKET} THEN 'lapsed'
        WHEN r.due_on < :today THEN 'missed' ELSE 'open' END"""
REVIEWS = Statement(
    "clocks.reviews",
    f"""
    SELECT r.id, t.serial_no, t.title, r.urgency, r.kind, r.opens_on, r.due_on, r.done_at,
           r.done_by, r.note, {_STATE} AS state, t.centre AS level, u.name AS unit,
           t.confidential, t.lead_unit_id
    FROM review_task r JOIN ticket t ON t.id = r.ticket_id
    LEFT JOIN unit u ON u.id = t.lead_unit_id
    WHERE t.withdrawn = false {{where}} ORDER BY {{order}} LIMIT :limit
    """,
    filters={
        "state": f"{_STATE} = :state",
        "level": "t.centre = :level",
        "urgency": "r.urgency = :urgency",
        "ticket_id": "r.ticket_id = :ticket_id",
        "place": ":place IN (t.county_id, t.town_id, t.village_id, t.grid_id)",
    },
    orders={
        "due": ("r.due_on, r.id", "(r.due_on, r.id) > (CAST(:after_1 AS TEXT), :after_2)"),
    },
)
#: Reviews of a kind that can be done on a day.
OPEN_REVIEWS = Statement(
    "clocks.open_reviews",
    """
    SELECT id FROM review_task
    WHERE ticket_id = :ticket AND kind = :kind AND done_at IS NULL
      AND opens_on <= :today AND due_on >= :today ORDER BY id
    """,
)
DIGESTS = Statement(
    "clocks.digests",
    """
    SELECT d.id, d.on_date, u.name AS unit, d.body, d.made_at
    FROM digest d LEFT JOIN unit u ON u.id = d.unit_id
    WHERE 1 = 1 {where} ORDER BY {order} LIMIT :limit
    """,
    filters={
        "unit_id": "d.unit_id = :unit_id",
        "day": "d.on_date = :day",
    },
    orders={"newest": ("d.id DESC", "d.id < :after_1")},
)
