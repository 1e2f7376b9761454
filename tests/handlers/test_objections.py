"""Objections to a draft, what is decided on them, and what towns confirm."""

from __future__ import annotations

from typing import Any

import pytest

from gridctl.domain.assessments import AssessmentFrozen, SubjectNotFound
from gridctl.domain.changes import RestedOn
from gridctl.domain.objections import (
    DraftSuperseded,
    IndicatorUnknown,
    ObjectionDecided,
    ObjectionsUndecided,
    ObjectionUnknown,
    OwnObjection,
    TownConfirmed,
    TownObjected,
    TownUnnamed,
)
from gridctl.domain.rights import FOR_OTHERS, PermissionMissing, Rights
from gridctl.domain.roles import shipped_roles
from gridctl.operations.base import Gateway
from gridctl.operations.commands.assessments import FreezeAssessment, RunAssessment
from gridctl.operations.commands.changes import RedoEntry, UndoEntry
from gridctl.operations.commands.evidence import WithdrawEvidence
from gridctl.operations.commands.objections import (
    ConfirmScores,
    DecideScoreObjection,
    ObjectScore,
)
from gridctl.operations.queries.assessments import (
    ExplainScore,
    ShowAssessment,
    VerifyAssessment,
)
from gridctl.operations.queries.audits import VerifyRows
from gridctl.operations.queries.changes import ListChanges
from gridctl.operations.queries.evidence import ListEvidence
from gridctl.operations.queries.objections import ListObjections, ObjectionPage
from gridctl.operations.queries.tickets import ListTickets
from gridctl.operations.queries.today import ShowToday
from tests.assessed_office import begin
from tests.beginnings import Beginning
from tests.gateways import RightsGateway
from tests.handlers.rights.desk import id_of_place

MONTH, TOWN, OTHER = "2026-10", "澄江街道", "月城镇"


def _scored(gateway: Gateway) -> None:
    begin(gateway)
    gateway.send(RunAssessment(period=MONTH))


@pytest.fixture
def beginning() -> Beginning:
    return _scored


def acting(gateway: Any, behalf: str) -> Gateway:
    """Return the gateway acting for somebody."""
    getattr(gateway, "behind", gateway)._wish = ("王芳", behalf)
    return gateway  # type: ignore[no-any-return]


def objections(gateway: Gateway) -> ObjectionPage:
    return gateway.send(ListObjections(assessment=MONTH))


def states(gateway: Gateway) -> dict[str, str]:
    return {town.name: town.state for town in objections(gateway).towns}


def test_the_way_of_a_draft_from_objection_to_freezing(gateway: Gateway) -> None:
    number = gateway.send(ListTickets(limit=1)).items[0].serial_no
    made = acting(gateway, TOWN).send(
        ObjectScore(assessment=MONTH, key="李四", item="按期结案率", ticket=number,
                    opinion="10月11日的工单已按期回复", document_no="月政[2026]8号")
    )  # fmt: skip
    assert (made.objection, made.item, made.ticket, made.document_no, made.state) == (
        1, "close_on_time", number, "月政〔2026〕8号", "undecided",
    )  # fmt: skip
    assert states(gateway) == {TOWN: "outstanding", OTHER: "objected"}
    freeze = FreezeAssessment(assessment="A1")
    with pytest.raises(ObjectionsUndecided):
        gateway.send(freeze)
    with pytest.raises(TownObjected):
        gateway.send(ConfirmScores(assessment=MONTH, town=OTHER))
    gateway.send(ConfirmScores(assessment=MONTH, town=TOWN))
    decide = DecideScoreObjection(objection=1, decision="upheld", opinion="证据3已撤销，重算")
    with pytest.raises(OwnObjection):
        gateway.send(decide)
    (duty,) = acting(gateway, "王主任").send(ListEvidence(kind="duty", staff="李四")).items
    gateway.send(WithdrawEvidence(evidence_id=duty.id, reason="重复"))
    decided = gateway.send(decide)
    assert (decided.state, decided.decided_behalf, decided.decision) == (
        "upheld", "王主任", "证据3已撤销，重算",
    )  # fmt: skip
    with pytest.raises(ObjectionDecided):
        gateway.send(decide)
    assert (objections(gateway).upheld_since, objections(gateway).undecided) == (1, 0)
    gateway.send(RunAssessment(period=MONTH))
    assert objections(gateway).upheld_since == 0
    with pytest.raises(DraftSuperseded):
        gateway.send(ConfirmScores(assessment="A1", town=OTHER))
    assert states(gateway) == {TOWN: "confirmed", OTHER: "outstanding"}
    gateway.send(ConfirmScores(assessment=MONTH, town=OTHER))
    found = gateway.send(ExplainScore(assessment=MONTH, key="G002"))
    assert [each.state for each in found.objections] == ["upheld"]
    gateway.send(FreezeAssessment(assessment="A2"))
    with pytest.raises(AssessmentFrozen):
        gateway.send(ObjectScore(assessment=MONTH, key="李四", opinion="迟了"))
    assert gateway.send(VerifyRows()).items == ()


