"""Score tables: a row for each subject, a column for each item; what they bring and what not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from gridctl.domain.problems import BETWEEN
from gridctl.gateway.sending import Wish, send_file
from gridctl.imports import inspect, load_kind
from gridctl.operations.base import Gateway
from gridctl.operations.commands.assessments import AdoptScheme, RunAssessment
from gridctl.operations.commands.imports import UndoBatch
from gridctl.operations.queries.assessments import ExplainScore
from gridctl.operations.queries.evidence import ListEvidence
from gridctl.operations.queries.imports import BatchView, ListRejected, RejectedRow
from tests.assessed_office import begin
from tests.beginnings import Beginning

SCHEME = """
id = "visits"
version = 1
title = { zh = "入户考评", en = "Visits" }
period = "month"
max = 100
[subject]
types = ["gridworker"]
[[items]]
id = "visits"
label = { zh = "走访入户", en = "visits" }
max = 40
rule = "manual"
on_missing = "zero"
[[items]]
id = "talks"
label = { zh = "政策宣传", en = "talks" }
max = 20
rule = "manual"
on_missing = "zero"
[[items]]
id = "on_time"
label = { zh = "按期结案", en = "closed on time" }
max = 40
rule = "ratio"
rate = "closed_on_time / due_to_close"
on_zero = "full"
"""
SAID = {"月份": "2026年10月", "依据": "澄网格办〔2026〕5号", "审批人": "王主任"}
HEAD = "序号,姓名,所属社区,走访入户(40分),政策宣讲（15分）,政策宣传(20分),按期结案(40分),总分\n"


@pytest.fixture
def beginning() -> Beginning:
    return begin


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    gateway.send(AdoptScheme(text=SCHEME))
    return gateway


def bring(gateway: Gateway, folder: Path, rows: str, *, rest: bool = False) -> BatchView:
    path = folder / "table.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    plan = inspect(path, load_kind("mark"), stated=SAID)
    return send_file(gateway, plan, Wish(accept_rest=rest))


def findings(gateway: Gateway, batch: BatchView) -> list[RejectedRow]:
    return list(gateway.send(ListRejected(batch=batch.batch)).items)


def marks(gateway: Gateway) -> dict[tuple[str | None, str], Decimal | None]:
    found = gateway.send(ListEvidence(kind="mark")).items
    return {(each.staff_no, each.item): each.points for each in found}


def test_every_cell_becomes_a_mark_and_scores(county: Gateway, tmp_path: Path) -> None:
    rows = "1,张三,文定社区,35.5,9,18,39,101.5\n2,李四,月城村,30,8,,40,78\n"
    batch = bring(county, tmp_path, rows)
    assert (batch.state, batch.counts.new, batch.counts.rejected) == ("applied", 3, 0)
    assert marks(county) == {
        ("G001", "visits"): Decimal("35.5"), ("G001", "talks"): Decimal(18),
        ("G002", "visits"): Decimal(30),
    }  # fmt: skip
    county.send(RunAssessment(period="2026-10", scheme="visits"))
    found = county.send(ExplainScore(assessment="A1", key="G001"))
    points = {each.item: each.points for each in found.lines}
    assert (points["visits"], points["talks"]) == (Decimal("35.50"), Decimal("18.00"))
    assert found.sources["manual.visits"].document == "澄网格办〔2026〕5号"


def test_columns_that_are_for_no_mark_are_named(county: Gateway, tmp_path: Path) -> None:
    batch = bring(county, tmp_path, "1,张三,文定社区,35.5,9,18,39,101.5\n")
    told = {each.code: each for each in batch.findings}
    assert told["figure_counted"].value == "按期结案(40分)"
    assert (told["figure_unread"].value, told["figure_unread"].params["nearest"]) == (
        "政策宣讲（15分）", "talks",
    )  # fmt: skip


def test_another_maximum_than_the_schemes_is_told(county: Gateway, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("姓名,走访入户（20分）,总分\n张三,18,18\n", encoding="utf-8")
    batch = send_file(county, inspect(path, load_kind("mark"), stated=SAID), Wish())
    assert [(each.code, each.value, each.params["high"]) for each in batch.findings] == [
        ("figure_maximum", "走访入户（20分）", "40")
    ]


def test_a_total_that_is_none_is_told(county: Gateway, tmp_path: Path) -> None:
    batch = bring(county, tmp_path, "1,张三,文定社区,35.5,9,18,39,100.5\n")
    (found,) = findings(county, batch)
    assert (found.code, found.column, found.value, found.params["sum"], found.severity) == (
        "total_differs", "H", "100.5", "101.5", "notice",
    )  # fmt: skip
    assert batch.state == "applied"


def test_points_beyond_the_item_keep_the_row_out_and_name_the_cell(
    county: Gateway, tmp_path: Path
) -> None:
    rows = "1,张三,文定社区,41,9,18,39,107\n2,李四,月城村,30,8,19,40,97\n"
    batch = bring(county, tmp_path, rows, rest=True)
    (found,) = findings(county, batch)
    assert (found.row, found.column, found.code, found.value) == (2, "D", "mark_out_of_range", "41")
    assert {no for no, _ in marks(county)} == {"G002"}


def test_a_table_of_nothing_a_scheme_asks_for_is_refused(county: Gateway, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("姓名,信息报送(10分),总分\n张三,8,8\n", encoding="utf-8")
    batch = send_file(county, inspect(path, load_kind("mark"), stated=SAID), Wish())
    (found,) = findings(county, batch)
    assert found.code == "figures_unknown"
    assert list(found.params["choices"]) == ["信息报送(10分)"]
    assert batch.state == "discarded"


def test_the_same_table_again_changes_nothing_and_a_mended_one_what_differs(
    county: Gateway, tmp_path: Path
) -> None:
    row = "1,张三,文定社区,35.5,9,18,39,101.5\n"
    bring(county, tmp_path, row)
    assert bring(county, tmp_path, row).counts.same == 2
    mended = bring(county, tmp_path, row.replace("35.5", "36.5").replace("101.5", "102.5"))
    assert (mended.counts.changed, mended.counts.same) == (1, 1)
    county.send(UndoBatch(batch=mended.batch))
    assert marks(county)["G001", "visits"] == Decimal("35.5")


def test_one_subject_twice_is_told(county: Gateway, tmp_path: Path) -> None:
    row = "1,张三,文定社区,35.5,9,18,39,101.5\n"
    batch = bring(county, tmp_path, row + row.replace("35.5", "36"), rest=True)
    (found,) = [each for each in findings(county, batch) if each.severity == "error"]
    assert (found.row, found.code) == (3, "contradicts_as")
    told = found.params["differences"]
    assert isinstance(told, (list, tuple))
    assert [each.split(BETWEEN)[1:] for each in told] == [["35.5", "36"]]
