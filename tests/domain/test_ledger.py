"""Laws of the marks of tickets and the facts they add up to."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from gridctl.domain.ledger import DERIVED, MARKS, tally

_MASKS = st.lists(st.sets(st.sampled_from(sorted(MARKS))), max_size=8)


@settings(deadline=None)
@given(_MASKS)
def test_what_is_told_by_other_marks_is_a_part_of_them(tickets):
    rows = [(1, sum(MARKS[name] for name in names), 1) for names in tickets]
    found = tally(rows).get(1)
    if found is None:
        return
    assert {name: found[name] for name in MARKS} == {
        name: sum(name in names for names in tickets) for name in MARKS
    }
    both = {
        "first_pass": ("closed", {"rework"}),
        "accurately_filed": ("filed", {"rejected"}),
        "accurately_dispatched": ("dispatched", {"returned", "rework"}),
    }
    assert both.keys() == DERIVED.keys()
    for name, (whole, spoilt) in both.items():
        lost = sum(whole in names and not spoilt.isdisjoint(names) for names in tickets)
        assert found[name] + lost == found[whole]
