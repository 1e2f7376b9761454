"""Figures by hand and from earlier periods: imported, scored, explained, kept when frozen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gridctl.domain.marks import MarkTwice
from gridctl.gateway.sending import Wish, send_file
from gridctl.imports import inspect, load_kind
from gridctl.operations.base import Gateway
from gridctl.operations.commands.assessments import AdoptScheme, FreezeAssessment, RunAssessment
from gridctl.operations.commands.evidence import CreateEvidence, WithdrawEvidence
from gridctl.operations.queries.assessments import (
    ExplainScore,
    ScoreLine,
    ShowAssessment,
    VerifyAssessment,
)
from gridctl.operations.queries.evidence import ListEvidence
from gridctl.operations.queries.imports import ListRejected
from tests.assessed_office import begin
from tests.beginnings import Beginning

PANEL = """
id = "unit_month"
version = 1
title = { zh = "承办单位月评", en = "Units by month" }
period = "month"
max = 100
[subject]
types = ["unit"]
[[items]]
id = "answers"
label = { zh = "答复规范", en = "answers" }
max = 40
rule = "manual"
on_missing = "zero"
[[items]]
id = "review"
label = { zh = "评议", en = "review" }
max = 60
rule = "panel"
on_missing = "zero"
raters = [
    { id = "office", label = { zh = "市级机关", en = "city offices" }, weight = 70, drop_high = 1,
      drop_low = 1 },
    { id = "towns", label = { zh = "镇街", en = "towns" }, weight = 30 },
]
"""
QUARTER = """
id = "unit_quarter"
version = 1
title = { zh = "承办单位季评", en = "Units by quarter" }
period = "quarter"
max = 100
[subject]
types = ["unit"]
[[items]]
id = "months"
label = { zh = "月评", en = "months" }
max = 100
rule = "multi_period"
scheme = "unit_month"
periods = [{ id = "m1", weight = 20 }, { id = "m2", weight = 30 }, { id = "m3", weight = 50 }]
on_missing = "no_score"
"""
#: Five marks of the city offices, of which 60 and 100 are dropped, and two of the towns.
MARKS = """月份,单位,考评项目,评委,席位,得分,依据,审批人
2026年10月,城市管理局,答复规范,,,32.5,澄网格办〔2026〕5号,王主任
2026年10月,城市管理局,评议,市级机关,1,60,评分表,王主任
2026年10月,城市管理局,评议,市级机关,2,90,评分表,王主任
2026年10月,城市管理局,评议,市级机关,3,84,评分表,王主任
2026年10月,城市管理局,评议,市级机关,4,96,评分表,王主任
2026年10月,城市管理局,评议,市级机关,5,100,评分表,王主任
2026年10月,城市管理局,评议,镇街,1,70,评分表,王主任
2026年10月,城市管理局,评议,towns,2,80,评分表,王主任
"""


@pytest.fixture
def beginning() -> Beginning:
    return begin


@pytest.fixture
def office_with_schemes(gateway: Gateway) -> Gateway:
    for text in (PANEL, QUARTER):
        gateway.send(AdoptScheme(text=text))
    return gateway


def bring_in(gateway: Gateway, folder: Path, text: str) -> Any:
    path = folder / "marks.csv"
    path.write_text(text, encoding="utf-8")
    return send_file(gateway, inspect(path, load_kind("mark")), Wish(accept_rest=True))


def enter(gateway: Gateway, day: date, points: str, unit: str = "城市管理局") -> int:
    return gateway.send(
        CreateEvidence(
            kind="mark", on=day, unit=unit, item="answers", points=Decimal(points),
            document="评分表", approver="王主任",
        )
    ).id  # fmt: skip


def line(gateway: Gateway, assessment: str, item: str) -> ScoreLine:
    found = gateway.send(ExplainScore(assessment=assessment, key="城市管理局"))
    return next(each for each in found.lines if each.item == item)


def test_marks_of_a_file_are_scored(office_with_schemes: Gateway, tmp_path: Path) -> None:
    """70 % of the mean of 90, 84 and 96 and 30 % of 75 are 85.5 of 100, so 51.30 of 60."""
    bring_in(office_with_schemes, tmp_path, MARKS)
    assert office_with_schemes.send(ListEvidence(kind="mark")).total == 8
    office_with_schemes.send(RunAssessment(period="2026-10", scheme="unit_month"))
    assert line(office_with_schemes, "A1", "answers").points == Decimal("32.50")
    review = line(office_with_schemes, "A1", "review")
    assert (review.raw, review.points) == (Decimal("85.5"), Decimal("51.30"))
    ranking = office_with_schemes.send(ShowAssessment(assessment="A1"))
    assert [(row.name, row.total) for row in ranking.items if row.total] == [
        ("城市管理局", Decimal("83.80"))
    ]


def test_a_mark_names_its_document_whatever_becomes_of_it(
    office_with_schemes: Gateway, tmp_path: Path
) -> None:
    bring_in(office_with_schemes, tmp_path, MARKS)
    office_with_schemes.send(RunAssessment(period="2026-10", scheme="unit_month"))
    office_with_schemes.send(FreezeAssessment(assessment="A1"))
    entered = office_with_schemes.send(ListEvidence(kind="mark")).items[-1]
    office_with_schemes.send(WithdrawEvidence(evidence_id=entered.id, reason="重评"))
    found = office_with_schemes.send(ExplainScore(assessment="A1", key="城市管理局"))
    source = found.sources["manual.answers"]
    assert (source.evidence, source.document, source.approver) == (
        entered.id, "澄网格办〔2026〕5号", "王主任",
    )  # fmt: skip
    assert found.facts["manual.answers"] == 325_000
    assert len(found.sources) == 8
    assert office_with_schemes.send(VerifyAssessment(assessment="A1")).same


def test_a_row_says_why_its_mark_cannot_be(office_with_schemes: Gateway, tmp_path: Path) -> None:
    head = MARKS.splitlines()[0]
    wrong = (
        "2026-10,城市管理局,答复速度,,,30,评分表,王主任",
        "2026-10,城市管理局,答复规范,,,41,评分表,王主任",
        "2026-10,城市管理局,评议,工会,1,80,评分表,王主任",
        "2026-10,城市管理局,评议,镇街,,80,评分表,王主任",
        "2026-10,城市管理局,答复规范,,,30,,王主任",
        "2026-10,天文台,答复规范,,,30,评分表,王主任",
    )
    bring_in(office_with_schemes, tmp_path, "\n".join((head, *wrong, MARKS.splitlines()[1])))
    found = office_with_schemes.send(ListRejected(batch="B2")).items
    # Two facts that are missing in a row are two findings.
    assert list(dict.fromkeys((each.row, each.code) for each in found)) == [
        (2, "mark_unknown"), (3, "mark_out_of_range"), (4, "rater_unknown"), (5, "required"),
        (6, "required"), (7, "unit_unknown"),
    ]  # fmt: skip
    assert office_with_schemes.send(ListEvidence(kind="mark")).total == 1


def test_a_mark_left_out_is_not_zero_but_missing(office_with_schemes: Gateway) -> None:
    office_with_schemes.send(RunAssessment(period="2026-10", scheme="unit_month"))
    answers = line(office_with_schemes, "A1", "answers")
    assert (answers.inputs, answers.policy, answers.note.code) == ({}, "on_missing", "missing_fact")


def test_a_quarter_is_made_of_its_frozen_months(office_with_schemes: Gateway) -> None:
    """20 % of 10, 30 % of 20 and 50 % of 40 points are 28."""
    for month, points in ((7, "10"), (8, "20"), (9, "40")):
        enter(office_with_schemes, date(2026, month, 15), points)
        period = f"2026-{month:02}"
        run = office_with_schemes.send(RunAssessment(period=period, scheme="unit_month"))
        if month < 9:
            office_with_schemes.send(FreezeAssessment(assessment=run.assessment))
    office_with_schemes.send(RunAssessment(period="2026-Q3", scheme="unit_quarter"))
    lacking = line(office_with_schemes, "A4", "months")
    assert (lacking.treatment, lacking.note.params) == ("no_score", {"fact": "period.months.m3"})
    september = office_with_schemes.send(FreezeAssessment(assessment="A3"))
    office_with_schemes.send(RunAssessment(period="2026-Q3", scheme="unit_quarter"))
    assert line(office_with_schemes, "A5", "months").points == Decimal("28.00")
    found = office_with_schemes.send(ExplainScore(assessment="A5", key="城市管理局"))
    source = found.sources["period.months.m3"]
    assert (source.assessment, source.period, source.digest) == (
        "A3", "2026-09", september.result_digest,
    )  # fmt: skip
    assert office_with_schemes.send(VerifyAssessment(assessment="A5")).same


def test_a_scheme_may_look_back_at_itself(office_with_schemes: Gateway) -> None:
    """Half of last month's 40 points and the 30 of this month."""
    text = PANEL.replace("unit_month", "unit_memory")
    before = text.index('[[items]]\nid = "review"')
    back = """[[items]]
id = "before"
label = { zh = "上月", en = "last month" }
max = 60
rule = "multi_period"
periods = [{ id = "last", weight = 100 }]
on_missing = "zero"
"""
    office_with_schemes.send(AdoptScheme(text=text[:before] + back))
    for month, points in ((9, "40"), (10, "30")):
        enter(office_with_schemes, date(2026, month, 1), points)
        office_with_schemes.send(RunAssessment(period=f"2026-{month:02}", scheme="unit_memory"))
        if month == 9:
            office_with_schemes.send(FreezeAssessment(assessment="A1"))
    assert line(office_with_schemes, "A2", "before").points == Decimal("24.00")
    ranking = office_with_schemes.send(ShowAssessment(assessment="A2"))
    assert ranking.items[0].total == Decimal("54.00")


def test_two_schemes_that_share_an_item_cannot_both_be_guessed_for(
    office_with_schemes: Gateway,
) -> None:
    """A month's marks are three in a quarter; which of them counts nobody can tell."""
    shared = PANEL.replace('"unit_month"', '"unit_shared"').replace('"month"', '"quarter"')
    office_with_schemes.send(AdoptScheme(text=shared))
    first = enter(office_with_schemes, date(2026, 10, 1), "10")
    second = enter(office_with_schemes, date(2026, 11, 1), "20")
    with pytest.raises(MarkTwice) as refused:
        office_with_schemes.send(RunAssessment(period="2026-Q4", scheme="unit_shared"))
    assert (refused.value.params["first"], refused.value.params["second"]) == (first, second)
