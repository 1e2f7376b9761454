"""Published figures, reproduced (domain.md sections 7, 9 and 16)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gridctl.domain.scoring.arithmetic import half_up
from gridctl.domain.scoring.evaluation import evaluate
from gridctl.domain.scoring.lines import bands_of
from gridctl.domain.scoring.lint import lint
from gridctl.domain.scoring.results import Standing, SubjectFacts

ITEM = '[[items]]\nid = "i"\n$\nmax = 100\nrule = "ratio"\non_zero = "no_score"\n'
REST = {"manual.rest": 340_000}  # every low scorer lost one point there
HOTLINE = {"irregular_replies": 0}


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (23_974, 24_932, "96.16"),
        (22_345, 24_932, "89.62"),
        (25_783, 29_186, "88.34"),
        (24_165, 29_186, "82.80"),
        (14_765, 26_898, "54.89"),
        (11_863, 26_898, "44.10"),
        (805, 864, "93.17"),
        (1_303, 2_104, "61.93"),
        (5, 6, "83.33"),
    ],
)
def test_published_rates(small, score, part, whole, percent):
    scheme = small(ITEM + 'rate = "closed_on_time / due_to_close"')
    line = score(scheme, closed_on_time=part, due_to_close=whole).line("i")
    assert str(line.raw) == percent
    assert str(line.points) == percent


def test_published_monthly_average():
    assert half_up(Decimal(64_759) / 6, 0) == 10_793


@pytest.mark.parametrize(
    ("edition", "item", "fact", "of", "part", "whole", "rate", "points"),
    [
        ("2021", "satisfaction", "satisfied", "revisited", 12, 17, "70.59", "12.80"),
        ("2021", "satisfaction", "satisfied", "revisited", 2, 3, "66.67", "12.50"),
        ("2022", "satisfaction", "satisfied", "revisited", 7, 8, "87.50", "19.75"),
        ("2022", "satisfaction", "satisfied", "revisited", 5, 6, "83.33", "17.67"),
        ("2022", "satisfaction", "satisfied", "revisited", 3, 4, "75.00", "13.50"),
        ("2022", "satisfaction", "satisfied", "revisited", 5, 7, "71.43", "12.50"),
        ("2021", "close_on_time", "closed_on_time", "due_to_close", 150, 167, "89.82", "14.82"),
        ("2021", "close_on_time", "closed_on_time", "due_to_close", 4, 5, "80.00", "5.00"),
        ("2021", "close_on_time", "closed_on_time", "due_to_close", 2, 3, "66.67", "0.00"),
        ("2021", "close_on_time", "closed_on_time", "due_to_close", 5, 6, "83.33", "8.33"),
        ("2021", "sign_on_time", "signed_on_time", "dispatched", 6, 7, "85.71", "0.71"),
        ("2021", "sign_on_time", "signed_on_time", "dispatched", 4, 5, "80.00", "0.00"),
    ],
)
def test_lianyungang_items(golden, score, edition, item, fact, of, part, whole, rate, points):
    line = score(golden(f"lyg_12345_unit_{edition}"), **{fact: part, of: whole}).line(item)
    assert (str(line.raw), str(line.points)) == (rate, points)


@pytest.mark.parametrize(
    ("edition", "signed", "closed", "satisfied", "total"),
    [
        ("2021", (1, 1), (2, 3), (2, 3), "66.50"),
        ("2021", (4, 5), (1, 1), (12, 17), "76.80"),
        ("2021", (6, 7), (5, 6), (1, 1), "78.04"),
        ("2021", (1, 1), (4, 5), (1, 1), "84.00"),
        ("2021", (6, 7), (1, 1), (1, 1), "89.71"),
        ("2022", (1, 1), (1, 1), (5, 7), "86.50"),
    ],
)
def test_lianyungang_totals(golden, score, edition, signed, closed, satisfied, total):
    facts = dict(
        zip(
            ("signed_on_time", "dispatched", "closed_on_time", "due_to_close"),
            signed + closed,
            strict=True,
        )
    )
    result = score(
        golden(f"lyg_12345_unit_{edition}"),
        REST,
        satisfied=satisfied[0],
        revisited=satisfied[1],
        **HOTLINE,
        **facts,
    )
    assert str(result.total) == total


def volume_subjects(volumes):
    return [
        SubjectFacts(key, facts={"dispatched": received, "handled": handled})
        for key, (received, handled) in volumes.items()
    ]


def test_volume_tier_deduction_follows_the_formula(golden):
    subjects = volume_subjects(
        {"a": (900, 500), "b": (500, 450), "c": (400, 400), "d": (300, 299), "e": (9, 9)}
    )
    result = evaluate(golden("volume_tier_deduction"), subjects)
    assert str(result.score("b").line("unhandled").points) == "-2.000"
    assert str(result.score("a").line("unhandled").points) == "-22.222"
    assert result.score("a").line("unhandled").note.params == (("band", 1), ("value", "5"))
    assert str(result.score("a").total) == "977.778"


def test_equal_volumes_never_change_the_size_of_a_band():
    volumes = {f"u{n}": Decimal(v) for n, v in enumerate([9, 8, 8, 8, 7, 6, 5, 4, 3, 2])}
    assert list(bands_of(volumes, (1, 2, 2)).values()) == [1, 1, 1, 1, 2, 2, 3, 3, 3, 3]


@pytest.mark.parametrize(("count", "bands"), [(1, [1]), (2, [1, 2]), (3, [1, 2, 3])])
def test_few_siblings_have_a_band_each(count, bands):
    volumes = {f"u{n}": Decimal(100 - n) for n in range(count)}
    assert list(bands_of(volumes, (1, 2, 2)).values()) == bands


def test_missed_reports_cost_a_gridworker_points(golden, score):
    facts = {
        "valid": 80,
        "reported": 100,
        "filed": 90,
        "need_verify": 10,
        "verified_on_time": 9,
        "need_check": 10,
        "checked_on_time": 10,
    }
    scheme = golden("city_posts_gridworker")
    assert str(score(scheme, missed=0, **facts).total) == "90.00"
    # 10 of 100 missed: 32 + 18 + 18 + 20
    assert str(score(scheme, missed=10, **facts).total) == "88.00"
    assert lint(scheme) == []


def test_the_volume_of_a_dispatcher_is_banded(golden, score):
    scheme = golden("city_posts_dispatcher")
    facts = {"returned": 0, "dispatched": 5000, "dispatched_on_time": 2500}
    assert str(score(scheme, **facts).total) == "80.00"


@pytest.mark.parametrize(
    ("rework", "band"),
    [(50, "10"), (51, "9"), (101, "7.5"), (500, "6"), (1000, "4"), (1001, "0")],
)
def test_unit_rework_bands(golden, score, rework, band):
    scheme = golden("city_posts_unit")
    facts = {"closed": 9, "due_to_close": 2000, "handled_on_time": 1, "due_to_handle": 1}
    line = score(scheme, rework=rework, **facts).line("composite")
    assert line.parts[0].points == Decimal(band)


@pytest.mark.parametrize(("filed", "band"), [(0, 100), (2, 90), (3, 75), (6, 60), (8, 40), (9, 0)])
def test_area_bands(golden, score, filed, band):
    scheme = golden("city_posts_area")
    facts = {"public_reports": 0, "closed": 1, "closed_on_time": 1, "due_to_close": 1}
    line = score(scheme, filed=filed, **facts).line("composite")
    assert line.parts[0].points == band


def test_an_area_scheme_that_is_not_whole_is_found(golden):
    assert [(f.code, dict(f.params)) for f in lint(golden("city_posts_area"))] == [
        ("weights_total", {"found": "70"})
    ]


def test_liujiao_panel_periods_and_open_tiers(golden, score):
    marks = {"office.1": 90, "community.1": 0, "community.2": 80, "community.3": 100}
    marks |= {"recipients.1": 70, "recipients.2": 90}
    entered = {f"panel.year_score.first_half.{k}": v * 10_000 for k, v in marks.items()}
    entered["period.year_score.year_end.year_end"] = 99_0000
    result = score(golden("liujiao_gridworker"), entered, articles_local=1, articles_prefecture=0)
    # first half 54 + 24 + 8 = 86; 0.4 * 86 + 0.6 * 99 = 93.8; one article
    assert (str(result.base), str(result.total)) == ("93.80", "94.80")
    assert result.grade == ""


def test_liujiao_lint_finds_the_open_tiers(golden):
    found = [dict(f.params) for f in lint(golden("liujiao_gridworker")) if f.code == "band_gap"]
    assert {"low": "94", "high": "95"} in found
    assert {"low": "60", "high": "70"} in found


def test_hecun_bonus_is_capped(golden, score):
    entered = {"manual.operation": 480_000, "manual.duty": 300_000, "manual.workers": 195_000}
    merits = {"merit_town": 1, "merit_county": 0, "merit_city": 1, "merit_province": 0}
    result = score(golden("hecun_grid"), entered, level3_events=6, **merits)
    assert str(result.line("innovation").points) == "8.00"
    assert str(result.line("activeness").points) == "5.00"
    assert (str(result.added), str(result.total)) == ("10.00", "107.50")


def test_county_star_scales_what_is_left_of_the_items(golden, score):
    entered = {"manual.knowledge": 150_000, "manual.satisfaction.grid_leader": 50_000}
    entered |= {"manual.satisfaction.part_time": 40_000}
    entered |= {"manual.satisfaction.village_center": 90_000}
    facts = {"base_entries": 45, "base_entries_due": 50, "dynamic_entries": 0}
    result = score(golden("county_star"), entered, dynamic_entries_due=0, months_in_post=3, **facts)
    assert str(result.line("satisfaction").points) == "18.00"
    # (27 + 15 + 18) of 70, brought to 100
    assert str(result.total) == "85.71"


def test_allowance_deductions(golden, score):
    facts = {"meetings_missed": 2, "information_items": 85, "handbook_incomplete": 1}
    result = score(golden("allowance_deductions"), closed=1, due_to_close=1, **facts)
    assert [(line.rule_id, line.fen) for line in result.money] == [
        ("meetings", -6000),
        ("information", -10_000),
        ("handbook", -5000),
    ]


def test_money_lines_are_capped_and_never_turn_into_a_gain(golden, score):
    facts = {"meetings_missed": 0, "handbook_incomplete": 0, "closed": 1, "due_to_close": 1}
    scheme = golden("allowance_deductions")
    assert score(scheme, information_items=0, **facts).money[1].fen == -100_000
    assert score(scheme, information_items=120, **facts).money[1].fen == 0


def test_three_rates(golden, score):
    facts = {"signed_on_time": 9, "dispatched": 10, "resolved": 3, "satisfied": 2, "revisited": 4}
    # 0.30 * 90 + 0.35 * 75 + 0.35 * 50
    assert str(score(golden("three_rates"), **facts).total) == "70.75"


def test_an_open_ledger_may_fall_below_zero(golden, score):
    result = score(golden("tianque_cards"), steps_done=12, yellow_cards=1, red_cards=2)
    assert (str(result.base), str(result.deducted)) == ("12.00", "-25.00")
    assert str(result.total) == "-13.00"


def test_annual_tables(golden, score):
    facts = {"complete_entries": 949, "entries": 1000, "complaints": 3}
    result = score(golden("annual_tables"), innovations=5, closed_late=4, **facts)
    points = {line.item_id: str(line.points) for line in (*result.items, *result.bonus)}
    assert points == {"completeness": "10.00", "complaints": "94.00", "innovations": "15.00"}
    assert str(result.line("late_reports").points) == "-20.00"
    assert str(result.total) == "99.00"


@pytest.mark.parametrize(
    ("units", "total", "grade"),
    [
        (898_999, "89.90", "B"),
        (899_949, "89.99", "B"),
        (899_950, "90.00", "A"),
        (749_949, "74.99", "C"),
        (749_950, "75.00", "B"),
        (0, "0.00", "E"),
    ],
)
def test_grades_take_the_rounded_total_and_never_cut_it(small, score, units, total, grade):
    grades = "".join(
        f'[[grades]]\nid = "{name}"\n$\nat_least = {bound}\n'
        for name, bound in zip("ABCDE", (90, 75, 60, 40, 0), strict=True)
    )
    scheme = small('[[items]]\nid = "i"\n$\nmax = 100\nrule = "manual"\n' + grades)
    result = score(scheme, {"manual.i": units})
    assert (str(result.total), result.grade) == (total, grade)


def test_nothing_due_is_a_category_of_its_own(shipped):
    subjects = [
        SubjectFacts("most", facts={"due_to_close": 24_932, "closed_on_time": 22_345}),
        SubjectFacts("best", facts={"due_to_close": 10, "closed_on_time": 10}),
        SubjectFacts("few", facts={"due_to_close": 9, "closed_on_time": 9}),
        SubjectFacts("none", facts={"due_to_close": 0, "closed_on_time": 0}),
    ]
    result = evaluate(shipped("unit_on_time"), subjects)
    assert [(s.key, s.rank, s.standing) for s in result.scores] == [
        ("best", 1, Standing.RANKED),
        ("most", 2, Standing.RANKED),
        ("few", None, Standing.NOT_ELIGIBLE),
        ("none", None, Standing.NO_SCORE),
    ]
    assert str(result.score("most").total) == "89.62"
    assert result.score("none").total is None
    assert str(result.score("few").total) == "100.00"
