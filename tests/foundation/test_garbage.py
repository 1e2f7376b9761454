"""When Python looks through what is there."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from gridctl.foundation.garbage import settled, tidied, tidy


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Return a list to which each whole look adds a word."""
    found: list[str] = []
    before = gc.get_threshold()
    monkeypatch.setattr(gc, "freeze", lambda: found.append("kept"))
    monkeypatch.setattr(gc, "collect", lambda: found.append("looked"))
    yield found
    gc.set_threshold(*before)


def test_all_is_looked_through_in_quiet_moments_where_much_came(
    looks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    young = gc.get_threshold()[:2]
    tidied()
    assert looks == ["kept"]
    # Young records are looked at as often as ever, all of them ten times more seldom.
    assert gc.get_threshold() == (*young, 100)
    for much, expected in ((9, ["kept"]), (10, ["kept", "looked"])):
        monkeypatch.setattr(gc, "get_count", lambda much=much: (0, 0, much))
        tidy()
        assert looks == expected


def test_what_serves_keeps_what_it_loaded_and_looks_less_often(looks: list[str]) -> None:
    gc.set_threshold(700, 10, 10)
    settled()
    assert looks == ["looked", "kept"]
    assert gc.get_threshold() == (10_000, 10, 10)
