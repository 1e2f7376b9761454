"""What an item gives where its figure cannot be used; never a silent zero."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gridctl.domain.errors import Invalid, error_class
from gridctl.domain.scoring.errors import DuplicateSubject, EntryOutOfRange
from gridctl.domain.scoring.evaluation import evaluate
from gridctl.domain.scoring.results import Standing, SubjectFacts

RATE = '[[items]]\nid = "i"\n$\nmax = 100\nrule = "ratio"\nrate = "satisfied / revisited"\n'
MANUAL = '[[items]]\nid = "{id}"\n$\nmax = {max}\nrule = "manual"\n'


@pytest.mark.parametrize(
    ("treatment", "points"), [("full", "100.00"), ("zero", "0.00"), ("group_median", "100.00")]
)
def test_zero_denominator_follows_its_policy(small, score, treatment, points):
    result = score(small(RATE + f'on_zero = "{treatment}"'), satisfied=0, revisited=0)
    line = result.line("i")
    assert (line.policy, line.treatment, str(line.points)) == ("on_zero", treatment, points)
    assert line.raw is None


def test_zero_never_falls_below_the_floor(small, score):
    scheme = small(RATE.replace('"ratio"', '"ratio"\nfloor = 40') + 'on_zero = "zero"')
    assert score(scheme, satisfied=0, revisited=0).line("i").points == 40


def test_a_missing_fact_is_no_zero(small, score):
    result = score(small(RATE), revisited=3)
    assert (result.total, result.standing) == (None, Standing.NO_SCORE)
    assert result.unscored[0].code == "missing_fact"
    assert dict(result.unscored[0].params) == {"item": "i", "fact": "satisfied"}
    assert result.line("i").inputs == {"revisited": 3}


def test_a_missing_fact_follows_a_stated_policy(small, score):
    result = score(small(RATE + 'on_missing = "full"'), revisited=3)
    assert (str(result.total), result.line("i").policy) == ("100.00", "on_missing")


def test_small_samples_take_the_median_of_their_town(small):
    scheme = small(RATE + 'min_n = 5\non_small = "group_median"')
    counted = {"a": ("X", 5, 10), "b": ("X", 7, 10), "c": ("X", 1, 4), "d": ("Y", 10, 10)}
    counted |= {"e": ("Z", 0, 0)}
    result = evaluate(
        scheme,
        [
            SubjectFacts(key, town, facts={"satisfied": good, "revisited": of})
            for key, (town, good, of) in counted.items()
        ],
    )
    assert str(result.score("c").total) == "60.00"
    assert str(result.score("e").total) == "70.00"
    assert result.score("c").line("i").note.params == (("count", "4"), ("min_n", 5))


def test_on_zero_goes_before_on_small(small, score):
    scheme = small(RATE + 'min_n = 5\non_small = "zero"\non_zero = "full"')
    assert score(scheme, satisfied=0, revisited=0).line("i").policy == "on_zero"
    assert score(scheme, satisfied=1, revisited=1).line("i").policy == "on_small"


def test_min_n_can_count_something_else(small, score):
    scheme = small(
        RATE.replace("satisfied / revisited", "1 - satisfied / revisited - passed / filed")
        + 'min_n = 9\non_small = "zero"\nsample = "dispatched"'
    )
    facts = {"satisfied": 1, "revisited": 4, "passed": 1, "filed": 4}
    assert score(scheme, dispatched=9, **facts).line("i").points == 50
    assert score(scheme, dispatched=8, **facts).line("i").policy == "on_small"


def test_excluded_items_leave_the_others_their_share(small, score):
    items = RATE.replace("max = 100", "max = 20") + 'on_zero = "exclude"\n'
    scheme = small(items + MANUAL.format(id="m", max=80))
    result = score(scheme, {"manual.m": 600_000}, satisfied=0, revisited=0)
    assert str(result.total) == "75.00"


def test_nothing_left_to_score_is_no_score(small, score):
    result = score(small(RATE + 'on_zero = "exclude"'), satisfied=0, revisited=0)
    assert (result.total, result.unscored[0].code) == (None, "all_excluded")


def test_a_value_outside_every_band_has_no_score(small, score):
    scheme = small(
        '[[items]]\nid = "i"\n$\nmax = 100\nrule = "steps"\nvalue = "missed"\n'
        "steps = [{ at_most = 3, earns = 100 }]"
    )
    assert score(scheme, missed=3).total == 100
    assert score(scheme, missed=4).unscored[0].code == "no_band"


def test_a_rate_above_100_is_bounded_and_noted(small, score):
    line = score(small(RATE), satisfied=6, revisited=5).line("i")
    assert (line.points, line.note.code) == (100, "above_100")


@pytest.mark.parametrize("units", [-1, 1_000_001])
def test_entries_are_not_cut_to_fit(small, score, units):
    with pytest.raises(EntryOutOfRange) as caught:
        score(small(MANUAL.format(id="m", max=100)), {"manual.m": units})
    assert caught.value.params["subject"] == "S"


def test_a_panel_with_too_few_marks_lacks_a_mark(golden, score):
    entered = {"panel.year_score.first_half.office.1": 900_000}
    entered["period.year_score.year_end.year_end"] = 900_000
    result = score(golden("liujiao_gridworker"), entered, articles_local=0, articles_prefecture=0)
    assert result.unscored[0].code == "missing_fact"
    assert dict(result.unscored[0].params)["fact"] == "panel.year_score.first_half.community.1"


def test_eligibility_and_veto(small, score):
    scheme = small(
        MANUAL.format(id="m", max=100)
        + '[[eligibility]]\nid = "duty"\n$\nrequire = "duty_days / required_days >= 0.90"\n'
        + '[[veto]]\nid = "false"\n$\nwhen = "fabricated_report > 0"\n'
    )
    facts = {"manual.m": 900_000, "fabricated_report": 0, "required_days": 22}
    assert score(scheme, facts, duty_days=20).standing is Standing.RANKED
    short = score(scheme, facts, duty_days=19)
    assert (short.standing, short.rank, str(short.total)) == ("not_eligible", None, "90.00")
    failed = short.failed[0]
    assert (failed.id, str(failed.value), str(failed.bound)) == ("duty", "0.8636", "0.9000")
    vetoed = score(scheme, facts | {"fabricated_report": 1}, duty_days=22)
    assert (vetoed.standing, vetoed.vetoes, vetoed.rank) == ("vetoed", ("false",), None)


def test_what_a_veto_needs_is_not_taken_for_granted(small, score):
    scheme = small(
        MANUAL.format(id="m", max=100)
        + '[[eligibility]]\nid = "post"\n$\nrequire = "months_in_post >= 3"\n'
        + '[[veto]]\nid = "false"\n$\nwhen = "fabricated_report > 0"\n'
    )
    result = score(scheme, {"manual.m": 900_000})
    assert (result.unscored[0].code, result.total) == ("veto_unknown", None)
    assert (result.failed[0].missing, result.failed[0].value) == ("months_in_post", None)


def test_vetoes_can_take_the_score_or_a_grade(small, score):
    scheme = small(
        MANUAL.format(id="m", max=100)
        + '[[veto]]\nid = "z"\n$\nwhen = "serious_accident > 0"\neffect = "zero"\n'
        + '[[veto]]\nid = "d"\n$\nwhen = "missed > 3"\neffect = "downgrade"\n'
        + '[[grades]]\nid = "A"\n$\nat_least = 90\n[[grades]]\nid = "B"\n$\nat_least = 0\n'
    )
    down = score(scheme, {"manual.m": 950_000}, serious_accident=0, missed=4)
    assert (str(down.total), down.grade, down.rank) == ("95.00", "B", 1)
    none = score(scheme, {"manual.m": 950_000}, serious_accident=1, missed=0)
    assert (str(none.total), none.grade, none.rank) == ("0.00", "B", 1)


def test_targets_by_kind_and_a_target_of_ones_own(shipped):
    attrs = {"employment": "full", "grid_kind": "micro"}
    subjects = [
        SubjectFacts("a", attrs=attrs, facts={"valid_weighted": 6}),
        SubjectFacts("b", attrs=attrs, facts={"valid_weighted": 6, "valid_target": 12}),
        SubjectFacts("c", attrs={"employment": "full"}, facts={"valid_weighted": 6}),
        SubjectFacts("d", attrs={"employment": "part"}, facts={"valid_weighted": 6}),
    ]
    result = evaluate(shipped("county_top10_v1"), subjects)
    points = {s.key: str(s.line("valid_reports").points) for s in result.scores}
    assert points == {"a": "15.00", "b": "10.00", "c": "0.00"}
    assert result.score("c").line("valid_reports").policy == "on_missing"
    assert result.out_of_scope == ("d",)


def test_ranks_are_shared_after_the_tie_break(small):
    items = MANUAL.format(id="x", max=50) + MANUAL.format(id="y", max=50)
    scheme = small(items + '[rank]\ntie_break = ["y"]\n')
    marks = {"a": (30, 20), "b": (20, 30), "c": (30, 20), "d": (1, 1)}
    result = evaluate(
        scheme,
        [
            SubjectFacts(key, facts={"manual.x": x * 10_000, "manual.y": y * 10_000})
            for key, (x, y) in marks.items()
        ],
    )
    assert [(s.key, s.rank, s.tied) for s in result.scores] == [
        ("b", 1, False),
        ("a", 2, True),
        ("c", 2, True),
        ("d", 4, False),
    ]


def test_ranks_within_towns(golden):
    facts = {"signed_on_time": 1, "dispatched": 1, "resolved": 1, "satisfied": 1, "revisited": 1}
    subjects = [SubjectFacts(key, key[0], facts=facts) for key in ("X1", "X2", "Y1")]
    result = evaluate(golden("three_rates"), subjects)
    assert {s.key: (s.rank, s.tied) for s in result.scores} == {
        "X1": (1, True),
        "X2": (1, True),
        "Y1": (1, False),
    }


def test_a_subject_comes_once(small):
    subject = SubjectFacts("a", facts={"manual.m": 1})
    with pytest.raises(DuplicateSubject, match="a was given twice"):
        evaluate(small(MANUAL.format(id="m", max=100)), [subject, subject])


def test_errors_are_found_by_code():
    assert error_class(DuplicateSubject.code) is DuplicateSubject
    assert issubclass(DuplicateSubject, Invalid)


def test_lower_is_better_can_be_said(small, score):
    scheme = small(
        '[[items]]\nid = "i"\n$\nmax = 10\nrule = "linear_gap"\nrate = "returned / dispatched"\n'
        'better = "low"\nfull_at = 5\nper_pp = 1\non_zero = "full"',
        top="max = 10",
    )
    assert score(scheme, returned=5, dispatched=100).line("i").points == 10
    assert score(scheme, returned=8, dispatched=100).line("i").points == Decimal(7)
