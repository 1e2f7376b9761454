"""Assessments through the gateway: scored, explained, frozen, verified; local and remote."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gridctl.domain.assessments import (
    AssessmentFrozen,
    AssessmentNotFound,
    PeriodAhead,
    PeriodEmpty,
    PeriodRunning,
    SchemeAdopted,
    SchemeNotFound,
    SchemePeriod,
    SchemeSubject,
    SubjectNotFound,
)
from gridctl.foundation.resources import config_path
from gridctl.gateway.connect import create_office
from gridctl.operations.base import Gateway, Operation
from gridctl.operations.commands.assessments import AdoptScheme, FreezeAssessment, RunAssessment
from gridctl.operations.commands.evidence import CreateEvidence, WithdrawEvidence
from gridctl.operations.commands.grids import CloseGrid, CreateGrid
from gridctl.operations.commands.staff import CreateStaff, PostStaff
from gridctl.operations.commands.tickets import EditTicket
from gridctl.operations.queries.assessments import (
    ExplainScore,
    Explanation,
    LintScheme,
    ListAssessments,
    ListSchemes,
    ScoreLine,
    ShowAssessment,
    VerifyAssessment,
)
from gridctl.operations.queries.evidence import ListEvidence
from gridctl.operations.queries.tickets import ListTickets, ShowStats
from tests.assessed_office import at, begin
from tests.beginnings import Beginning
from tests.gateways import local_gateway

MONTH = "2026-10"


@pytest.fixture
def beginning() -> Beginning:
    return begin


@pytest.fixture
def office_at_work(gateway: Gateway) -> Gateway:
    return gateway


@pytest.fixture
def scored(office_at_work: Gateway) -> Gateway:
    office_at_work.send(RunAssessment(period=MONTH))
    return office_at_work


def line(found: Explanation, item: str) -> ScoreLine:
    return next(line for line in found.lines if line.item == item)


def test_who_is_ranked_and_who_is_not_and_why(scored: Gateway) -> None:
    ranking = scored.send(ShowAssessment(assessment=MONTH))
    assert [(row.rank, row.name, row.standing, row.total) for row in ranking.items] == [
        (1, "张三", "ranked", Decimal("87.31")),
        (2, "李四", "ranked", Decimal("85.91")),
        (None, "王五", "not_eligible", Decimal("77.31")),
        (None, "赵六", "vetoed", Decimal("75.91")),
    ]
    failed = ranking.items[2].failed[0]
    assert (failed.condition, failed.value, failed.comparator, failed.bound) == (
        "duty_days", Decimal("0.5455"), ">=", Decimal("0.9"),
    )  # fmt: skip
    assert ranking.items[3].vetoes == ("fabricated_report",)


def test_a_score_goes_down_to_its_tickets(scored: Gateway) -> None:
    """12 of 13 on time are 92.31 %, 2.69 points below 95: 17.31 of 20 (domain.md 9.13)."""
    found = scored.send(ExplainScore(assessment="A1", key="张三"))
    on_time = line(found, "close_on_time")
    assert (on_time.inputs, on_time.raw, on_time.points) == (
        {"closed_on_time": 12, "due_to_close": 13}, Decimal("92.31"), Decimal("17.31"),
    )  # fmt: skip
    behind = {fact: len(serials) for fact, serials in found.tickets.items()}
    assert {fact: found.facts[fact] for fact in behind} == behind
    late = scored.send(ListTickets(period=MONTH, verdict="overdue", reporter="张三"))
    assert found.tickets["closed_late"] == tuple(row.serial_no for row in late.items)


def test_a_score_goes_down_to_its_evidence(scored: Gateway) -> None:
    found = scored.send(ExplainScore(assessment=MONTH, key="G004"))
    told = {each.kind: each.facts for each in found.evidence}
    assert told == {"duty": ("duty_days", "required_days"), "merit": ("fabricated_report",)}
    counts = Counter(fact for each in found.evidence for fact in each.facts)
    assert counts["fabricated_report"] == found.facts["fabricated_report"]
    home = found.score.group_name
    scored.send(RunAssessment(period=MONTH, scheme="unit_on_time", subject="town"))
    town = scored.send(ExplainScore(assessment=f"{MONTH}:unit_on_time:town", key=home))
    assert [each.kind for each in town.evidence] == ["merit"]


def test_evidence_behind_a_score_is_shown_as_it_stood(scored: Gateway) -> None:
    """Five kinds of later change: withdrawn, taken back, entered, moved out, replaced."""

    def behind() -> dict[str, tuple[str, tuple[str, ...]]]:
        found = scored.send(ExplainScore(assessment="A1", key="G004"))
        return {f"{each.kind} {each.id}": (each.since, each.facts) for each in found.evidence}

    before = behind()
    assert {since for since, _facts in before.values()} == {""}
    duty = next(each for each in scored.send(ListEvidence(staff="G004")).items if each.quantity)
    scored.send(WithdrawEvidence(evidence_id=duty.id, reason="录错"))
    gone = ("gone", ("duty_days", "required_days"))
    assert behind() == before | {f"duty {duty.id}": gone}

    again = CreateEvidence(
        kind="duty", on=duty.on, staff="G004", quantity=Decimal(9), expected=Decimal(22)
    )
    assert scored.send(again).id == duty.id
    check = CreateEvidence(kind="check", on=duty.on, staff="G004", outcome="pass")
    added = scored.send(check).id
    assert behind() == before | {
        f"duty {duty.id}": ("changed", ("duty_days", "required_days")),
        f"check {added}": ("added", ("random_checked", "passed")),
    }
    found = scored.send(ExplainScore(assessment="A1", key="G004")).evidence
    assert next(each.quantity for each in found if each.id == duty.id) == duty.quantity
    scored.send(RunAssessment(period=MONTH))
    anew = scored.send(ExplainScore(assessment="A2", key="G004"))
    assert {each.since for each in anew.evidence} == {""}


def test_a_verdict_its_source_stated_is_told_apart(office_at_work: Gateway) -> None:
    office_at_work.send(RunAssessment(period=MONTH, scheme="unit_on_time", subject="unit"))
    found = office_at_work.send(ExplainScore(assessment=MONTH, key="城市管理局"))
    assert (found.facts["due_to_close"], found.facts["verdicts_stated"]) == (14, 1)
    stated = office_at_work.send(ListTickets(period=MONTH, basis="stated", unit="城市管理局"))
    assert found.tickets["verdicts_stated"] == tuple(row.serial_no for row in stated.items)


def test_units_have_the_figures_of_the_ticket_statistics(office_at_work: Gateway) -> None:
    office_at_work.send(RunAssessment(period=MONTH, scheme="unit_on_time"))
    ranking = office_at_work.send(ShowAssessment(assessment=MONTH))
    rates = {row.name: row.close_on_time for row in office_at_work.send(
        ShowStats(by="unit", period=MONTH)
    ).items}  # fmt: skip
    assert {row.name: row.total for row in ranking.items if row.rank} == rates
    without = next(row for row in ranking.items if row.name == "档案局")
    assert (without.standing, without.total) == ("no_score", None)
    assert [note.code for note in without.unscored] == ["zero_denominator"]


def test_a_place_without_a_number_is_filled_by_the_group(scored: Gateway) -> None:
    found = scored.send(ExplainScore(assessment=MONTH, key="G004"))
    on_time = line(found, "close_on_time")
    assert (on_time.raw, on_time.policy, on_time.treatment) == (None, "on_zero", "group_median")
    assert on_time.note.code == "zero_denominator"


def test_a_frozen_month_stays_whatever_is_corrected(scored: Gateway) -> None:
    scored.send(FreezeAssessment(assessment="A1"))
    before = scored.send(ShowAssessment(assessment=MONTH))
    serial = scored.send(ExplainScore(assessment="A1", key="张三")).tickets["closed_late"][0]
    scored.send(EditTicket(ticket=serial, deadline_at=at(30, 18), opinion="现场核对"))
    duty = scored.send(ListEvidence(kind="duty", staff="王五")).items[0]
    scored.send(WithdrawEvidence(evidence_id=duty.id, reason="补录"))
    verified = scored.send(VerifyAssessment(assessment=MONTH))
    assert (verified.same, verified.differences) == (True, ())
    assert scored.send(ShowAssessment(assessment=MONTH)) == before
    for refused in (RunAssessment(period=MONTH), FreezeAssessment(assessment="A1")):
        with pytest.raises(AssessmentFrozen) as caught:
            scored.send(refused)
        assert caught.value.params == {"period": MONTH, "assessment": "A1"}


def test_the_same_facts_give_the_same_digests(scored: Gateway) -> None:
    """Every run is kept; the period's name means the frozen one, else the newest."""
    again = scored.send(RunAssessment(period=MONTH))
    first, second = reversed(scored.send(ListAssessments()).items)
    assert again.model_dump(exclude={"missing"}) == second.model_dump()
    assert (first.input_digest, first.result_digest) == (again.input_digest, again.result_digest)
    assert scored.send(ShowAssessment(assessment=MONTH)).assessment.assessment == "A2"
    scored.send(FreezeAssessment(assessment="A1"))
    assert scored.send(ShowAssessment(assessment=MONTH)).assessment.assessment == "A1"
    with pytest.raises(AssessmentFrozen):
        scored.send(FreezeAssessment(assessment="A2"))


