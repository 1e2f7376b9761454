"""A month by the dice closes with figures that a second reckoning of its log arrives at too."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pytest

from gridctl.domain.journal_file import check
from gridctl.domain.workflow import load_workflow
from gridctl.foundation.clock import FixedClock
from gridctl.gateway.connect import create_office
from gridctl.operations.base import Gateway
from gridctl.operations.commands.assessments import AdoptScheme, RunAssessment
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.evidence import CreateEvidence
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.staff import CreateStaff, PostStaff
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.assessments import ExplainScore, Explanation, VerifyAssessment
from gridctl.operations.queries.audits import EventRow, RenderJournal, VerifyRows
from gridctl.operations.queries.offices import CheckOffice
from gridctl.operations.queries.ticket_repeats import ListRepeats
from gridctl.operations.queries.tickets import Indicators, ListTickets, ShowStats, ShowTicket
from tests.gateways import ActingGateway, local_gateway
from tests.loop.reckoning import BACK, answered_for, open_spans, recounted, visits_of
from tests.loop.simulation import UNITS, run

pytestmark = pytest.mark.lengthy
TICKETS = 104
_FIRST, _LAST = date(2026, 9, 1), date(2026, 12, 31)


@pytest.fixture
def desk(tmp_path: Path) -> Gateway:
    """An office in the following year, when the last ticket was put away."""
    path = tmp_path / "office.db"
    create_office(path)
    gateway = local_gateway(path, FixedClock(datetime(2027, 1, 15, tzinfo=UTC)))
    for code, name in (("320281000000", "江阴市"), ("320281001000", "澄江街道"),
                       ("320281001001", "文定社区居委会")):  # fmt: skip
        gateway.send(CreateGrid(name=name, code=code))
    gateway.send(CreateCategory(name="市容环境"))
    for name in UNITS:
        gateway.send(CreateUnit(name=name))
    gateway.send(CreateUnit(name="澄江街道网格中心", level="town", place="澄江街道"))
    gateway.send(CreateUnit(name="市网格中心值班长", level="county", place="江阴市"))
    gateway.send(CreateStaff(name="张三", staff_no="G001", employment="full"))
    gateway.send(
        PostStaff(staff_no="G001", role="gridworker", place="文定社区", as_of=date(2026, 1, 1))
    )
    return gateway


def _exported(desk: Gateway) -> dict[str, list[EventRow]]:
    """Return the log of every ticket as the export of the journal has it, line by line."""
    lines = desk.send(RenderJournal()).content.decode().splitlines()
    assert check(lines, "export").broken == ()
    found: dict[str, list[EventRow]] = defaultdict(list)
    for line in lines:
        if event := json.loads(line).get("event"):
            row = EventRow.model_validate(event)
            found[row.ticket].append(row)
    return found


#: What every unit answers for, over the whole year, so that all of the month's tickets are in it.
_SCHEME = """
id = "answers"
version = 1
title = { zh = "签收", en = "answers" }
period = "year"
max = 100
[subject]
types = ["unit"]
[[items]]
id = "signed"
label = { zh = "按时签收", en = "signed on time" }
max = 100
rule = "ratio"
rate = "signed_on_time / dispatched"
on_zero = "full"
"""
_ANSWERED = (
    "dispatched", "signed", "signed_on_time", "signed_late", "returned", "revisited", "satisfied",
    "dissatisfied", "resolved",
)  # fmt: skip


def _units_answer(desk: Gateway, logs: dict[str, list[EventRow]]) -> None:
    """Compare what every unit is charged with for its own dispatches."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for log in logs.values():
        for unit, facts in answered_for(log).items():
            found[unit].update(facts)
    desk.send(AdoptScheme(text=_SCHEME))
    number = desk.send(RunAssessment(period="2026", scheme="answers", subject="unit")).assessment
    for unit in UNITS:
        told = desk.send(ExplainScore(assessment=number, key=unit)).facts
        assert {name: told[name] for name in _ANSWERED} == {
            name: found[unit][name] for name in _ANSWERED
        }
    everyone = sum(found.values(), Counter[str]())
    # The second call-back of a reopened ticket is of a cycle that does not count here.
    assert {name for name in _ANSWERED if not everyone[name]} == {"dissatisfied"}


