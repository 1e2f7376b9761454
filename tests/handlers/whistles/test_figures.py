"""What the calls of a period come to, for units, towns and schemes, and how they are listed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gridctl.operations.base import Gateway
from gridctl.operations.commands.assessments import AdoptScheme, RunAssessment
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.whistles import ReviewWhistle, ScoreWhistle
from gridctl.operations.queries.assessments import ExplainScore, ShowAssessment
from gridctl.operations.queries.whistles import CountTownWhistles, CountUnitWhistles, ListWhistles
from tests.handlers.whistles.desk import GOOD, THEIRS, VILLAGE, accept, at, call


def test_figures_of_units_lead_back_to_their_calls(county: Gateway, resolved: str) -> None:
    accept(county, call(county, at=at(20)).whistle_no, at(20, 10), assisting=())
    county.send(ScoreWhistle(whistle=resolved, unit="城管局", **GOOD))
    page = county.send(CountUnitWhistles(period="2026-Q4"))
    rows = {row.name: row for row in page.items}
    lead = rows["城管局"]
    assert (lead.calls, lead.arrived_on_time, lead.late) == (2, 1, 1)
    assert (lead.handling, rows["公安局"].handling) == (Decimal("22.50"), None)
    quarter: dict[str, Any] = {"since": date(2026, 10, 1), "until": date(2026, 12, 31)}
    in_time = county.send(ListWhistles(unit="城管局", arrival="on_time", **quarter))
    late = county.send(ListWhistles(unit="城管局", arrival="late", **quarter))
    assert (in_time.total, late.total) == (lead.arrived_on_time, lead.late)
    assert in_time.items[0].whistle_no == resolved
    assert county.send(ListWhistles(unit="城管局", **quarter)).total == lead.calls
    assert county.send(CountUnitWhistles(period="2026-Q3")).items == ()


def test_figures_of_towns_lead_back_to_their_calls(county: Gateway, resolved: str) -> None:
    refusal = ReviewWhistle(whistle=call(county).whistle_no, accept=False, opinion="乱吹哨")
    county.send(refusal)
    for number in range(4):
        county.send(CreateTicket(title=f"垃圾{number}", place="文定社区", reported_at=at(9)))
    for unit, points in (("城管局", 20), ("公安局", 25)):
        both: dict[str, Any] = dict.fromkeys(("necessity", "cooperation"), Decimal(points))
        county.send(ScoreWhistle(whistle=resolved, unit=unit, **both))
    page = county.send(CountTownWhistles())
    assert page.period == "2026-Q4"
    town, silent = page.items
    assert (town.name, town.calls, town.rejected, town.tickets) == ("澄江街道", 2, 1, 4)
    assert (town.rejected_share, town.rate, town.look) == (Decimal(50), Decimal(50), "high")
    assert (town.necessity, town.cooperation) == (Decimal("22.50"), Decimal("22.50"))
    assert (silent.name, silent.calls, silent.rate, silent.look) == ("周庄镇", 0, None, None)
    assert county.send(ListWhistles(under="澄江街道")).total == town.calls
    assert county.send(ListWhistles(under="澄江街道", state=("rejected",))).total == town.rejected
    assert county.send(ListWhistles(under="周庄镇")).total == 0


def test_a_town_that_never_calls_is_worth_a_look(county: Gateway) -> None:
    county.send(CreateTicket(title="路灯不亮", place="周庄镇", reported_at=at(9)))
    looks = {row.name: row.look for row in county.send(CountTownWhistles()).items}
    assert looks == {"澄江街道": None, "周庄镇": "low"}


def test_a_list_is_read_page_by_page_without_gap(county: Gateway) -> None:
    made = [call(county, at=at(9, hour)).whistle_no for hour in (9, 9, 10)]
    found, after = [], None
    while True:
        page = county.send(ListWhistles(limit=1, after=after))
        found += [row.whistle_no for row in page.items]
        if (after := page.next) is None:
            break
    assert found == made[::-1]


SCHEME = """
id = "whistle_quarter"
version = 1
title = { zh = "吹哨报到季度评价", en = "Whistle calls of a quarter" }
period = "quarter"
max = 100

