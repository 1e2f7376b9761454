"""Evidence through the gateway, local and remote."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from gridctl.domain.errors import Conflict
from gridctl.domain.evidence import (
    EvidenceExists,
    EvidenceNotFound,
    EvidenceWithdrawn,
    FactForeign,
    FactMissing,
    Facts,
    Kind,
    OutcomeContradicts,
    OutcomeUnknown,
    evidence_problems,
    match_key,
)
from gridctl.domain.marks import (
    MarkOutOfRange,
    MarkSubject,
    MarkUnknown,
    RaterUnknown,
)
from gridctl.domain.problems import MESSAGES
from gridctl.domain.staff import StaffAmbiguous
from gridctl.domain.tickets import TicketNotFound
from gridctl.operations.base import Gateway
from gridctl.operations.commands.assessments import AdoptScheme
from gridctl.operations.commands.evidence import CreateEvidence, WithdrawEvidence
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.staff import CreateStaff, PostStaff
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.queries.evidence import ListEvidence, ShowEvidence
from tests.beginnings import Beginning

#: A clerk's points, a panel's marks of which the extremes are dropped, and points lost.
MARKED = """
id = "marked"
version = 1
title = { zh = "评分", en = "Marked" }
period = "quarter"
max = 100
[subject]
types = ["gridworker", "grid"]
[[items]]
id = "attitude"
label = { zh = "工作态度", en = "attitude" }
max = 40
rule = "manual"
[[items]]
id = "review"
label = { zh = "评议", en = "review" }
max = 60
rule = "panel"
raters = [
    { id = "office", label = { zh = "街道科室", en = "office" }, weight = 70 },
    { id = "residents", weight = 30 },
]
[[penalty.items]]
id = "absence"
label = { zh = "缺席会议", en = "absence" }
cap = 10
rule = "manual"
"""
GRID_1, GRID_2 = "320281001001001", "320281001001002"
DAY = date(2026, 10, 12)


def _county(gateway: Gateway) -> None:
    """Two people of one name, the first moving to the other's town in the middle of October."""
    for name, code in (
        ("江阴市", "320281000000"),
        ("澄江街道", "320281001000"),
        ("文定社区居委会", "320281001001"),
        ("第一网格", GRID_1),
        ("第二网格", GRID_2),
    ):
        gateway.send(CreateGrid(name=name, code=code))
    for place in (GRID_1, GRID_2):
        person = gateway.send(CreateStaff(name="张伟", employment="full"))
        gateway.send(
            PostStaff(
                staff_no=person.staff_no, place=place, role="gridworker", as_of=date(2026, 1, 1)
            )
        )


@pytest.fixture
def beginning() -> Beginning:
    return _county


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    return gateway


def _enter(gateway: Gateway, **fields: Any) -> int:
    fields = {"kind": "check", "on": DAY, "staff": "S00001", **fields}
    if fields["kind"] == "check":
        fields.setdefault("outcome", "pass")
    return gateway.send(CreateEvidence(**fields)).id


def test_a_check_is_about_a_person_a_place_and_a_ticket(county: Gateway) -> None:
    ticket = county.send(
        CreateTicket(title="垃圾", place=GRID_1, external_no="JY-7", external_system="12345")
    )
    shown = county.send(
        CreateEvidence(
            kind="check", on=DAY, staff="张伟", place=GRID_1, ticket="JY-7", outcome="fail",
            item="巡查记录", found_by="陈督导",
        )
    )  # fmt: skip
    assert (shown.staff_no, shown.place_name, shown.ticket_no) == (
        "S00001", "文定社区居委会第一网格", ticket.serial_no,
    )  # fmt: skip
    assert (shown.outcome, shown.item, shown.found_by, shown.withdrawn) == (
        "fail", "巡查记录", "陈督导", False,
    )  # fmt: skip
    assert county.send(ListEvidence(ticket=ticket.serial_no)).items[0].id == shown.id
    with pytest.raises(TicketNotFound):
        _enter(county, ticket="JY-8")


