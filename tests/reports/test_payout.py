"""The payment sheet: the sum in figures and in capitals."""

from __future__ import annotations

import pytest

from gridctl.domain.reports import FigureMismatch
from gridctl.operations.queries.reports import PayoutView
from gridctl.reports.documents import describe
from gridctl.reports.structure import shown


def test_the_total_stands_in_figures_and_capitals(payout: PayoutView) -> None:
    figures, capitals = describe(payout, "en").tables[0].closing
    assert shown(figures[1].value, 2) == "1640.90"
    assert capitals[1].value == "壹仟陆佰肆拾元玖角"


def test_amounts_are_yuan_with_two_places(payout: PayoutView) -> None:
    table = describe(payout, "en").tables[0]
    assert [shown(row[4], table.columns[4].places) for row in table.rows] == [
        "800.00",
        "800.00",
        "40.90",
    ]
    assert [row[5] for row in table.rows] == ["", "", ""]


def test_a_total_that_is_not_the_sum_is_refused(payout: PayoutView) -> None:
    with pytest.raises(FigureMismatch) as caught:
        describe(payout.model_copy(update={"total": 164_091}), "en")
    assert caught.value.params["computed"] == 164_090
