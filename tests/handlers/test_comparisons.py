"""Before a month is frozen: what is missing, another scheme, another weight; nothing is kept."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gridctl.domain.assessments import ComparisonSubject, SchemeNotFound, SchemeSubject
from gridctl.foundation.resources import config_path
from gridctl.operations.base import Gateway
from gridctl.operations.commands.assessments import AdoptScheme, RunAssessment
from gridctl.operations.commands.evidence import WithdrawEvidence
from gridctl.operations.queries.assessments import ListAssessments, ListMissing, ShowAssessment
from gridctl.operations.queries.comparisons import CompareAssessment, ShowSensitivity
from gridctl.operations.queries.evidence import ListEvidence
from tests.assessed_office import begin
from tests.beginnings import Beginning

MONTH = "2026-10"


def start(gateway: Gateway) -> None:
    """Fill an office with a month that is scored, and adopt a second scheme."""
    begin(gateway)
    gateway.send(RunAssessment(period=MONTH))
    text = config_path("rules", "scoring", "county_top10_v1.toml").read_text("utf-8")
    own = text.replace('id = "county_top10_v1"', 'id = "own"', 1)
    own = own.replace(">= 0.90", ">= 0.50").replace("per_day_cap = 5", "per_day_cap = 1")
    gateway.send(AdoptScheme(text=own))


@pytest.fixture
def beginning() -> Beginning:
    return start


def test_another_scheme_is_applied_to_the_same_figures(gateway: Gateway) -> None:
    found = gateway.send(CompareAssessment(assessment=MONTH, other="own", top=1))
    (row,) = found.items
    assert (row.name, row.rank, row.standing, row.other_rank, row.other_standing) == (
        "王五", None, "not_eligible", 3, "ranked",
    )  # fmt: skip
    assert (found.compared, found.total, found.other, found.top) == (4, 1, "own", 1)
    assert found.capped_otherwise
    assert len(gateway.send(ListAssessments()).items) == 1


def test_two_drafts_show_what_a_correction_changed(gateway: Gateway) -> None:
    duty = gateway.send(ListEvidence(kind="duty", staff="李四")).items[0]
    gateway.send(WithdrawEvidence(evidence_id=duty.id, reason="重复"))
    made = gateway.send(RunAssessment(period=MONTH))
    assert [(each.fact, each.part, each.names) for each in made.missing] == [
        ("duty_days", "eligibility", ("李四",))
    ]
    found = gateway.send(CompareAssessment(assessment="A1", other=made.assessment))
    (row,) = found.items
    assert (row.name, row.rank, row.other_rank, row.other_standing) == (
        "李四", 2, None, "not_eligible",
    )  # fmt: skip
    assert (found.leaving, found.entering, found.missing) == (1, 0, ())


def test_what_was_missing_is_told_of_a_run_and_of_what_is_kept(gateway: Gateway) -> None:
    assert gateway.send(ListMissing(assessment="A1")).items == ()
    for row in gateway.send(ListEvidence(kind="duty")).items:
        gateway.send(WithdrawEvidence(evidence_id=row.id, reason="重复"))
    tried = gateway.send(RunAssessment(period=MONTH), dry_run=True)
    (figure,) = tried.missing
    assert (figure.rests, figure.count, figure.names) == (
        "duty_days", 4, ("张三", "李四", "王五", "赵六"),
    )  # fmt: skip
    made = gateway.send(RunAssessment(period=MONTH))
    assert gateway.send(ListMissing(assessment=made.assessment)).items == made.missing


def test_a_ranking_is_read_in_parts_and_from_either_end(gateway: Gateway) -> None:
    apart = gateway.send(ShowAssessment(assessment=MONTH, part="apart"))
    assert ([row.name for row in apart.items], apart.total) == (["王五", "赵六"], 2)
    last = gateway.send(ShowAssessment(assessment=MONTH, part="ranked", order="last", limit=1))
    rest = gateway.send(
        ShowAssessment(assessment=MONTH, part="ranked", order="last", after=last.next)
    )
    assert [row.name for row in (*last.items, *rest.items)] == ["李四", "张三"]


def test_another_weight_of_an_item(gateway: Gateway) -> None:
    """What was closed on time alone puts 张三 before 李四."""
    found = gateway.send(ShowSensitivity(assessment=MONTH, by="-100%", top=1))
    turned = {
        row.item: (row.weighed, [each.name for each in row.entering])
        for row in found.items
        if row.entering or row.leaving
    }
    assert turned == {"close_on_time": (Decimal(0), ["李四"])}
    assert found.total == 9
    unchanged = gateway.send(ShowSensitivity(assessment=MONTH))
    assert [row.entering for row in unchanged.items] == [()] * 9


def test_what_cannot_be_compared_is_refused(gateway: Gateway) -> None:
    units = gateway.send(RunAssessment(period=MONTH, scheme="unit_on_time", subject="unit"))
    for other, error in (
        (units.assessment, ComparisonSubject),
        ("unit_on_time", SchemeSubject),
        ("nobody", SchemeNotFound),
    ):
        with pytest.raises(error):
            gateway.send(CompareAssessment(assessment="A1", other=other))
