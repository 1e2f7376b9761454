"""Places through the gateway, local and remote."""

from __future__ import annotations

from datetime import date

import pytest

from gridctl.domain.errors import Conflict
from gridctl.domain.grids import ParentLevel, PlaceAmbiguous, PlaceExists, PlaceInUse, PlaceNotFound
from gridctl.operations.base import Gateway
from gridctl.operations.commands.grids import CloseGrid, CreateGrid, EditGrid
from gridctl.operations.queries.grids import ListGrids, ShowGrid, ShowTree
from tests.beginnings import Beginning


def _county(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateGrid(name="澄江街道", code="320281001000"))
    gateway.send(CreateGrid(name="文定社区居委会", code="320281001001"))
    gateway.send(CreateGrid(name="第一网格", parent="文定社区"))


@pytest.fixture
def beginning() -> Beginning:
    return _county


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    return gateway


def test_level_parent_and_code_follow_from_each_other(county: Gateway) -> None:
    grid = county.send(CreateGrid(name="第二网格", parent="文定社区", kind="exclusive"))
    assert (grid.code, grid.level, grid.kind) == ("320281001001002", "grid", "exclusive")
    assert grid.path == ("江阴市", "澄江街道", "文定社区居委会", "第二网格")
    micro = county.send(CreateGrid(name="第三微网格", parent=grid.code))
    assert (micro.code, micro.level, micro.kind) == ("32028100100100201", "micro", "micro")


def test_a_change_is_dated_and_the_past_keeps_its_name(county: Gateway) -> None:
    changed = county.send(EditGrid(code="320281001001", name="文定新社区", as_of=date(2026, 5, 1)))
    assert [(v.name, v.valid_from, v.valid_to) for v in changed.versions] == [
        ("文定社区居委会", None, date(2026, 5, 1)),
        ("文定新社区", date(2026, 5, 1), None),
    ]
    before = county.send(ShowGrid(place="320281001001", as_of=date(2026, 4, 30)))
    assert before.name == "文定社区居委会"
    assert county.send(ListGrids(text="文定", as_of=date(2026, 5, 1))).items[0].name == "文定新社区"


def test_without_a_day_the_present_version_is_corrected(county: Gateway) -> None:
    changed = county.send(EditGrid(code="320281001001", households=512))
    assert (changed.households, len(changed.versions)) == (512, 1)


def test_closing_refuses_living_children_unless_asked(county: Gateway) -> None:
    day = date(2026, 6, 1)
    with pytest.raises(PlaceInUse) as caught:
        county.send(CloseGrid(code="320281001001", as_of=day))
    assert caught.value.params["children"] == 1
    county.send(CloseGrid(code="320281001001", as_of=day, with_children=True))
    assert county.send(ListGrids(as_of=day)).total == 2
    assert county.send(ListGrids(as_of=date(2026, 5, 31))).total == 4


def test_a_stale_revision_is_a_conflict(county: Gateway) -> None:
    county.send(EditGrid(code="320281001001", households=1))
    with pytest.raises(Conflict) as caught:
        county.send(EditGrid(code="320281001001", households=2, if_match=1))
    assert (caught.value.params["actual"], caught.value.params["seen"]) == (2, 1)


def test_wrong_places_are_named(county: Gateway) -> None:
    with pytest.raises(PlaceNotFound) as missing:
        county.send(ShowGrid(place="文丁社区"))
    assert missing.value.params == {"key": "文丁社区", "nearest": "文定社区居委会"}
    with pytest.raises(PlaceExists):
        county.send(CreateGrid(name="又一个", code="320281001001"))
    with pytest.raises(ParentLevel):
        county.send(CreateGrid(name="网格", level="grid", parent="澄江街道"))


def test_equal_names_need_a_code(county: Gateway) -> None:
    county.send(CreateGrid(name="月城镇", code="320281102000"))
    county.send(CreateGrid(name="文定社区", code="320281102001"))
    with pytest.raises(PlaceAmbiguous) as caught:
        county.send(ShowGrid(place="文定社区"))
    assert "江阴市/月城镇/文定社区 (320281102001)" in str(caught.value.params["choices"])


def test_pages_follow_each_other_by_code(county: Gateway) -> None:
    first = county.send(ListGrids(limit=3))
    rest = county.send(ListGrids(limit=3, after=first.next))
    assert (first.total, rest.next) == (4, None)
    codes = [row.code for row in (*first.items, *rest.items)]
    assert codes == sorted(codes)
    assert len(codes) == 4


def test_the_tree_counts_grids_below(county: Gateway) -> None:
    nodes = county.send(ShowTree()).items
    assert [(node.name, node.depth, node.grids) for node in nodes] == [
        ("江阴市", 0, 1),
        ("澄江街道", 1, 1),
        ("文定社区居委会", 2, 1),
        ("第一网格", 3, 1),
    ]


def test_an_alias_finds_the_place_and_the_number_counts(county: Gateway) -> None:
    county.send(EditGrid(code="320281001001001", add_aliases=("武装部专属网格",)))
    assert county.send(ShowGrid(place="武装部专属网格")).code == "320281001001001"
    assert county.send(ShowGrid(place="文定社区01网格")).code == "320281001001001"
