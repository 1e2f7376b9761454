"""CSV for other programs: BOM, plain numbers, nothing a spreadsheet would run."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from gridctl.operations.queries.reports import BulletinView, PublicityView, RankingView, ReportView
from gridctl.reports.delimited import harmless
from gridctl.reports.documents import render


def _rows(view: ReportView) -> list[list[str]]:
    content = render(view, "csv", "en")
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def test_a_ranking_is_one_plain_table(ranking: RankingView) -> None:
    header, first, *_rest, last = _rows(ranking)
    assert header[6] == "按期结案率 (20)"
    assert first[:4] == ["1", "华士镇", "程庄社区网格1", "张伟"]
    assert first[6] == "20.00"
    assert last[-3:] == ["", "", "Vetoed"]


def test_several_tables_are_named_and_apart(bulletin: BulletinView) -> None:
    rows = _rows(bulletin)
    blank = [index for index, row in enumerate(rows) if not row]
    assert len(blank) == 4
    assert rows[blank[1] + 1] == ["By source"]


def test_a_loss_stays_a_number(bulletin: BulletinView) -> None:
    cells = [row[4] for row in _rows(bulletin) if row[1:2] == ["道路破损"]]
    assert cells == ["-4.35"]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_formula_signs_are_disarmed(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_harmless_text_stays_as_it_is() -> None:
    assert harmless("程庄社区网格1=2") == "程庄社区网格1=2"


def test_text_of_the_list_is_disarmed(publicity: PublicityView) -> None:
    first, *rest = publicity.rows
    view = publicity.model_copy(
        update={"rows": (first.model_copy(update={"unit": "=cmd|' /C calc'!A0"}), *rest)}
    )
    assert _rows(view)[1][2] == "'=cmd|' /C calc'!A0"
