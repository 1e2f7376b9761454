"""``gridctl assess``: a month scored, explained, frozen and verified on the command line."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from gridctl.foundation.resources import config_path
from tests.assessed_office import begin
from tests.beginnings import Beginning

MONTH = ("--period", "2026-10")


@pytest.fixture
def beginning() -> Beginning:
    return begin


@pytest.fixture
def month(at_work: Any) -> Any:
    """Command lines on an office with a month of work, scored once."""
    assert at_work("assess", "run", *MONTH).code == 0
    return at_work


@pytest.fixture
def own_scheme(tmp_path: Path) -> Path:
    """A scheme of the office's own: the shipped one, stricter."""
    text = config_path("rules", "scoring", "county_top10_v1.toml").read_text("utf-8")
    path = tmp_path / "own.toml"
    path.write_text(text.replace("version = 1", "version = 2").replace("= 95", "= 98"), "utf-8")
    return path


def test_a_run_is_kept_and_listed(month: Any) -> None:
    ran = month("assess", "run", "--period", "上月", "-o", "json")
    made = ran.json["items"][0]
    assert (made["assessment"], made["state"], made["subjects"]) == ("A2", "draft", 4)
    assert "gridctl assess show A2" in ran.err
    listed = month("assess", "list", "-o", "json").json["items"]
    assert [row["assessment"] for row in listed] == ["A2", "A1"]
    assert listed[0]["result_digest"] == listed[1]["result_digest"]


def test_a_ranking_fits_a_screen_and_says_why_not(month: Any, screen: None) -> None:
    ran = month("assess", "show", *MONTH)
    assert (
        "   1  张三       澄江街道  87.31        10.00          17.31           15.00\n" in ran.out
    )
    ranked, apart = ran.out.split("Not ranked\n")
    assert "王五" not in ranked
    assert "not eligible, on duty for 90 % of the required days: 0.5455, required >= 0.9" in apart
    assert "赵六       月城镇    75.91        excluded by a fabricated report confirmed\n" in apart
    wide = month("assess", "show", "A1", "-o", "wide").out
    assert "valid report rate" in wide
    assert "valid report rate" not in ranked


def test_a_ranking_cut_short_says_so(month: Any, screen: None) -> None:
    ran = month("assess", "show", "A1", "--limit", "1")
    assert "李四" not in ran.out
    assert ran.err == "1 of 4; --all for all\n"


def test_data_formats_have_every_item_as_a_column(month: Any) -> None:
    header, first = month("assess", "show", "A1", "-o", "csv").out.splitlines()[:2]
    row = dict(zip(header.split(","), first.split(","), strict=True))
    assert (row["rank"], row["name"], row["standing"]) == ("1", "张三", "ranked")
    assert (row["items.close_on_time"], row["added"]) == ("17.31", "0.00")
    envelope = month("assess", "show", "A1", "-o", "json").json
    assert envelope["meta"]["assessment"]["scheme"] == "county_top10_v1"


def test_labels_follow_the_language(month: Any, screen: None) -> None:
    assert "按期结案率" in month("assess", "show", "A1", "--lang", "zh").out
    assert "月度十佳网格员绩效激励方案" in month(
        "assess", "explain", "G001", *MONTH, "--lang", "zh"
    ).out  # fmt: skip


def test_a_score_is_explained_as_a_letter(month: Any, screen: None) -> None:
    ran = month("assess", "explain", "李四", *MONTH)
    assert ran.out.startswith(
        "李四, G002, 月城镇\n"
        "Monthly ten best gridworkers, 2026-10 (A1, scheme county_top10_v1 version 1)\n"
        "85.91 points, rank 2\n"
        "This is a draft; the result is not final.\n"
    )
    assert (
        "closed on time: 15.91 of 20 points\n"
        "  90.91% from: closed on time 10, due to be closed 11\n"
        "  Rule: closed on time ÷ due to be closed; full marks from 95%, minus 1 per\n"
        "    percentage point below\n"
        "  Tickets, closed late: 3202812026101100002\n"
    ) in ran.out
    assert "3202812026101000002 and 1 more (--all)\n" in ran.out
    assert "Why: only 0 cases, fewer than 3; the median of the group is given\n" in ran.out
    assert ran.out.endswith("gridctl evidence list\n  --staff G002 --period 2026-10\n")
    assert max(map(len, ran.out.splitlines())) <= 80


def test_all_tickets_are_told_when_asked_for(month: Any, screen: None) -> None:
    ran = month("assess", "explain", "G002", "--assessment", "A1", "--all")
    assert "more (--all)" not in ran.out
    due = ran.out.split("Tickets, due to be closed: ")[1].split("\n\n")[0]
    assert len(due.split()) == 11


def test_a_verdict_of_the_source_is_told_as_one(month: Any, screen: None) -> None:
    wanted = (*MONTH, "--scheme", "unit_on_time")
    assert month("assess", "run", *wanted).code == 0
    letter = month("assess", "explain", "城市管理局", *wanted).out
    told = " ".join(letter.split())
    assert (
        "Whether on time was stated by the source, not computed from the time limit, for 1: "
        "3202812026100500003" in told
    )


