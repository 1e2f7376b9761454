"""What holds for every population: order, bounds, monotonicity, bytes."""

from __future__ import annotations

import json
from decimal import localcontext
from itertools import chain, combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from gridctl.domain.scoring.canonical import evaluation_bytes, evaluation_digest
from gridctl.domain.scoring.evaluation import evaluate
from gridctl.domain.scoring.parse import parse_scheme
from gridctl.domain.scoring.results import Standing, SubjectFacts
from gridctl.domain.scoring.scheme import Treatment
from gridctl.domain.scoring.selection import select_awards
from gridctl.foundation.resources import config_path

SCHEME = parse_scheme(config_path("rules", "scoring", "county_top10_v1.toml").read_text("utf-8"))
SHARES = {
    "valid": "reported",
    "closed_on_time": "due_to_close",
    "verified_on_time": "need_verify",
    "checked_on_time": "need_check",
    "satisfied": "revisited",
    "passed": "random_checked",
    "duty_days": "required_days",
}
COUNTS = (
    *("valid_weighted", "missed", "merit_town", "merit_county", "merit_city", "merit_province"),
    *("major_hazard", "months_in_post", "open_discipline", "fabricated_report"),
    *("discipline_decision", "serious_accident"),
)


@st.composite
def figures(draw):
    found = {name: draw(st.integers(0, 6)) for name in COUNTS}
    for part, whole in SHARES.items():
        found[whole] = draw(st.integers(0, 12))
        found[part] = draw(st.integers(0, found[whole]))
    for name in draw(st.sets(st.sampled_from(sorted(found)), max_size=1)):
        del found[name]
    return found


@st.composite
def populations(draw):
    many = draw(st.lists(figures(), min_size=1, max_size=12))
    kinds = st.sampled_from(["general", "exclusive", "micro"])
    return [
        SubjectFacts(
            f"w{n:02}",
            draw(st.sampled_from(["", "T1", "T2"])),
            attrs={"employment": "full", "grid_kind": draw(kinds)},
            facts=facts,
        )
        for n, facts in enumerate(many)
    ]


@given(populations(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_does_not_matter(population, random):
    shuffled = list(population)
    random.shuffle(shuffled)
    one, other = evaluate(SCHEME, population), evaluate(SCHEME, shuffled)
    assert evaluation_bytes(one) == evaluation_bytes(other)
    assert select_awards(SCHEME, one) == select_awards(SCHEME, other)


@given(populations())
@settings(max_examples=60, deadline=None)
def test_bounds_and_ranks(population):
    result = evaluate(SCHEME, population)
    for score in result.scores:
        for item, line in zip(SCHEME.items, score.items, strict=True):
            scored = line.treatment is not Treatment.NO_SCORE
            assert (item.lowest if scored else 0) <= line.points <= item.highest
        assert 0 <= score.added <= 10
        assert score.total is None or 0 <= score.total <= 110
        assert (score.rank is not None) == (score.standing is Standing.RANKED)
    ranked = [score for score in result.scores if score.rank is not None]
    for before, after in combinations(ranked, 2):
        assert before.total >= after.total
        assert (before.rank == after.rank) <= (before.tied and after.tied)


@given(populations())
@settings(max_examples=60, deadline=None)
def test_everyone_has_a_reason_and_the_list_has_its_length(population):
    result = evaluate(SCHEME, population)
    found = select_awards(SCHEME, result)
    assert set(found.reasons) == {subject.key for subject in population}
    town = {subject.key: subject.group for subject in population}
    places = len(found.selected) + sum(tie.places for tie in found.ties)
    assert places <= 10
    for name in ("T1", "T2"):
        assert sum(town[key] == name for key in found.selected) <= 2
    listed = chain(found.selected, found.runners_up, *(tie.keys for tie in found.ties))
    assert len(set(listed)) == len(found.selected) + len(found.runners_up) + sum(
        len(tie.keys) for tie in found.ties
    )


@given(figures(), st.sampled_from(["closed_on_time", "satisfied", "passed", "valid_weighted"]))
@settings(max_examples=80, deadline=None)
def test_more_of_what_is_good_never_costs_points(facts, name):
    whole = SHARES.get(name)
    if name not in facts or (whole and facts.get(whole, 0) <= facts[name]):
        return
    better = {**facts, name: facts[name] + 1}
    attrs = {"employment": "full", "grid_kind": "general"}
    before, after = (
        evaluate(SCHEME, [SubjectFacts("w", attrs=attrs, facts=each)]).score("w")
        for each in (facts, better)
    )
    assert (before.total is None) == (after.total is None)
    assert before.total is None or after.total >= before.total


def test_the_caller_s_decimal_context_changes_nothing():
    facts = dict.fromkeys((*COUNTS, *SHARES, *SHARES.values()), 7)
    facts |= {"closed_on_time": 5, "due_to_close": 6, "reported": 9}
    subjects = [SubjectFacts("w", attrs={"employment": "full"}, facts=facts)]
    expected = evaluation_digest(evaluate(SCHEME, subjects))
    with localcontext() as context:
        context.prec = 3
        assert evaluation_digest(evaluate(SCHEME, subjects)) == expected


def test_canonical_bytes_hold_figures_and_no_names():
    facts = dict.fromkeys((*COUNTS, *SHARES, *SHARES.values()), 7)
    attrs = {"employment": "full"}
    one = evaluate(SCHEME, [SubjectFacts("w", "T", "张三", attrs, facts)])
    other = evaluate(SCHEME, [SubjectFacts("w", "T", "李四", attrs, facts)])
    assert evaluation_digest(one) == evaluation_digest(other)
    document = json.loads(evaluation_bytes(one))
    assert document["digest"] == SCHEME.digest
    line = document["scores"][0]["items"][2]
    assert line["inputs"] == {"closed_on_time": 7, "due_to_close": 7}
    assert line["points"] == "20.00"
    changed = evaluate(SCHEME, [SubjectFacts("w", "T", "", attrs, facts | {"missed": 6})])
    assert evaluation_digest(changed) != evaluation_digest(one)
