"""A deadline at 24:00 counts in the day it ends, also of tickets that were there before."""

from __future__ import annotations

import re
from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# Frozen here on purpose: a migration must not change when the program does.
_DAY_S = 86_400
#: Midnight in the office's zone, of the seconds of a day in UTC.
_MIDNIGHT_S = 57_600
_DAY = timedelta(days=1)
_PERIOD = re.compile(r"(?P<year>\d{4})(?:-(?:(?P<month>\d{2})|Q(?P<quarter>\d)|H(?P<half>\d)))?")
_TABLES = {"ticket": "id", "ticket_cycle": "ticket_id"}


def upgrade() -> None:
    """Apply the migration."""
    connection = op.get_bind()
    frozen = "SELECT DISTINCT period FROM assessment WHERE state = 'frozen'"
    closed = max((_last(period) for (period,) in connection.exec_driver_sql(frozen)), default="")
    for table, key in _TABLES.items():
        _move(connection, table, key, closed)


def _move(connection: sa.Connection, table: str, key: str, closed: str) -> None:
    """Move what does not lie in a closed month, nor would: the figures of those stand.

    An imported deadline at midnight was most likely a day alone, and counts in it already.
    """
    found = f"SELECT DISTINCT due_on FROM {table} WHERE deadline_at % {_DAY_S} = {_MIDNIGHT_S}"
    move = sa.text(
        f"""
        UPDATE {table} SET due_on = :before WHERE due_on = :day AND deadline_at = :midnight
          AND NOT EXISTS (
            SELECT 1 FROM ticket_event e WHERE e.ticket_id = {table}.{key} AND e.verb = 'import')
        """
    )
    days = sorted(date.fromisoformat(day) for (day,) in connection.execute(sa.text(found)))
    for day in days:
        before = (day - _DAY).isoformat()
        if before > closed:
            told = {"before": before, "day": day.isoformat(), "midnight": _midnight(day)}
            connection.execute(move, told)


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