#: What the one gridworker was sent to look at, over the whole year.
_VISITS = """
id = "visits"
version = 1
title = { zh = "核实核查", en = "visits" }
period = "year"
max = 100
[subject]
types = ["gridworker", "town"]
[[items]]
id = "visits"
label = { zh = "按时核实核查", en = "visits in time" }
max = 100
rule = "ratio"
rate = "(verified_on_time + checked_on_time) / (need_verify + need_check)"
on_zero = "full"
"""


def _visited(desk: Gateway, subject: Literal["gridworker", "town"], key: str) -> Explanation:
    run = desk.send(RunAssessment(period="2026", scheme="visits", subject=subject))
    assert desk.send(VerifyAssessment(assessment=run.assessment)).same
    return desk.send(ExplainScore(assessment=run.assessment, key=key))


def _visits_count(desk: Gateway, logs: dict[str, list[EventRow]]) -> None:
    """Compare the visits of the loop with the logs; evidence of one of them counts instead."""
    found = visits_of(logs)
    desk.send(AdoptScheme(text=_VISITS))
    for told in (_visited(desk, "gridworker", "G001"), _visited(desk, "town", "澄江街道")):
        assert {name: told.facts[name] for name in found} == found
        sent = {number for number, log in logs.items() if any(e.verb in BACK for e in log)}
        assert {*told.tickets["need_verify"], *told.tickets["need_check"]} == sent
    late = next(number for number in told.tickets["need_verify"]
                if number not in told.tickets["verified_on_time"])  # fmt: skip
    desk.send(
        CreateEvidence(
            kind="task", task="verify", on=date(2026, 10, 9), staff="G001", ticket=late,
            outcome="on_time",
        )
    )  # fmt: skip
    told = _visited(desk, "gridworker", "G001")
    assert told.replaced == {"need_verify": (late,)}
    assert late not in told.tickets["need_verify"]
    assert told.facts["need_verify"] == found["need_verify"]
    assert told.facts["verified_on_time"] == found["verified_on_time"] + 1


#: The further facts of a scheme, by the figures of the statistics that say the same.
_SAME = {
    "first_pass": "first_pass", "redone": "redone", "handle_timed": "handled_timed",
    "accurately_dispatched": "accurately_dispatched", "accurately_filed": "accurately_filed",
    "public_reported": "public_reported", "repeat": "repeat_of_received",
}  # fmt: skip
_PASSED = """
id = "passed"
version = 1
title = { zh = "指标", en = "indicators" }
period = "year"
max = 10
[subject]
types = ["town"]
[[items]]
id = "passed"
label = { zh = "指标", en = "indicators" }
max = 10
rule = "steps"
value = "first_pass + accurately_dispatched + accurately_filed - redone - public_reported - repeat"
steps = [{ at_least = 1, earns = 10 }]
otherwise = 0
[[items]]
id = "handled"
label = { zh = "时长", en = "time" }
max = 0
rule = "steps"
value = "handle_minutes / handle_timed"
steps = [{ at_least = 0, earns = 0 }]
on_zero = "full"
"""


def _scheme_counts_alike(desk: Gateway) -> None:
    """Compare what a scheme reads with the statistics, and with the tickets it names."""
    desk.send(AdoptScheme(text=_PASSED))
    run = desk.send(RunAssessment(period="2026", scheme="passed", subject="town"))
    assert desk.send(VerifyAssessment(assessment=run.assessment)).same
    told = desk.send(ExplainScore(assessment=run.assessment, key="澄江街道"))
    stats = desk.send(
        ShowStats(since=date(2026, 1, 1), until=date(2026, 12, 31), indicators=True)
    ).sum.indicators  # fmt: skip
    assert stats is not None
    for fact, figure in _SAME.items():
        assert told.facts[fact] == getattr(stats, figure), fact
        assert len(told.tickets.get(fact, ())) == told.facts[fact]
    assert told.facts["handle_minutes"] // told.facts["handle_timed"] == int(
        (stats.avg_handle or 0) * 60
    )


