"""Reading schemes: what is wrong is named with its item and key."""

from __future__ import annotations

import pytest

from gridctl.domain.scoring import errors
from gridctl.domain.scoring.expression import (
    Malformed,
    canonical,
    parse_condition,
    parse_expression,
)
from gridctl.domain.scoring.parse import parse_scheme

ITEM = '[[items]]\nid = "i"\n$\nmax = 100\n'
RATIO = ITEM + 'rule = "ratio"\n'


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("a - b - c", "((a - b) - c)"),
        ("a + b * c", "(a + (b * c))"),
        ("(a+b)/ -c", "((a + b) / (-c))"),
        ("1.50*a", "(1.5 * a)"),
        (" 100 ", "100"),
    ],
)
def test_expressions(text, form):
    assert canonical(parse_expression(text)) == form


@pytest.mark.parametrize(
    ("text", "position"),
    [("-2~-5)", 3), ("a +", 4), ("(a", 3), ("a b", 3), ("", 1), ("2x", 2), ("a > b", 3)],
)
def test_broken_expressions_say_where(text, position):
    with pytest.raises(Malformed) as caught:
        parse_expression(text)
    assert caught.value.position == position


def test_a_tower_of_parentheses_is_refused():
    with pytest.raises(Malformed):
        parse_expression("(" * 5000 + "a" + ")" * 5000)
    assert canonical(parse_expression("(" * 100 + "a" + ")" * 100)) == "a"


def test_conditions():
    assert canonical(parse_condition("duty / due >= 0.90")) == "(duty / due) >= 0.9"
    with pytest.raises(Malformed):
        parse_condition("a + b")


@pytest.mark.parametrize(
    ("body", "error", "params"),
    [
        (
            RATIO + 'rate = "closed_ontime / due_to_close"',
            errors.NameUnknown,
            {"item": "i", "key": "rate", "name": "closed_ontime", "nearest": "closed_on_time"},
        ),
        (
            ITEM + 'rule = "per_unit_deduct"\nunit = "-2~-5)"\npoints = 1',
            errors.ExpressionBroken,
            {"item": "i", "key": "unit", "text": "-2~-5)", "position": 3},
        ),
        (
            RATIO + 'rate = "closed / due_to_close"\non_zeros = "full"',
            errors.KeyUnknown,
            {"item": "i", "key": "on_zeros", "nearest": "on_zero"},
        ),
        (RATIO, errors.KeysConflict, {"item": "i", "key": "rate/value"}),
        (ITEM, errors.KeyMissing, {"item": "i", "key": "rule"}),
        ("", errors.KeyMissing, {"item": "small", "key": "items"}),
        (
            ITEM + 'rule = "linear_gap"\nrate = "closed / due_to_close"\nfull_at = "95"',
            errors.NumberWanted,
            {"item": "i", "key": "full_at", "value": "95"},
        ),
        (ITEM + 'rule = "manual"\nplaces = 9', errors.OutOfBounds, {"item": "i", "key": "places"}),
        (
            ITEM + 'rule = "manual"\non_missing = "half"',
            errors.NotAChoice,
            {"item": "i", "key": "on_missing", "value": "half"},
        ),
        (ITEM + 'rule = "manual"\n' + ITEM + 'rule = "manual"', errors.DuplicateId, {"item": "i"}),
        (
            ITEM + 'rule = "manual"\n[rank]\ntie_break = ["j"]',
            errors.NameUnknown,
            {"item": "rank", "key": "tie_break", "name": "j"},
        ),
        (
            RATIO + 'rate = "closed / due_to_close"\nmin_n = 3',
            errors.KeysConflict,
            {"item": "i", "key": "min_n/on_small"},
        ),
        (
            RATIO + 'value = "passed"\nmin_n = 3\non_small = "full"',
            errors.KeyMissing,
            {"item": "i", "key": "sample"},
        ),
        (
            ITEM + 'rule = "manual"\n[[penalty.items]]\nid = "p"\n$\n'
            'rule = "per_unit_add"\nunit = "missed"\npoints = 1',
            errors.PolicyImpossible,
            {"item": "p", "key": "rule", "value": "per_unit_add"},
        ),
        (
            ITEM + 'rule = "manual"\n[[bonus.items]]\nid = "b"\n$\n'
            'rule = "manual"\ncap = 5\non_missing = "exclude"',
            errors.PolicyImpossible,
            {"item": "b", "key": "on_missing", "value": "exclude"},
        ),
        (
            ITEM + 'rule = "steps"\nvalue = "passed"\nsteps = [{ at_least = 1, earns = 101 }]',
            errors.OutOfBounds,
            {"item": "i", "key": "earns", "value": "101"},
        ),
        (
            '[rates]\nr = "closed / due_to_close"\n' + RATIO + 'rate = "1 - r"',
            errors.KeysConflict,
            {"item": "i", "key": "rate"},
        ),
        (
            ITEM + 'rule = "rank_band_coefficient"\nvalue = "passed"\nvolume = "passed"\n'
            "split = [1, 1.5]\ncoefficients = [1, 2]\nscale = 1",
            errors.KeysConflict,
            {"item": "i", "key": "split/coefficients"},
        ),
        (
            ITEM + 'rule = "rank_band_coefficient"\nvalue = "passed"\nvolume = "passed / filed"\n'
            "split = [1]\ncoefficients = [1]\nscale = 1",
            errors.PolicyImpossible,
            {"item": "i", "key": "volume"},
        ),
        (
            '[facts.valid]\nlabel = { zh = "有效", en = "valid" }\n' + ITEM + 'rule = "manual"',
            errors.DuplicateId,
            {"item": "valid"},
        ),
        (
            ITEM + 'rule = "manual"\n[round]\nmode = "half_even"',
            errors.NotAChoice,
            {"item": "small.round", "key": "mode", "value": "half_even"},
        ),
    ],
)
def test_errors_name_item_and_key(small, body, error, params):
    with pytest.raises(errors.SchemeInvalid) as caught:
        small(body)
    assert type(caught.value) is error
    assert caught.value.params.items() >= params.items()


