"""Award lists without a database: who is near, what may be chosen, when publicity ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gridctl.domain.awards import (
    REASONS,
    STANDING_NAMES,
    STATE_NAMES,
    STEPS,
    VERB_NAMES,
    AlreadyApproved,
    ChoiceWrong,
    NotNext,
    NotPublic,
    NotTied,
    NotToPay,
    NotToPublish,
    NoVacancy,
    PublicityRunning,
    PublicityTooEarly,
    QuotaExceeded,
    check_step,
)
from gridctl.domain.awards.choice import choose, move_up
from gridctl.domain.awards.nomination import BELOW, Nominee, nominate
from gridctl.domain.awards.publicity import check_over, check_start, days_so_far, last_day
from gridctl.domain.calendar import CalendarMissing, load_calendar
from gridctl.domain.errors import Conflict
from gridctl.domain.scoring.evaluation import evaluate
from gridctl.domain.scoring.parse import parse_scheme
from gridctl.domain.scoring.results import SubjectFacts
from gridctl.domain.scoring.scheme import Scheme

SCHEME = """
id = "small"
version = 1
title = { zh = "小", en = "small" }
period = "month"
max = 100
[subject]
types = ["gridworker"]
[[eligibility]]
id = "post"
label = { zh = "在岗", en = "in post" }
require = "months_in_post >= 3"
[[veto]]
id = "false"
label = { zh = "虚报", en = "false report" }
when = "fabricated_report > 0"
[[items]]
id = "m"
label = { zh = "分", en = "mark" }
max = 90
rule = "manual"
[[items]]
id = "n"
label = { zh = "次", en = "second mark" }
max = 10
rule = "manual"
[rank]
within = "$within"
tie_break = ["n"]
[award]
top = 3
per_town_max = 1
runner_up = 1
publicity_working_days = 5
"""


def scheme_of(within: str = "county", **award: int) -> Scheme:
    text = SCHEME.replace("$within", within)
    for name, value in award.items():
        lines = text.splitlines()
        text = "\n".join(f"{name} = {value}" if x.startswith(f"{name} =") else x for x in lines)
    return parse_scheme(text)


def nominees(
    scheme: Scheme, marks: dict[str, float], **facts: dict[str, Any]
) -> tuple[Nominee, ...]:
    """Nominate from {key: mark}; a key's first letter is its town."""
    usual = {"months_in_post": 5, "fabricated_report": 0, "manual.n": 0}
    subjects = [
        SubjectFacts(
            key, key[0], f"N{key}", {},
            usual | {"manual.m": int(mark * 10_000)} | facts.get(key, {}),
        )
        for key, mark in marks.items()
    ]  # fmt: skip
    return nominate(scheme, evaluate(scheme, subjects))


def standings(people: Iterable[Nominee]) -> dict[str, str]:
    return {person.key: person.standing for person in people}


def test_everyone_in_and_near_the_list_has_a_standing_and_a_reason() -> None:
    people = nominees(
        scheme_of(),
        {"a1": 90, "a2": 89, "b1": 80, "c1": 70, "c2": 69, "d1": 60, "e1": 50, "f1": 85, "g1": 88},
        f1={"fabricated_report": 1},
        g1={"months_in_post": 2},
    )
    assert standings(people) == {
        "a1": "selected", "b1": "selected", "c1": "selected", "d1": "runner_up",
        "a2": "quota", "g1": "not_eligible", "f1": "vetoed", "c2": "quota", "e1": "below_cut",
    }  # fmt: skip
    assert [person.key for person in people][:4] == ["a1", "b1", "c1", "d1"]
    reasons = {person.key: person.reason for person in people}
    assert dict(reasons["d1"].params) == {"place": 1, "gap": "10.00", "tie_break": ""}
    assert dict(reasons["f1"].params) == {"veto": "false"}
    assert dict(reasons["g1"].params)["condition"] == "post"
    assert {reason.code for reason in reasons.values()} <= set(REASONS)


def test_the_far_away_are_not_named() -> None:
    marks = {f"a{n:02}": 80 - n for n in range(40)}
    unfit = {f"z{n}": {"months_in_post": 0} for n in range(3)}
    people = nominees(scheme_of(per_town_max=3), {**marks, "z0": 85, "z1": 78, "z2": 77.5}, **unfit)
    found = standings(people)
    assert [key for key in found if found[key] == "not_eligible"] == ["z0", "z1"]
    assert len([key for key in found if key.startswith("a")]) == 3 + BELOW
    assert set(list(found.values())[-BELOW:]) == {"quota"}