def test_a_namesake_needs_a_place(county: Gateway) -> None:
    with pytest.raises(StaffAmbiguous):
        _enter(county, staff="张伟")


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_can_be_entered_with_what_it_needs(county: Gateway, kind: Kind) -> None:
    needed: dict[Kind, dict[str, Any]] = {
        "check": {"outcome": "na"},
        "revisit": {"outcome": "basically", "resolved": True},
        "task": {"task": "verify", "outcome": "open"},
        "missed": {"found_by": "12345"},
        "merit": {"outcome": "major_hazard"},
        "duty": {"quantity": 21, "expected": 22},
        "mark": {"item": "attitude", "points": Decimal(0), "document": "评分表", "approver": "王"},
    }
    county.send(AdoptScheme(text=MARKED))
    fields = needed[kind]
    shown = county.send(CreateEvidence(kind=kind, on=DAY, staff="S00001", **fields))
    assert {name: getattr(shown, name) for name in fields} == fields


def test_points_by_hand_need_a_document_and_an_approver(county: Gateway) -> None:
    penalty: dict[str, Any] = {"kind": "merit", "outcome": "penalty", "document": "澄网〔2026〕8号"}
    for missing, given in (
        ("points", {"approver": "李主任"}),
        ("approver", {"points": "2"}),
        ("document", {"points": "2", "approver": "李主任", "document": ""}),
    ):
        with pytest.raises(FactMissing) as needed:
            _enter(county, **{**penalty, **given})
        assert needed.value.params["field"] == missing
    with pytest.raises(FactMissing) as needed:
        _enter(county, kind="merit", outcome="merit", document="x", approver="y")
    assert needed.value.params["field"] == "level"
    entered = _enter(county, **penalty, points="1.2345", approver="李主任")
    assert county.send(ShowEvidence(evidence_id=entered)).points == Decimal("1.2345")


def test_points_are_exact_and_above_zero() -> None:
    for points in ("0", "-2", "0.00001", "NaN"):
        with pytest.raises(ValidationError):
            CreateEvidence(kind="merit", on=DAY, points=Decimal(points))


def test_facts_and_outcomes_belong_to_their_kind(county: Gateway) -> None:
    with pytest.raises(OutcomeUnknown) as unknown:
        _enter(county, outcome="satisfied")
    assert unknown.value.params["choices"] == ("to_check", "pass", "fail", "na")
    for foreign in ({"points": "2"}, {"resolved": False}, {"quantity": 0}, {"level": "town"}):
        with pytest.raises(FactForeign) as refused:
            _enter(county, **foreign)
        assert refused.value.params["field"] == next(iter(foreign))
    with pytest.raises(FactForeign):
        _enter(county, kind="duty", outcome="pass", quantity=3)
    with pytest.raises(FactMissing) as nobody:
        _enter(county, staff=None)
    assert nobody.value.params["field"] == "staff"


def test_the_outcome_of_a_task_follows_from_its_instants(county: Gateway) -> None:
    due, late = datetime(2026, 10, 12, 2, 30, tzinfo=UTC), datetime(2026, 10, 12, 2, 31, tzinfo=UTC)
    task: dict[str, Any] = {"kind": "task", "task": "check", "due_at": due}
    outcomes = [
        county.send(ShowEvidence(evidence_id=_enter(county, no=str(number), **task, **done)))
        for number, done in enumerate(({"done_at": due}, {"done_at": late}, {}))
    ]
    assert [shown.outcome for shown in outcomes] == ["on_time", "late", "open"]
    assert str(outcomes[1].done_at) == "2026-10-12 10:31:00+08:00"
    with pytest.raises(OutcomeContradicts):
        _enter(county, **task, done_at=late, outcome="on_time")
    with pytest.raises(FactMissing) as unknown:
        _enter(county, kind="task", task="check")
    assert unknown.value.params["field"] == "outcome"