def test_why_somebody_is_not_ranked_stands_on_top(month: Any, screen: None) -> None:
    out = month("assess", "explain", "赵六", *MONTH).out
    assert out.splitlines()[2] == "Not ranked: excluded by a fabricated report confirmed"


def test_an_explanation_is_data_too(month: Any) -> None:
    query = "items[0].tickets.closed_late[0]"
    ran = month("assess", "explain", "李四", *MONTH, "-o", "json", "--query", query)
    assert ran.json == "3202812026101100002"
    header, *rows = month("assess", "explain", "李四", *MONTH, "-o", "tsv").out.splitlines()
    line = dict(zip(header.split("\t"), rows[2].split("\t"), strict=True))
    assert (line["item"], line["label"], line["raw"], line["points"]) == (
        "close_on_time", "closed on time", "90.91", "15.91",
    )  # fmt: skip


def test_freezing_asks_for_the_period_by_name(month: Any) -> None:
    ran = month("assess", "freeze", *MONTH)
    assert (ran.code, "--confirm 2026-10" in ran.err) == (2, True)
    assert month("assess", "freeze", "A1", "--confirm", "2026-09").code == 2
    tried = month("assess", "freeze", "A1", "--confirm", "2026-10", "-n", "-o", "json")
    assert (tried.json["items"][0]["state"], tried.err) == (
        "frozen", "Only tried: nothing was changed.\n",
    )  # fmt: skip
    frozen = month("assess", "freeze", *MONTH, "--confirm", "2026-10", "-o", "json")
    assert frozen.json["items"][0]["frozen_at"] == "2026-11-03T10:00:00+08:00"
    again = month("assess", "run", *MONTH)
    assert (again.code, "2026-10 is frozen as A1." in again.err) == (6, True)


def test_what_cannot_be_frozen_is_said_before_anybody_is_asked(month: Any) -> None:
    month("assess", "freeze", "A1", "--confirm", "2026-10")
    again = month("assess", "freeze", *MONTH)
    assert (again.code, "2026-10 is frozen as A1." in again.err) == (6, True)
    assert "--confirm" not in again.err


def test_lists_tell_schemes_by_name_and_data_by_code(month: Any, screen: None) -> None:
    assert "Monthly ten best gridworkers" in month("assess", "list", "-o", "table").out
    assert month("assess", "list", "-o", "json").json["items"][0]["scheme"] == "county_top10_v1"


def test_a_frozen_score_is_told_as_final(month: Any, screen: None) -> None:
    month("assess", "freeze", "A1", "--confirm", "2026-10")
    assert "Final since 2026-11-03.\n" in month("assess", "explain", "G001", *MONTH).out


def test_an_assessment_that_was_tampered_with_ends_with_code_8(
    month: Any, office: Path, screen: None
) -> None:
    good = month("assess", "verify", *MONTH)
    assert (good.code, "Same bytes" in good.out, "Differences" in good.out) == (0, True, False)
    with sqlite3.connect(office) as connection:
        connection.execute("UPDATE assessment_ticket SET marks = marks & ~1024 WHERE ticket_id = 1")
    connection.close()
    bad = month("assess", "verify", *MONTH)
    assert bad.code == 8
    assert "tickets behind a fact" in bad.out
    assert "closed_on_time" in bad.out


def test_which_assessment_is_meant_must_be_clear(month: Any) -> None:
    for words in (("show",), ("show", "A1", *MONTH), ("explain", "张三"), ("verify",)):
        ran = month("assess", *words)
        assert (ran.code, "Name one assessment" in ran.err) == (2, True)
    ran = month("assess", "show", "--period", "2026-09")
    assert (ran.code, "2026-09:county_top10_v1." in ran.err) == (7, True)


def test_schemes_are_listed_linted_and_adopted(month: Any, own_scheme: Path) -> None:
    listed = month("assess", "schemes", "-o", "json").json["items"]
    assert {(row["scheme"], row["origin"]) for row in listed} >= {
        ("county_top10_v1", "shipped"), ("unit_on_time", "shipped"),
    }  # fmt: skip
    assert month("assess", "lint", "county_top10_v1").code == 0
    adopted = month("assess", "adopt", str(own_scheme), "-o", "json").json["items"][0]
    assert (adopted["version"], adopted["origin"]) == (2, "adopted")


def test_a_letter_tells_the_rules_the_assessment_was_made_by(
    month: Any, own_scheme: Path, screen: None
) -> None:
    month("assess", "adopt", str(own_scheme))
    letter = month("assess", "explain", "李四", "--assessment", "A1").out
    assert "closed on time: 15.91 of 20 points\n" in letter
    assert "full marks from 95%" in letter
    assert "full marks from 98%" not in letter


def test_a_faulty_scheme_is_found_before_it_is_adopted(month: Any, own_scheme: Path) -> None:
    text = own_scheme.read_text("utf-8")
    own_scheme.write_text(text.replace("max = 20", "max = 21", 1), "utf-8")
    ran = month("assess", "lint", str(own_scheme), "-o", "json")
    assert (ran.code, ran.json["items"][0]["text"]) == (
        8, "the items add up to 101, the scheme says 100",
    )  # fmt: skip
    assert "1 findings about it" in month("assess", "adopt", str(own_scheme), "-n").err
    own_scheme.write_bytes(b"\xff\xfe")
    assert "is not text in UTF-8" in month("assess", "lint", str(own_scheme)).err
    assert month("assess", "adopt", "nowhere.toml").code == 7


