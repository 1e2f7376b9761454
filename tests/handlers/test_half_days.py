"""Half days on duty: imported, entered, listed, counted exactly, kept when frozen, taken back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from gridctl.gateway.sending import Wish, send_file
from gridctl.imports import inspect, load_kind
from gridctl.operations.base import Gateway
from gridctl.operations.commands.assessments import AdoptScheme, FreezeAssessment, RunAssessment
from gridctl.operations.commands.evidence import CreateEvidence
from gridctl.operations.commands.imports import UndoBatch
from gridctl.operations.queries.assessments import ExplainScore, VerifyAssessment
from gridctl.operations.queries.audits import VerifyRows
from gridctl.operations.queries.evidence import ListEvidence
from gridctl.operations.queries.imports import BatchView
from tests.assessed_office import begin
from tests.beginnings import Beginning

SCHEME = """
id = "attendance"
version = 1
title = { zh = "出勤考评", en = "Attendance" }
period = "month"
max = 100
[subject]
types = ["gridworker"]
[[eligibility]]
id = "present"
label = { zh = "出勤率不低于97%", en = "present for 97 %" }
require = "duty_days / required_days >= 0.97"
[[items]]
id = "days"
label = { zh = "出勤", en = "days" }
max = 100
rule = "ratio"
rate = "duty_days / required_days"
on_zero = "full"
"""


@pytest.fixture
def beginning() -> Beginning:
    return begin


def bring(gateway: Gateway, folder: Path, rows: str, *, trial: bool = False) -> BatchView:
    path = folder / "duty.csv"
    path.write_text("月份,工号,姓名,出勤天数,应出勤天数\n" + rows, encoding="utf-8")
    wish = Wish(dry_run=trial, differences=10 if trial else 0)
    return send_file(gateway, inspect(path, load_kind("duty")), wish)


def days(gateway: Gateway) -> dict[str | None, int | Decimal | None]:
    return {each.staff_no: each.quantity for each in gateway.send(ListEvidence(kind="duty")).items}


def test_a_file_changes_whole_days_to_halves_and_back(gateway: Gateway, tmp_path: Path) -> None:
    """22, 21, 12 and 22 days were entered before."""
    rows = "2026-10,G001,张三,21.5,22\n2026-10,G002,李四,21,22\n"
    told = bring(gateway, tmp_path, rows, trial=True).differences
    assert [(f.field, f.before, f.after) for each in told for f in each.fields] == [
        ("quantity", "22", "21.5")
    ]
    brought = bring(gateway, tmp_path, rows)
    assert (brought.counts.changed, brought.counts.same) == (1, 1)
    assert days(gateway)["G001"] == Decimal("21.5")
    assert bring(gateway, tmp_path, rows).counts.same == 2
    back = bring(gateway, tmp_path, rows.replace("21.5", "22.0"))
    assert (back.counts.changed, days(gateway)["G001"]) == (1, 22)
    gateway.send(UndoBatch(batch=back.batch))
    gateway.send(UndoBatch(batch=brought.batch))
    assert days(gateway)["G001"] == 22
    assert not gateway.send(VerifyRows()).items


def test_halves_are_counted_exactly_and_stay_so_when_frozen(
    gateway: Gateway, tmp_path: Path
) -> None:
    """21.5 of 22 days are 97.73 %, where 21 are 95.45 and not enough."""
    bring(gateway, tmp_path, "2026-10,G001,张三,21.5,22\n")
    gateway.send(AdoptScheme(text=SCHEME))
    gateway.send(RunAssessment(period="2026-10", scheme="attendance"))
    gateway.send(FreezeAssessment(assessment="A1"))
    found = gateway.send(ExplainScore(assessment="A1", key="G001"))
    (line,) = found.lines
    assert (line.raw, line.points) == (Decimal("97.73"), Decimal("97.73"))
    assert line.inputs == {"duty_days": Decimal("21.5"), "required_days": 22}
    assert found.facts["duty_days"] == Decimal("21.5")
    assert found.score.standing == "ranked"
    other = gateway.send(ExplainScore(assessment="A1", key="G002"))
    assert (other.facts["duty_days"], other.score.standing) == (21, "not_eligible")
    assert gateway.send(VerifyAssessment(assessment="A1")).same


def test_a_half_is_entered_by_hand(gateway: Gateway) -> None:
    half = CreateEvidence(
        kind="duty", on=date(2026, 11, 1), staff="G001", quantity=Decimal("20.5"),
        expected=Decimal("21.0"),
    )  # fmt: skip
    entered = gateway.send(half)
    assert (entered.quantity, entered.expected) == (Decimal("20.5"), 21)