def test_a_correction_before_freezing_changes_the_next_run(scored: Gateway) -> None:
    serial = scored.send(ExplainScore(assessment="A1", key="张三")).tickets["closed_late"][0]
    scored.send(EditTicket(ticket=serial, deadline_at=at(30, 18)))
    scored.send(RunAssessment(period=MONTH))
    found = scored.send(ExplainScore(assessment=MONTH, key="张三"))
    assert line(found, "close_on_time").points == Decimal(20)
    assert scored.send(VerifyAssessment(assessment="A1")).same


def test_a_dry_run_scores_and_leaves_nothing(office_at_work: Gateway) -> None:
    tried = office_at_work.send(RunAssessment(period=MONTH), dry_run=True)
    assert (tried.subjects, tried.state) == (4, "draft")
    assert office_at_work.send(ListAssessments()).items == ()


def test_what_cannot_be_is_refused(scored: Gateway) -> None:
    refused: tuple[tuple[Operation[Any], type[Exception]], ...] = (
        (RunAssessment(period="2026-Q4"), SchemePeriod),
        (RunAssessment(period=MONTH, subject="town"), SchemeSubject),
        (RunAssessment(period=MONTH, scheme="nobody"), SchemeNotFound),
        (RunAssessment(period="2019-01"), PeriodEmpty),
        (ShowAssessment(assessment="A9"), AssessmentNotFound),
    )
    for operation, error in refused:
        with pytest.raises(error):
            scored.send(operation)


