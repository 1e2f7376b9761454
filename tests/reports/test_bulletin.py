"""The bulletin: its sentences, and the figures it refuses."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from gridctl.domain.reports import FigureMismatch, PartExceedsWhole
from gridctl.operations.queries.reports import (
    Breakdown,
    BulletinView,
    ScoreGroup,
    Share,
    TicketTotals,
    UnitScore,
)
from gridctl.reports.bulletin_scores import score_sentences, score_table
from gridctl.reports.bulletin_shares import share_sentence
from gridctl.reports.documents import describe, render
from gridctl.reports.structure import Paragraph
from gridctl.reports.wording import Words

ENGLISH = Words("en")


def _text(view: BulletinView) -> str:
    return render(view, "md", "en").decode()


def _with_totals(view: BulletinView, **changes: Any) -> BulletinView:
    return view.model_copy(update={"totals": view.totals.model_copy(update=changes)})


def _with_group(view: BulletinView, **changes: Any) -> BulletinView:
    return view.model_copy(update={"groups": (view.groups[0].model_copy(update=changes),)})


def _with_row(view: BulletinView, **changes: Any) -> BulletinView:
    first, *rest = view.groups[0].rows
    return _with_group(view, rows=(first.model_copy(update=changes), *rest))


def _with_type(view: BulletinView, **changes: Any) -> BulletinView:
    first, *rest = view.by_type.shares
    shares = (first.model_copy(update=changes), *rest)
    return view.model_copy(update={"by_type": view.by_type.model_copy(update={"shares": shares})})


def test_published_totals_stand_in_the_text(bulletin: BulletinView) -> None:
    text = _text(bulletin)
    assert "closed: 23974, a closing rate of 96.16%" in text
    assert "closed on time: 22345, an on-time closing rate of 89.62%" in text
    assert "12345热线: 14765, 54.89%; 网格员上报: 11863, 44.10%" in text
    assert "stated by its source in 24000 cases and computed from the time limits in 932" in text


def test_a_published_rate_its_numbers_contradict_is_refused() -> None:
    """The quarter of Yubei: 1,303 of 2,104 published as 80 % (domain.md 16)."""
    totals = TicketTotals(
        received=2104,
        carried_over=0,
        in_hand=2104,
        due_to_close=2104,
        closed=1303,
        closed_on_time=1303,
        close_rate=Decimal(80),
        on_time_rate=Decimal("61.93"),
        verdicts_stated=2104,
        verdicts_computed=0,
    )
    colours = (("red", 1517, "72.10"), ("orange", 368, "17.49"), ("yellow", 219, "10.41"))
    breakdown = Breakdown(
        total=2104,
        shares=tuple(Share(label=a, count=n, share=Decimal(share)) for a, n, share in colours),
    )
    view = BulletinView.model_validate(
        {
            "place": "渝北区",
            "period": "2014-H1",
            "issuer": "渝北区社会治理办公室",
            "basis": "《渝北区网格化服务管理办法》",
            "dated": "2014-08-01",
            "totals": totals,
            "by_source": breakdown,
            "by_type": breakdown,
        }
    )
    with pytest.raises(FigureMismatch) as caught:
        describe(view, "en")
    expected = {"figure": "totals.close_rate", "published": "80", "computed": "61.93"}
    assert caught.value.params == expected
    assert "61.93%" in _text(_with_totals(view, close_rate=Decimal("61.93")))


@pytest.mark.parametrize(
    ("spoil", "figure"),
    [
        (lambda v: _with_totals(v, in_hand=28_001), "totals.in_hand"),
        (lambda v: _with_totals(v, on_time_rate=Decimal("93.21")), "totals.on_time_rate"),
        (lambda v: _with_totals(v, on_time_rate=None), "totals.on_time_rate"),
        (lambda v: _with_totals(v, verdicts_stated=1), "totals.verdicts"),
        (lambda v: _with_totals(v, received=26_899, carried_over=1_101), "by_source.total"),
        (lambda v: _with_type(v, count=13_450), "by_type.total"),
        (lambda v: _with_type(v, share=Decimal("50.01")), "by_type.暴露垃圾.share"),
        (lambda v: _with_type(v, change=Decimal("-5.00")), "by_type.暴露垃圾.change"),
        (lambda v: _with_type(v, change=None), "by_type.暴露垃圾.change"),
        (lambda v: _with_row(v, on_time_rate=Decimal(83)), "市级部门.市体育局.on_time_rate"),
        (lambda v: _with_row(v, rank=3), "市级部门.市体育局.rank"),
        (lambda v: _with_group(v, at_high_mark=2), "市级部门.at_high_mark"),
        (lambda v: _with_group(v, without_tickets=0), "市级部门.without_tickets"),
        (lambda v: _with_group(v, none_due=2), "市级部门.none_due"),
        (
            lambda v: _with_group(v, weakest=v.groups[0].weakest[:2]),
            "市级部门.市铁塔公司.score",
        ),
    ],
)
def test_a_figure_its_numbers_contradict_is_named(
    bulletin: BulletinView, spoil: Callable[[BulletinView], BulletinView], figure: str
) -> None:
    with pytest.raises(FigureMismatch) as caught:
        describe(spoil(bulletin), "en")
    assert caught.value.params["figure"] == figure


def test_more_on_time_than_closed_is_refused(bulletin: BulletinView) -> None:
    with pytest.raises(PartExceedsWhole) as caught:
        describe(_with_totals(bulletin, closed=22_344), "en")
    assert caught.value.params["part"] == 22_345


def test_more_repeats_than_reports_are_refused(bulletin: BulletinView) -> None:
    with pytest.raises(PartExceedsWhole) as caught:
        describe(_with_totals(bulletin, repeats=26_899), "en")
    assert caught.value.params["figure"] == "totals.repeats"


def test_repeats_nobody_called_back_have_no_satisfaction(bulletin: BulletinView) -> None:
    text = _text(_with_totals(bulletin, repeats=269))
    assert "a repeat rate of 1.00%." in text
    assert "gave a verdict" not in text


def test_closing_more_than_was_due_is_possible(bulletin: BulletinView) -> None:
    view = _with_totals(bulletin, closed=25_000, close_rate=Decimal("100.27"))
    assert "a closing rate of 100.27%" in _text(view)


def test_a_failing_item_shows_the_published_rate_and_points(group: ScoreGroup) -> None:
    """5 of 6 on time are 83.33 % and 8.33 of 20 points (domain.md 16)."""
    lowest = score_sentences(group, ENGLISH)[-1]
    assert "市体育局 75.50 (按时办结率 83.33%, 8.33 of 20 points)" in lowest
    assert lowest.startswith("Lowest scores (3)")


def test_scores_stand_in_descending_order(group: ScoreGroup) -> None:
    sentence = score_sentences(group, ENGLISH)[0]
    names = ("市城市管理局", "市住房和城乡建设局", "市铁塔公司", "市体育局", "市碱业公司")
    places = [sentence.index(name) for name in names]
    assert places == sorted(places)
    assert "市档案馆" not in sentence


def test_the_two_blocks_hold_every_unit_once(group: ScoreGroup) -> None:
    rows = score_table(group, ENGLISH).rows
    units = [row[0] for row in rows] + [row[4] for row in rows if row[4]]
    assert len(rows) == 4
    assert [*units[:5]] == [
        "市城市管理局",
        "市住房和城乡建设局",
        "市铁塔公司",
        "市体育局",
        "市碱业公司",
    ]
    assert sorted(map(str, units)) == sorted(row.unit for row in group.rows)


def test_counts_tell_no_tickets_from_none_due(group: ScoreGroup) -> None:
    counts = score_sentences(group, ENGLISH)[1]
    assert "99 points or more: 1; units without tickets: 1; units with none due: 1" in counts


def test_leading_types_have_a_common_share() -> None:
    """The leading three of 506 tickets are 59.68 % together (domain.md 14)."""
    counts = (("A", 150, "29.64"), ("B", 100, "19.76"), ("C", 52, "10.28"))
    shares = [Share(label=a, count=n, share=Decimal(share)) for a, n, share in counts]
    rest = [Share(label=f"rest {n}", count=51, share=Decimal("10.08")) for n in range(4)]
    sentence = share_sentence(Breakdown(total=506, shares=(*rest, *shares)), ENGLISH)
    assert sentence.startswith("Most frequent: A: 150, 29.64%; B: 100, 19.76%; C: 52, 10.28%")
    assert sentence.endswith("together 59.68% of all tickets.")


def test_the_change_is_left_out_where_last_month_is_unknown(bulletin: BulletinView) -> None:
    text = _text(bulletin)
    source, kinds = text.split("By type")
    assert "percentage points" not in source
    assert "up 5.00 percentage points on last month" in kinds
    assert "| +5.00 |" in kinds


def test_the_number_of_the_document_has_official_brackets(bulletin: BulletinView) -> None:
    texts = [b.text for b in describe(bulletin, "en").blocks if isinstance(b, Paragraph)]
    assert texts[0] == "澄网治〔2026〕12号"
    assert any("澄委发〔2026〕3号" in text for text in texts)


def test_a_bulletin_without_scores_has_no_empty_parts(bulletin: BulletinView) -> None:
    view = bulletin.model_copy(update={"groups": (), "top": (), "problems": ()})
    headings = [
        block.text
        for block in describe(view, "en").blocks
        if isinstance(block, Paragraph) and block.role in ("heading", "annex")
    ]
    assert headings == ["1. Tickets by kind", "2. Next steps"]


def test_a_group_nobody_scored_in_is_said_to_be_so() -> None:
    row = UnitScore(
        unit="市档案馆",
        tickets=0,
        due_to_close=0,
        closed=0,
        closed_on_time=0,
        on_time_rate=None,
        score=None,
        rank=None,
    )
    group = ScoreGroup(name="市级部门", without_tickets=1, none_due=0, rows=(row,))
    assert score_sentences(group, ENGLISH)[0] == "Units: 1; none of them could be scored."