def test_with_places_left_the_unfit_who_could_fill_them_are_named() -> None:
    marks = {"a1": 90.0, "b1": 50.0, "c1": 40.0, "d1": 30.0}
    unfit: dict[str, dict[str, Any]] = {key: {"months_in_post": 1} for key in ("b1", "c1", "d1")}
    assert standings(nominees(scheme_of(), marks, **unfit)) == {
        "a1": "selected", "b1": "not_eligible", "c1": "not_eligible",
    }  # fmt: skip
    everyone = {**unfit, "a1": {"months_in_post": 1}}
    assert list(standings(nominees(scheme_of(), marks, **everyone))) == ["a1", "b1", "c1"]


def test_an_equal_total_names_the_item_that_decided_and_a_missing_figure_itself() -> None:
    scheme = scheme_of(top=1, runner_up=1)
    people = nominees(
        scheme,
        {"a1": 80, "b1": 81, "c1": 80.5, "d1": 85},
        a1={"manual.n": 20_000},
        b1={"manual.n": 10_000},
        c1={"manual.n": 15_000},
        d1={"months_in_post": 2},
    )
    codes = {person.key: person.reason.code for person in people}
    assert codes == {
        "a1": "selected", "c1": "runner_up_by_item", "b1": "below_cut_by_item",
        "d1": "not_eligible",
    }  # fmt: skip
    subject = SubjectFacts(
        "x1", "x", "", {}, {"manual.m": 1, "manual.n": 1, "fabricated_report": 0}
    )
    (unknown,) = nominate(scheme, evaluate(scheme, [subject]))
    assert unknown.reason.code == "not_eligible_unknown"


def test_each_town_has_its_own_list_where_the_scheme_ranks_so() -> None:
    scheme = scheme_of("town", top=1, per_town_max=3)
    people = nominees(scheme, {"a1": 90, "a2": 90, "b1": 20, "b2": 10, "b3": 5})
    assert standings(people) == {
        "a1": "tied_at_cut", "a2": "tied_at_cut", "b1": "selected", "b2": "runner_up",
        "b3": "below_cut",
    }  # fmt: skip
    assert standings_after(people, choose(scheme, people, {"a2"}))["a2"] == "selected"


def standings_after(people: Iterable[Nominee], changes: Any) -> dict[str, str]:
    return standings(people) | {key: change.standing for key, change in changes.items()}


def test_a_tie_is_filled_exactly() -> None:
    scheme = scheme_of(top=2)
    people = nominees(scheme, {"a1": 90, "b1": 80, "c1": 80, "d1": 80})
    for wrong in (set(), {"b1", "c1"}):
        with pytest.raises(ChoiceWrong) as refused:
            choose(scheme, people, wrong)
        assert refused.value.params["places"] == 1
        assert refused.value.params["given"] == len(wrong)
    with pytest.raises(NotTied):
        choose(scheme, people, {"a1", "b1"})
    assert standings_after(people, choose(scheme, people, {"c1"})) == {
        "a1": "selected", "b1": "not_chosen", "c1": "selected", "d1": "not_chosen",
    }  # fmt: skip


def test_every_tie_is_chosen_from_on_its_own() -> None:
    scheme = scheme_of(top=3)
    people = nominees(scheme, {"a1": 90, "a2": 90, "b1": 80, "c1": 70, "d1": 70})
    ties = [dict(person.reason.params).get("tie") for person in people]
    assert ties == [1, 1, None, 2, 2]
    with pytest.raises(ChoiceWrong):
        choose(scheme, people, {"a1"})
    assert len(choose(scheme, people, {"a1", "d1"})) == 4
    settled = nominees(scheme, {"a1": 90, "b1": 80, "c1": 70})
    assert choose(scheme, settled, ()) == {}


def test_a_choice_keeps_the_quota_of_each_town() -> None:
    scheme = scheme_of(top=2)
    people = nominees(scheme, {"a1": 90, "a2": 90, "b1": 90, "c1": 90})
    with pytest.raises(QuotaExceeded):
        choose(scheme, people, {"a1", "a2"})
    assert len(choose(scheme, people, {"a1", "b1"})) == 4


def struck(people: Iterable[Nominee], *keys: str) -> list[Nominee]:
    return [replace(p, standing="struck") if p.key in keys else p for p in people]


