"""What the ledger of an assessment counts, and for whom."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gridctl.operations.base import Gateway
from gridctl.operations.commands.assessments import AdoptScheme, RunAssessment
from gridctl.operations.commands.evidence import CreateEvidence
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.staff import CreateStaff, EditStaff, PostStaff
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.queries.assessments import ExplainScore, Explanation, VerifyAssessment
from gridctl.operations.queries.tickets import ListTickets
from tests.assessed_office import at, begin
from tests.beginnings import Beginning

MONTH = "2026-10"
#: Every kind of subject, by a figure all of them have.
EVERYONE = """
id = "everyone"
version = 1
title = { zh = "全部", en = "everyone" }
period = "month"
max = 100
[subject]
types = ["gridworker", "grid", "community", "town", "unit"]
[[items]]
id = "rework"
label = { zh = "返工", en = "rework" }
max = 100
rule = "per_unit_deduct"
unit = "rework_times"
points = 3
"""


@pytest.fixture
def beginning() -> Beginning:
    return begin


@pytest.fixture
def worked(gateway: Gateway) -> Gateway:
    gateway.send(AdoptScheme(text=EVERYONE))
    return gateway


def explained(gateway: Gateway, subject: str, key: str) -> Explanation:
    wish = {"period": MONTH, "scheme": "everyone", "subject": subject}
    run = gateway.send(RunAssessment.model_validate(wish))
    return gateway.send(ExplainScore(assessment=run.assessment, key=key))


def facts(gateway: Gateway, subject: str, key: str, *names: str) -> dict[str, int]:
    found = explained(gateway, subject, key).facts
    return {name: found[name] for name in names}


def test_a_ticket_that_came_in_put_aside_counts_where_it_was_due(worked: Gateway) -> None:
    """One was due in October, the other in November."""
    aside = [
        worked.send(
            CreateTicket(
                title=f"待拆迁{month}月", place="文定社区", lead_unit="城市管理局",
                state="suspended", reported_at=at(2), deadline_at=at(20, 18, month=month),
            )
        ).serial_no
        for month in (10, 11)
    ]  # fmt: skip
    found = explained(worked, "unit", "城市管理局")
    assert found.facts["suspended"] == 1
    assert found.tickets["suspended"] == (aside[0],)
    assert facts(worked, "unit", "档案局", "suspended") == {"suspended": 0}


def test_places_and_people_know_their_grids(worked: Gateway) -> None:
    second = worked.send(CreateGrid(name="第二网格", parent="文定社区", level="grid"))
    worked.send(CreateGrid(name="第二网格1微网格", parent=second.code, level="micro"))
    for subject, key, grids in (
        ("town", "320281001000", 3),
        ("community", "320281001001", 2),
        ("grid", second.code, 1),
        ("gridworker", "G001", 1),
    ):
        assert facts(worked, subject, key, "grids") == {"grids": grids}, subject
    worked.send(
        PostStaff(staff_no="G001", place=second.code, role="gridworker", as_of=date(2026, 10, 15))
    )
    assert facts(worked, "gridworker", "G001", "grids") == {"grids": 2}


def test_merits_count_for_the_places_and_the_unit_of_a_person(worked: Gateway) -> None:
    """Also for a grid leader, who is no gridworker (domain.md 9.7: all roles in a grid)."""
    proof: dict[str, Any] = {"kind": "merit", "document": "3号", "approver": "王主任"}
    worked.send(CreateStaff(name="周八", staff_no="L001", employment="part"))
    worked.send(EditStaff(staff_no="L001", unit="城市管理局"))
    for place in ("文定社区居委会", "320281001001001"):
        worked.send(
            PostStaff(staff_no="L001", place=place, role="grid_leader", as_of=date(2026, 10, 10))
        )
    for day, staff in ((9, "L001"), (20, "L001"), (21, "G001")):
        worked.send(
            CreateEvidence(
                on=date(2026, 10, day), staff=staff, outcome="merit", level="county", **proof
            )
        )
    worked.send(
        CreateEvidence(
            on=date(2026, 10, 22), staff="G002", outcome="penalty", points="1.5", **proof
        )
    )
    counted = {
        (subject, key): facts(worked, subject, key, "merit_county", "penalty_points")
        for subject, key in (
            ("gridworker", "G001"), ("grid", "320281001001001"), ("community", "320281001001"),
            ("town", "320281001000"), ("town", "320281102000"), ("unit", "城市管理局"),
        )
    }  # fmt: skip
    assert [(each["merit_county"], each["penalty_points"]) for each in counted.values()] == [
        (1, 0), (2, 0), (2, 0), (2, 0), (0, 15_000), (2, 0),
    ]  # fmt: skip


def test_what_nobody_delivers_is_absent_not_zero(worked: Gateway) -> None:
    found = explained(worked, "unit", "城市管理局").facts
    assert "required_days" not in found
    assert "open_discipline" not in found


def _write(office: Path, sql: str) -> None:
    connection = sqlite3.connect(office)
    connection.execute(sql)
    connection.commit()
    connection.close()


def test_times_of_rework_are_told_from_tickets_reworked(worked: Gateway, office: Path) -> None:
    tickets = sorted(row.serial_no for row in worked.send(ListTickets(reporter="张三")).items)[:2]
    for serial, times in zip(tickets, (3, 1), strict=True):
        _write(office, f"UPDATE ticket SET rework_count = {times} WHERE serial_no = '{serial}'")
    found = explained(worked, "unit", "城市管理局")
    assert (found.facts["rework"], found.facts["rework_times"]) == (2, 4)
    assert found.tickets["rework_times"] == found.tickets["rework"] == tuple(tickets)
    assert found.lines[0].points == 100 - 3 * 4


REQUEST = """
INSERT INTO ticket_request (ticket_id, cycle, verb, state, asked_by, asked_limit, ground, opinion,
                            asked_at, decided_by, decided_at, granted_limit, decision)
