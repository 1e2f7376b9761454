"""The demonstration: what it leaves, its terminal in the READMEs, and what is begun from it.

It takes half a minute. One file, so that it is run once: a worker takes a file.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gridctl.cli import app
from gridctl.cli.demo.journey import Journey
from gridctl.cli.demo.recipe import load_recipe
from gridctl.foundation.clock import FixedClock, SystemClock
from gridctl.foundation.i18n import language, use_language
from gridctl.operations.queries.assessments import VerifyAssessment
from gridctl.operations.queries.audits import VerifyChain, VerifyRows
from gridctl.operations.queries.clocks import ShowClock
from gridctl.operations.queries.offices import ShowOffice
from gridctl.operations.queries.signals import ListCards, ListDigests, ListReviews
from gridctl.operations.queries.ticket_requests import ListRequests
from gridctl.operations.queries.tickets import ListTickets, ShowStats
from gridctl.operations.queries.whistles import ListWhistles
from tests.docs.conftest import CAPTURE, Demonstration
from tests.docs.pages import Command, blocks, steps

pytestmark = pytest.mark.lengthy

#: When the month is worked on, and when the publicity is over.
AT_WORK = datetime(2026, 11, 4, 1, 30, tzinfo=UTC)
AFTER_PUBLICITY = datetime(2026, 11, 12, 1, 30, tzinfo=UTC)
#: What was run before the test.
DONE_BEFORE = ("demo",)
STALE = "run: uv run python .ci/capture.py"


@pytest.fixture(autouse=True)
def _language_stays() -> Iterator[None]:
    before = language()
    yield
    use_language(before)


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def travelled(demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> Journey:
    """Travel once more through a folder in which the demonstration was."""
    folder = tmp_path_factory.mktemp("again") / "gridctl-demo"
    shutil.copytree(demonstration.folder / "gridctl-demo", folder)
    recipe = load_recipe("jiangyin")
    journey = Journey(recipe, recipe.month, recipe.seed, folder)
    journey.run(lambda _what: None)
    return journey


def test_a_second_journey_changes_nothing(demonstration: Demonstration, travelled: Journey) -> None:
    assert digests(travelled.folder) == digests(demonstration.folder / "gridctl-demo")


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


def _with(short: str, terminal: str) -> tuple[str, str]:
    """Return a page as it is, and as it would be with a terminal."""
    written = CAPTURE["PAGES"][short].read_text(encoding="utf-8")
    return written, CAPTURE["with_capture"](written, terminal)


def test_the_english_terminal_is_current(demonstration: Demonstration) -> None:
    written, current = _with("en", demonstration.terminal)
    assert demonstration.terminal in current
    assert written == current, STALE


def test_the_chinese_terminal_is_current(demonstration: Demonstration) -> None:
    written, current = _with("zh", CAPTURE["capture"]("zh", demonstration.folder))
    assert written == current, STALE


def walk(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Type every command of a page; none may fail."""
    monkeypatch.setattr(SystemClock, "now", lambda _clock: AT_WORK)
    for words in steps(page):
        own = Command(words, typed=True).own
        if own is None or own[:1] == DONE_BEFORE:
            continue
        if own[:2] == ("award", "finalise"):
            monkeypatch.setattr(SystemClock, "now", lambda _clock: AFTER_PUBLICITY)
        with pytest.raises(SystemExit) as ended:
            app.main([*own, "--lang", "en"])
        assert not ended.value.code, words


def _award_list(database: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    capsys.readouterr()
    with pytest.raises(SystemExit):
        app.main(["--db", str(database), "award", "show", "2026-10", "-o", "json"])
    return json.loads(capsys.readouterr().out)


@pytest.mark.usefixtures("newcomer")
def test_the_task_of_the_readme(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    walk("README.md", monkeypatch)
    found = _award_list(Path("october.db"), capsys)
    assert found["meta"]["award_list"]["state"] == "approved"
    assert sum(row["seat"] is not None for row in found["items"]) == 10


def test_the_scheme_of_the_page_scores_a_month(
    newcomer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scheme = next(block.text for block in blocks("docs/schemes.md") if block.info == "toml")
    (newcomer / "mine.toml").write_text(scheme, encoding="utf-8")
    told = ("--scheme", "unit_month", "--period", "2026-10", "-o", "json")
    for line in (("adopt", "mine.toml"), ("run", *told), ("show", *told, "--all")):
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            app.main(["--db", "gridctl-demo/office.db", "assess", *line])
        assert not ended.value.code
    scores = json.loads(capsys.readouterr().out)["items"]
    assert {row["standing"] for row in scores} == {"ranked", "not_eligible"}
    assert {row["grade"] for row in scores} == {"good", "fair", "poor"}


def test_the_month_of_the_guide(
    newcomer: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    walk("docs/guide.md", monkeypatch)
    found = _award_list(Path("county.db"), capsys)
    demonstrated = json.loads((newcomer / "gridctl-demo/output/top10.json").read_text("utf-8"))
    assert found["meta"]["award_list"]["state"] == "paid"
    ten = [row["name"] for row in found["items"] if row["seat"] is not None]
    assert ten == [row["name"] for row in demonstrated["items"]]
    written = {path.name for path in newcomer.glob("*") if path.suffix in {".xlsx", ".docx"}}
    assert written == {"排名表.xlsx", "通报.docx", "公示.docx", "发放表.xlsx"}