[subject]
types = ["SUBJECT"]

[[items]]
id = "whistle"
label = { zh = "吹哨报到", en = "whistle calls" }
max = 100
rule = "ratio"
rate = "RATE"
on_zero = "no_score"
"""


@pytest.mark.parametrize(
    ("subject", "rate", "totals"),
    [
        (
            "unit",
            "whistle_arrived_on_time / (whistle_arrived_on_time + whistle_late)",
            {"城管局": Decimal(100), "公安局": Decimal(0)},
        ),
        (
            "unit",
            "whistle_handling_points / whistle_scored / 250000",
            {"城管局": Decimal(90)},
        ),
        (
            "town",
            "whistle_cooperation_points / whistle_rated / 250000",
            {"澄江街道": Decimal(80)},
        ),
        ("town", "whistle_rejected / whistle_calls", {"澄江街道": Decimal(50)}),
    ],
)
def test_results_feed_the_quarter_of_units_and_towns(
    county: Gateway, resolved: str, subject: Any, rate: str, totals: dict[str, Decimal]
) -> None:
    for points in (GOOD, THEIRS):
        county.send(ScoreWhistle(whistle=resolved, unit="城管局", **points))
    number = call(county, at=at(12)).whistle_no
    county.send(ReviewWhistle(whistle=number, accept=False, opinion="属镇村职责"))
    county.send(AdoptScheme(text=SCHEME.replace("SUBJECT", subject).replace("RATE", rate)))
    run = RunAssessment(period="2026-Q4", scheme="whistle_quarter", subject=subject)
    made = county.send(run).assessment
    ranking = county.send(ShowAssessment(assessment=made))
    assert {row.name: row.total for row in ranking.items if row.total is not None} == totals


def test_the_shipped_schemes_score_the_quarter_down_to_the_calls(
    county: Gateway, resolved: str
) -> None:
    """Recounted by hand: one call, the lead in time, the other late; one call rejected."""
    for points in (GOOD, THEIRS):
        county.send(ScoreWhistle(whistle=resolved, unit="城管局", **points))
    rejected = call(county, at=at(12)).whistle_no
    county.send(ReviewWhistle(whistle=rejected, accept=False, opinion="属镇村职责"))

    county.send(RunAssessment(period="2026-Q4", scheme="whistle_units"))
    explained = county.send(ExplainScore(assessment="2026-Q4:whistle_units", key="城管局"))
    # 40 for being there; 25, 20, 22.5 and 20 of 25 points at 15 each.
    assert explained.score.total == Decimal("92.5")
    assert explained.calls["whistle_arrived_on_time"] == (resolved,)
    late = county.send(ExplainScore(assessment="2026-Q4:whistle_units", key="公安局"))
    assert (late.score.items["arrived"], late.calls["whistle_late"]) == (0, (resolved,))
    ranking = county.send(ShowAssessment(assessment="2026-Q4:whistle_units"))
    assert [row.name for row in ranking.items if row.rank is not None] == ["城管局", "公安局"]

    county.send(RunAssessment(period="2026-Q4", scheme="whistle_towns"))
    town = county.send(ExplainScore(assessment="2026-Q4:whistle_towns", key="澄江街道"))
    # Half of the calls accepted, necessity 25 and cooperation 20 of 25 points.
    assert town.score.total == Decimal(20 + 30 + 24)
    assert town.calls["whistle_calls"] == (resolved, rejected)
    assert town.calls["whistle_rejected"] == (rejected,)


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"state": ("accepted",)}, 1), ({"state": ("called", "accepted")}, 2),
        ({"kind": "emergency"}, 1), ({"grade": "coordinated"}, 1), ({"caller": VILLAGE}, 2),
        ({"text": "异味"}, 1), ({"arrival": "late"}, 1), ({"since": date(2026, 10, 12)}, 1),
    ],
)  # fmt: skip
def test_a_list_is_filtered(
    county: Gateway, accepted: str, wanted: dict[str, Any], count: int
) -> None:
    call(county, kind="emergency", title="燃气异味", at=at(12))
    assert county.send(ListWhistles(**wanted)).total == count
