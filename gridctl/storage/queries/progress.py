"""Statements of the progress page."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement

SECRET = Statement(
    "progress.secret", "SELECT value FROM office_secret WHERE name = 'check_code'", whole=True
)
GUESSES = Statement(
    "progress.guesses",
    "SELECT key, wrong, last_at FROM progress_guess WHERE key IN (:keys*)",
    whole=True,
)
#: Confidential matters and drafts are not there.
FOLLOWED = Statement(
    "progress.followed",
    """
    SELECT t.serial_no, t.state, c.name AS category, u.name AS unit, t.deadline_at,
           t.public_reply, t.reported_at, t.filed_at, t.dispatched_at, t.signed_at, t.handled_at,
           t.fed_back_at, t.closed_at
    FROM ticket t
    LEFT JOIN category c ON c.id = t.category_id
    LEFT JOIN unit u ON u.id = t.lead_unit_id
    WHERE t.serial_no = :number AND t.withdrawn = false AND t.confidential = false
      AND t.state <> 'draft'
    """,
)
RECEIPT = Statement(
    "progress.receipt",
    """
    SELECT t.serial_no, t.confidential, c.name AS category, t.reported_at, t.deadline_at
    FROM ticket t LEFT JOIN category c ON c.id = t.category_id WHERE t.id = :id
    """,
)
COUNT_WRONG = Statement(
    "progress.count_wrong",
    """
    INSERT INTO progress_guess (key, wrong, last_at)
    VALUES (:key, 1, CAST(:now AS BIGINT))
    ON CONFLICT (key) DO UPDATE
    SET wrong = progress_guess.wrong + 1, last_at = excluded.last_at
    RETURNING wrong
    """,
)
FORGET = Statement(
    "progress.forget",
    """
    DELETE FROM progress_guess
    WHERE last_at < CAST(:before AS BIGINT) OR key IN (:keys*) RETURNING key
    """,
)
