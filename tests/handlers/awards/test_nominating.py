"""Who comes on an award list, on which ground, and how lists are found."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from gridctl.domain.assessments import AssessmentNotFound
from gridctl.domain.awards import (
    AlreadyNominated,
    AssessmentDiffers,
    AssessmentNotFrozen,
    AwardListAmbiguous,
    SubjectNotAwarded,
)
from gridctl.domain.scoring.errors import NoAward
from gridctl.operations.commands.assessments import AdoptScheme, FreezeAssessment, RunAssessment
from gridctl.operations.commands.awards import ApproveAwards, NominateAwards
from gridctl.operations.commands.grids import EditGrid
from gridctl.operations.commands.staff import EditStaff
from gridctl.operations.queries.awards import ListAwards, ShowAwards
from tests.award_office import IDLE, MONTH, VETOED, make_office
from tests.handlers.awards.desk import LEADER, Office, names, scheme


def test_a_nomination_says_for_everyone_in_and_near_the_list_why(either: Office) -> None:
    sheet = either.send(NominateAwards(assessment="A1"))
    people = {person.name: person for person in sheet.items}
    first = people["赵一"]
    assert (first.seat, first.staff_no, first.town_name, first.unit_name, first.grid_name) == (
        1, "S00001", "一里镇", "综治中心", "东村第一网格",
    )  # fmt: skip
    assert (first.total, first.rank, first.reason.params) == (Decimal("80.00"), 1, {"rank": 1})
    assert [person.seat for person in sheet.items][:10] == [*range(1, 10), None]
    assert people["孙三"].reason.code == "quota"
    assert people[VETOED].reason.params == {"veto": "fabricated_report"}
    assert people[IDLE].reason.params == {
        "condition": "duty_days", "value": "0.7273", "comparator": ">=", "bound": "0.9000",
    }  # fmt: skip
    assert people["褚甲"].reason.params == {"people": 2, "places": 1, "town": "", "tie": 1}
    assert names(sheet, "runner_up") == ["蒋丙", "沈丁", "韩戊"]
    assert sheet.labels["duty_days"]["zh"] == "出勤率不低于90%"
    assert len(sheet.items) == 17


def test_nominating_again_returns_the_same_list_until_it_is_approved(county: Office) -> None:
    first = county.send(NominateAwards(assessment=MONTH))
    assert county.send(NominateAwards(assessment="A1")) == first
    assert county.send(ListAwards()).items == (first.award_list,)
    county.send(ApproveAwards(award_list="L1", choose=("卫乙",), opinion="抽签"), LEADER)
    with pytest.raises(AlreadyNominated):
        county.send(NominateAwards(assessment=MONTH))


def test_lists_are_found_by_period_state_person_and_objection(county: Office) -> None:
    county.send(NominateAwards(assessment=MONTH))

    def found(text: str) -> list[str]:
        return [each.award_list for each in county.send(ListAwards(filter=text)).items]

    for text in (
        "period:2026-10", "周期:2026-Q4", "period:2026", "period:2026-09..2026-10", "期间:上月",
        "state:nominated", "未发放", "赵一", "staff:S00001", "-有异议", "scheme:county_top10_v1",
    ):  # fmt: skip
        assert found(text) == ["L1"], text
    for text in (
        "period:2026-09", "period:2026-Q3", "period>2026-10", "state:paid,final", "-未发放",
        f"staff:{VETOED}", "蒋丙", "objections>=1", "public:2026-11", "scheme:unit_on_time",
    ):  # fmt: skip
        assert found(text) == [], text
    assert county.send(ListAwards(text="赵一", state="nominated")).items
    assert not county.send(ListAwards(text="蒋丙")).items


def test_the_names_are_those_of_the_periods_end(county: Office) -> None:
    grid = "320281101201001"
    county.send(EditGrid(code=grid, name="新一网格", as_of=date(2026, 11, 1)))
    county.send(EditStaff(staff_no="S00001", name="赵壹"))
    person = county.send(NominateAwards(assessment=MONTH)).items[0]
    assert (person.name, person.grid_name) == ("赵一", "东村第一网格")


def test_only_a_frozen_assessment_of_people_that_recomputes_is_a_ground(
    county: Office, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.db"
    make_office(draft, freeze=False)
    with pytest.raises(AssessmentNotFrozen) as refused:
        Office(draft, "local").send(NominateAwards(assessment=MONTH))
    assert refused.value.params == {"assessment": "A1", "period": MONTH}
    with pytest.raises(AssessmentNotFound):
        county.send(NominateAwards(assessment="2026-09"))
    county.sql(
        "UPDATE assessment_subject SET facts = replace(facts, '\"missed\":0', '\"missed\":1')"
    )
    with pytest.raises(AssessmentDiffers):
        county.send(NominateAwards(assessment=MONTH))
    assert county.send(ListAwards()).items == ()


def test_units_and_schemes_without_an_award_have_no_list(county: Office) -> None:
    county.send(RunAssessment(period=MONTH, scheme="unit_on_time"))
    county.send(FreezeAssessment(assessment="A2"))
    with pytest.raises(SubjectNotAwarded):
        county.send(NominateAwards(assessment="A2"))
    county.send(AdoptScheme(text=scheme(award=False)))
    county.send(RunAssessment(period=MONTH, scheme="local_v1"))
    county.send(FreezeAssessment(assessment="A3"))
    with pytest.raises(NoAward):
        county.send(NominateAwards(assessment=MONTH, scheme="local_v1"))


def test_lists_of_two_schemes_are_told_apart(county: Office) -> None:
    county.send(AdoptScheme(text=scheme()))
    county.send(RunAssessment(period=MONTH, scheme="local_v1"))
    county.send(FreezeAssessment(assessment="A2"))
    county.send(NominateAwards(assessment=MONTH))
    county.send(NominateAwards(assessment=MONTH, scheme="local_v1"))
    assert county.send(ShowAwards(award_list=f"{MONTH}:local_v1")).award_list.award_list == "L2"
    with pytest.raises(AwardListAmbiguous):
        county.send(ShowAwards(award_list=MONTH))
    page = county.send(ListAwards(limit=1))
    assert ([row.award_list for row in page.items], page.next) == (["L2"], "L2")
    assert county.send(ListAwards(after="L2")).items[0].award_list == "L1"
    assert county.send(ListAwards(state="approved")).items == ()
