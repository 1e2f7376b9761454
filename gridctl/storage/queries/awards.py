"""Statements about award lists."""

from __future__ import annotations

from gridctl.domain.awards import LISTED
from gridctl.storage.queries.compose import Statement, holds

_OBJECTIONS = """(SELECT count(*) FROM award_step o WHERE o.list_id = l.id AND o.verb = 'object'
        AND NOT EXISTS (SELECT 1 FROM award_step d WHERE d.answers_id = o.id))"""
_HEAD = f"""l.id, l.period, l.assessment_id, a.scheme_id AS scheme, l.state, l.publicity_from,
    l.publicity_to, l.publicity_days, l.amount_fen, l.revision,
    (SELECT count(*) FROM award w WHERE w.list_id = l.id AND w.standing = 'selected') AS selected,
    (SELECT count(*) FROM award w WHERE w.list_id = l.id AND w.standing = 'tied_at_cut') AS tied,
    {_OBJECTIONS} AS objections
    FROM award_list l JOIN assessment a ON a.id = l.assessment_id"""


def _month(quarter: int, half: int, year: int) -> str:
    """Return the month a period begins or ends with, as ``YYYY-MM``.

    Args:
        quarter: the place of that month in a quarter.
        half: its place in a half year.
        year: its number in a year.
    """
    quarters = [(f"Q{n}", 3 * (n - 1) + quarter) for n in (1, 2, 3, 4)]
    halves = [(f"H{n}", 6 * (n - 1) + half) for n in (1, 2)]
    cases = " ".join(
        f"WHEN '{name}' THEN '{month:02}'" for name, month in [*quarters, *halves, ("", year)]
    )
    month = f"CASE substr(l.period, 6, 2) {cases} ELSE substr(l.period, 6, 2) END"
    return f"(substr(l.period, 1, 4) || '-' || {month})"


_LISTED = "EXISTS (SELECT 1 FROM award w WHERE w.list_id = l.id AND w.standing IN ({}) AND {})"
_ON_IT = ", ".join(f"'{standing}'" for standing in LISTED)
LIST = Statement(
    "awards.list",
    f"SELECT {_HEAD} WHERE 1 = 1 {{where}} ORDER BY {{order}} LIMIT :limit",
    filters={
        "period": "l.period = :period",
        "state": "l.state IN (:state*)",
        "within": f"""({_month(1, 1, 1)} >= substr(:within_first, 1, 7)
            AND {_month(3, 6, 12)} <= substr(:within_last, 1, 7))""",
        "scheme": "a.scheme_id IN (:scheme*)",
        "public": "(l.publicity_from <= :public_last AND l.publicity_to >= :public_first)",
        "objections": f"{_OBJECTIONS} BETWEEN :objections_first AND :objections_last",
        "staff": _LISTED.format(_ON_IT, "w.staff_id IN (:staff*)"),
        "text": _LISTED.format(_ON_IT, holds("w.name", "w.key")),
    },
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
