"""One filter language for every list: places, staff, units, categories, evidence, calls, duty."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from gridctl.domain.filters import errors
from gridctl.domain.saved_views import NOUN_NAMES, ViewNotFound
from gridctl.operations.base import Gateway
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.duty_items import ProposeDutyItem
from gridctl.operations.commands.evidence import CreateEvidence
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.saved_views import SaveView
from gridctl.operations.commands.staff import CreateStaff, PostStaff
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.commands.whistles import CallWhistle
from gridctl.operations.queries.awards import ListAwards
from gridctl.operations.queries.categories import ListCategories
from gridctl.operations.queries.duty_items import ListDutyItems
from gridctl.operations.queries.evidence import ListEvidence
from gridctl.operations.queries.grids import ListGrids
from gridctl.operations.queries.saved_views import ListViews, ShowView
from gridctl.operations.queries.staff import ListStaff
from gridctl.operations.queries.units import ListUnits
from gridctl.operations.queries.whistles import ListWhistles
from tests.beginnings import Beginning

CHINA = timezone(timedelta(hours=8))


def _county(gateway: Gateway) -> None:
    """Two towns with a community each, a grid in one, three people and what they did."""
    for code, name in (
        ("320281000000", "江阴市"),
        ("320281001000", "澄江街道"),
        ("320281110000", "周庄镇"),
        ("320281001001", "文定社区居委会"),
        ("320281001001001", "第一网格"),
        ("320281001001002", "第二网格"),
    ):
        gateway.send(CreateGrid(name=name, code=code))
    gateway.send(CreateUnit(name="城市管理局", aliases=("城管局",), level="county"))
    gateway.send(CreateUnit(name="周庄镇政府", level="town", place="周庄镇"))
    for name in ("城市管理", "城市管理/噪音", "民生"):
        gateway.send(CreateCategory(name=name.rpartition("/")[2], parent=name.rpartition("/")[0]))
    for number, name, employment in (
        ("1", "张伟", "full"),
        ("2", "李娜", "part"),
        ("3", "王强", "full"),
    ):
        gateway.send(CreateStaff(staff_no=number, name=name, employment=employment))
    for number, place, role in (
        ("1", "第一网格", "gridworker"),
        ("2", "文定社区", "grid_leader"),
    ):
        gateway.send(PostStaff(staff_no=number, place=place, role=role, as_of=date(2026, 1, 1)))
    for day, person, outcome in ((5, "张伟", "pass"), (6, "李娜", "fail"), (7, "李娜", "pass")):
        on = date(2026, 10, day)
        gateway.send(CreateEvidence(kind="check", on=on, staff=person, outcome=outcome))


@pytest.fixture
def beginning(request: pytest.FixtureRequest) -> Beginning | None:
    return _county if "county" in request.fixturenames else None


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    return gateway


def found(rows: Iterable[Any], field: str) -> list[str]:
    return [str(getattr(row, field)) for row in rows]


def test_places_are_found_by_level_place_name_and_vacancy(county: Gateway) -> None:
    def names(text: str) -> list[str]:
        page = county.send(ListGrids(filter=text))
        assert page.total == len(page.items)
        return found(page.items, "name")

    assert names("空岗") == ["第二网格"]
    assert names("-空岗 level:网格") == ["第一网格"]
    assert names("层级:社区,镇街 镇街:澄江") == ["澄江街道", "文定社区居委会"]
    assert names("周庄") == ["周庄镇"]


def test_staff_are_found_by_post_employment_and_name(county: Gateway) -> None:
    def names(text: str) -> list[str]:
        page = county.send(ListStaff(filter=text))
        assert page.total == len(page.items)
        return found(page.items, "name")

    assert names("镇街:澄江") == ["张伟", "李娜"]
    assert names("岗位:网格长") == ["李娜"]
    assert names("-role:网格员 employment:full") == ["王强"]
    assert names("无岗") == ["王强"]
    assert names("no:1,3 -张") == ["王强"]
    assert names("zw") == ["张伟"]


def test_options_and_filters_hold_together(county: Gateway) -> None:
    page = county.send(ListStaff(filter="镇街:澄江", employment="full", text="张"))
    assert found(page.items, "name") == ["张伟"]


def test_units_and_categories_are_found(county: Gateway) -> None:
    assert found(county.send(ListUnits(filter="level:town 镇街:周庄")).items, "name") == [
        "周庄镇政府"
    ]
    assert found(county.send(ListUnits(filter="城管局")).items, "name") == ["城市管理局"]
    categories = county.send(ListCategories(filter="类别:城市管理 level>=2")).items
    assert found(categories, "name") == ["噪音"]
    assert county.send(ListCategories(filter="used")).total == 0


def test_evidence_is_found_by_day_person_and_outcome(county: Gateway) -> None:
    def days(text: str) -> list[int]:
        return [row.on.day for row in county.send(ListEvidence(filter=text)).items]

    assert days("on:2026-10-06..2026-10-31") == [7, 6]
    assert days("kind:check 结果:合格 人员:李娜") == [7]
    assert days("outcome:fail,pass -staff:李娜") == [5]


def test_calls_and_duty_items_are_found(county: Gateway) -> None:
    called = datetime(2026, 10, 12, 9, tzinfo=CHINA)
    county.send(
        CallWhistle(
            kind="joint_enforcement", title="占道经营", facts="屡禁不止", proposal="联合整治",
            caller="周庄镇政府", place="周庄镇", at=called,
        )
    )  # fmt: skip
    assert county.send(ListWhistles(filter="未结 caller:周庄镇政府 called:2026-10")).total == 1
    assert county.send(ListWhistles(filter="镇街:周庄 -kind:joint_enforcement")).total == 0
    assert county.send(ListWhistles(filter="unit:城管局")).total == 0
    county.send(ProposeDutyItem(name="九小场所巡查", kind="patrol", unit="城管局"))
    assert county.send(ListDutyItems(filter="kind:patrol 部门:城管局 巡查")).total == 1
    assert county.send(ListDutyItems(filter="open")).total == 0


_LISTS: dict[str, Callable[[str], Any]] = {
    "grid": lambda text: ListGrids(filter=text),
    "staff": lambda text: ListStaff(filter=text),
    "unit": lambda text: ListUnits(filter=text),
    "category": lambda text: ListCategories(filter=text),
    "evidence": lambda text: ListEvidence(filter=text),
    "whistle": lambda text: ListWhistles(filter=text),
    "duty": lambda text: ListDutyItems(filter=text),
    "award": lambda text: ListAwards(filter=text),
}


@pytest.mark.parametrize("noun", _LISTS)
def test_a_mistake_is_told_with_the_sign_at_which_it_stands(gateway: Gateway, noun: str) -> None:
    with pytest.raises(errors.FilterFieldUnknown) as raised:
        gateway.send(_LISTS[noun]("字 staet:x"))
    assert raised.value.params["place"] == 3


def test_every_list_that_takes_views_is_here() -> None:
    assert {*_LISTS, "ticket"} == set(NOUN_NAMES)


def test_a_view_belongs_to_one_kind_of_list(gateway: Gateway) -> None:
    gateway.send(SaveView(name="空岗", subject="grid", filter="空岗"))
    gateway.send(SaveView(name="空岗", subject="staff", filter="无岗"))
    assert gateway.send(ShowView(name="空岗", subject="staff")).filter == "无岗"
    assert found(gateway.send(ListViews(subject="grid")).items, "filter") == ["空岗"]
    with pytest.raises(ViewNotFound):
        gateway.send(ShowView(name="空岗"))
    with pytest.raises(errors.FilterFieldUnknown):
        gateway.send(SaveView(name="错", subject="grid", filter="role:网格长"))