SELECT id, cycle, 'suspend', '{state}', '', '', '', '', 0, '', {at}, '', '' FROM ticket
WHERE serial_no = '{serial}'
"""
#: The last second of October and the first of November, in the office.
OCTOBER, NOVEMBER = 1793462399, 1793462400


@pytest.mark.parametrize(
    ("state", "decided", "count"),
    [("granted", OCTOBER, 1), ("granted", NOVEMBER, 0), ("refused", OCTOBER, 0)],
)
def test_a_suspension_counts_from_the_day_it_was_granted(
    worked: Gateway, office: Path, state: str, decided: int, count: int
) -> None:
    row = worked.send(ListTickets(period=MONTH, reporter="张三")).items[0]
    _write(office, REQUEST.format(state=state, at=decided, serial=row.serial_no))
    assert facts(worked, "unit", "城市管理局", "suspended") == {"suspended": count}


def test_only_those_who_are_scored_stand_in_the_ledger(worked: Gateway, office: Path) -> None:
    worked.send(CreateStaff(name="钱七", staff_no="G009", employment="part"))
    row = worked.send(ListTickets(period=MONTH, reporter="李四")).items[0]
    worked.send(EditTicket(ticket=row.serial_no, reporter="G009"))
    run = worked.send(RunAssessment(period=MONTH))
    assert worked.send(VerifyAssessment(assessment=run.assessment)).same
    _write(
        office,
        "INSERT INTO assessment_ticket SELECT assessment_id, 999, ticket_id, marks"
        f" FROM assessment_ticket WHERE assessment_id = {run.assessment[1:]} LIMIT 1",
    )
    verified = worked.send(VerifyAssessment(assessment=run.assessment))
    stray = next(each for each in verified.differences if each.what == "ledger")
    assert (verified.same, stray.key, stray.stored) == (False, "#999", "")
    assert stray.found in {each.serial_no for each in worked.send(ListTickets()).items}