def test_who_is_next_in_rank_moves_up_and_nobody_else() -> None:
    scheme = scheme_of(top=2, runner_up=2)
    people = nominees(scheme, {"a1": 90, "b1": 80, "c1": 70, "d1": 60, "e1": 50})
    with pytest.raises(NoVacancy):
        move_up(scheme, people, {"c1"})
    empty = struck(people, "b1")
    assert move_up(scheme, empty, ()) == {}
    with pytest.raises(NotNext) as refused:
        move_up(scheme, empty, {"d1"})
    assert refused.value.params["next"] == "Nc1"
    with pytest.raises(NotNext):
        move_up(scheme, empty, {"e1"})
    with pytest.raises(NoVacancy):
        move_up(scheme, empty, {"c1", "d1"})
    assert move_up(scheme, empty, {"c1"})["c1"].reason.code == "moved_up"
    assert len(move_up(scheme, struck(people, "a1", "b1"), {"c1", "d1"})) == 2


def test_a_struck_place_of_a_town_opens_it_to_those_the_quota_barred() -> None:
    scheme = scheme_of(top=2)
    people = nominees(scheme, {"a1": 90, "a2": 85, "b1": 80, "b2": 75, "c1": 70})
    assert standings(people)["a2"] == "quota"
    with pytest.raises(NotNext):
        move_up(scheme, struck(people, "a1"), {"c1"})
    assert set(move_up(scheme, struck(people, "a1"), {"a2"})) == {"a2"}
    with pytest.raises(QuotaExceeded):
        move_up(scheme, struck(people, "b1"), {"a2"})
    assert set(move_up(scheme, struck(people, "b1"), {"b2"})) == {"b2"}


@pytest.mark.parametrize(
    ("starts", "days", "until"),
    [
        ("2022-10-31", 5, "2022-11-04"),  # the ministry practice
        ("2026-11-07", 5, "2026-11-13"),  # a Saturday: Monday is the first
        ("2026-09-30", 2, "2026-10-08"),  # over the National Day
        ("2026-11-03", 1, "2026-11-03"),
    ],
)
def test_the_first_day_of_publicity_counts_if_it_is_a_working_day(
    starts: str, days: int, until: str
) -> None:
    assert last_day(load_calendar(), date.fromisoformat(starts), days).isoformat() == until


def test_publicity_is_after_the_approval_and_over_before_the_final_list() -> None:
    with pytest.raises(PublicityTooEarly):
        check_start(date(2026, 11, 2), date(2026, 11, 3))
    check_start(date(2026, 11, 3), date(2026, 11, 3))
    with pytest.raises(PublicityRunning) as early:
        check_over(date(2026, 11, 9), date(2026, 11, 9), "L1")
    assert early.value.params["earliest"] == "2026-11-10"
    check_over(date(2026, 11, 10), date(2026, 11, 9), "L1")
    with pytest.raises(CalendarMissing):
        last_day(load_calendar(), date(2090, 1, 1), 5)


@pytest.mark.parametrize(
    ("verb", "refusal"),
    [
        ("approve", AlreadyApproved),
        ("publish", NotToPublish),
        ("object", NotPublic),
        ("finalise", NotPublic),
        ("pay", NotToPay),
    ],
)
def test_a_step_is_taken_in_one_state_only(verb: Any, refusal: type[Conflict]) -> None:
    for state in STATE_NAMES:
        if state == STEPS[verb].before:
            assert check_step(verb, state, "L1") is STEPS[verb]
        else:
            with pytest.raises(refusal):
                check_step(verb, state, "L1")


def test_all_codes_have_words() -> None:
    assert set(STEPS) < set(VERB_NAMES)
    assert {step.after for step in STEPS.values()} < set(STATE_NAMES)
    assert "struck" in STANDING_NAMES


@pytest.mark.parametrize(
    ("today", "days"), [("2026-11-03", 1), ("2026-11-08", 4), ("2026-11-09", 5)]
)
def test_a_publicity_is_counted_in_working_days(today: str, days: int) -> None:
    starts = date(2026, 11, 3)
    assert days_so_far(load_calendar(), starts, date.fromisoformat(today)) == days
    assert days_so_far(None, starts, date.fromisoformat(today)) is None


def test_nothing_is_counted_where_a_year_has_no_table() -> None:
    assert days_so_far(load_calendar(), date(2090, 1, 1), date(2090, 1, 5)) is None
