"""Who would stand at the top if one item weighed otherwise."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gridctl.domain.scoring.canonical import score_texts
from gridctl.domain.scoring.evaluation import evaluate
from gridctl.domain.scoring.gaps import Gap, gaps
from gridctl.domain.scoring.results import SubjectFacts
from gridctl.domain.scoring.sensitivity import WeightInvalid, parse_change, top_of, weighings

TWO = (
    '[[items]]\nid = "on_time"\n$\nmax = 60\nrule = "ratio"\nrate = "closed_on_time / due_to_close"'
    '\n[[items]]\nid = "content"\n$\nmax = 40\nrule = "ratio"\nrate = "satisfied / revisited"'
    '\non_missing = "exclude"\n'
)


def subject(key: str, on_time: int, content: int | None, group: str = "T") -> SubjectFacts:
    """Return someone with two rates in per cent; None was not delivered."""
    facts = {"closed_on_time": on_time, "due_to_close": 100}
    if content is not None:
        facts |= {"satisfied": content, "revisited": 100}
    return SubjectFacts(key, group, facts=facts)


#: a: 54 + 20 = 74, b: 42 + 31.2 = 73.2, c: 30 + 12 = 42.
THREE = (subject("a", 90, 50), subject("b", 70, 78), subject("c", 50, 30))


def changed(scheme, by, people=THREE, top=1):
    """Return the ranks at the top under another weight of each item."""
    found = weighings(scheme, evaluate(scheme, people), parse_change(by), top)
    return {each.item.id: (each.highest, dict(each.places)) for each in found}


@pytest.mark.parametrize("body", [TWO, TWO.replace('on_missing = "exclude"', "")])
def test_ten_per_cent_of_an_item_turn_the_first_place(small, body):
    """b's 31.20 become 34.32, a's 20.00 become 22.00: 76.32 against 76.00."""
    scheme = small(body)
    assert top_of(evaluate(scheme, THREE), 1) == {"a": 1}
    assert changed(scheme, "10%") == {
        "on_time": (Decimal("66.00"), {"a": 1}),
        "content": (Decimal("44.00"), {"b": 1}),
    }


def test_points_are_points_of_the_maximum(small):
    """Four points more on 40 are ten per cent; one point is too little to turn anything."""
    scheme = small(TWO)
    assert changed(scheme, "4")["content"] == changed(scheme, "10%")["content"]
    assert changed(scheme, "1")["content"] == (Decimal("41.00"), {"a": 1})


def test_an_item_may_weigh_nothing(small):
    assert changed(small(TWO), "-100%")["on_time"] == (Decimal("0.00"), {"b": 1})
    assert changed(small(TWO), "-999")["on_time"][1] == {"b": 1}


def test_excluded_items_are_made_up_by_the_new_maxima(small):
    """Of d only the first item counts, times (60 + 44) / 60: 42 x 104/60 = 72.80, under b."""
    people = (*THREE, subject("d", 70, None))
    assert changed(small(TWO), "10%", people, top=3)["content"][1] == {"b": 1, "a": 2, "d": 3}


def test_shared_ranks_are_all_at_the_top(small):
    people = (subject("a", 90, 50), subject("b", 90, 50), subject("c", 50, 30))
    assert changed(small(TWO), "10%", people)["on_time"][1] == {"a": 1, "b": 1}


def test_towns_have_each_their_own_top(small):
    people = (subject("a", 90, 50), subject("b", 70, 78, "U"), subject("c", 50, 30))
    scheme = small(TWO + '[rank]\nwithin = "town"\n')
    assert changed(scheme, "10%", people)["on_time"][1] == {"a": 1, "b": 1}


@pytest.mark.parametrize("text", ["", "ten", "10 %", "1000%", "0.123"])
def test_what_is_no_change_is_refused(text):
    with pytest.raises(WeightInvalid):
        parse_change(text)


def test_an_item_without_a_maximum_has_no_point_more(small):
    bonus = '[bonus]\n[[bonus.items]]\nid = "merit"\n$\nrule = "per_unit_add"\n'
    bonus += 'unit = "merit_town"\npoints = 2\n'
    people = [each._replace(facts={**each.facts, "merit_town": 0}) for each in THREE]
    scheme = small(TWO + bonus)
    assert set(changed(scheme, "1", people)) == {"on_time", "content"}
    assert changed(scheme, "10%", people)["merit"] == (None, {"a": 1})


def test_gaps_tell_what_rests_on_a_missing_figure(small):
    scheme = small(
        TWO + '[[eligibility]]\nid = "duty"\n$\nrequire = "duty_days / required_days >= 0.9"\n'
        '[[veto]]\nid = "fabricated"\n$\nwhen = "fabricated_report > 0"\n'
    )
    result = evaluate(scheme, (*THREE[:1], subject("d", 70, None)))
    keys = [score.key for score in result.scores]
    assert gaps(zip(keys, score_texts(result), strict=True)) == [
        Gap("duty_days", "eligibility", "duty", "", ("a", "d")),
        Gap("fabricated_report", "veto", "fabricated", "", ("a", "d")),
        Gap("revisited", "item", "content", "exclude", ("d",)),
    ]
