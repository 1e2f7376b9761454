"""The way of an award list, local and remote: who does what when, and what is refused."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from gridctl.domain.awards import (
    AlreadyApproved,
    AmountMissing,
    AwardeeNotFound,
    AwardListNotFound,
    ChoiceWrong,
    NotOnTheList,
    NotPublic,
    NotToPay,
    NotToPublish,
    ObjectionAmbiguous,
    ObjectionNotFound,
    ObjectionsOpen,
    OpinionMissing,
    PublicityRunning,
    PublicityTooEarly,
    SelfApproval,
)
from gridctl.operations.commands.assessments import AdoptScheme, FreezeAssessment, RunAssessment
from gridctl.operations.commands.awards import (
    ApproveAwards,
    DecideObjection,
    FinaliseAwards,
    NominateAwards,
    ObjectAward,
    PayAwards,
    PublishAwards,
)
from gridctl.operations.queries.awards import AwardSheet, ShowAwards
from tests.award_office import MONTH, NOMINATED, number
from tests.handlers.awards.desk import CLERK, LEADER, Office, approved, names, scheme


def published(office: Office) -> AwardSheet:
    approved(office)
    return office.send(PublishAwards(award_list="L1"))


def test_the_whole_way_from_nomination_to_payment(either: Office) -> None:
    day = timedelta(days=1)
    sheet = either.send(NominateAwards(assessment=MONTH))
    head = sheet.award_list
    assert (head.award_list, head.state, head.selected, head.tied) == ("L1", "nominated", 9, 2)
    assert names(sheet, "tied_at_cut") == ["褚甲", "卫乙"]
    sheet = either.send(
        ApproveAwards(
            award_list=MONTH, choose=("褚甲",), opinion="首次参评者优先",
            document_no="澄网格办[2026]12号",
        ),
        CLERK, behalf=LEADER, at=NOMINATED + day,
    )  # fmt: skip
    assert (sheet.award_list.state, names(sheet)[-1], names(sheet, "not_chosen")) == (
        "approved", "褚甲", ["卫乙"],
    )  # fmt: skip
    sheet = either.send(
        PublishAwards(award_list="L1", starts=date(2026, 11, 5)), at=NOMINATED + day
    )
    head = sheet.award_list
    assert (str(head.publicity_from), str(head.publicity_to)) == ("2026-11-05", "2026-11-11")
    either.send(
        ObjectAward(award_list="L1", staff="赵一", opinion="来信反映虚报"), at=NOMINATED + 4 * day
    )
    sheet = either.send(
        DecideObjection(award_list="L1", staff="赵一", decision="upheld", opinion="查实"),
        LEADER, at=NOMINATED + 7 * day,
    )  # fmt: skip
    assert (names(sheet, "struck"), sheet.award_list.selected) == (["赵一"], 9)
    final = FinaliseAwards(award_list="L1", move_up=("孙三",), opinion="同镇依次递补")
    with pytest.raises(PublicityRunning) as early:
        either.send(final, LEADER, at=NOMINATED + 8 * day)
    assert (early.value.params["until"], early.value.params["earliest"]) == (
        "2026-11-11", "2026-11-12",
    )  # fmt: skip
    sheet = either.send(final, LEADER, at=NOMINATED + 9 * day)
    assert (sheet.award_list.state, names(sheet)[-1]) == ("finalised", "孙三")
    sheet = either.send(PayAwards(award_list="L1", amount_fen=39_000), at=NOMINATED + 10 * day)
    head = sheet.award_list
    assert (head.state, head.amount_fen, head.total_fen) == ("paid", 39_000, 390_000)
    assert [(s.verb, s.actor, s.behalf, s.name, f"{s.at:%m-%d %H:%M}") for s in sheet.steps] == [
        ("nominate", CLERK, "", None, "11-03 10:00"),
        ("choose", CLERK, LEADER, "褚甲", "11-04 10:00"),
        ("approve", CLERK, LEADER, None, "11-04 10:00"),
        ("publish", CLERK, "", None, "11-04 10:00"),
        ("object", CLERK, "", "赵一", "11-07 10:00"),
        ("uphold", LEADER, "", "赵一", "11-10 10:00"),
        ("move_up", LEADER, "", "孙三", "11-12 10:00"),
        ("finalise", LEADER, "", None, "11-12 10:00"),
        ("pay", CLERK, "", None, "11-13 10:00"),
    ]
    assert sheet.steps[1].document_no == "澄网格办〔2026〕12号"
    assert sheet.steps[5].answers == 5
    assert [(s.from_state, s.to_state) for s in sheet.steps if s.from_state != s.to_state] == [
        (None, "nominated"), ("nominated", "approved"), ("approved", "published"),
        ("published", "finalised"), ("finalised", "paid"),
    ]  # fmt: skip
    assert either.send(ShowAwards(award_list=MONTH)) == sheet


def test_who_nominated_may_not_approve(county: Office) -> None:
    county.send(NominateAwards(assessment=MONTH))
    choice = ApproveAwards(award_list="L1", choose=("褚甲",), opinion="同意")
    for behalf in ("", " 小周 ", "小 周"):
        with pytest.raises(SelfApproval):
            county.send(choice, CLERK, behalf=behalf)
    with pytest.raises(SelfApproval):
        county.send(choice, LEADER, behalf=CLERK)
    assert county.send(choice, LEADER).award_list.state == "approved"


def test_a_list_nominated_for_someone_is_theirs(county: Office) -> None:
    county.send(NominateAwards(assessment=MONTH), CLERK, behalf="考核科")
    choice = ApproveAwards(award_list="L1", choose=("褚甲",), opinion="同意")
    with pytest.raises(SelfApproval):
        county.send(choice, LEADER, behalf="考核科")
    assert county.send(choice, CLERK, behalf=LEADER).steps[-1].behalf == LEADER


def test_a_tie_needs_a_choice_and_an_opinion(county: Office) -> None:
    county.send(NominateAwards(assessment=MONTH))
    with pytest.raises(ChoiceWrong) as refused:
        county.send(ApproveAwards(award_list="L1", opinion="同意"), LEADER)
    assert refused.value.params["people"] == (
        f"褚甲 ({number('褚甲')})",
        f"卫乙 ({number('卫乙')})",
    )
    with pytest.raises(OpinionMissing):
        county.send(ApproveAwards(award_list="L1", choose=("褚甲",)), LEADER)
    with pytest.raises(AwardeeNotFound):
        county.send(ApproveAwards(award_list="L1", choose=("王二",), opinion="x"), LEADER)
    assert county.send(ShowAwards(award_list="L1")).award_list.state == "nominated"


def test_every_step_has_its_turn(county: Office) -> None:
    with pytest.raises(AwardListNotFound):
        county.send(ApproveAwards(award_list="L1"), LEADER)
    with pytest.raises(AwardListNotFound):
        county.send(ShowAwards(award_list=MONTH))
    county.send(NominateAwards(assessment=MONTH))
    with pytest.raises(NotToPublish):
        county.send(PublishAwards(award_list="L1"))
    county.send(ApproveAwards(award_list="L1", choose=("褚甲",), opinion="同意"), LEADER)
    with pytest.raises(AlreadyApproved):
        county.send(ApproveAwards(award_list="L1"), LEADER)
    with pytest.raises(NotPublic):
        county.send(ObjectAward(award_list="L1", staff="赵一", opinion="x"))
    with pytest.raises(NotPublic):
        county.send(FinaliseAwards(award_list="L1"))
    with pytest.raises(PublicityTooEarly):
        county.send(PublishAwards(award_list="L1", starts=date(2026, 11, 2)))
    county.send(PublishAwards(award_list="L1", days=1))
    with pytest.raises(NotToPay):
        county.send(PayAwards(award_list="L1", amount_fen=1))
    later = NOMINATED + timedelta(days=1)
    county.send(FinaliseAwards(award_list="L1"), at=later)
    with pytest.raises(NotPublic):
        county.send(DecideObjection(award_list="L1", staff="赵一", decision="upheld", opinion="x"))
    with pytest.raises(AmountMissing):
        county.send(PayAwards(award_list="L1"), at=later)


def test_objections_are_decided_one_by_one(county: Office) -> None:
    published(county)
    decide: dict[str, Any] = {"award_list": "L1", "staff": "李四", "opinion": "经核查不属实"}
    with pytest.raises(ObjectionNotFound):
        county.send(DecideObjection(**decide, decision="dismissed"))
    with pytest.raises(NotOnTheList):
        county.send(ObjectAward(award_list="L1", staff="蒋丙", opinion="x"))
    for opinion in ("虚报", "不在岗"):
        sheet = county.send(ObjectAward(award_list="L1", staff="李四", opinion=opinion))
    numbers = [step.no for step in sheet.steps if step.verb == "object"]
    assert (sheet.award_list.objections, sheet.award_list.state) == (2, "published")
    with pytest.raises(ObjectionAmbiguous) as several:
        county.send(DecideObjection(**decide, decision="dismissed"))
    assert several.value.params["choices"] == tuple(map(str, numbers))
    over = NOMINATED + timedelta(days=30)
    county.send(DecideObjection(**decide, decision="dismissed", objection=numbers[1]))
    with pytest.raises(ObjectionsOpen) as undecided:
        county.send(FinaliseAwards(award_list="L1"), at=over)
    assert undecided.value.params["count"] == 1
    sheet = county.send(DecideObjection(**decide, decision="dismissed"))
    assert [step.answers for step in sheet.steps[-2:]] == [numbers[1], numbers[0]]
    assert county.send(FinaliseAwards(award_list="L1"), at=over).award_list.selected == 10


def test_a_struck_place_stays_empty_unless_someone_is_named(county: Office) -> None:
    published(county)
    over = NOMINATED + timedelta(days=30)
    county.send(ObjectAward(award_list="L1", staff="陈十", opinion="x"))
    county.send(DecideObjection(award_list="L1", staff="陈十", decision="upheld", opinion="属实"))
    with pytest.raises(OpinionMissing):
        county.send(FinaliseAwards(award_list="L1", move_up=("卫乙",)), at=over)
    tried = county.send(
        FinaliseAwards(award_list="L1", move_up=("卫乙",), opinion="递补"), at=over, dry_run=True
    )
    assert (tried.award_list.selected, names(tried)[-1]) == (10, "卫乙")
    sheet = county.send(FinaliseAwards(award_list="L1"), at=over)
    assert (sheet.award_list.selected, names(sheet, "not_chosen")) == (9, ["卫乙"])
    struck = next(person for person in sheet.items if person.standing == "struck")
    objection = next(step.no for step in sheet.steps if step.verb == "object")
    assert (struck.seat, struck.reason.params) == (None, {"objection": objection})


def test_the_scheme_may_name_the_amount(county: Office) -> None:
    county.send(AdoptScheme(text=scheme(payout="payout_yuan = 390")))
    county.send(RunAssessment(period=MONTH, scheme="local_v1"))
    county.send(FreezeAssessment(assessment="A2"))
    county.send(NominateAwards(assessment=MONTH, scheme="local_v1"))
    county.send(ApproveAwards(award_list="L1", choose=("褚甲",), opinion="同意"), LEADER)
    county.send(PublishAwards(award_list="L1"))
    county.send(FinaliseAwards(award_list="L1"), at=NOMINATED + timedelta(days=30))
    assert county.send(PayAwards(award_list="L1")).award_list.amount_fen == 39_000


def test_a_step_repeated_under_its_key_is_taken_once(county: Office) -> None:
    county.send(NominateAwards(assessment=MONTH))
    choice = ApproveAwards(award_list="L1", choose=("褚甲",), opinion="同意")
    first = county.send(choice, LEADER, key="k1")
    assert county.send(choice, LEADER, key="k1") == first
    stored = county.sql("SELECT result FROM journal WHERE idempotency_key = 'k1'")
    assert json.loads(stored[0][0])["award_list"]["state"] == "approved"
