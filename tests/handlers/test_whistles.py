"""Whistle calls through the gateway: who may do what, limits, scores, counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from gridctl.domain.errors import GridctlError
from gridctl.domain.loop import StepInFuture
from gridctl.domain.whistles import errors as refused
from gridctl.domain.whistles.rules import shipped_text
from gridctl.domain.workflow.errors import RuleLimitWanted
from gridctl.operations.base import Gateway
from gridctl.operations.commands.assessments import AdoptScheme, RunAssessment
from gridctl.operations.commands.changes import RedoEntry, UndoEntry
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.ticket_intake import MergeTicket
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.commands.whistle_rules import AdoptWhistleRules
from gridctl.operations.commands.whistles import (
    ArriveAtWhistle,
    CallWhistle,
    CloseWhistle,
    ResolveWhistle,
    ReviewWhistle,
    ScoreWhistle,
)
from gridctl.operations.queries.assessments import ExplainScore, ShowAssessment
from gridctl.operations.queries.tickets import ShowTicket
from gridctl.operations.queries.whistle_rules import ShowWhistleRules
from gridctl.operations.queries.whistles import (
    CountTownWhistles,
    CountUnitWhistles,
    ListWhistles,
    ShowWhistle,
    WhistleView,
)
from tests.beginnings import Beginning

CHINA = timezone(timedelta(hours=8))
As = Callable[[str], Gateway]
TOWN, VILLAGE = "澄江街道网格中心", "文定社区工作站"
GOOD: dict[str, Any] = {"arrival": 25, "people": 20, "handling": Decimal("22.5"), "effect": 20}
THEIRS: dict[str, Any] = {"necessity": 25, "cooperation": 20}


def at(day: int, hour: int = 9, minute: int = 0, month: int = 10) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=CHINA)


def _county(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    for name, code in (("澄江街道", "320281001000"), ("周庄镇", "320281102000")):
        gateway.send(CreateGrid(name=name, code=code))
    gateway.send(CreateGrid(name="文定社区居委会", code="320281001001"))
    gateway.send(CreateUnit(name="江阴市网格中心", level="county", place="江阴市"))
    gateway.send(CreateUnit(name=TOWN, level="town", place="澄江街道"))
    gateway.send(CreateUnit(name=VILLAGE, level="village", place="文定社区"))
    gateway.send(CreateUnit(name="周庄镇网格中心", level="town", place="周庄镇"))
    for name in ("城管局", "公安局", "住建局"):
        gateway.send(CreateUnit(name=name))


@pytest.fixture
def beginning() -> Beginning:
    return _county


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    return gateway


def call(gateway: Gateway, **facts: Any) -> WhistleView:
    said: dict[str, Any] = {
        "kind": "joint_enforcement", "title": "夜市占道", "facts": "每晚二十余摊占道",
        "proposal": "联合整治", "place": "文定社区", "at": at(9),
    }  # fmt: skip
    return gateway.send(CallWhistle(**said | facts))


def accept(
    gateway: Gateway, number: str, when: datetime | None = None, **facts: Any
) -> WhistleView:
    said: dict[str, Any] = {"grade": "coordinated", "lead": "城管局", "assisting": ("公安局",)}
    review = ReviewWhistle(whistle=number, accept=True, at=when or at(9, 10), **said | facts)
    return gateway.send(review)


@pytest.fixture
def accepted(county: Gateway) -> str:
    """A call of Friday 9 October 2026, accepted at 10:00; Saturday 10 October is worked."""
    return accept(county, call(county).whistle_no).whistle_no


@pytest.fixture
def resolved(county: Gateway, accepted: str) -> str:
    """The same with the lead unit in time and the other late, resolved on the 13th."""
    for unit, when in (("城管局", at(10, 16)), ("公安局", at(12, 9))):
        county.send(ArriveAtWhistle(whistle=accepted, unit=unit, person="王强", at=when))
    return county.send(ResolveWhistle(whistle=accepted, at=at(13))).whistle_no


def test_a_call_goes_the_whole_way(county: Gateway, acting: As) -> None:
    number = call(acting(TOWN)).whistle_no
    assert number == "W32028120261009001"
    accept(acting("江阴市网格中心"), number, opinion="同意")
    for unit in ("城管局", "公安局"):
        acting(unit).send(ArriveAtWhistle(whistle=number, person="王强", role="队长", at=at(9, 15)))
    acting("城管局").send(ResolveWhistle(whistle=number, opinion="已划线", at=at(12)))
    for unit in ("城管局", "公安局"):
        acting(TOWN).send(ScoreWhistle(whistle=number, unit=unit, **GOOD))
        acting(unit).send(ScoreWhistle(whistle=number, **THEIRS))
    shown = county.send(CloseWhistle(whistle=number))
    assert (shown.state, shown.caller, shown.lead_unit) == ("closed", TOWN, "城管局")
    assert [event.verb for event in shown.events] == [
        "call", "review", "arrive", "arrive", "resolve", "score", "score", "score", "score",
        "close",
    ]  # fmt: skip
    assert [event.actor for event in shown.events[:3]] == [TOWN, "江阴市网格中心", "城管局"]
    lead = shown.units[0]
    assert (lead.unit, lead.lead, lead.verdict, lead.arrived_role) == (
        "城管局", True, "on_time", "队长",
    )  # fmt: skip
    assert (lead.handling, lead.cooperation) == (Decimal("22.5"), Decimal(20))


def test_units_are_due_by_the_close_of_the_next_working_day(county: Gateway, accepted: str) -> None:
    """Saturday 10 October 2026 makes up for the holiday, so it is the one working day."""
    shown = county.send(ShowWhistle(whistle=accepted))
    assert shown.arrive_due is not None
    assert shown.arrive_due.date() == date(2026, 10, 10)
    county.send(ArriveAtWhistle(whistle=accepted, unit="城管局", at=shown.arrive_due))
    late = shown.arrive_due + timedelta(seconds=1)
    view = county.send(ArriveAtWhistle(whistle=accepted, unit="公安局", at=late))
    assert [unit.verdict for unit in view.units] == ["on_time", "late"]
    assert (view.units_called, view.units_on_time) == (2, 1)


def test_who_was_not_needed_is_not_late(county: Gateway) -> None:
    number = accept(county, call(county, at=at(2, month=11)).whistle_no, at(2, 10, month=11))
    number_ = number.whistle_no
    county.send(ArriveAtWhistle(whistle=number_, unit="城管局", at=at(2, 14, month=11)))
    shown = county.send(ResolveWhistle(whistle=number_, at=at(2, 16, month=11)))
    assert [unit.verdict for unit in shown.units] == ["on_time", "open"]


@pytest.mark.parametrize("party", ["周庄镇网格中心", "城管局", "江阴市网格中心"])
def test_only_the_places_own_units_call(county: Gateway, acting: As, party: str) -> None:
    with pytest.raises(refused.NotItsPlace):
        call(acting(party))


def test_the_office_writes_down_a_call_for_the_nearest_unit(county: Gateway) -> None:
    assert call(county).caller == VILLAGE
    assert call(county, place="澄江街道").caller == TOWN
    assert call(county, caller=TOWN).caller == TOWN
    with pytest.raises(refused.NotItsPlace):
        call(county, caller="周庄镇网格中心")
    with pytest.raises(refused.WhistleSiteTooHigh):
        call(county, place="江阴市")
    county.send(CreateUnit(name="周庄派出所", place="周庄镇"))
    with pytest.raises(refused.CallerUnknown) as caught:
        call(county, place="周庄镇")
    assert "周庄派出所" in str(caught.value.params["choices"])


@pytest.mark.parametrize("empty", ["title", "facts", "proposal"])
def test_facts_and_proposal_are_both_needed(county: Gateway, empty: str) -> None:
    with pytest.raises(ValueError, match=empty):
        call(county, **{empty: " "})


def test_numbers_run_by_day_and_are_not_used_twice(county: Gateway) -> None:
    first = call(county).whistle_no
    county.send(UndoEntry())
    with pytest.raises(refused.WhistleNotFound):
        county.send(ShowWhistle(whistle=first))
    assert call(county).whistle_no == "W32028120261009002"
    assert call(county, at=at(12)).whistle_no == "W32028120261012001"


def test_a_call_stands_on_its_ticket_until_it_is_undone(county: Gateway) -> None:
    ticket = county.send(
        CreateTicket(title="燃气异味", place="文定社区", reported_at=at(9, 8))
    ).serial_no
    number = call(county, ticket=ticket, place=None).whistle_no
    shown = county.send(ShowTicket(ticket=ticket))
    assert (shown.whistle_no, shown.events[-1].verb, shown.events[-1].opinion) == (
        number, "whistle", number,
    )  # fmt: skip
    assert county.send(ShowWhistle(whistle=number)).place == "文定社区居委会"
    with pytest.raises(refused.TicketWhistled):
        call(county, ticket=ticket)
    county.send(UndoEntry())
    assert county.send(ShowTicket(ticket=ticket)).whistle_no is None
    county.send(RedoEntry())
    assert county.send(ShowTicket(ticket=ticket)).whistle_no == number
    with pytest.raises(refused.TicketElsewhere):
        call(county, ticket=_elsewhere(county))
    twin = _elsewhere(county)
    county.send(MergeTicket(ticket=twin, parent=ticket))
    with pytest.raises(refused.TicketOver):
        call(county, ticket=twin, place=None)


def _elsewhere(county: Gateway) -> str:
    made = CreateTicket(title="路灯不亮", place="周庄镇", reported_at=at(9, 8))
    return county.send(made).serial_no


def test_a_rejection_is_explained_and_final(county: Gateway, acting: As) -> None:
    number = call(county).whistle_no
    with pytest.raises(refused.RefusalUnexplained):
        county.send(ReviewWhistle(whistle=number, accept=False))
    shown = county.send(ReviewWhistle(whistle=number, accept=False, opinion="属镇村职责"))
    assert (shown.state, shown.units, shown.arrive_due) == ("rejected", (), None)
    with pytest.raises(refused.WhistleStepUnfit):
        accept(county, number)
    with pytest.raises(refused.WhistleStepUnfit):
        acting("城管局").send(ArriveAtWhistle(whistle=number))


def test_only_the_county_reviews_and_closes(county: Gateway, acting: As, resolved: str) -> None:
    waiting = call(county).whistle_no
    for party in (TOWN, VILLAGE, "城管局"):
        with pytest.raises(refused.CountyOnly):
            accept(acting(party), waiting)
        with pytest.raises(refused.CountyOnly):
            acting(party).send(CloseWhistle(whistle=resolved, opinion="了结"))


def test_a_review_names_class_and_lead_and_never_the_caller(county: Gateway) -> None:
    number = call(county).whistle_no
    with pytest.raises(refused.ReviewIncomplete):
        accept(county, number, grade=None)
    with pytest.raises(refused.ReviewIncomplete):
        accept(county, number, lead=None)
    with pytest.raises(refused.CallerCalled):
        accept(county, number, assisting=(VILLAGE,))
    assert county.send(ShowWhistle(whistle=number)).state == "called"


def test_a_unit_acts_only_for_itself_and_once(county: Gateway, acting: As, accepted: str) -> None:
    police = acting("公安局")
    with pytest.raises(refused.NotOneself):
        police.send(ArriveAtWhistle(whistle=accepted, unit="城管局", at=at(9, 15)))
    with pytest.raises(refused.PartyNotCalled) as uncalled:
        acting("住建局").send(ArriveAtWhistle(whistle=accepted))
    assert uncalled.value.params["choices"] == ("城管局", "公安局")
    with pytest.raises(refused.CalledUnitMissing):
        county.send(ArriveAtWhistle(whistle=accepted))
    with pytest.raises(refused.UnitNotCalled):
        county.send(ArriveAtWhistle(whistle=accepted, unit="住建局"))
    police.send(ArriveAtWhistle(whistle=accepted, at=at(9, 15)))
    with pytest.raises(refused.ArrivedBefore):
        police.send(ArriveAtWhistle(whistle=accepted))
    with pytest.raises(refused.NotOneself):
        police.send(ResolveWhistle(whistle=accepted))
    with pytest.raises(refused.LeadAbsent):
        acting("城管局").send(ResolveWhistle(whistle=accepted))


@pytest.mark.parametrize(
    ("when", "why"), [(at(9, 9, 59), refused.WhistleTooEarly), (at(4, month=11), StepInFuture)]
)
def test_no_step_lies_before_the_review_or_ahead_of_now(
    county: Gateway, accepted: str, when: datetime, why: type[GridctlError]
) -> None:
    with pytest.raises(why):
        county.send(ArriveAtWhistle(whistle=accepted, unit="城管局", at=when))


def test_nothing_is_resolved_before_all_who_came_were_there(county: Gateway, accepted: str) -> None:
    for unit, hour in (("城管局", 11), ("公安局", 15)):
        county.send(ArriveAtWhistle(whistle=accepted, unit=unit, at=at(9, hour)))
    with pytest.raises(refused.WhistleTooEarly):
        county.send(ResolveWhistle(whistle=accepted, at=at(9, 14)))


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


def test_a_review_is_taken_back_and_its_event_says_so(county: Gateway, accepted: str) -> None:
    county.send(UndoEntry())
    shown = county.send(ShowWhistle(whistle=accepted))
    assert (shown.state, shown.units, shown.arrive_due) == ("called", (), None)
    assert [(event.verb, event.undone) for event in shown.events] == [
        ("call", False),
        ("review", True),
    ]
    county.send(RedoEntry())
    again = county.send(ShowWhistle(whistle=accepted))
    assert (again.state, len(again.units), again.events[-1].undone) == ("accepted", 2, False)


def test_a_dry_run_calls_nobody(county: Gateway) -> None:
    number = call(county).whistle_no
    review = ReviewWhistle(whistle=number, accept=True, grade="prompt", lead="城管局")
    assert county.send(review, dry_run=True).state == "accepted"
    assert county.send(ShowWhistle(whistle=number)).state == "called"


def test_an_approval_may_be_asked_for_and_is_never_ones_own(county: Gateway, acting: As) -> None:
    text = shipped_text().replace("approval_required = false", "approval_required = true")
    county.send(AdoptWhistleRules(text=text, place="江阴市"))
    assert county.send(ShowWhistleRules()).origin == "adopted"
    with pytest.raises(refused.ApprovalMissing):
        call(county)
    with pytest.raises(refused.ApprovedOneself):
        call(acting(TOWN), approved_by=TOWN)
    assert call(acting(TOWN), approved_by="李镇长").approved_by == "李镇长"


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


def test_new_limits_leave_calls_alone_that_were_reviewed(county: Gateway, accepted: str) -> None:
    before = county.send(ShowWhistle(whistle=accepted)).resolve_due
    county.send(AdoptWhistleRules(text=shipped_text().replace("10工作日", "1工作日")))
    assert county.send(ShowWhistle(whistle=accepted)).resolve_due == before
    fresh = accept(county, call(county).whistle_no)
    assert fresh.resolve_due is not None
    assert before is not None
    assert fresh.resolve_due < before


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
