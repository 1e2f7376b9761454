"""Working days, working hours and holidays, and the time between two instants they leave.

Years: the holiday notices of the State Council, one file per calendar year under
``config/rules/calendar``, and what an office or a county laid over them. A year without a table
is never guessed. Rules and examples: domain.md 6.
"""

from __future__ import annotations

from gridctl.domain.calendar.days import Calendar
from gridctl.domain.calendar.errors import CalendarMalformed, CalendarMissing, HoursMalformed
from gridctl.domain.calendar.hours import Season, WorkingHours
from gridctl.domain.calendar.scale import WorkingScale
from gridctl.domain.calendar.shipped import load_calendar
from gridctl.domain.calendar.years import Label, Notice, Status, YearTable

__all__ = [
    "Calendar",
    "CalendarMalformed",
    "CalendarMissing",
    "HoursMalformed",
    "Label",
    "Notice",
    "Season",
    "Status",
    "WorkingHours",
    "WorkingScale",
    "YearTable",
    "load_calendar",
]
