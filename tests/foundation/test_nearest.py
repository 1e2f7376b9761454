"""The known word nearest to what was typed."""

from __future__ import annotations

from gridctl.foundation.nearest import nearest

STATES = ("filed", "handling", "fed_back", "handled")


def test_what_begins_so_goes_before_what_looks_alike() -> None:
    assert nearest("han", STATES) == "handled"
    assert nearest("fild", STATES) == "filed"
    assert nearest("zzz", STATES, 0.4) is None