MARKED = """
id = "marked"
version = 1
title = { zh = "评议", en = "Marked" }
period = "month"
max = 100
[subject]
types = ["unit"]
[[items]]
id = "answers"
label = { zh = "答复规范", en = "answers" }
max = 40
rule = "manual"
[[items]]
id = "review"
label = { zh = "评议", en = "review" }
max = 60
rule = "panel"
raters = [{ id = "office", label = { zh = "机关", en = "city offices" }, weight = 100 }]
"""


def test_a_letter_names_the_document_behind_a_mark(
    month: Any, tmp_path: Path, screen: None
) -> None:
    (tmp_path / "marked.toml").write_text(MARKED, "utf-8")
    assert month("assess", "adopt", "marked.toml").code == 0
    mark = (
        "evidence", "create", "--kind", "mark", "--on", "2026-10-09", "--unit", "城市管理局",
        "--document", "5号", "--approver", "王主任",
    )  # fmt: skip
    assert month(*mark, "--item", "答复规范", "--points", "32.5").code == 0
    panel = (*mark, "--item", "review", "--rater", "机关", "--points", "90")
    assert month(*panel, "--seat", "1").code == 0
    refused = month(*panel)
    assert (refused.code, "needs Rater's seat" in refused.err) == (1, True)
    assert month("assess", "run", *MONTH, "--scheme", "marked").code == 0
    letter = month("assess", "explain", "城市管理局", *MONTH, "--scheme", "marked").out
    assert "answers: 32.50 of 40 points" in letter
    assert "answers 32.5" in letter
    assert "document 5号, approved by 王主任" in letter
    assert "city offices, seat 1 90" in letter
    listed = month("evidence", "list", "--kind", "mark", "-o", "json").json["items"]
    assert [(row["item"], row["rater"], row["seat"]) for row in listed] == [
        ("review", "office", 1), ("answers", "", None),
    ]  # fmt: skip


def test_places_and_units_have_another_kind_of_name(month: Any, screen: None) -> None:
    assert "Full name" in month("assess", "show", *MONTH).out
    assert month("assess", "run", *MONTH, "--scheme", "unit_on_time").code == 0
    units = month("assess", "show", *MONTH, "--scheme", "unit_on_time").out
    assert ("Full name" in units, "Name" in units) == (False, True)


def test_what_a_run_lacks_is_told_with_it_and_listed(month: Any, screen: None) -> None:
    duty = month("evidence", "list", "--kind", "duty", "-o", "json").json["items"]
    for row in duty:
        assert month("evidence", "withdraw", str(row["id"]), "--reason", "重复", "--yes").code == 0
    ran = month("assess", "run", *MONTH)
    assert "Missing: days on duty by the roster (4). All: gridctl assess missing A2\n" in ran.err
    frozen = month("assess", "freeze", "A2")
    assert frozen.code == 2
    assert frozen.err.startswith("Missing: days on duty by the roster (4).")
    listed = month("assess", "missing", "A2").out
    assert "days on duty by the roster" in listed
    assert "the requirement counts as not met" in listed
    assert "Nothing is missing." in month("assess", "missing", "A1").err


def test_another_scheme_is_compared_and_nothing_kept(month: Any, own_scheme: Path) -> None:
    text = own_scheme.read_text("utf-8").replace("county_top10_v1", "own").replace("0.90", "0.50")
    own_scheme.write_text(text, "utf-8")
    assert month("assess", "adopt", str(own_scheme)).code == 0
    ran = month("assess", "compare", "own", *MONTH, "-o", "json")
    (row,) = ran.json["items"]
    assert (row["name"], row["standing"], row["other_rank"]) == ("王五", "not_eligible", 3)
    assert "1 of 4 have another rank or standing by own." in ran.err
    assert len(month("assess", "list", "-o", "json").json["items"]) == 1


def test_other_weights_are_tried(month: Any, screen: None) -> None:
    ran = month("assess", "sensitivity", "A1", "--by", "-100%", "--top", "1")
    assert "李四 (2)" in ran.out
    assert "1 of 9 items, weighed -100% otherwise, change who is among the first 1." in ran.err
    refused = month("assess", "sensitivity", "A1", "--by", "viel")
    assert (refused.code, "viel is no change of a weight." in refused.err) == (2, True)


@pytest.mark.parametrize("named", [("A1",), ("--assessment", "A1")])
def test_objections_are_asked_for_as_they_are_made(month: Any, named: tuple[str, ...]) -> None:
    ran = month("assess", "objections", *named)
    assert (ran.code, "Name one assessment" in ran.err) == (0, False)


def test_an_assessment_is_named_once(month: Any) -> None:
    ran = month("assess", "objections", "A1", "--assessment", "A1")
    assert (ran.code, "Name one assessment" in ran.err) == (2, True)
