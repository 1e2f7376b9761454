"""Markdown: headings, pipe tables, and no text taken for markup."""

from __future__ import annotations

import pytest

from gridctl.operations.queries.reports import PayoutView, PublicityView, RankingView
from gridctl.reports.documents import render
from gridctl.reports.markdown import escaped


def test_a_table_has_a_rule_and_equal_rows(ranking: RankingView) -> None:
    text = render(ranking, "md", "en").decode()
    lines = [line for line in text.splitlines() if line.startswith("|")]
    assert text.startswith("# 专职网格员月度考核得分: ranking of 江阴市, June 2026\n\n")
    assert len(lines) == 2 + 5
    assert {line.count("|") for line in lines} == {17}
    assert set(lines[1]) <= set("|:- ")


def test_joined_cells_keep_the_columns(payout: PayoutView) -> None:
    lines = [line for line in render(payout, "md", "en").decode().splitlines() if "|" in line]
    assert {line.count("|") for line in lines} == {7}


def test_a_bar_in_a_name_makes_no_column(publicity: PublicityView) -> None:
    first, *rest = publicity.rows
    view = publicity.model_copy(
        update={"rows": (first.model_copy(update={"unit": "a|b\nc"}), *rest)}
    )
    assert "| 1 | 张伟 | a\\|b c |" in render(view, "md", "en").decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("# one", "\\# one"), ("- two", "\\- two"), ("a*b_c", "a\\*b\\_c"), ("<b>", "\\<b\\>")],
)
def test_markup_is_escaped(text: str, expected: str) -> None:
    assert escaped(text) == expected
