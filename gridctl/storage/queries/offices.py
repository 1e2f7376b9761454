"""Statements about the office."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement

SHOW = Statement(
    "offices.show",
    "SELECT name, county_code, operator, created_at FROM office WHERE id = 1",
)
COUNTS = Statement(
    "offices.counts",
    """
    SELECT (SELECT count(*) FROM grid WHERE withdrawn = false) AS grids,
           (SELECT count(*) FROM staff WHERE withdrawn = false) AS staff,
           (SELECT count(*) FROM unit WHERE withdrawn = false) AS units,
           (SELECT count(*) FROM category WHERE withdrawn = false) AS categories,
           (SELECT count(*) FROM ticket WHERE withdrawn = false) AS tickets,
           (SELECT count(*) FROM evidence WHERE withdrawn = false) AS evidence,
           (SELECT count(*) FROM assessment) AS assessments
    """,
)
CHAIN = Statement(
    "offices.chain",
    """
    SELECT prev_hash, seq, office_id, at, operation, actor, behalf, reason, idempotency_key,
           request_digest, result, changes_digest, hash
    FROM journal WHERE seq IS NOT NULL ORDER BY seq
    """,
)
_NEWEST = "SELECT seq FROM journal WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1"
#: Names the newest entry, whatever it is of.
HEAD = Statement("offices.head", _NEWEST)
#: The same for whoever only follows the office: a number tells nothing of what was done.
FOLLOWED = Statement("offices.followed", _NEWEST, whole=True)
#: The newest sweep among the newest entries; older ones would be looked for in all of them.
SWEPT = Statement(
    "offices.swept",
    """
    SELECT at, actor FROM (
        SELECT seq, at, actor, operation FROM journal WHERE seq IS NOT NULL
        ORDER BY seq DESC LIMIT 20000
    ) AS newest
    WHERE operation = 'clocks.SweepClock' ORDER BY seq DESC LIMIT 1
    """,
)
