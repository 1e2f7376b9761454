"""The two sides score each other, each head within its points."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from gridctl.domain.errors import GridctlError
from gridctl.domain.whistles import errors as refused
from gridctl.domain.whistles.rules import shipped_text
from gridctl.domain.workflow.errors import RuleLimitWanted
from gridctl.operations.base import Gateway
from gridctl.operations.commands.changes import UndoEntry
from gridctl.operations.commands.whistle_rules import AdoptWhistleRules
from gridctl.operations.commands.whistles import CloseWhistle, ScoreWhistle
from tests.handlers.whistles.desk import GOOD, THEIRS, TOWN, VILLAGE, As


def test_nobody_scores_themselves_or_twice(county: Gateway, acting: As, resolved: str) -> None:
    lead, caller = acting("城管局"), acting(VILLAGE)
    with pytest.raises(refused.ScoredOneself):
        lead.send(ScoreWhistle(whistle=resolved, **GOOD))
    with pytest.raises(refused.ScoredOneself):
        caller.send(ScoreWhistle(whistle=resolved, unit="城管局", **THEIRS))
    with pytest.raises(refused.NotOneself):
        acting("公安局").send(ScoreWhistle(whistle=resolved, unit="城管局", **THEIRS))
    with pytest.raises(refused.NotOneself):
        acting(TOWN).send(ScoreWhistle(whistle=resolved, unit="城管局", **GOOD))
    caller.send(ScoreWhistle(whistle=resolved, unit="城管局", **GOOD))
    with pytest.raises(refused.ScoredBefore):
        caller.send(ScoreWhistle(whistle=resolved, unit="城管局", **GOOD))
    caller.send(UndoEntry())
    caller.send(ScoreWhistle(whistle=resolved, unit="城管局", **GOOD))


@pytest.mark.parametrize(
    ("points", "why"),
    [
        ({}, refused.HeadsMixed),
        ({**GOOD, "necessity": 5}, refused.HeadsMixed),
        ({"arrival": 5}, refused.HeadsUnfit),
        ({**GOOD, "effect": Decimal("25.01")}, refused.PointsOutOfRange),
    ],
)
def test_a_score_has_all_heads_of_one_side_within_range(
    county: Gateway, resolved: str, points: dict[str, Any], why: type[GridctlError]
) -> None:
    with pytest.raises(why):
        county.send(ScoreWhistle(whistle=resolved, unit="城管局", **points))


def test_closing_without_all_scores_says_why(county: Gateway, resolved: str) -> None:
    county.send(ScoreWhistle(whistle=resolved, unit="城管局", **GOOD))
    with pytest.raises(refused.ScoresOutstanding) as caught:
        county.send(CloseWhistle(whistle=resolved))
    assert caught.value.params["count"] == 3
    closed = county.send(CloseWhistle(whistle=resolved, opinion="单位逾期未评价"))
    assert closed.state == "closed"
    with pytest.raises(refused.WhistleStepUnfit):
        county.send(ScoreWhistle(whistle=resolved, unit="公安局", **GOOD))


def test_a_county_scores_other_heads_with_other_points(county: Gateway, resolved: str) -> None:
    text = shipped_text().replace("people = 25\n", "").replace("arrival = 25", "arrival = 5")
    county.send(AdoptWhistleRules(text=text))
    points: dict[str, Any] = {"arrival": 5, "handling": 25, "effect": 25}
    with pytest.raises(refused.HeadsUnfit):
        county.send(ScoreWhistle(whistle=resolved, unit="城管局", **GOOD))
    shown = county.send(ScoreWhistle(whistle=resolved, unit="城管局", **points))
    assert (shown.units[0].arrival, shown.units[0].people) == (Decimal(5), None)
    with pytest.raises(RuleLimitWanted):
        county.send(AdoptWhistleRules(text=text.replace("10工作日", "不久")))