def test_a_town_is_asked_again_where_its_figures_changed(gateway: Gateway) -> None:
    for town in (TOWN, OTHER):
        gateway.send(ConfirmScores(assessment=MONTH, town=town))
    with pytest.raises(TownConfirmed):
        gateway.send(ConfirmScores(assessment=MONTH, town=TOWN))
    with pytest.raises(TownUnnamed):
        gateway.send(ConfirmScores(assessment=MONTH))
    (duty,) = gateway.send(ListEvidence(kind="duty", staff="李四")).items
    gateway.send(WithdrawEvidence(evidence_id=duty.id, reason="重复"))
    gateway.send(RunAssessment(period=MONTH))
    assert states(gateway) == {TOWN: "confirmed", OTHER: "changed"}


def test_an_undecided_objection_waits_for_whoever_decides(gateway: Gateway) -> None:
    def waiting(asking: Gateway) -> list[tuple[str, str, str | None]]:
        rows = asking.send(ShowToday()).items
        return [(row.number, row.title, row.assessment) for row in rows if row.noun == "objection"]

    acting(gateway, TOWN).send(ObjectScore(assessment=MONTH, key="李四", opinion="已按期回复"))
    gateway.send(RunAssessment(period=MONTH))
    assert waiting(acting(gateway, "")) == [("1", "李四：已按期回复", "A1")]
    # A town does not decide, nor does a role that may not, nor who objected.
    held = shipped_roles().one("town_office").permissions
    town = Rights("li", "town_office", held, "place", id_of_place(gateway, OTHER), "town")
    assert waiting(RightsGateway(gateway, town)) == []
    for account, role, count in (
        ("审计", "auditor", 0), ("县办", "county_office", 1), ("王芳", "county_office", 0),
    ):  # fmt: skip
        rights = Rights(account, role, shipped_roles().one(role).permissions)
        assert len(waiting(RightsGateway(gateway, rights))) == count
    gateway.send(FreezeAssessment(assessment="A2", despite="县委已定"))
    assert waiting(gateway) == []


def test_a_month_is_frozen_over_objections_only_for_a_stated_reason(gateway: Gateway) -> None:
    gateway.send(ObjectScore(assessment=MONTH, key="张三", opinion="少计1件"))
    gateway.send(FreezeAssessment(assessment="A1", despite="举证期已过"))
    found = objections(gateway)
    assert (found.state, found.undecided, found.despite) == ("frozen", 1, "举证期已过")
    with pytest.raises(RestedOn):
        gateway.send(UndoEntry(entry=_entry_of(gateway, "ObjectScore")))


def test_an_objection_is_taken_back_until_it_is_decided(gateway: Gateway) -> None:
    gateway.send(ObjectScore(assessment=MONTH, key="张三", opinion="少计1件"))
    gateway.send(UndoEntry())
    assert objections(gateway).items == ()
    with pytest.raises(ObjectionUnknown):
        gateway.send(DecideScoreObjection(objection=1, decision="upheld", opinion="属实"))
    gateway.send(RedoEntry())
    decide = DecideScoreObjection(objection=1, decision="dismissed", opinion="不属实")
    acting(gateway, "王主任").send(decide)
    with pytest.raises(RestedOn):
        gateway.send(UndoEntry(entry=_entry_of(gateway, "ObjectScore")))
    gateway.send(UndoEntry())
    assert [each.state for each in objections(gateway).items] == ["undecided"]


