"""A small county after its October: seven towns, seventeen gridworkers, one frozen assessment.

With the shipped scheme (ten places, two per town, three runners-up) the month holds every turn of
an award: a veto, a missed requirement, a town with three good people, and a tie for the last place.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from gridctl.foundation.clock import FixedClock
from gridctl.gateway.connect import create_office
from gridctl.gateway.local import LocalGateway
from gridctl.operations.base import Gateway
from gridctl.operations.commands.assessments import FreezeAssessment, RunAssessment
from gridctl.operations.commands.evidence import CreateEvidence
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.operations.commands.staff import CreateStaff, PostStaff
from gridctl.operations.commands.units import CreateUnit

MONTH = "2026-10"
#: 2026-11-03 10:00 in the office.
NOMINATED = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)

#: name, town, missed reports (2 points each), random check passed (15 points).
WORKERS = (
    ("赵一", 1, 0, True),
    ("钱二", 1, 1, True),
    ("孙三", 1, 2, True),
    ("李四", 2, 1, True),
    ("周五", 2, 2, True),
    ("吴六", 3, 2, True),
    ("郑七", 3, 2, True),
    ("王八", 4, 3, True),
    ("冯九", 4, 3, True),
    ("陈十", 5, 4, True),
    ("褚甲", 6, 4, False),
    ("卫乙", 7, 4, False),
    ("蒋丙", 5, 5, False),
    ("沈丁", 6, 5, False),
    ("韩戊", 7, 5, False),
    ("杨己", 7, 0, True),
    ("朱庚", 6, 0, True),
)
#: Excluded for a fabricated report; and with too few days of duty.
VETOED, IDLE = "杨己", "朱庚"


def number(name: str) -> str:
    """Return the staff number of one of the workers."""
    return f"S{1 + [worker[0] for worker in WORKERS].index(name):05}"


def make_office(path: Path, *, freeze: bool = True) -> None:
    """Make the office file, its month assessed as A1 and, if so asked, frozen."""
    create_office(path)
    office = LocalGateway(path, actor="小周", clock=FixedClock(NOMINATED))
    fill_office(office, freeze=freeze)
    office.close()


def fill_office(office: Gateway, *, freeze: bool = True) -> None:
    """Enter the county, its people and their month, assessed as A1 and, if so asked, frozen."""
    office.send(SetUpOffice(name="江阴市网格办", county_code="320281", operator="小周"))
    _places(office)
    for name, town, missed, passed in WORKERS:
        _worker(office, name, town)
        for case in range(missed):
            _evidence(office, name, kind="missed", found_by="12345", note=str(case))
        _evidence(office, name, kind="check", outcome="pass" if passed else "fail")
        _evidence(office, name, kind="duty", quantity=16 if name == IDLE else 22, expected=22)
    _evidence(office, VETOED, kind="merit", outcome="fabricated_report")
    office.send(RunAssessment(period=MONTH))
    if freeze:
        office.send(FreezeAssessment(assessment="A1"))


def _places(office: Gateway) -> None:
    office.send(CreateGrid(name="江阴市", code="320281000000"))
    for town in range(1, 8):
        office.send(
            CreateGrid(name=f"{'一二三四五六七'[town - 1]}里镇", code=f"320281{100 + town}000")
        )
        office.send(CreateGrid(name="东村", code=f"320281{100 + town}201"))
        office.send(CreateGrid(name="第一网格", code=f"320281{100 + town}201001"))
    office.send(CreateUnit(name="综治中心", code="ZZZX"))


def _worker(office: Gateway, name: str, town: int) -> None:
    office.send(CreateStaff(name=name, employment="full", unit="ZZZX"))
    office.send(
        PostStaff(
            staff_no=number(name),
            place=f"320281{100 + town}201001",
            role="gridworker",
            as_of=date(2026, 1, 1),
        )
    )


def _evidence(office: Gateway, name: str, **facts: object) -> None:
    fields = {"on": date(2026, 10, 12), "staff": number(name), **facts}
    office.send(CreateEvidence.model_validate(fields))
