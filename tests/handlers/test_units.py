"""Units through the gateway, local and remote."""

from __future__ import annotations

import pytest

from gridctl.domain.errors import Conflict
from gridctl.domain.units import UnitAmbiguous, UnitExists, UnitLoop, UnitNotFound
from gridctl.operations.base import Gateway
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit, EditUnit
from gridctl.operations.queries.units import ListUnits, ShowUnit
from tests.beginnings import Beginning


def _office_of_units(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateGrid(name="澄江街道", code="320281001000"))
    gateway.send(CreateGrid(name="月城镇", code="320281102000"))
    gateway.send(CreateUnit(name="江阴市城市管理局", level="county", aliases=("城管局",)))


@pytest.fixture
def beginning() -> Beginning:
    return _office_of_units


@pytest.fixture
def office_of_units(gateway: Gateway) -> Gateway:
    return gateway


def test_codes_are_given_out_where_none_is_named(office_of_units: Gateway) -> None:
    second = office_of_units.send(CreateUnit(name="江阴市水利局"))
    named = office_of_units.send(CreateUnit(name="江阴市公安局", code="3202GA"))
    third = office_of_units.send(CreateUnit(name="江阴市交通运输局"))
    assert [second.code, named.code, third.code] == ["U0002", "3202GA", "U0003"]


def test_a_unit_is_found_by_code_name_alias_and_other_brackets(office_of_units: Gateway) -> None:
    office_of_units.send(CreateUnit(name="城管办（碧岭街道办事处）"))
    for text in ("U0001", "江阴市城市管理局", "城管局", " 江阴市 城市管理局 "):
        assert office_of_units.send(ShowUnit(unit=text)).code == "U0001"
    assert office_of_units.send(ShowUnit(unit="城管办(碧岭街道办事处)")).code == "U0002"


def test_a_former_name_stays_an_alias(office_of_units: Gateway) -> None:
    renamed = office_of_units.send(EditUnit(unit="城管局", name="江阴市综合行政执法局"))
    assert renamed.aliases == ("城管局", "江阴市城市管理局")
    assert renamed.level == "county"
    assert office_of_units.send(ShowUnit(unit="江阴市城市管理局")).name == "江阴市综合行政执法局"


def test_null_takes_the_level_away_and_what_is_not_named_stays(office_of_units: Gateway) -> None:
    placed = office_of_units.send(EditUnit(unit="U0001", place="月城镇"))
    assert (placed.level, placed.place_name) == ("county", "月城镇")
    bare = office_of_units.send(EditUnit(unit="U0001", level=None))
    assert (bare.level, bare.place_code) == (None, "320281102000")


def test_equal_names_stand_at_different_places_only(office_of_units: Gateway) -> None:
    first = office_of_units.send(CreateUnit(name="综治办", place="澄江街道"))
    second = office_of_units.send(CreateUnit(name="综治办", place="月城镇"))
    with pytest.raises(UnitExists) as taken:
        office_of_units.send(CreateUnit(name="综治 办", place="月城镇"))
    assert taken.value.params == {"name": "综治办", "code": second.code}
    with pytest.raises(UnitAmbiguous) as several:
        office_of_units.send(ShowUnit(unit="综治办"))
    assert several.value.params["choices"] == (f"综治办 ({first.code})", f"综治办 ({second.code})")


def test_an_unknown_unit_names_the_nearest(office_of_units: Gateway) -> None:
    with pytest.raises(UnitNotFound) as missing:
        office_of_units.send(ShowUnit(unit="江阴市城管管理局"))
    assert missing.value.params == {"key": "江阴市城管管理局", "nearest": "江阴市城市管理局"}


def test_a_taken_code_and_a_stale_revision_are_conflicts(office_of_units: Gateway) -> None:
    with pytest.raises(UnitExists):
        office_of_units.send(CreateUnit(name="另一个", code="U0001"))
    office_of_units.send(EditUnit(unit="U0001", level="town"))
    with pytest.raises(Conflict) as caught:
        office_of_units.send(EditUnit(unit="U0001", level="village", if_match=1))
    assert (caught.value.params["actual"], caught.value.params["seen"]) == (2, 1)


def test_a_unit_cannot_stand_under_itself(office_of_units: Gateway) -> None:
    office_of_units.send(CreateUnit(name="执法大队", parent="城管局"))
    office_of_units.send(CreateUnit(name="执法一中队", parent="执法大队"))
    with pytest.raises(UnitLoop):
        office_of_units.send(EditUnit(unit="城管局", parent="执法一中队"))
    assert office_of_units.send(ShowUnit(unit="城管局")).children == 1


def test_lists_filter_and_page_by_code(office_of_units: Gateway) -> None:
    for name in ("江阴市水利局", "江阴市民政局", "澄江街道办事处"):
        office_of_units.send(CreateUnit(name=name))
    assert [row.code for row in office_of_units.send(ListUnits(text="城管")).items] == ["U0001"]
    assert office_of_units.send(ListUnits(level="county")).total == 1
    assert office_of_units.send(ListUnits(provisional=True)).total == 0
    first = office_of_units.send(ListUnits(limit=3))
    rest = office_of_units.send(ListUnits(limit=3, after=first.next))
    assert [row.code for row in (*first.items, *rest.items)] == ["U0001", "U0002", "U0003", "U0004"]
    assert (first.total, rest.next) == (4, None)


def test_a_unit_counts_the_tickets_it_leads(office_of_units: Gateway) -> None:
    for state in ("dispatched", "closed", "rejected"):
        office_of_units.send(
            CreateTicket(title="垃圾", place="澄江街道", lead_unit="城管局", state=state)
        )
    shown = office_of_units.send(ShowUnit(unit="城管局"))
    assert (shown.tickets, shown.tickets_open) == (3, 1)
