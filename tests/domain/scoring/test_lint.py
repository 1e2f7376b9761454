"""Every defect seen in a published scheme is found; the shipped schemes have none."""

from __future__ import annotations

import pytest

from gridctl.domain.scoring.lint import lint
from gridctl.domain.scoring.messages import FINDINGS


def item(rule: str, name: str = "i", top: int = 100) -> str:
    return f'[[items]]\nid = "{name}"\n$\nmax = {top}\n{rule}\n'


MANUAL = item('rule = "manual"')
GAP = 'rule = "linear_gap"\nfull_at = 95\nper_pp = 1\non_zero = "full"\n'


@pytest.mark.parametrize(
    "name", ["county_top10_v1", "unit_on_time", "whistle_units", "whistle_towns"]
)
def test_shipped_schemes_are_clean(shipped, name):
    assert lint(shipped(name)) == []


@pytest.mark.parametrize(
    ("body", "code", "params"),
    [
        (item('rule = "manual"', top=90), "max_total", {"found": "90", "stated": "100"}),
        (
            item(
                'rule = "multi_period"\n'
                'periods = [{ id = "a", weight = 40 }, { id = "b", weight = 560 }]'
            ),
            "weights_total",
            {"found": "600"},
        ),
        (
            item(
                'rule = "steps"\nrate = "closed / due_to_close"\non_zero = "full"\n'
                "steps = [{ at_least = 95, earns = 9 }, { at_most = 90, earns = 1 }]"
            ),
            "band_gap",
            {"low": "90", "high": "95"},
        ),
        (
            item(
                'rule = "steps"\nvalue = "closed"\notherwise = 0\n'
                "steps = [{ at_least = 10, earns = 9 }, { at_least = 20, earns = 10 }]"
            ),
            "band_unreachable",
            {"number": 2},
        ),
        (item(GAP + 'rate = "missed / (missed + filed)"'), "inverse_sign", {"fact": "missed"}),
        (
            item('rule = "per_unit_deduct"\nunit = "satisfied"\npoints = 1'),
            "direct_sign",
            {"fact": "satisfied"},
        ),
        (
            item(GAP + 'rate = "closed / due_to_close"', "a", 50)
            + item('rule = "ratio"\non_zero = "full"\nrate = "closed/due_to_close"', "b", 50),
            "measure_twice",
            {"other": "a"},
        ),
        (
            item('rule = "ratio_capped"\nvalue = "login_days"\ntarget = "20"'),
            "banned_source",
            {"fact": "login_days"},
        ),
        (
            MANUAL + '[[eligibility]]\nid = "e"\n$\nrequire = "online_minutes > 60"\n',
            "banned_source",
            {"fact": "online_minutes"},
        ),
        (
            item('rule = "ratio_capped"\nvalue = "reported"\ntarget = "20"'),
            "caution_source",
            {"fact": "reported"},
        ),
        (
            '[facts.signin_days]\nlabel = { zh = "签到天数", en = "days" }\n' + MANUAL,
            "sensitive_words",
            {"fact": "signin_days", "word": "signin"},
        ),
        (item('rule = "ratio"\nrate = "closed / due_to_close"'), "rate_without_policy", {}),
        (
            item('rule = "ratio_capped"\nvalue = "valid"\ntarget = "valid_target"'),
            "rate_without_policy",
            {},
        ),
        (
            MANUAL
            + '[[bonus.items]]\nid = "b"\n$\nrule = "per_unit_add"\nunit = "valid"\npoints = 1\n',
            "volume_without_cap",
            {"fact": "valid"},
        ),
        (
            item('rule = "ratio"\nvalue = "closed"'),
            "volume_without_cap",
            {"fact": "closed"},
        ),
        (MANUAL + "[award]\ntop = 10\npublicity_working_days = 5\n", "no_tie_break", {}),
    ],
)
def test_each_defect_is_found_alone(small, body, code, params):
    findings = lint(small(body))
    assert [(f.code, dict(f.params)) for f in findings] == [(code, params)]
    assert code in FINDINGS


def test_correct_signs_pass(small):
    body = (
        "[rates]\n"
        'missed_rate = "missed / (missed + filed)"\n'
        + item(GAP.replace("0.5", "1") + 'value = "100 - missed_rate"', "a", 60)
        + item(GAP + 'better = "low"\nrate = "rework / due_to_close"', "b", 20)
        + item(GAP + 'rate = "(dispatched - returned) / dispatched"', "c", 20)
    )
    assert lint(small(body)) == []


def test_a_composite_that_adds_100_minus_a_good_rate_is_found(small):
    body = item(GAP + 'rate = "1 - closed / due_to_close"')
    assert lint(small(body)) == []  # closed is volume: a share of it may be the base
    body = item(GAP + 'rate = "1 - closed_on_time / due_to_close"')
    assert [f.code for f in lint(small(body))] == ["direct_sign"]


def test_a_cap_on_the_whole_bonus_is_a_cap(small):
    bonus = '[[bonus.items]]\nid = "b"\n$\nrule = "per_unit_add"\nunit = "valid"\npoints = 1\n'
    assert lint(small(MANUAL + "[bonus]\ncap = 5\n" + bonus)) == []


def test_values_that_cannot_occur_leave_no_gap(small):
    steps = "steps = [{ at_least = 20, earns = 9 }, { at_most = 19, earns = 1 }]"
    assert lint(small(item(f'rule = "steps"\nvalue = "passed"\n{steps}'))) == []
    rate = f'rule = "steps"\nrate = "passed / filed"\non_zero = "full"\n{steps}'
    assert [f.code for f in lint(small(item(rate)))] == ["band_gap"]
