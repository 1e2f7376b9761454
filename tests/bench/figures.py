"""The figures of the day's screen: counted anew, and again after a ticket was entered.

Processor time of this process, of which the office's file is a part: what a dashboard takes beside
its screen, or a served office for each account that looks at one. Floor: the same questions with
nothing remembered. Run: ``python -m tests.bench.figures [tickets]``.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

from gridctl.foundation.clock import OFFICE_ZONE
from gridctl.gateway.connect import create_office
from gridctl.gateway.local import LocalGateway
from gridctl.operations.base import Query
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.queries.tickets import ShowStats
from gridctl_tui.figures import MONTHS, same_day, so_far
from tests.bench import millions, scoring
from tests.bench.county import COUNTY, DAYS, FIRST_DAY

WORKERS = 2_000
TURNS = 5
NOON = clock_time(12)
DAY = FIRST_DAY + timedelta(days=DAYS - 4)
QUESTIONS: dict[str, Query[object]] = {
    "a month by town": so_far(DAY, "town"),
    "twelve months": so_far(DAY, "month", months=MONTHS),
    "that month": so_far(DAY, "month"),
    "the same days of the one before": so_far(same_day(DAY), "month"),
    "open urgent tickets": ShowStats(by="urgency", filter="open urgent"),
}


def taken(gateway: LocalGateway) -> dict[str, float]:
    """Return the seconds of the processor each question takes, and all together."""
    found = {}
    for name, question in QUESTIONS.items():
        begin = time.process_time()
        gateway.send(question)
        found[name] = time.process_time() - begin
    return {**found, "all": sum(found.values())}


def main(tickets: int) -> None:
    """Measure."""
    with tempfile.TemporaryDirectory() as name:
        office = Path(name) / "office.db"
        create_office(office)
        scoring.fill(office, 0, WORKERS)
        gateway = LocalGateway(office, actor="bench")
        gateway.send(SetUpOffice(name="bench", county_code=COUNTY, operator="bench"))
        millions.write(str(office), tickets, WORKERS)
        print(f"# figures on {tickets:,} tickets until {DAY}; load {os.getloadavg()[0]:.1f}")
        taken(gateway)
        gateway.close()
        # Another store remembers nothing, and finds the file where the system keeps it.
        gateway = LocalGateway(office, actor="bench")
        anew = taken(gateway)
        again = []
        for _turn in range(TURNS):
            gateway.send(CreateTicket(title="路灯不亮", reported_at=_noon(DAY)))
            again.append(taken(gateway))
        print(f"{'':<34} {'anew s':>9} {'after a ticket s':>17}")
        for each, first in anew.items():
            later = statistics.median(turn[each] for turn in again)
            print(f"{each:<34} {first:9.3f} {later:17.3f}")
        gateway.close()


def _noon(day: date) -> datetime:
    return datetime.combine(day, NOON, OFFICE_ZONE)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
