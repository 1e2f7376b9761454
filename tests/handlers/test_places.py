"""Recognising places: why a name is not the place that was meant."""

from __future__ import annotations

import pytest

from gridctl.domain.grids import PlaceAmbiguous, PlaceLevelDiffers, PlaceNotFound
from gridctl.domain.intervals import EVER, FOREVER
from gridctl.domain.names import place_key
from gridctl.domain.problems import Problem
from gridctl.handlers.queries.places import PlaceIndex, Version

DAY = "2026-11-03"


def _version(number: int, code: str, level: str, name: str, parent: int | None) -> Version:
    return Version(number, code, level, name, place_key(name), parent, EVER, FOREVER)


@pytest.fixture(scope="module")
def index() -> PlaceIndex:
    """Return a county in which two communities have a first grid."""
    versions = (
        _version(1, "320281000000", "county", "江阴市", None),
        _version(2, "320281001000", "town", "澄江街道", 1),
        _version(3, "320281102000", "town", "月城镇", 1),
        _version(4, "320281102201", "village", "月城村委会", 3),
        _version(5, "320281102201001", "grid", "第一网格", 4),
        _version(6, "320281001003", "village", "环城东路社区居委会", 2),
        _version(7, "320281001003001", "grid", "第一网格", 6),
    )
    return PlaceIndex(versions, ())


def _problem(index: PlaceIndex, **hints: str) -> Problem:
    found = index.recognise(hints, DAY)
    assert isinstance(found, Problem)
    return found


def test_a_place_of_another_level_is_called_so(index: PlaceIndex) -> None:
    """A county in the column of towns is there, and not nearest to itself."""
    told = _problem(index, town="江阴市")
    assert (told.code, dict(told.params)) == ("place_level", {"level": "county", "target": "town"})
    with pytest.raises(PlaceLevelDiffers):
        index.find("江阴市", DAY, level="town")


def test_a_place_elsewhere_is_told_with_where_it_lies(index: PlaceIndex) -> None:
    told = _problem(index, town="澄江街道", village="月城村")
    assert (told.code, dict(told.params)["parent"]) == ("place_elsewhere", "澄江街道")
    assert "月城镇/月城村委会" in str(dict(told.params)["choices"])


def test_an_unknown_place_is_told_with_the_nearest(index: PlaceIndex) -> None:
    told = _problem(index, village="月球村")
    assert (told.code, dict(told.params)) == ("place_unknown", {"nearest": "月城村委会"})
    with pytest.raises(PlaceNotFound):
        index.find("月球村", DAY, level="village")


def test_what_a_place_is_called_finds_it_and_no_other(index: PlaceIndex) -> None:
    assert index.called(7, DAY) == "环城东路社区居委会/第一网格"
    assert all(index.find(index.called(each, DAY), DAY) == each for each in range(1, 8))


def test_the_paths_an_error_tells_are_read(index: PlaceIndex) -> None:
    with pytest.raises(PlaceAmbiguous) as refused:
        index.find("第一网格", DAY)
    assert index.path(5, DAY) in str(refused.value.params["choices"])
    for path in ("江阴市/月城镇/月城村委会/第一网格", "月城镇／01网格"):
        assert index.find(path, DAY, level="grid") == 5
    with pytest.raises(PlaceNotFound):
        index.find("澄江街道/月城村委会/第一网格", DAY)
