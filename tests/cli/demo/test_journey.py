"""``gridctl demo`` whole: from workbooks to the published list, and once more."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gridctl.cli.demo.journey import Journey
from gridctl.cli.demo.recipe import load_recipe
from gridctl.foundation.clock import FixedClock
from gridctl.operations.queries.assessments import VerifyAssessment
from gridctl.operations.queries.audits import VerifyChain, VerifyRows
from gridctl.operations.queries.clocks import ShowClock
from gridctl.operations.queries.offices import ShowOffice
from gridctl.operations.queries.signals import ListCards, ListDigests, ListReviews
from gridctl.operations.queries.ticket_requests import ListRequests
from gridctl.operations.queries.tickets import ListTickets, ShowStats
from gridctl.operations.queries.whistles import ListWhistles


@pytest.fixture(scope="module")
def travelled(tmp_path_factory: pytest.TempPathFactory) -> Journey:
    recipe = load_recipe("jiangyin")
    journey = Journey(recipe, recipe.month, recipe.seed, tmp_path_factory.mktemp("demo"))
    journey.run(lambda _what: None)
    return journey


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_published_figures_are_there(travelled: Journey) -> None:
    gateway = travelled._as("test")
    counts = gateway.send(ShowOffice()).counts
    assert counts["grids"] == 1 + 21 + 282 + 1557
    month = gateway.send(ShowStats(by="town", period="2026-10"))
    assert month.sum.count == 6700
    assert len(month.items) == 21
    gateway.close()


def test_ten_people_with_reasons_and_every_document(travelled: Journey) -> None:
    names = sorted(path.name for path in (travelled.folder / "output").iterdir())
    assert names == ["bulletin.docx", "publicity.docx", "ranking.xlsx", "top10.json"]
    listed = json.loads((travelled.folder / "output" / "top10.json").read_text("utf-8"))
    assert [row["seat"] for row in listed["items"]] == list(range(1, 11))
    assert listed["meta"]["state"] == "published"
    assert {row["reason"]["code"] for row in listed["items"]} == {"selected"}


def test_the_score_recomputes_to_the_same_bytes(travelled: Journey) -> None:
    gateway = travelled._as("test")
    assert gateway.send(VerifyAssessment(assessment="2026-10:county_top10_v1")).same
    gateway.close()


def test_the_office_is_at_work_afterwards(travelled: Journey) -> None:
    gateway = travelled._as("test")
    living = gateway.send(ListTickets(filter="reported:2026-11", limit=200)).items
    states = Counter(ticket.state for ticket in living)
    assert sum(states.values()) > 40
    assert {
        "reported", "verifying", "filed", "dispatched", "handling", "suspended", "returned",
        "fed_back", "checking", "rework", "revisiting", "closed", "merged",
    } <= set(states)  # fmt: skip
    asked = {row.verb for row in gateway.send(ListRequests()).items}
    assert asked == {"extend", "suspend", "void", "appeal"}
    assert gateway.send(ListCards()).items
    assert gateway.send(ListReviews()).items
    assert gateway.send(ListDigests()).items
    assert len(gateway.send(ListWhistles()).items) == 2
    assert gateway.send(VerifyChain()).items == ()
    assert gateway.send(VerifyRows()).items == ()
    gateway.close()


def test_the_example_shows_a_clock_that_stood_and_went_on(travelled: Journey) -> None:
    later = FixedClock(datetime(2026, 11, 12, 1, 0, tzinfo=UTC))
    gateway = travelled._as("test", clock=later)
    told = gateway.send(ShowClock(ticket=travelled.example)).model_dump_json()
    assert "suspended" in told
    assert "handling" in told
    gateway.close()


def test_a_second_journey_changes_nothing(travelled: Journey) -> None:
    before = digests(travelled.folder)
    Journey(load_recipe("jiangyin"), "2026-10", load_recipe("jiangyin").seed, travelled.folder).run(
        lambda _what: None
    )
    assert digests(travelled.folder) == before
