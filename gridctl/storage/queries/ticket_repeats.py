"""Statements about tickets that may be about the same matter (domain.md 5.6)."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement
from gridctl.storage.queries.ticket_figures import CONTENT, EARLIER_REPORTS, PLACE, RATED, REPEAT

_NAME_ON = """(SELECT v.name FROM grid_version v WHERE v.grid_id = t.{place}_id
        AND v.valid_from <= t.reported_on AND v.valid_to > t.reported_on)"""

#: Living tickets reported near an instant; a merged one stands for its parent.
NEARBY = Statement(
    "repeats.nearby",
    f"""
    SELECT t.id, t.serial_no, t.title, t.description, t.state, t.category_id, c.name AS category,
           {_NAME_ON.format(place="village")} AS community, {_NAME_ON.format(place="grid")} AS grid,
           t.county_id, t.town_id, t.village_id, t.grid_id, t.lead_unit_id, t.confidential,
           t.reported_at
    FROM ticket t LEFT JOIN category c ON c.id = t.category_id
    WHERE t.withdrawn = false AND t.state NOT IN ('draft', 'rejected', 'merged')
      AND t.reported_at BETWEEN :earliest AND :latest AND t.id <> :ticket {{where}}
    ORDER BY t.reported_at DESC, t.id DESC LIMIT 500
    """,
    filters={
        "category_ids": "t.category_id IN (:category_ids*)",
        "county_id": "t.county_id = :county_id",
        "town_id": "t.town_id = :town_id",
        "village_id": "t.village_id = :village_id",
        "grid_id": "t.grid_id = :grid_id",
    },
)

# Whose caller is known no more stands for itself.
_REPORTS = f"""judged AS (
        SELECT t.id, t.category_id, {PLACE.format("t")} AS place_id, t.reported_on,
               coalesce(own.caller, '') AS caller,
               CASE WHEN coalesce(own.caller, '') = '' THEN t.id ELSE 0 END AS alone,
               CASE WHEN {REPEAT} THEN 1 ELSE 0 END AS repeated,
               CASE WHEN {RATED} THEN 1 ELSE 0 END AS rated,
               CASE WHEN {CONTENT} THEN 1 ELSE 0 END AS content,
               (SELECT min(b.reported_on) FROM {EARLIER_REPORTS}) AS before_on
        FROM ticket t LEFT JOIN ticket_contact own ON own.ticket_id = t.id
        WHERE t.withdrawn = false AND t.state NOT IN ('draft', 'rejected')
          AND t.reported_on >= :first AND t.reported_on <= :last {{where}}
    )"""
_FILTERS = {
    "category_ids": "t.category_id IN (:category_ids*)",
    "county_id": "t.county_id = :county_id",
    "town_id": "t.town_id = :town_id",
    "village_id": "t.village_id = :village_id",
    "grid_id": "t.grid_id = :grid_id",
}

#: What one caller reported again, of one category at one place.
REPEATS = Statement(
    "repeats.repeats",
    f"""
    WITH {_REPORTS}, grouped AS (
        SELECT max(id) AS id, category_id, place_id, count(*) AS repeats,
               min(coalesce(before_on, reported_on)) AS first_on, max(reported_on) AS last_on,
               sum(rated) AS rated, sum(content) AS content
        FROM judged WHERE repeated = 1 GROUP BY caller, alone, category_id, place_id
    )
    SELECT g.id, t.serial_no AS ticket, c.path AS category, g.place_id, g.repeats, g.first_on,
           g.last_on, g.rated, g.content
    FROM grouped g JOIN ticket t ON t.id = g.id LEFT JOIN category c ON c.id = g.category_id
    WHERE {{page}} ORDER BY g.repeats DESC, g.id DESC LIMIT :limit
    """,
    filters=_FILTERS,
    parts={
        "page": {
            "first": "1 = 1",
            "next": "(g.repeats, g.id) < (CAST(:after_1 AS BIGINT), CAST(:after_2 AS BIGINT))",
        }
    },
)
#: Repeats and all others of the same days.
VOLUMES = Statement(
    "repeats.volumes",
    f"""
    WITH {_REPORTS}
    SELECT repeated, count(*) AS tickets, sum(rated) AS rated, sum(content) AS content
    FROM judged GROUP BY repeated
    """,
    filters=_FILTERS,
)
GROUP_COUNT = Statement(
    "repeats.group_count",
    f"""
    WITH {_REPORTS}
    SELECT count(*) FROM (
        SELECT 1 AS one FROM judged WHERE repeated = 1
        GROUP BY caller, alone, category_id, place_id
    ) AS counted
    """,
    filters=_FILTERS,
)