def test_a_month_has_a_result_only_once_it_is_over(scored: Gateway) -> None:
    """It is November 3rd: of November there is a draft, of December there is nothing."""
    draft = scored.send(RunAssessment(period="2026-11"))
    with pytest.raises(PeriodRunning) as early:
        scored.send(FreezeAssessment(assessment=draft.assessment))
    assert early.value.params == {
        "period": "2026-11", "last": "2026-11-30", "today": "2026-11-03", "next": "2026-12-01",
    }  # fmt: skip
    assert scored.send(ShowAssessment(assessment=draft.assessment)).assessment.state == "draft"
    with pytest.raises(PeriodAhead) as ahead:
        scored.send(RunAssessment(period="2026-12"))
    assert ahead.value.params["current"] == "2026-11"


def test_a_name_not_found_says_who_is_nearest(scored: Gateway) -> None:
    with pytest.raises(SubjectNotFound) as caught:
        scored.send(ExplainScore(assessment=MONTH, key="张三丰"))
    assert caught.value.params["nearest"] == "张三 (G001)"


def test_a_ranking_pages_by_its_order(scored: Gateway) -> None:
    first = scored.send(ShowAssessment(assessment=MONTH, limit=3))
    rest = scored.send(ShowAssessment(assessment=MONTH, limit=3, after=first.next))
    assert [row.name for row in (*first.items, *rest.items)] == ["张三", "李四", "王五", "赵六"]
    assert (first.total, rest.next) == (4, None)


