"""Statements about tickets."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement, holds
from gridctl.storage.queries.ticket_figures import (
    BASIS,
    DUE_FIGURES,
    FURTHER,
    IS_CLOSED,
    NOT_OVER,
    RECEIVED,
    REPEAT,
    SOLVED,
    VERDICT,
    carried,
    counted,
)
from gridctl.storage.search import COLUMNS

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
#: By what tickets are found and counted.
FILTERS = {
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
    "due": "(t.deadline_at IS NOT NULL AND t.due_on BETWEEN :due_first AND :due_last)",
    **{name: counted(name, condition) for name, condition in (DUE_FIGURES | FURTHER).items()},
    **{
        name: f"({condition} AND t.reported_on BETWEEN :{name}_first AND :{name}_last)"
        for name, condition in RECEIVED.items()
    },
    **{
        name: carried(f":{name}_first", f":{name}_last")[name]
        for name in ("carried_in", "carried_on")
    },
    "repeat": f"{REPEAT} = :repeat",
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
    "lasting": NOT_OVER,
    # As far as a ticket in the order of a list.
    "newest_to": "(t.reported_at, t.id) >= (:edge_at, :newest_to)",
    "oldest_to": "(t.reported_at, t.id) <= (:edge_at, :oldest_to)",
}

_ORDERS = {
    "newest": ("t.reported_at DESC, t.id DESC", "(t.reported_at, t.id) < (:after_1, :after_2)"),
    "oldest": ("t.reported_at, t.id", "(t.reported_at, t.id) > (:after_1, :after_2)"),
    # The same for tickets an index finds: put in order, as no planner walks through all for a sum.
    "newest_of_few": (
        "t.reported_at + 0 DESC, t.id DESC", "(t.reported_at + 0, t.id) < (:after_1, :after_2)",
    ),
    "oldest_of_few": (
        "t.reported_at + 0, t.id", "(t.reported_at + 0, t.id) > (:after_1, :after_2)",
    ),
}  # fmt: skip
LIST = Statement(
    "tickets.list",
    f"""SELECT {_COLUMNS} {_JOINS} WHERE t.withdrawn = false {{where}}
    ORDER BY {{order}} LIMIT :limit""",
    filters=FILTERS,
    orders=_ORDERS,
)
#: The ticket so many after the beginning of a page, where there is one.
EDGE = Statement(
    "tickets.edge",
    """SELECT t.reported_at, t.id FROM ticket t WHERE t.withdrawn = false {where}
    ORDER BY {order} LIMIT 1 OFFSET :skipped""",
    filters=FILTERS,
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
    filters=FILTERS,
)
#: The closed tickets checks are drawn from.
CLOSED_POOL = Statement(
    "tickets.closed_pool",
    f"""SELECT t.id, t.serial_no, t.town_id, t.lead_unit_id, t.reporter_id FROM ticket t
    WHERE t.withdrawn = false AND {IS_CLOSED} {{where}} ORDER BY t.serial_no""",
    filters=FILTERS,
)
FULL = Statement(
    "tickets.full",
    f"""
    SELECT t.*, {VERDICT} AS verdict, {BASIS} AS basis, {STANDING}, {SOLVED} AS solved,
           c.name AS category, c.path AS category_path, c.code AS category_code,
           u.name AS lead_unit, s.staff_no AS reporter_no, s.name AS reporter,
           g.code AS grid_code,
           k.name AS contact_name, k.phone AS contact_phone, {REPEAT} AS repeat,
           duty.code AS duty_item, duty.name AS duty_item_name,
           EXISTS (SELECT 1 FROM ticket_assist a WHERE a.ticket_id = t.id) AS has_assists,
           EXISTS (SELECT 1 FROM ticket_attachment a WHERE a.ticket_id = t.id) AS has_attachments
    {_JOINS}
    LEFT JOIN duty_item duty ON duty.id = t.duty_item_id
    LEFT JOIN staff s ON s.id = t.reporter_id
    LEFT JOIN grid g ON g.id = coalesce(t.grid_id, t.village_id, t.town_id, t.county_id)
    LEFT JOIN ticket_contact k ON k.ticket_id = t.id
    WHERE {{which}} ORDER BY t.id
    """,
    parts={
        "which": {
            "id": "t.id = :id",
            "number": """t.id IN (
        SELECT id FROM ticket
        WHERE withdrawn = false AND (serial_no = :number OR external_no = :number)
        ORDER BY id LIMIT 6)""",
        }
    },
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
#: The ticket one was merged into, the one that was merged into, and so on.
MERGED_INTO = Statement(
    "tickets.merged_into",
    """
    WITH RECURSIVE line(step, id) AS (
        SELECT 1, t.parent_id FROM ticket t WHERE t.id = :id
        UNION ALL SELECT line.step + 1, t.parent_id FROM line JOIN ticket t ON t.id = line.id
    )
    SELECT t.serial_no FROM line JOIN ticket t ON t.id = line.id ORDER BY line.step
    """,
)
#: The tickets merged into one, and those merged into them; found by the log, which has an index.
MERGED_HERE = Statement(
    "tickets.merged_here",
    """
    WITH RECURSIVE below(id) AS (
        SELECT t.id FROM ticket t WHERE t.id = :id
        UNION SELECT c.id FROM below
        JOIN ticket_event e ON e.ticket_id = below.id AND e.verb = 'merged_in'
        JOIN ticket c ON c.withdrawn = false AND c.serial_no = e.opinion AND c.parent_id = below.id
    )
    SELECT t.serial_no FROM below JOIN ticket t ON t.id = below.id
    WHERE t.id <> :id ORDER BY t.id
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

BY_KEY = Statement(
    "tickets.by_key",
    "SELECT serial_no FROM ticket WHERE withdrawn = false AND match_key = :key",
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
