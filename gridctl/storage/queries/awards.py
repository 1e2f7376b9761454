"""Statements about award lists."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement

_HEAD = """l.id, l.period, l.assessment_id, a.scheme_id AS scheme, l.state, l.publicity_from,
    l.publicity_to, l.publicity_days, l.amount_fen, l.revision,
    (SELECT count(*) FROM award w WHERE w.list_id = l.id AND w.standing = 'selected') AS selected,
    (SELECT count(*) FROM award w WHERE w.list_id = l.id AND w.standing = 'tied_at_cut') AS tied,
    (SELECT count(*) FROM award_step o WHERE o.list_id = l.id AND o.verb = 'object'
        AND NOT EXISTS (SELECT 1 FROM award_step d WHERE d.answers_id = o.id)) AS objections
    FROM award_list l JOIN assessment a ON a.id = l.assessment_id"""

LIST = Statement(
    "awards.list",
    f"SELECT {_HEAD} WHERE 1 = 1 {{where}} ORDER BY {{order}} LIMIT :limit",
    filters={"period": "l.period = :period", "state": "l.state = :state"},
    orders={"newest": ("l.id DESC", "l.id < :after")},
)
ONE = Statement("awards.one", f"SELECT {_HEAD} WHERE l.id = :id")
OF_NUMBER = Statement(
    "awards.of_number",
    """
    SELECT l.id, a.scheme_id FROM award_list l JOIN assessment a ON a.id = l.assessment_id
    WHERE l.id = :id
    """,
)
OF_PERIOD = Statement(
    "awards.of_period",
    """
    SELECT l.id, a.scheme_id FROM award_list l JOIN assessment a ON a.id = l.assessment_id
    WHERE l.period = :period {where} ORDER BY l.id
    """,
    filters={"scheme": "a.scheme_id = :scheme"},
)
PEOPLE = Statement(
    "awards.people",
    """
    SELECT id, key AS staff_no, name, town_code, town_name, unit_name, grid_name, total, rank,
           tied, standing, reason
    FROM award WHERE list_id = :id ORDER BY seq
    """,
)
STEPS = Statement(
    "awards.steps",
    """
    SELECT s.id, s.verb, s.from_state, s.to_state, s.actor, j.behalf, s.at, s.document_no,
           s.opinion, w.key AS staff_no, w.name, s.answers_id
    FROM award_step s JOIN journal j ON j.id = s.journal_id LEFT JOIN award w ON w.id = s.award_id
    WHERE s.list_id = :id ORDER BY s.id
    """,
)
SUBJECTS = Statement(
    "awards.subjects",
    """
    SELECT key, subject_id, name, group_code, group_name, attrs, facts
    FROM assessment_subject WHERE assessment_id = :id ORDER BY key
    """,
)
#: Where people belong at the end of a period: the unit, and the grid of the post held last.
SEATS = Statement(
    "awards.seats",
    """
    SELECT s.id, u.name AS unit_name,
           (SELECT o.grid_id FROM post o
            WHERE o.staff_id = s.id AND o.role = 'gridworker' AND o.withdrawn = false
              AND o.valid_from <= :last
            ORDER BY o.valid_to DESC, o.valid_from DESC, o.grid_id LIMIT 1) AS grid_id
    FROM staff s LEFT JOIN unit u ON u.id = s.unit_id WHERE s.id IN (:ids*)
    """,
)
