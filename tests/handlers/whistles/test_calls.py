"""The way of a whistle call: who calls, reviews, comes, resolves and closes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from gridctl.domain.errors import GridctlError
from gridctl.domain.loop import StepInFuture
from gridctl.domain.whistles import errors as refused
from gridctl.domain.whistles.rules import shipped_text
from gridctl.operations.base import Gateway
from gridctl.operations.commands.changes import RedoEntry, UndoEntry
from gridctl.operations.commands.ticket_intake import MergeTicket
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.commands.whistle_rules import AdoptWhistleRules
from gridctl.operations.commands.whistles import (
    ArriveAtWhistle,
    CloseWhistle,
    ResolveWhistle,
    ReviewWhistle,
    ScoreWhistle,
)
from gridctl.operations.queries.tickets import ShowTicket
from gridctl.operations.queries.whistle_rules import ShowWhistleRules
from gridctl.operations.queries.whistles import ShowWhistle
from tests.handlers.whistles.desk import GOOD, THEIRS, TOWN, VILLAGE, As, accept, at, call


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


def test_new_limits_leave_calls_alone_that_were_reviewed(county: Gateway, accepted: str) -> None:
    before = county.send(ShowWhistle(whistle=accepted)).resolve_due
    county.send(AdoptWhistleRules(text=shipped_text().replace("10工作日", "1工作日")))
    assert county.send(ShowWhistle(whistle=accepted)).resolve_due == before
    fresh = accept(county, call(county).whistle_no)
    assert fresh.resolve_due is not None
    assert before is not None
    assert fresh.resolve_due < before
