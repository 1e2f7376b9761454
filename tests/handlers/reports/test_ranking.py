"""The ranking as a document: its items, its names, its bytes."""

from __future__ import annotations

import hashlib
import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from gridctl.domain.assessments import AssessmentNotFound
from gridctl.operations.base import Gateway
from gridctl.operations.commands.assessments import FreezeAssessment, RunAssessment
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.staff import CreateStaff, EditStaff, PostStaff
from gridctl.operations.commands.tickets import EditTicket
from gridctl.operations.queries.assessments import ExplainScore
from gridctl.operations.queries.reports import DocumentFormat, RenderBulletin, RenderRanking
from tests.assessed_office import at
from tests.handlers.reports.desk import BASIS, MONTH


def ranking(gateway: Gateway, **stated: Any) -> str:
    wish = {"period": MONTH, "format": "md", "language": "en", **stated}
    return gateway.send(RenderRanking.model_validate(wish)).content.decode()


def test_the_ranking_has_every_item_and_who_is_not_ranked(month: Gateway) -> None:
    month.send(RunAssessment(period=MONTH))
    month.send(FreezeAssessment(assessment="A1"))
    text = ranking(month)
    assert text.startswith("# Monthly ten best gridworkers: ranking of 江阴市, October 2026")
    assert "Reporting unit: 江阴市社会治理中心" in text
    assert "| closed on time (20) |" in text
    first = "| 1 | 澄江街道 | 文定社区第一网格 | 张三 | 10.00 | 10.00 | 17.31 | 10.00 | 10.00 |"
    assert f"{first} 15.00 | 15.00 | 0.00 | 0.00 | 87.31 | 1 |  |" in text
    assert "| 赵六 " in text
    assert "| 75.91 | — | Vetoed: a fabricated report confirmed |" in text
    assert "| 77.31 | — | Not eligible |" in text


def test_a_draft_says_so_in_its_title_and_its_name(month: Gateway) -> None:
    month.send(RunAssessment(period=MONTH))
    document = month.send(RenderRanking(period=MONTH, format="md", language="en"))
    assert "(draft)" in document.name
    title = document.content.decode().partition("\n")[0]
    assert title.startswith("# Monthly ten best gridworkers: ")
    assert title.endswith("October 2026 (draft)")


def test_units_are_ranked_with_those_that_cannot_be(month: Gateway) -> None:
    month.send(RunAssessment(period=MONTH, scheme="unit_on_time", subject="unit"))
    text = ranking(month, scheme="unit_on_time", issuer="江阴市城管委")
    assert "Reporting unit: 江阴市城管委" in text
    assert "| 2 |  |  | 住房和城乡建设局 | 83.33 | 0.00 | 0.00 | 83.33 | 2 |  |" in text
    assert "| 3 |  |  | 档案局 | — | 0.00 | 0.00 | — | — | Not scored |" in text


def test_a_frozen_ranking_is_the_same_after_corrections(month: Gateway) -> None:
    month.send(RunAssessment(period=MONTH))
    month.send(FreezeAssessment(assessment="A1"))
    before = ranking(month)
    serial = month.send(ExplainScore(assessment="A1", key="张三")).tickets["closed_late"][0]
    month.send(EditTicket(ticket=serial, deadline_at=at(30, 18)))
    month.send(EditStaff(staff_no="G001", name="张珊"))
    moved = month.send(CreateGrid(name="第九网格", parent="月城村", level="grid"))
    month.send(
        PostStaff(staff_no="G001", place=moved.code, role="gridworker", as_of=date(2026, 10, 30))
    )
    assert ranking(month) == before


def test_a_grid_is_told_with_its_community_where_its_name_does_not(month: Gateway) -> None:
    grid = month.send(CreateGrid(name="第二网格", parent="文定社区", level="grid"))
    month.send(CreateStaff(name="钱七", staff_no="G005", employment="full"))
    month.send(
        PostStaff(staff_no="G005", place=grid.code, role="gridworker", as_of=date(2026, 1, 1))
    )
    month.send(RunAssessment(period=MONTH))
    text = ranking(month)
    assert "| 澄江街道 | 文定社区居委会第二网格 | 钱七 |" in text
    assert "| 澄江街道 | 文定社区第一网格 | 张三 |" in text


def test_without_an_assessment_there_is_no_ranking(month: Gateway) -> None:
    with pytest.raises(AssessmentNotFound):
        ranking(month)


def test_the_same_question_gives_the_same_bytes(month: Gateway) -> None:
    signs: dict[DocumentFormat, bytes] = {
        "xlsx": b"PK", "docx": b"PK", "md": b"# ", "csv": b"\xef\xbb\xbf",
    }  # fmt: skip
    for name, begins in signs.items():
        wish = RenderBulletin(period=MONTH, basis=BASIS, format=name)
        first, second = month.send(wish), month.send(wish)
        assert first == second
        assert first.content.startswith(begins)
        assert first.digest == hashlib.sha256(first.content).hexdigest()
        assert first.name.endswith(f".{name}")


def test_the_workbook_can_be_opened_and_holds_numbers(month: Gateway) -> None:
    month.send(RunAssessment(period=MONTH))
    content = month.send(RenderRanking(period=MONTH, language="en")).content
    values = [
        cell.value
        for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows()
        for cell in row
    ]
    assert {87.31, 85.91} <= {value for value in values if isinstance(value, float)}