def test_facts_of_other_subjects_are_unknown(small):
    body = RATIO + 'rate = "duty_days / required_days"'
    small(body)
    with pytest.raises(errors.NameUnknown):
        small(body, subject='[subject]\ntypes = ["unit"]\n')


def test_no_toml():
    with pytest.raises(errors.SchemeUnreadable):
        parse_scheme("id = ")


@pytest.mark.parametrize("value", ["nan", "inf", "true"])
def test_numbers_are_numbers(small, value):
    with pytest.raises(errors.SchemeInvalid):
        small(ITEM + f'rule = "per_unit_add"\nunit = "missed"\npoints = {value}')


def test_the_shipped_scheme_is_read_whole(shipped):
    scheme = shipped("county_top10_v1")
    assert [item.id for item in scheme.items] == [
        "valid_reports",
        "valid_rate",
        "close_on_time",
        "task_on_time",
        "missed",
        "satisfaction",
        "random_check",
    ]
    assert sum(item.highest or 0 for item in scheme.items) == scheme.max == 100
    assert scheme.award is not None
    assert (scheme.award.top, scheme.award.per_town_max, scheme.award.runner_up) == (10, 2, 3)
    assert scheme.award.publicity_working_days == 5
    assert scheme.award.payout_fen is None
    assert scheme.counting.per_day_cap == 5
    assert scheme.title.text("en") == "Monthly ten best gridworkers"


def test_payout_is_kept_in_fen(small):
    award = "[award]\ntop = 1\npublicity_working_days = 5\npayout_yuan = "
    manual = ITEM + 'rule = "manual"\n'
    assert small(manual + award + "390.50").award.payout_fen == 39_050
    with pytest.raises(errors.FenWanted):
        small(manual + award + "0.005")


def test_the_digest_covers_rules_and_not_words(small):
    body = ITEM + 'rule = "linear_gap"\nrate = "closed / due_to_close"\nfull_at = {}\nper_pp = 1'
    digest = small(body.format("95")).digest
    assert len(digest) == 64
    assert (
        small(body.format("95.0").replace("$", 'label = { zh = "甲", en = "A" }')).digest == digest
    )
    assert small(body.format("95").replace("closed /", "( closed ) /")).digest == digest
    assert small(body.format("96")).digest != digest
    assert small(body.format("95").replace("rate =", "value =")).digest != digest
