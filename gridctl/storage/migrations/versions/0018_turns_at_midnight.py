"""A unit's turn that was due at 24:00 counts in the day that ended, as its ticket does."""

from __future__ import annotations

import re
from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# Frozen here on purpose: a migration must not change when the program does.
_DAY_S = 86_400
#: Midnight in the office's zone, of the seconds of a day in UTC.
_MIDNIGHT_S = 57_600
_DAY = timedelta(days=1)
_PERIOD = re.compile(r"(?P<year>\d{4})(?:-(?:(?P<month>\d{2})|Q(?P<quarter>\d)|H(?P<half>\d)))?")
# A turn keeps no deadline. The entry that ended it kept what its ticket was before, deadline and
# all; from format 17 on it wrote the right day. Imported tickets kept theirs, and so do turns.
_MOVE = sa.text(
    """
    UPDATE ticket_turn SET due_on = :before
    WHERE due_on = :day
      AND EXISTS (
        SELECT 1 FROM change c JOIN journal j ON j.id = c.journal_id
        JOIN change b ON b.journal_id = c.journal_id AND b.table_name = 'ticket'
                     AND b.row_id = ticket_turn.ticket_id
        WHERE c.id = (SELECT max(m.id) FROM change m
                      WHERE m.table_name = 'ticket_turn' AND m.row_id = ticket_turn.id)
          AND j.format < 17 AND b.before LIKE :deadline)
      AND NOT EXISTS (
        SELECT 1 FROM ticket_event e WHERE e.ticket_id = ticket_turn.ticket_id
          AND e.verb = 'import')
    """
)


def upgrade() -> None:
    """Apply the migration; the figures of closed months stand."""
    connection = op.get_bind()
    frozen = "SELECT DISTINCT period FROM assessment WHERE state = 'frozen'"
    closed = max((_last(period) for (period,) in connection.exec_driver_sql(frozen)), default="")
    found = connection.exec_driver_sql("SELECT DISTINCT due_on FROM ticket_turn")
    for day in sorted(date.fromisoformat(day) for (day,) in found):
        before = (day - _DAY).isoformat()
        if before > closed:
            deadline = f'%"deadline_at":{_midnight(day)},%'
            told = {"before": before, "day": day.isoformat(), "deadline": deadline}
            connection.execute(_MOVE, told)


def _midnight(day: date) -> int:
    """Return the UTC seconds of the midnight that opens a day in the office's zone."""
    return (day - date(1970, 1, 2)).days * _DAY_S + _MIDNIGHT_S


def _last(period: str) -> str:
    """Return the last day of a month, quarter, half or year."""
    match = _PERIOD.fullmatch(period)
    assert match is not None
    month, quarter, half = (int(match[name] or 0) for name in ("month", "quarter", "half"))
    ends = month or quarter * 3 or half * 6 or 12
    return f"{match['year']}-{ends:02}-31"
