"""The notice of an award list and its payment sheet."""

from __future__ import annotations

from typing import Any

import pytest

from gridctl.domain.awards import AwardListNotFound
from gridctl.domain.privacy import PersonalDataInPublication
from gridctl.domain.reports import ChannelMissing, PaymentNotSet, PublicityNotSet
from gridctl.operations.base import Gateway
from gridctl.operations.commands.assessments import FreezeAssessment, RunAssessment
from gridctl.operations.commands.awards import NominateAwards
from gridctl.operations.commands.staff import EditStaff
from gridctl.operations.queries.reports import RenderPayout, RenderPublicity
from tests.handlers.reports.desk import BASIS, MONTH, Step, finalise_and_pay, publish


def publicity(gateway: Gateway, **stated: Any) -> str:
    wish = {
        "period": MONTH, "basis": BASIS, "format": "md", "language": "en",
        "phone": ("0510-86861234",), **stated,
    }  # fmt: skip
    return gateway.send(RenderPublicity.model_validate(wish)).content.decode()


def test_the_notice_names_people_days_and_ways_to_object(nominated: Gateway, step: Step) -> None:
    """3 November 2026 is a Tuesday; five working days end on Monday the 9th."""
    publish(step)
    text = publicity(nominated, award_reason="月度考核成绩突出", email=("office@example.org",))
    assert "# Notice: list of gridworkers proposed for the performance incentive of 江阴市" in text
    assert "| 1 | 张三 | 澄江街道 | 文定社区第一网格 | 月度考核成绩突出 |" in text
    assert "| 2 | 李四 | 月城镇 | 月城村第一网格 |" in text
    assert "王五" not in text
    assert "《绩效激励方案》（澄网格办〔2026〕3号）" in text
    assert "from 3 November 2026 to 9 November 2026 (5 working days)" in text
    assert "Telephone: 0510-86861234" in text
    assert "E-mail: office@example.org" in text


def test_the_notice_waits_for_its_days_and_needs_a_way_to_object(
    nominated: Gateway, step: Step
) -> None:
    with pytest.raises(PublicityNotSet):
        publicity(nominated)
    publish(step)
    with pytest.raises(ChannelMissing):
        publicity(nominated, phone=())
    with pytest.raises(AwardListNotFound):
        publicity(nominated, period="2026-09")


def test_a_personal_number_keeps_the_notice_from_being_written(
    nominated: Gateway, step: Step
) -> None:
    publish(step)
    for stated in (
        {"award_reason": "联系电话13812345678"},
        {"basis": "方案，咨询 138 1234 5678"},
        {"phone": ("13812345678",)},
        {"letter": ("身份证11010519491231002X",)},
    ):
        with pytest.raises(PersonalDataInPublication) as caught:
            publicity(nominated, **stated)
        assert "138" not in str(caught.value)


def test_a_number_typed_into_a_name_is_found_too(month: Gateway, step: Step) -> None:
    month.send(EditStaff(staff_no="G001", name="张三 13812345678"))
    month.send(RunAssessment(period=MONTH))
    month.send(FreezeAssessment(assessment="A1"))
    month.send(NominateAwards(assessment="A1"))
    publish(step)
    with pytest.raises(PersonalDataInPublication):
        publicity(month)


def test_the_payment_sheet_adds_up_in_figures_and_capitals(nominated: Gateway, step: Step) -> None:
    with pytest.raises(PaymentNotSet):
        nominated.send(RenderPayout(period=MONTH))
    finalise_and_pay(step)
    document = nominated.send(RenderPayout(period=MONTH, format="md", language="en"))
    text = document.content.decode()
    award = "performance incentive of gridworkers"
    assert f"| 1 | 张三 | 澄江街道 | {award} | 300.50 |  |" in text
    assert f"| 2 | 李四 | 月城镇 | {award} | 300.50 |  |" in text
    assert "601.00" in text
    assert "陆佰零壹元整" in text
