"""The pages' steps, typed one after the other in their order, lead where the pages say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gridctl.cli import app
from gridctl.foundation.clock import SystemClock
from gridctl.foundation.i18n import language, use_language
from tests.docs.pages import Command, blocks, steps

#: When the month is worked on, and when the publicity is over.
AT_WORK = datetime(2026, 11, 4, 1, 30, tzinfo=UTC)
AFTER_PUBLICITY = datetime(2026, 11, 12, 1, 30, tzinfo=UTC)
#: What was run before the test.
DONE_BEFORE = ("demo",)


@pytest.fixture(autouse=True)
def _language_stays() -> Iterator[None]:
    before = language()
    yield
    use_language(before)


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