def test_an_account_does_not_decide_what_it_objected_to_in_another_s_name(
    gateway: Gateway,
) -> None:
    may = frozenset({"assess.*", FOR_OTHERS})
    wang, li = (Rights(name, "county", may) for name in ("wang", "li"))
    RightsGateway(gateway, wang, "王主任").send(
        ObjectScore(assessment=MONTH, key="张三", opinion="少计1件")
    )
    decide = DecideScoreObjection(objection=1, decision="dismissed", opinion="不属实")
    with pytest.raises(OwnObjection):
        RightsGateway(gateway, wang).send(decide)
    assert RightsGateway(gateway, li).send(decide).state == "dismissed"


def test_a_town_sees_the_evidence_behind_its_own_scores_and_no_other(gateway: Gateway) -> None:
    held = shipped_roles().one("town_office").permissions
    town = RightsGateway(
        gateway, Rights("li", "town_office", held, "place", id_of_place(gateway, OTHER), "town")
    )
    whole = gateway.send(ExplainScore(assessment=MONTH, key="李四"))
    shown = town.send(ExplainScore(assessment=MONTH, key="李四"))
    assert whole.evidence
    assert (shown.evidence, shown.tickets) == (whole.evidence, whole.tickets)
    with pytest.raises(SubjectNotFound):
        town.send(ExplainScore(assessment=MONTH, key="张三"))
    # What was withdrawn since the draft is marked for the town as for the office.
    (duty,) = acting(gateway, "王主任").send(ListEvidence(kind="duty", staff="李四")).items
    gateway.send(WithdrawEvidence(evidence_id=duty.id, reason="重复"))
    told = town.send(ExplainScore(assessment=MONTH, key="李四")).evidence
    assert [each.since for each in told if each.kind == "duty"] == ["gone"]
    # Reading evidence as such stays the office's.
    with pytest.raises(PermissionMissing):
        town.send(ListEvidence())


def test_an_item_is_named_as_the_scheme_names_it(gateway: Gateway) -> None:
    with pytest.raises(IndicatorUnknown) as wrong:
        gateway.send(ObjectScore(assessment=MONTH, key="张三", item="按期结案", opinion="错"))
    assert wrong.value.params["nearest"] == "按期结案率"


def test_a_town_sees_its_people_objects_for_them_and_confirms_its_part(gateway: Gateway) -> None:
    held = shipped_roles().one("town_office").permissions
    rights = Rights("li", "town_office", held, "place", id_of_place(gateway, TOWN), "town")
    town = RightsGateway(gateway, rights)
    gateway.send(ObjectScore(assessment=MONTH, key="李四", opinion="别镇的事"))
    ranking = town.send(ShowAssessment(assessment=MONTH))
    assert ([row.name for row in ranking.items], ranking.seen) == (["张三", "王五"], 2)
    assert town.send(ExplainScore(assessment=MONTH, key="张三")).tickets["due_to_close"]
    for key in ("李四", "G002"):
        with pytest.raises(SubjectNotFound):
            town.send(ObjectScore(assessment=MONTH, key=key, opinion="与我镇无关"))
    assert town.send(ObjectScore(assessment=MONTH, key="王五", opinion="值班应为20天")).objection
    found = objections(town)
    assert ([each.name for each in found.items], [each.name for each in found.towns]) == (
        ["王五"], [TOWN],
    )  # fmt: skip
    for refused in (
        VerifyAssessment(assessment=MONTH),
        DecideScoreObjection(objection=2, decision="upheld", opinion="属实"),
    ):
        with pytest.raises(PermissionMissing):
            town.send(refused)
    acting(gateway, "王主任").send(
        DecideScoreObjection(objection=2, decision="dismissed", opinion="以考勤为准")
    )
    assert town.send(ConfirmScores(assessment=MONTH)).state == "confirmed"
    assert states(gateway) == {TOWN: "confirmed", OTHER: "objected"}


def _entry_of(gateway: Gateway, operation: str) -> int:
    rows = gateway.send(ListChanges()).items
    return next(row.entry for row in rows if row.operation.endswith(operation))