def test_the_same_evidence_is_there_once(county: Gateway) -> None:
    first = _enter(county, item="台账")
    with pytest.raises(EvidenceExists) as twice:
        _enter(county, item="台账", outcome="fail")
    assert twice.value.params == {"id": first, "on": "2026-10-12"}
    assert _enter(county, item="走访") != first
    numbered = _enter(county, item="台账", no="CC1")
    with pytest.raises(EvidenceExists):
        _enter(county, no="ＣＣ1", on=date(2026, 10, 30))
    assert county.send(ShowEvidence(evidence_id=numbered)).no == "CC1"


def test_duty_days_belong_to_a_month(county: Gateway) -> None:
    entered = _enter(county, kind="duty", quantity=20)
    assert county.send(ShowEvidence(evidence_id=entered)).on == date(2026, 10, 1)
    with pytest.raises(EvidenceExists):
        _enter(county, kind="duty", on=date(2026, 10, 31), quantity=21)
    assert _enter(county, kind="duty", on=date(2026, 11, 1), quantity=21) != entered


def test_withdrawn_evidence_leaves_every_list_and_may_be_entered_again(
    county: Gateway, office: Path
) -> None:
    entered = _enter(county, outcome="fail", note="记错")
    gone = county.send(WithdrawEvidence(evidence_id=entered, reason="记错了人"))
    assert (gone.withdrawn, gone.revision) == (True, 2)
    assert county.send(ListEvidence()).total == 0
    with pytest.raises(EvidenceWithdrawn):
        county.send(WithdrawEvidence(evidence_id=entered, reason="再来"))
    with pytest.raises(Conflict):
        county.send(WithdrawEvidence(evidence_id=entered, reason="再来", if_match=1))
    again = county.send(
        CreateEvidence(kind="check", on=DAY, staff="S00001", outcome="pass", item="")
    )
    assert (again.id, again.outcome, again.note, again.withdrawn) == (entered, "pass", "", False)
    connection = sqlite3.connect(office)
    reasons = connection.execute("SELECT reason FROM journal WHERE reason <> ''").fetchall()
    connection.close()
    assert reasons == [("记错了人",)]


def test_what_is_not_there_is_not_found(county: Gateway) -> None:
    with pytest.raises(EvidenceNotFound):
        county.send(ShowEvidence(evidence_id=9))
    with pytest.raises(EvidenceNotFound):
        county.send(WithdrawEvidence(evidence_id=9, reason="无"))


def test_lists_filter_and_page_newest_first(county: Gateway) -> None:
    for day in (1, 31, 15):
        _enter(county, on=date(2026, 10, day))
    _enter(county, on=date(2026, 11, 1), staff="S00002", outcome="fail")
    _enter(county, kind="missed", on=date(2026, 10, 15), staff="S00002")

    def days(**filters: Any) -> list[str]:
        return [str(row.on)[5:] for row in county.send(ListEvidence(**filters)).items]

    assert days(period="2026-10") == ["10-31", "10-15", "10-15", "10-01"]
    assert days(since=date(2026, 10, 15), until=date(2026, 10, 31), kind="check") == [
        "10-31",
        "10-15",
    ]
    assert days(staff="S00002") == ["11-01", "10-15"]
    assert days(outcome="fail") == ["11-01"]
    pages, after = [], None
    while True:
        page = county.send(ListEvidence(limit=2, after=after))
        pages.append([row.id for row in page.items])
        if (after := page.next) is None:
            break
    assert pages == [[4, 2], [5, 3], [1]]


def test_keys_depend_on_the_facts_of_their_kind_alone() -> None:
    facts: Facts = {"on": "2026-10-12", "staff": 1, "outcome": "pass", "item": "台账"}
    assert match_key("check", " ＣＣ 1", facts) == "check:CC1"
    assert match_key("revisit", "CC1", facts) == "revisit:CC1"
    digest = match_key("check", "", facts)
    assert digest == match_key("check", "", {**facts, "outcome": "fail", "place": None})
    assert digest != match_key("check", "", {**facts, "staff": 2})
    assert digest != match_key("check", "", {**facts, "staff": None, "place": 1})


