"""Checks drawn by lot: the same by the same seed, given to others, counted once recorded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gridctl.domain.draws import lot
from gridctl.domain.evidence import CheckRecorded, ChecksRefused
from gridctl.operations.base import Gateway
from gridctl.operations.commands.assessments import RunAssessment
from gridctl.operations.commands.changes import UndoEntry
from gridctl.operations.commands.evidence import (
    CreateEvidence,
    DrawChecks,
    RecordCheck,
    RecordChecks,
)
from gridctl.operations.commands.staff import CreateStaff, PostStaff
from gridctl.operations.queries.assessments import ExplainScore
from gridctl.operations.queries.audits import ListJournal
from gridctl.operations.queries.evidence import ListEvidence
from gridctl.operations.queries.tickets import ListTickets
from tests.assessed_office import begin
from tests.beginnings import Beginning

#: Seven closed tickets of 澄江街道 and six of 月城镇 and one more, all of October.
CLOSED = "closed:2026-10"


@pytest.fixture
def beginning() -> Beginning:
    def fill(gateway: Gateway) -> None:
        begin(gateway)
        for number, town in (("DC1", "澄江街道"), ("DC2", "月城镇")):
            gateway.send(CreateStaff(name=f"督查{number[-1]}", staff_no=number, employment="full"))
            gateway.send(PostStaff(staff_no=number, place=town, role="inspector"))

    return fill


def test_a_draw_is_the_same_by_the_same_seed_and_nobody_checks_their_own_town(
    gateway: Gateway,
) -> None:
    wanted = DrawChecks(filter=CLOSED, count=2, seed="20261103", checkers=("DC1", "DC2"))
    tried = gateway.send(wanted, dry_run=True)
    drawn = gateway.send(wanted)
    numbers = [each.ticket_no for each in drawn.items]
    assert numbers == [each.ticket_no for each in tried.items]
    assert {(each.town, each.checker) for each in drawn.items} == {
        ("澄江街道", "督查2 DC2"), ("月城镇", "督查1 DC1"),
    }  # fmt: skip
    for town in ("澄江街道", "月城镇"):
        pool = gateway.send(ListTickets(filter=CLOSED, under=town)).items
        by_lot = sorted((row.serial_no for row in pool), key=lambda each: lot("20261103", each))
        assert [each.ticket_no for each in drawn.items if each.town == town] == by_lot[:2]
    entry = gateway.send(ListJournal(operation="evidence.DrawChecks")).items[-1]
    assert f"draw={drawn.draw} seed=20261103 count=2 per=town" in entry.reason
    assert f"sha256={drawn.pool_digest} filter={CLOSED}" in entry.reason


def test_a_drawn_check_counts_in_a_score_once_it_is_recorded(gateway: Gateway) -> None:
    done = date(2026, 10, 31)
    wanted = DrawChecks(filter=f"{CLOSED} reporter:G001", share=Decimal(100), on=done)
    drawn = gateway.send(wanted)
    waiting = ListEvidence(kind="check", outcome="to_check")
    assert gateway.send(waiting).total == len(drawn.items) == drawn.unassigned
    first, second, *_rest = (each.evidence_id for each in drawn.items)
    passed = gateway.send(RecordCheck(evidence_id=first, outcome="pass", on=done, note="属实"))
    assert (passed.staff_no, passed.outcome, passed.on) == ("G001", "pass", done)
    gateway.send(RecordCheck(evidence_id=second, outcome="fail", on=done))
    with pytest.raises(CheckRecorded):
        gateway.send(RecordCheck(evidence_id=second, outcome="pass"))
    merit = CreateEvidence(kind="revisit", on=done, staff="G001", outcome="satisfied")
    with pytest.raises(CheckRecorded):
        gateway.send(RecordCheck(evidence_id=gateway.send(merit).id, outcome="pass"))
    gateway.send(RunAssessment(period="2026-10"))
    behind = gateway.send(ExplainScore(assessment="A1", key="G001")).evidence
    of_draw = {each.outcome: each.facts for each in behind if each.no.startswith(drawn.draw)}
    assert of_draw == {"pass": ("random_checked", "passed"), "fail": ("random_checked",)}


def test_many_checks_are_recorded_as_one_change_and_undone_as_one(gateway: Gateway) -> None:
    drawn = gateway.send(DrawChecks(filter=CLOSED, count=2, seed="7"))
    first, *others = (each.evidence_id for each in drawn.items)
    gateway.send(RecordCheck(evidence_id=first, outcome="fail"))
    named = (first, *others, others[0], 999_999)
    with pytest.raises(ChecksRefused) as refused:
        gateway.send(RecordChecks(checks=named, outcome="pass", all_or_nothing=True))
    assert refused.value.params == {"count": 2, "total": len(others) + 2, "id": first}
    waiting = ListEvidence(kind="check", outcome="to_check")
    assert gateway.send(waiting).total == len(others)
    many = RecordChecks(checks=named, outcome="pass", note="属实")
    assert gateway.send(many, dry_run=True).done == len(others)
    done = gateway.send(many)
    assert (done.done, done.failed) == (len(others), 2)
    told = {row.evidence_id: (row.before, row.after, row.error and row.error.code)
            for row in done.items}  # fmt: skip
    assert told == {
        first: ("fail", "fail", "evidence.check_recorded"),
        **dict.fromkeys(others, ("to_check", "pass", None)),
        999_999: ("", "", "evidence.evidence_not_found"),
    }
    assert done.items[1].ticket_no == drawn.items[1].ticket_no
    assert gateway.send(waiting).total == 0
    entry = gateway.send(ListJournal(operation="evidence.RecordChecks")).items[-1]
    gateway.send(UndoEntry(entry=entry.entry))
    assert gateway.send(waiting).total == len(others)
