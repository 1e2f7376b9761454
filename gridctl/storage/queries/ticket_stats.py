"""Statements that count tickets, by place, unit, category or day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gridctl.storage.queries.compose import Statement
from gridctl.storage.queries.ticket_figures import (
    BASIS,
    DUE,
    EARLIER_CYCLES,
    FURTHER,
    IS_CLOSED,
    RECEIVED,
    SOLVED,
    VERDICT,
    WAITS,
    carried,
    first_cycle,
)
from gridctl.storage.queries.tickets import FILTERS

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


def _dated(day: str) -> dict[str, str]:
    """Return the keys with those by a day.

    A month is counted by its days, which an index has in order; who reads them adds them up.
    """
    return {**_KEYS, "month": day, "day": day}


def _flag(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


def _cases(conditions: Iterable[str]) -> str:
    return "".join(f", {_flag(each)}" for each in conditions)


def _found(day: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return how tickets whose day lies in the span are grouped, and how that is said.

    Each key stands there twice, the second time for tickets the index of those not over finds: no
    engine goes through an index of days where something, if nothing, is added to the day.
    """
    lasting = f"{day} || ''"
    keys = _dated(day) | {f"lasting_{key}": text for key, text in _dated(lasting).items()}
    days = {key: lasting if key.startswith("lasting_") else day for key in keys}
    return keys, {key: f"{text} >= :from_day AND {text} <= :to_day" for key, text in days.items()}


#: What the figures of a ticket that is due are made of, worked out once for each.
_DUE_FACTS = f"""{_flag(DUE)} AS due, {_flag(IS_CLOSED)} AS closed, {VERDICT} AS verdict,
               {_flag("t.exempt = true")} AS exempt, {_flag(f"{BASIS} = 'stated'")} AS stated,
               {_flag(WAITS)} AS waits"""


def _stats(name: str, received: Mapping[str, str], further: Mapping[str, str]) -> Statement:
    """Return a statement that counts tickets by a key, with further figures of both kinds.

    A key may have several rows: of those received, and of those due. Days from ``from_day`` to
    ``to_day`` are counted, of a period from ``first_day`` to ``last_day``.
    """
    once = first_cycle(":first_day", ":last_day")
    counted = "".join(f", sum({_flag(text)}) AS {figure}" for figure, text in received.items())
    none = "".join(f", 0 AS {figure}" for figure in further)
    facts = "".join(f", {_flag(text)} AS {figure}" for figure, text in further.items())
    sums = ", 0" * len(received) + "".join(f", sum({figure})" for figure in further)
    reported_key, reported = _found("t.reported_on")
    due_key, due = _found("t.due_on")
    return Statement(
        name,
        f"""
    SELECT {{reported_key}} AS grouping_key, count(*) AS count, 0 AS due_to_close, 0 AS closed,
           0 AS closed_on_time, 0 AS overdue, 0 AS exempt, 0 AS stated, 0 AS waits{counted}{none}
    FROM ticket t
    WHERE t.withdrawn = false AND {{reported}} {{where}}
    GROUP BY grouping_key
    UNION ALL
    SELECT grouping_key, 0, sum(due), sum(closed),
           sum({_flag("due = 1 AND closed = 1 AND verdict = 'on_time'")}),
           sum({_flag("due = 1 AND verdict = 'overdue'")}), sum(exempt),
           sum({_flag("due = 1 AND stated = 1")}), sum(waits){sums}
    FROM (
        SELECT {{due_key}} AS grouping_key, {_DUE_FACTS}{facts}
        FROM ticket t
        WHERE t.withdrawn = false AND {{due}} {once} {{where}}
        UNION ALL
        SELECT {{due_key}}, {_DUE_FACTS}{facts}
        FROM ({EARLIER_CYCLES}) t
        WHERE {{due}} {once} {{where}}
    ) AS members
    GROUP BY grouping_key
    """,
        filters=FILTERS,
        parts={
            "reported_key": reported_key,
            "reported": reported,
            "due_key": due_key,
            "due": due,
        },
    )


#: Intake counts by the day of report, due figures by the day they were due: two memberships.
STATS = _stats("tickets.stats", {}, {})
#: The same with all indicators, which who looks at a screen of the day does not wait for.
INDICATORS = _stats("tickets.indicators", RECEIVED, FURTHER)
_AT = carried(":begin", ":end")
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
    filters=FILTERS,
    parts={"reported_key": _KEYS | {"none": "''"}},
)
_TIMED_OF = f"""
    SELECT {{due_key}} AS grouping_key, t.id, t.dispatched_at, t.handled_at
    FROM @source@ t
    WHERE t.withdrawn = false AND t.due_on >= :from_day AND t.due_on <= :to_day
      AND {FURTHER["handled_timed"]} {first_cycle(":from_day", ":to_day")} {{where}}"""
#: When the units got and finished those due that count in the average time of handling.
TIMED_OF_DUE = Statement(
    "tickets.timed_of_due",
    f"""
    SELECT grouping_key, id, dispatched_at, handled_at FROM (
        {_TIMED_OF.replace("@source@", "ticket")} UNION ALL
        {_TIMED_OF.replace("@source@", f"({EARLIER_CYCLES})")}
    ) AS members ORDER BY id
    """,
    filters=FILTERS,
    parts={"due_key": _dated("t.due_on")},
)
UNIT_NAMES = Statement("tickets.unit_names", "SELECT id, code, name FROM unit")
CATEGORY_NAMES = Statement(
    "tickets.category_names", "SELECT id, code, name, path, parent_id FROM category"
)
