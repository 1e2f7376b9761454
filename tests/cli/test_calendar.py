"""``gridctl calendar``: months drawn, deadlines told, notices read in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gridctl.presentation.width import width
from tests.handlers.test_calendars import DRAFT, LOCAL

FILE = (
    "工单号,派遣时间,处置时限\n"
    "A1,2026-02-13 16:00,2工作日\n"
    "A2,2026-09-24 15:00,4小时\n"
    "A3,昨天,2工作日\n"
    "A4,2026-06-05 12:30,尽快\n"
    "A5,2026-12-30 10:00,次日起5个工作日\n"
    "A6,2026-12-30 10:00,1工作日\n"
)


@pytest.fixture
def notice(tmp_path: Path) -> str:
    path = tmp_path / "notice.txt"
    path.write_text(DRAFT, "gb18030")
    return str(path)


def test_a_month_is_drawn_without_an_office(run: Any, screen: None) -> None:
    ran = run("calendar", "show", "2026-10")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == "2026-10  18 working days, official"
    assert lines[2].split() == ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    assert lines[3].split() == ["1", "off", "2", "off", "3", "off", "4", "off"]
    assert lines[4].split()[-3:] == ["10", "work", "11"]
    assert "National Day  10-01..10-07; make-up 09-20, 10-10" in lines
    assert lines[-1].endswith("国办发明电〔2025〕7号")
    assert "shipped calendar" in ran.err


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("period", ["2026", "2026-02", "2020-Q1", "2009"])
def test_a_drawing_keeps_to_80_columns(run: Any, screen: None, lang: str, period: str) -> None:
    ran = run("calendar", "show", period, "--lang", lang)
    assert ran.code == 0
    assert max(map(width, ran.out.splitlines())) <= 80


def test_days_are_data_elsewhere(run: Any) -> None:
    days = run("calendar", "show", "2026-02", "-o", "json").json["items"]
    assert len(days) == 28
    assert days[13] == {
        "day": "2026-02-14",
        "weekday": 6,
        "kind": "makeup",
        "occasion": "Spring Festival",
        "hours": "08:00-12:00 14:00-18:00",
    }
    assert run("calendar", "show", "2027").code == 1


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        ("2026-02-13 16:00", "2工作日", "2026-02-24T16:00:00+08:00"),
        ("2026-09-24 15:00", "4小时", "2026-09-28T09:00:00+08:00"),
        ("2026-09-30 10:00", "次日起5个工作日", "2026-10-13T18:00:00+08:00"),
        ("2026-10-01 23:00", "2紧急工作时", "2026-10-02T01:00:00+08:00"),
    ],
)
def test_a_deadline_needs_no_office(run: Any, start: str, limit: str, due: str) -> None:
    (item,) = run("calendar", "due", start, limit, "-o", "json").json["items"]
    assert (item["deadline"], item["unofficial"]) == (due, [])


def test_what_counted_is_explained(run: Any, screen: None) -> None:
    ran = run("calendar", "due", "2026-09-24 15:00", "4小时", "--explain")
    told = [line.split() for line in ran.out.splitlines()]
    assert ["2026-09-24", "working", "day", "15:00-18:00", "180"] in told
    assert ["2026-09-28", "working", "day", "08:00-09:00", "60"] in told
    assert ["2026-09-26", "holiday", "Mid-Autumn", "Festival", "0"] in told
    wall = run("calendar", "due", "2027-05-01 23:00", "2紧急工作时", "--explain", "-o", "json")
    days = wall.json["items"][0]["days"]
    assert [each["counted"] for each in days] == ["23:00-24:00", "00:00-01:00"]


def test_a_deadline_at_midnight_is_the_end_of_its_day(run: Any) -> None:
    ran = run("calendar", "due", "2026-10-31 00:00", "15自然日", "-o", "table")
    assert "2026-11-14 24:00" in ran.out


def test_a_deadline_on_unsettled_days_is_marked(run: Any) -> None:
    ran = run("calendar", "due", "2026-12-30 10:00", "1工作日", "-o", "json")
    assert ran.json["items"][0]["unofficial"] == [2027]
    assert "2027 is not official" in ran.err
    beyond = run("calendar", "due", "2026-12-30 10:00", "3工作日")
    assert beyond.code == 1
    assert "import-notice" in beyond.err


def test_a_file_of_many(run: Any, tmp_path: Path) -> None:
    (tmp_path / "limits.csv").write_text(FILE, "gb18030")
    ran = run("calendar", "due", "--file", "limits.csv", "-o", "json")
    rows = {each["label"]: each for each in ran.json["items"]}
    assert ran.code == 5
    assert [each["row"] for each in rows.values()] == [2, 3, 4, 5, 6, 7]
    assert rows["A1"]["deadline"] == "2026-02-24T16:00:00+08:00"
    assert rows["A2"]["deadline"] == "2026-09-28T09:00:00+08:00"
    assert "昨天" in rows["A3"]["problem"]
    assert "尽快" in rows["A4"]["problem"]
    assert "2027" in rows["A5"]["problem"]
    assert (rows["A6"]["unofficial"], rows["A6"]["problem"]) == ([2027], None)
    assert "3 rows" in ran.err


@pytest.mark.parametrize(
    "words", [(), ("2026-02-13 16:00",), ("2026-02-13 16:00", "2工作日", "--file", "x.csv")]
)
def test_a_start_with_a_limit_or_a_file(run: Any, words: tuple[str, ...]) -> None:
    assert run("calendar", "due", *words).code == 2


def test_a_notice_is_shown_first_and_adopted_after_yes(at_work: Any, notice: str) -> None:
    tried = at_work("calendar", "import-notice", notice, "-n", "-o", "json")
    assert tried.code == 0
    assert tried.json["meta"]["adopted"]
    assert tried.json["items"][1] == {
        "day": "2026-12-31",
        "weekday": 4,
        "before": "working",
        "after": "off",
        "occasion": "New Year's Day",
    }
    assert at_work("calendar", "import-notice", notice).code == 2
    assert "missing" in at_work("calendar", "list").out
    adopted = at_work("calendar", "import-notice", notice, "-y")
    assert "2027: missing before, official now, notice 国办发明电〔2026〕99号" in adopted.err
    years = at_work("calendar", "list", "-o", "json").json["items"]
    assert [(each["status"], each["origin"]) for each in years[-2:]] == [("official", "office")] * 2
    again = at_work("calendar", "import-notice", notice, "-y")
    assert (again.code, len(again.out.splitlines())) == (0, 1)
    assert "Nothing changes" in again.err
    due = at_work("calendar", "due", "2026-12-30 10:00", "3工作日", "-o", "json")
    assert due.json["items"][0]["deadline"] == "2027-01-06T10:00:00+08:00"


def test_a_contradiction_is_told_with_its_sentence(at_work: Any, tmp_path: Path) -> None:
    (tmp_path / "wrong.txt").write_text(DRAFT.replace("5月8日（周六）", "5月8日（周日）"), "utf-8")
    ran = at_work("calendar", "import-notice", "wrong.txt", "-y")
    assert ran.code == 1
    assert "5月8日(周日)上班" in ran.err


def test_a_local_holiday_from_stdin(county: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO(LOCAL))
    words = ("import-notice", "-", "--year", "2026", "--local", "江阴市", "-y")
    assert county("calendar", *words).code == 0
    days = county("calendar", "show", "2026-11", "-o", "json").json["items"]
    assert [day["kind"] for day in days[15:21]] == ["off", "off", *["working"] * 3, "makeup"]


def test_hours_are_set_and_shown(at_work: Any, screen: None) -> None:
    summer = ("08:00-12:00", "15:00-18:00", "--season", "06-01..09-30", "--from", "2027-01-01")
    ran = at_work("calendar", "set-hours", *summer, "-y")
    assert ran.code == 0
    assert at_work("calendar", "set-hours", "08:00-12:00", "--weekday", "fri", "-n").code == 0
    shown = at_work("calendar", "hours", "-o", "json").json["items"]
    assert [(each["valid_from"], each["season"], each["hours"]) for each in shown] == [
        (None, "", "08:00-12:00 14:00-18:00"),
        ("2027-01-01", "", "08:00-12:00 14:00-18:00"),
        ("2027-01-01", "06-01..09-30", "08:00-12:00 15:00-18:00"),
    ]
    assert at_work("calendar", "set-hours", "8-25", "-y").code == 1