def _repeats_count(desk: Gateway, logs: dict[str, list[EventRow]]) -> None:
    """Compare who called again with the export of the journal and the figures."""
    told = {number for number, log in logs.items() if log[0].repeat}
    assert not any(event.repeat for log in logs.values() for event in log[1:])
    called: set[str] = set()
    found: set[str] = set()
    answers = []
    for number, log in sorted(logs.items(), key=lambda each: (each[1][0].at, each[0])):
        caller = desk.send(ShowTicket(ticket=number)).contact_phone
        if caller is None or log[-1].to_state in ("draft", "rejected"):
            continue
        if caller in called:
            found.add(number)
            answers += [event.outcome for event in log if event.verb == "revisit"][-1:]
        called.add(caller)
    assert found == told
    asked = ShowStats(since=_FIRST, until=_LAST, indicators=True)
    stats = desk.send(asked).sum.indicators
    assert stats is not None
    content = sum(answer == "satisfied" for answer in answers)
    assert (stats.repeat_of_received, stats.repeat_rated, stats.repeat_content) == (
        len(found), len(answers), content,
    )  # fmt: skip
    assert 0 < content < len(answers) < len(found)
    behind = desk.send(ListTickets(filter="repeat:yes", limit=200)).items
    assert {row.serial_no for row in behind} == found
    page = desk.send(ListRepeats(since=_FIRST, until=_LAST))
    assert sum(row.repeats for row in page.items) == page.repeats.tickets == len(found)
    assert page.repeats.satisfaction == stats.repeat_satisfaction_rate


def _indicators_count(desk: Gateway, logs: dict[str, list[EventRow]]) -> None:
    """Compare what is carried over, dispatched aright, filed aright with the logs, by month."""
    found: dict[str, Indicators] = {}
    for row in desk.send(ShowStats(by="month", since=_FIRST, until=_LAST, indicators=True)).items:
        assert row.indicators is not None
        found[row.key] = row.indicators
        names = ("carried_in", "carried_on", "accurately_dispatched", "handled_timed",
                 "filed_of_received", "accurately_filed")  # fmt: skip
        for name in names:
            behind = desk.send(ListTickets(filter=f"{name}:{row.key}", limit=1)).total
            assert behind == getattr(row.indicators, name), (name, row.key)
    # Who was void or merged in the end is nobody's to carry over.
    kept = [log for log in logs.values() if log[-1].to_state not in ("rejected", "merged")]
    spans = [span for log in kept for span in open_spans(log)]
    for month, later in pairwise(sorted(found)):
        begin = datetime.fromisoformat(f"{later}-01T00:00:00+08:00")
        waiting = sum(since < begin <= until for since, until in spans)
        assert found[month].carried_on == found[later].carried_in == waiting
    assert any(each.carried_in for each in found.values())
    months = [each.model_dump() for each in found.values()]
    assert sum(each["filed_of_received"] for each in months) == sum(
        any(event.verb == "file" for event in log) for log in logs.values()
    )


def test_a_month_by_the_dice_is_reckoned_alike_twice(desk: Gateway) -> None:
    numbers = run(desk, lambda name: ActingGateway(desk, name), TICKETS, seed=20261001)
    tickets = [desk.send(ShowTicket(ticket=number)) for number in numbers]
    logs = _exported(desk)
    assert set(numbers) <= logs.keys()
    verbs = {event.verb for log in logs.values() for event in log}
    assert set(load_workflow().verbs) - verbs == set()

    found = recounted(logs)
    stats = desk.send(ShowStats(by="unit", since=_FIRST, until=_LAST)).sum
    assert (stats.count, stats.closed, stats.exempt) == (
        found["count"], found["closed"], found["exempt"],
    )  # fmt: skip
    assert (stats.due_to_close, stats.closed_on_time) == (found["due"], found["on_time"])
    assert 0 < found["on_time"] < found["due"]
    assert found["merged"] > 0
    assert sum(ticket.return_count for ticket in tickets) == found["returned"]
    assert stats.close_on_time == round(
        Decimal(100 * found["on_time"]) / found["due"] + Decimal("0.000001"), 2
    )
    assert desk.send(CheckOffice()).total == 0
    assert desk.send(VerifyRows()).items == ()
    _units_answer(desk, logs)
    _visits_count(desk, logs)
    _indicators_count(desk, logs)
    _repeats_count(desk, logs)
    _scheme_counts_alike(desk)
