"""Laws of site visits: who is charged with what, whatever the instants."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from gridctl.domain.site_visits import ORDERS, SiteVisit

_INSTANTS = st.integers(0, 50)


@st.composite
def visits(draw):
    order = draw(st.sampled_from(sorted(ORDERS)))
    given_at, lasted = draw(_INSTANTS), draw(st.none() | _INSTANTS)
    if lasted is None:
        return SiteVisit(order, given_at, None, None)
    ended_by = draw(st.sampled_from([ORDERS[order][1], "rework", "close", "force_close"]))
    return SiteVisit(order, given_at, given_at + lasted, ended_by)


@settings(deadline=None)
@given(visits(), st.integers(0, 60), st.integers(0, 200))
def test_a_visit_is_judged_once_and_only_with_a_limit(visit, limit, wait):
    due, now = visit.given_at + limit, max(visit.ended_at or 0, visit.given_at) + wait
    outcome = visit.outcome(due, now)
    assert visit.outcome(None, now) == ""
    if outcome == "on_time":
        assert visit.done
        assert visit.ended_at <= due
    # What is judged stays judged: only what is open may still become late.
    later = visit.outcome(due, now + 1)
    assert later == outcome or (outcome, later) == ("", "open")
    # More time never makes a verdict worse.
    assert (outcome, visit.outcome(due + 1, now)) not in {("on_time", "late"), ("", "late")}