def test_problems_have_words() -> None:
    facts: Facts = {"outcome": "gone", "points": 20_000}
    codes = {problem.code for problem in evidence_problems("check", facts)}
    assert codes == {"foreign_fact", "unknown_choice", "required"}
    assert codes <= set(MESSAGES)


@pytest.fixture
def marked(county: Gateway) -> Gateway:
    county.send(AdoptScheme(text=MARKED))
    return county


def _mark(gateway: Gateway, **fields: Any) -> Any:
    proof = {"document": "澄网格办〔2026〕5号", "approver": "王主任"}
    wish = {"kind": "mark", "on": DAY, "item": "attitude", "points": "30", **proof, **fields}
    return gateway.send(CreateEvidence.model_validate(wish))


def test_a_mark_is_kept_under_the_first_day_of_its_schemes_period(marked: Gateway) -> None:
    shown = _mark(marked, staff="S00001", item=" 工作 态度", points="38.5")
    assert (shown.on, shown.item, shown.points) == (date(2026, 10, 1), "attitude", Decimal("38.5"))
    assert (shown.rater, shown.seat, shown.found_by, shown.quantity) == ("", None, "", None)
    with pytest.raises(EvidenceExists):
        _mark(marked, staff="S00001", on=date(2026, 12, 31), no="2")
    assert _mark(marked, staff="S00002").id != shown.id
    assert _mark(marked, staff="S00001", on=date(2027, 1, 1)).id != shown.id


def test_each_seat_of_a_panel_marks_once(marked: Gateway) -> None:
    panel: dict[str, Any] = {"staff": "S00001", "item": "review"}
    first = _mark(marked, **panel, rater="街道科室", seat=1)
    assert (first.rater, first.seat) == ("office", 1)
    with pytest.raises(EvidenceExists):
        _mark(marked, **panel, rater="office", seat=1, points="90")
    _mark(marked, **panel, rater="office", seat=2)
    _mark(marked, **panel, rater="residents", seat=1)
    rows = marked.send(ListEvidence(kind="mark")).items
    assert [(row.item, row.rater, row.seat) for row in reversed(rows)] == [
        ("review", "office", 1), ("review", "office", 2), ("review", "residents", 1),
    ]  # fmt: skip


def test_a_place_beside_a_person_only_tells_who_is_meant(marked: Gateway) -> None:
    assert _mark(marked, staff="张伟", place=GRID_2).place_code is None
    assert _mark(marked, place=GRID_2).place_code == GRID_2


@pytest.mark.parametrize(
    ("fields", "error", "param"),
    [
        ({"item": "工作态度好"}, MarkUnknown, ("nearest", "attitude")),
        ({"points": "40.0001"}, MarkOutOfRange, ("high", "40")),
        ({"points": "-1", "item": "absence"}, MarkOutOfRange, ("low", "0")),
        ({"points": "10.5", "item": "absence"}, MarkOutOfRange, ("high", "10")),
        ({"staff": None, "place": "江阴市"}, MarkSubject, ("choices", ("gridworker", "grid"))),
        ({"rater": "office", "seat": 1}, FactForeign, ("field", "rater")),
        ({"item": "review"}, FactMissing, ("field", "rater")),
        ({"item": "review", "rater": "office"}, FactMissing, ("field", "seat")),
        ({"item": "review", "rater": "工会", "seat": 1}, RaterUnknown,
         ("choices", ("office", "residents"))),
        ({"document": ""}, FactMissing, ("field", "document")),
        ({"approver": ""}, FactMissing, ("field", "approver")),
    ],
)  # fmt: skip
def test_a_mark_fits_the_item_it_is_for(
    marked: Gateway, fields: dict[str, Any], error: type[Exception], param: tuple[str, str]
) -> None:
    with pytest.raises(error) as refused:
        _mark(marked, **{"staff": "S00001", **fields})
    assert refused.value.params[param[0]] == param[1]
