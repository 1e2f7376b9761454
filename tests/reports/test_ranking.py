"""The ranking table: columns from the scheme, totals and ranks that agree."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from gridctl.domain.reports import FigureMismatch
from gridctl.operations.queries.reports import RankingVeto, RankingView
from gridctl.reports.documents import describe
from gridctl.reports.structure import header_cells, header_depth


def _with_row(view: RankingView, index: int, **changes: Any) -> RankingView:
    rows = list(view.rows)
    rows[index] = rows[index].model_copy(update=changes)
    return view.model_copy(update={"rows": tuple(rows)})


def test_items_stand_under_one_heading_with_their_full_marks(ranking: RankingView) -> None:
    table = describe(ranking, "en").tables[0]
    assert header_depth(table) == 2
    over = next(cell for cell in header_cells(table) if cell.across > 1)
    assert (over.column, over.across) == (4, 7)
    assert table.columns[6].label == "按期结案率 (20)"


def test_a_row_holds_points_sums_and_remarks(ranking: RankingView) -> None:
    rows = describe(ranking, "en").tables[0].rows
    assert rows[1][6] == Decimal("14.82")
    assert rows[1][-3:] == (Decimal("94.82"), 2, "Tied")
    assert rows[4][-3:] == (None, None, "Vetoed")


def test_a_total_that_is_not_the_sum_is_refused(ranking: RankingView) -> None:
    with pytest.raises(FigureMismatch) as caught:
        describe(_with_row(ranking, 0, total=Decimal(100)), "en")
    assert caught.value.params == {"figure": "张伟.total", "published": "100", "computed": "102"}


def test_a_rank_before_a_higher_total_is_refused(ranking: RankingView) -> None:
    with pytest.raises(FigureMismatch) as caught:
        describe(_with_row(ranking, 3, rank=1), "en")
    assert caught.value.params["figure"] == "王芳.rank"


def test_a_broken_tie_may_have_two_ranks(ranking: RankingView) -> None:
    view = _with_row(ranking, 2, rank=3, tied=False)
    assert describe(view, "en").tables[0].rows[2][-2] == 3


def test_each_town_may_have_its_own_first(ranking: RankingView) -> None:
    view = _with_row(ranking, 3, rank=1, town="周庄镇")
    within = view.model_copy(update={"ranked_within": "town"})
    assert describe(within, "en").tables[0].rows[3][-2] == 1
    with pytest.raises(FigureMismatch):
        describe(view, "en")


def test_deductions_beyond_the_points_leave_zero(ranking: RankingView) -> None:
    lost = {"deductions": Decimal(200), "adjustment": Decimal(120), "total": Decimal(0)}
    view = _with_row(ranking, 3, **lost)
    assert describe(view, "en").tables[0].rows[3][-4:-2] == (Decimal(120), Decimal(0))
    with pytest.raises(FigureMismatch) as caught:
        describe(_with_row(ranking, 3, **lost | {"adjustment": Decimal(0)}), "en")
    assert caught.value.params["figure"] == "王芳.total"


def test_an_open_ledger_may_lie_below_zero(ranking: RankingView) -> None:
    view = _with_row(ranking, 3, deductions=Decimal(200), total=Decimal(-120))
    columns = tuple(column.model_copy(update={"max": None}) for column in view.columns)
    ledger = view.model_copy(update={"open_ledger": True, "columns": columns})
    table = describe(ledger, "en").tables[0]
    assert table.rows[3][-3] == Decimal(-120)
    assert (table.columns[6].group, table.columns[6].label) == ("Points by item", "按期结案率")
    with pytest.raises(FigureMismatch):
        describe(view, "en")


def test_what_is_left_out_counts_in_the_other_items(ranking: RankingView) -> None:
    """Without the 15 points of the random checks 85 points count as 100, so 65 as 76.47."""
    points = {**ranking.rows[3].points, "random_check": None}
    scaled = {"points": points, "adjustment": Decimal("11.47"), "total": Decimal("74.97")}
    table = describe(_with_row(ranking, 3, **scaled), "en").tables[0]
    assert [column.label for column in table.columns[11:15]] == [
        "Bonus", "Deductions", "Adjustment", "Total score",
    ]  # fmt: skip
    row = table.rows[3]
    assert row[10] is None
    assert row[-4:] == (
        Decimal("11.47"), Decimal("74.97"), 4, "Items left out count in the others",
    )  # fmt: skip
    wrong = {**scaled, "adjustment": Decimal("12.47"), "total": Decimal("75.97")}
    with pytest.raises(FigureMismatch) as caught:
        describe(_with_row(ranking, 3, **wrong), "en")
    assert caught.value.params["figure"] == "王芳.adjustment"


def test_a_veto_is_named_with_what_it_does(ranking: RankingView) -> None:
    zero = RankingVeto(label="查实虚报", effect="zero")
    lost = {"vetoes": (zero,), "adjustment": Decimal("-78.50"), "total": Decimal(0)}
    view = _with_row(ranking, 3, **lost)
    out = RankingVeto(label="受到纪律处分", effect="exclude")
    rows = describe(_with_row(view, 4, vetoes=(out,)), "en").tables[0].rows
    assert rows[3][-4:] == (Decimal("-78.50"), 0, 4, "Total set to zero: 查实虚报")
    assert rows[4][-1] == "Vetoed: 受到纪律处分"


def test_nothing_is_adjusted_where_the_sum_is_the_total(ranking: RankingView) -> None:
    labels = [column.label for column in describe(ranking, "en").tables[0].columns]
    assert "Adjustment" not in labels