def test_a_scheme_once_adopted_never_changes(gateway: Gateway) -> None:
    text = config_path("rules", "scoring", "county_top10_v1.toml").read_text("utf-8")
    stricter = text.replace("full_at = 95", "full_at = 98", 1)
    with pytest.raises(SchemeAdopted):
        gateway.send(AdoptScheme(text=stricter))
    adopted = gateway.send(AdoptScheme(text=stricter.replace("version = 1", "version = 2")))
    assert (adopted.version, adopted.origin) == (2, "adopted")
    known = {each.scheme: each.version for each in gateway.send(ListSchemes()).items}
    assert known["county_top10_v1"] == 2
    with pytest.raises(SchemeAdopted):
        gateway.send(AdoptScheme(text=text.replace("version = 1", "version = 2")))


def test_a_month_run_by_an_older_version_still_verifies(scored: Gateway) -> None:
    text = config_path("rules", "scoring", "county_top10_v1.toml").read_text("utf-8")
    stricter = text.replace("version = 1", "version = 2").replace("full_at = 95", "full_at = 98")
    scored.send(AdoptScheme(text=stricter))
    assert scored.send(VerifyAssessment(assessment="A1")).same
    again = scored.send(RunAssessment(period=MONTH))
    assert again.scheme_version == 2
    found = scored.send(ExplainScore(assessment=again.assessment, key="张三"))
    assert line(found, "close_on_time").points == Decimal("14.31")


@pytest.mark.parametrize("scheme", ["county_top10_v1", "unit_on_time"])
def test_the_shipped_schemes_are_clean(gateway: Gateway, scheme: str) -> None:
    assert gateway.send(LintScheme(scheme=scheme)).items == ()


def test_a_banned_source_is_found(gateway: Gateway) -> None:
    """国办函〔2026〕12号: nothing an application counts about its use may feed a score."""
    text = config_path("rules", "scoring", "county_top10_v1.toml").read_text("utf-8")
    own = text.replace("county_top10_v1", "own").replace('unit = "missed"', 'unit = "login_days"')
    gateway.send(AdoptScheme(text=own))
    found = gateway.send(LintScheme(scheme="own")).items
    assert ("error", "missed", "banned_source") in {(f.severity, f.item, f.code) for f in found}


def test_a_worker_whose_grid_was_closed_in_the_month_is_still_scored(tmp_path, clock) -> None:
    path = tmp_path / "closed.db"
    create_office(path)
    gateway = local_gateway(path, clock)
    for name, code in (("县", "320281000000"), ("镇", "320281101000"), ("村", "320281101201")):
        gateway.send(CreateGrid(name=name, code=code))
    grid = gateway.send(CreateGrid(name="第一网格", parent="村"))
    gateway.send(CreateStaff(name="张三", staff_no="G1", employment="full"))
    gateway.send(
        PostStaff(staff_no="G1", place=grid.code, role="gridworker", as_of=date(2026, 1, 1))
    )
    gateway.send(CloseGrid(code=grid.code, as_of=date(2026, 10, 20), end_posts=True))
    run = gateway.send(RunAssessment(period="2026-10"))
    (row,) = gateway.send(ShowAssessment(assessment=run.assessment)).items
    assert (row.key, row.group_name) == ("G1", "镇")
    gateway.close()
