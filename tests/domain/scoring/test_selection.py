"""The award list: quota, ties at the cut, runners-up and a reason for everyone."""

from __future__ import annotations

import pytest

from gridctl.domain.scoring.errors import NoAward
from gridctl.domain.scoring.evaluation import evaluate
from gridctl.domain.scoring.messages import REASONS
from gridctl.domain.scoring.results import SubjectFacts
from gridctl.domain.scoring.selection import Tie, select_awards

BODY = """
[[items]]
id = "m"
$
max = 90
rule = "manual"

[[items]]
id = "n"
$
max = 10
rule = "manual"

[[eligibility]]
id = "post"
$
require = "months_in_post >= 3"

[[veto]]
id = "false"
$
when = "fabricated_report > 0"

[rank]
tie_break = ["n"]

[award]
publicity_working_days = 5
"""


@pytest.fixture
def choose(small):
    """Select from {key: points}; a key's first letter is its town, None means no entry."""

    def select(points, award, **facts):
        scheme = small(BODY + award)
        usual = {"months_in_post": 5, "fabricated_report": 0, "manual.n": 0}
        subjects = [
            SubjectFacts(
                key,
                key[0],
                facts=usual
                | ({} if mark is None else {"manual.m": int(mark * 10_000)})
                | facts.get(key, {}),
            )
            for key, mark in points.items()
        ]
        return select_awards(scheme, evaluate(scheme, subjects))

    return select


def test_quota_and_runners_up(choose):
    points = {"A1": 90, "A2": 89, "A3": 88, "B1": 80, "A4": 79, "C1": 70.5, "D1": 60, "E1": 50}
    found = choose(points, "top = 3\nper_town_max = 2\nrunner_up = 2")
    assert found.selected == ("A1", "A2", "B1")
    assert found.runners_up == ("C1", "D1")
    assert found.ties == ()
    assert found.reasons["A3"] == ("quota", (("town", "A"), ("most", 2)))
    assert found.reasons["A4"].code == "quota"
    assert dict(found.reasons["C1"].params) == {"place": 1, "gap": "9.50", "tie_break": ""}
    assert dict(found.reasons["E1"].params) == {"gap": "30.00", "tie_break": ""}
    assert found.reasons["E1"].code == "below_cut"


def test_a_tie_at_the_cut_is_left_to_a_person(choose):
    points = {"A1": 90, "B1": 80, "C1": 80, "D1": 80, "E1": 70}
    found = choose(points, "top = 3\nrunner_up = 1")
    assert found.selected == ("A1",)
    assert found.ties == (Tie(("B1", "C1", "D1"), 2, "top"),)
    assert found.runners_up == ("E1",)
    assert found.reasons["C1"].code == "tied_at_cut"


def test_a_tie_that_fits_is_no_question(choose):
    found = choose({"A1": 90, "B1": 80, "C1": 80, "D1": 70}, "top = 3")
    assert (found.selected, found.ties) == (("A1", "B1", "C1"), ())


def test_a_tie_within_a_town_s_last_place(choose):
    points = {"A1": 90, "A2": 80, "A3": 80, "B1": 80, "C1": 70, "A4": 60}
    found = choose(points, "top = 4\nper_town_max = 2")
    assert found.selected == ("A1", "B1", "C1")
    assert found.ties == (Tie(("A2", "A3"), 1, "town", "A"),)
    assert found.reasons["A4"].code == "quota"


def test_the_tie_break_that_decided_is_named(choose):
    found = choose({"A1": 80, "B1": 81}, "top = 1", A1={"manual.n": 10_000})
    assert found.selected == ("A1",)
    assert dict(found.reasons["B1"].params) == {"gap": "0.00", "tie_break": "n"}


def test_those_outside_the_ranking_have_their_reason(choose):
    points = {"A1": 90, "B1": 89, "C1": None, "D1": 10}
    found = choose(points, "top = 2", A1={"fabricated_report": 1}, B1={"months_in_post": 2})
    assert found.selected == ("D1",)
    assert found.reasons["A1"] == ("vetoed", (("veto", "false"),))
    assert dict(found.reasons["B1"].params) == {
        "condition": "post",
        "value": "2.0000",
        "comparator": ">=",
        "bound": "3.0000",
    }
    assert dict(found.reasons["C1"].params)["because"] == "missing_fact"
    assert {reason.code for reason in found.reasons.values()} <= set(REASONS)


def test_runners_up_of_equal_rank_stay_together(choose):
    points = {"A1": 90, "B1": 80, "C1": 70, "D1": 70, "E1": 60}
    found = choose(points, "top = 1\nrunner_up = 2")
    assert found.runners_up == ("B1", "C1", "D1")
    assert dict(found.reasons["D1"].params)["place"] == 2


def test_one_list_per_town(small):
    body = BODY.replace('tie_break = ["n"]', 'tie_break = ["n"]\nwithin = "town"')
    scheme = small(body + "top = 1")
    facts = {"months_in_post": 5, "fabricated_report": 0, "manual.n": 0}
    subjects = [
        SubjectFacts(key, key[0], facts=facts | {"manual.m": mark * 10_000})
        for key, mark in {"B1": 90, "A1": 10, "B2": 80, "A2": 9}.items()
    ]
    assert select_awards(scheme, evaluate(scheme, subjects)).selected == ("A1", "B1")


def test_a_scheme_without_award(shipped):
    scheme = shipped("unit_on_time")
    with pytest.raises(NoAward):
        select_awards(scheme, evaluate(scheme, []))
