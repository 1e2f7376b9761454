"""Staff and their posts through the gateway, local and remote."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from gridctl.domain.errors import Conflict
from gridctl.domain.grids import PlaceClosed, PlaceStaffed
from gridctl.domain.problems import Problem
from gridctl.domain.staff import (
    PostEmpty,
    PostExists,
    PostNotFound,
    RoleLevel,
    StaffAmbiguous,
    StaffExists,
    StaffNotFound,
)
from gridctl.domain.telephones import TelephoneUnfit
from gridctl.foundation.clock import FixedClock
from gridctl.handlers.queries.context import Actor, QueryContext
from gridctl.handlers.queries.person_index import PersonIndex, person_index
from gridctl.operations.base import Gateway
from gridctl.operations.commands.grids import CloseGrid, CreateGrid
from gridctl.operations.commands.staff import CreateStaff, EditStaff, PostStaff, UnpostStaff
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.grids import ShowGrid
from gridctl.operations.queries.staff import ListStaff, ShowStaff
from gridctl.storage import sqlite
from gridctl.storage.queries.reader import Reader
from tests.beginnings import Beginning
from tests.conftest import NOW

GRID_1, GRID_2, GRID_3 = "320281001001001", "320281001001002", "320281102001001"
START = date(2026, 1, 1)


def _county(gateway: Gateway) -> None:
    for name, code in (
        ("江阴市", "320281000000"),
        ("澄江街道", "320281001000"),
        ("月城镇", "320281102000"),
        ("文定社区居委会", "320281001001"),
        ("月城社区居委会", "320281102001"),
        ("第一网格", GRID_1),
        ("第二网格", GRID_2),
        ("第一网格", GRID_3),
    ):
        gateway.send(CreateGrid(name=name, code=code))


@pytest.fixture
def beginning(request: pytest.FixtureRequest) -> Beginning | None:
    return _county if "county" in request.fixturenames else None


@pytest.fixture
def county(gateway: Gateway) -> Gateway:
    return gateway


@pytest.fixture
def namesakes(county: Gateway) -> Gateway:
    """Two of one name, on grids of different towns."""
    for place in (GRID_1, GRID_3):
        entered = county.send(CreateStaff(name="张伟", employment="full"))
        county.send(
            PostStaff(staff_no=entered.staff_no, place=place, role="gridworker", as_of=START)
        )
    return county


def _people(path: Path) -> PersonIndex:
    """Return the index of an office's staff, as an import sees it."""
    connection = sqlite.connect(path, write=False)
    found = person_index(QueryContext(Reader(connection), FixedClock(NOW), Actor("test")))
    connection.close()
    return found


@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ("王㛃", "王㛃"),
        ("𬱖伟", "𬱖伟"),
        ("古丽•阿不都", "古丽·阿不都"),
        ("买买提・艾力", "买买提‧ 艾力"),
        ("张 三", "张三"),
    ],
)
def test_a_name_is_kept_as_typed_and_found_however_spelled(
    gateway: Gateway, typed: str, sought: str
) -> None:
    gateway.send(CreateStaff(name=typed, employment="part"))
    assert gateway.send(ShowStaff(staff=sought)).name == typed
    assert [row.name for row in gateway.send(ListStaff(text=sought)).items] == [typed]


def test_numbers_are_given_out_where_none_is_named(gateway: Gateway) -> None:
    numbers = [
        gateway.send(CreateStaff(name=name, employment="full", staff_no=number)).staff_no
        for name, number in (("甲", None), ("乙", "S00041"), ("丙", None), ("丁", "W7"))
    ]
    assert numbers == ["S00001", "S00041", "S00042", "W7"]
    with pytest.raises(StaffExists) as taken:
        gateway.send(CreateStaff(name="戊", employment="full", staff_no="W7"))
    assert taken.value.params == {"staff_no": "W7", "name": "丁"}


def test_namesakes_need_a_number_or_a_place(namesakes: Gateway) -> None:
    with pytest.raises(StaffAmbiguous) as several:
        namesakes.send(ShowStaff(staff="张伟"))
    assert several.value.params["choices"] == (
        "S00001 (江阴市/澄江街道/文定社区居委会/第一网格)",
        "S00002 (江阴市/月城镇/月城社区居委会/第一网格)",
    )
    assert namesakes.send(ShowStaff(staff="张伟", place="月城镇")).staff_no == "S00002"
    assert namesakes.send(ShowStaff(staff="张伟", place=GRID_1)).staff_no == "S00001"
    assert namesakes.send(ShowStaff(staff="S00001")).namesakes == ("S00002",)
    with pytest.raises(StaffNotFound) as missing:
        namesakes.send(ShowStaff(staff="章伟"))
    assert missing.value.params == {"key": "章伟", "nearest": "张伟 (S00001)"}


def test_a_namesake_who_left_is_not_meant(namesakes: Gateway) -> None:
    namesakes.send(UnpostStaff(staff_no="S00001", as_of=date(2026, 6, 1)))
    assert namesakes.send(ShowStaff(staff="张伟", as_of=date(2026, 7, 1))).staff_no == "S00002"
    with pytest.raises(StaffAmbiguous):
        namesakes.send(ShowStaff(staff="张伟", as_of=date(2026, 5, 31)))


def test_a_move_in_the_middle_of_a_month_splits_it(county: Gateway, office: Path) -> None:
    county.send(CreateStaff(name="李娜", employment="full"))
    county.send(PostStaff(staff_no="S00001", place=GRID_1, role="gridworker", as_of=START))
    day = date(2026, 10, 15)
    county.send(UnpostStaff(staff_no="S00001", place=GRID_1, as_of=day))
    moved = county.send(PostStaff(staff_no="S00001", place=GRID_3, role="gridworker", as_of=day))
    assert [(post.place_code, post.valid_from, post.valid_to) for post in moved.history] == [
        (GRID_1, START, day),
        (GRID_3, day, None),
    ]
    before = county.send(ShowStaff(staff="李娜", as_of=date(2026, 10, 14)))
    assert [post.place_code for post in before.posts] == [GRID_1]
    under = {
        (town, number): county.send(ListStaff(under=town, as_of=date(2026, 10, number))).total
        for town in ("澄江街道", "月城镇")
        for number in (14, 15)
    }
    assert under == {
        ("澄江街道", 14): 1, ("澄江街道", 15): 0, ("月城镇", 14): 0, ("月城镇", 15): 1,
    }  # fmt: skip
    people = _people(office)
    assert [post.role for post in people.posts(1, "2026-10-14")] == ["gridworker"]


def test_an_equal_post_cannot_overlap(county: Gateway) -> None:
    county.send(CreateStaff(name="李娜", employment="full"))
    county.send(
        PostStaff(
            staff_no="S00001", place=GRID_1, role="gridworker", as_of=START, until=date(2026, 7, 1)
        )
    )
    with pytest.raises(PostExists) as overlap:
        county.send(
            PostStaff(staff_no="S00001", place=GRID_1, role="gridworker", as_of=date(2026, 6, 30))
        )
    assert overlap.value.params["valid_to"] == "2026-07-01"
    again = county.send(
        PostStaff(staff_no="S00001", place=GRID_1, role="gridworker", as_of=date(2026, 7, 1))
    )
    leader = county.send(
        PostStaff(staff_no="S00001", place=GRID_1, role="grid_leader", as_of=date(2026, 6, 30))
    )
    assert (len(again.history), len(leader.posts)) == (2, 2)


def test_posts_have_rules(county: Gateway) -> None:
    county.send(CreateStaff(name="李娜", employment="full"))
    with pytest.raises(RoleLevel) as level:
        county.send(PostStaff(staff_no="S00001", place="澄江街道", role="gridworker"))
    assert level.value.params["level"] == "town"
    county.send(PostStaff(staff_no="S00001", place="澄江街道", role="inspector"))
    with pytest.raises(PostEmpty):
        county.send(
            PostStaff(staff_no="S00001", place=GRID_1, role="gridworker", as_of=START, until=START)
        )
    county.send(CloseGrid(code=GRID_2, as_of=date(2026, 6, 1)))
    with pytest.raises(PlaceClosed):
        county.send(
            PostStaff(staff_no="S00001", place=GRID_2, role="gridworker", as_of=date(2026, 6, 1))
        )


def test_ending_a_post(county: Gateway) -> None:
    county.send(CreateStaff(name="李娜", employment="full"))
    for place in (GRID_1, GRID_2):
        county.send(PostStaff(staff_no="S00001", place=place, role="gridworker", as_of=START))
    with pytest.raises(PostNotFound):
        county.send(UnpostStaff(staff_no="S00001", role="inspector", as_of=date(2026, 3, 1)))
    left = county.send(UnpostStaff(staff_no="S00001", place=GRID_2, as_of=START))
    assert [post.place_code for post in left.history] == [GRID_1]
    ended = county.send(UnpostStaff(staff_no="S00001", as_of=date(2026, 3, 1)))
    assert ended.posts == ()
    assert [post.valid_to for post in ended.history] == [date(2026, 3, 1)]


def test_lists_filter_by_role_and_place_of_one_post(county: Gateway) -> None:
    county.send(CreateUnit(name="城管局"))
    county.send(CreateStaff(name="李娜", employment="full", unit="城管局"))
    county.send(PostStaff(staff_no="S00001", place=GRID_1, role="gridworker", as_of=START))
    county.send(PostStaff(staff_no="S00001", place="月城镇", role="inspector", as_of=START))
    county.send(CreateStaff(name="王芳", employment="part"))
    assert county.send(ListStaff(role="inspector", under="澄江街道")).total == 0
    assert county.send(ListStaff(role="inspector", under="月城镇")).total == 1
    assert county.send(ListStaff(employment="part")).items[0].posts == ()
    assert county.send(ListStaff(unit="城管局")).items[0].unit_code == "U0001"
    assert [row.staff_no for row in county.send(ListStaff(text="s0000")).items] == [
        "S00001",
        "S00002",
    ]
    first = county.send(ListStaff(limit=1))
    assert [len(row.posts) for row in first.items] == [2]
    rest = county.send(ListStaff(limit=1, after=first.next))
    assert (rest.items[0].name, first.total, rest.next) == ("王芳", 2, None)


def test_a_post_on_a_place_that_is_gone_is_still_shown(county: Gateway) -> None:
    county.send(CreateStaff(name="李娜", employment="full"))
    county.send(PostStaff(staff_no="S00001", place=GRID_2, role="gridworker", as_of=START))
    county.send(CloseGrid(code=GRID_2, as_of=date(2026, 6, 1), end_posts=True))
    (post,) = county.send(ShowStaff(staff="S00001", as_of=date(2026, 5, 31))).posts
    assert (post.place_name, post.valid_to) == ("文定社区居委会第二网格", date(2026, 6, 1))
    assert county.send(ShowStaff(staff="S00001")).posts == ()


def test_a_place_is_not_closed_over_the_heads_of_its_people(county: Gateway) -> None:
    for name, start in (("李娜", START), ("王芳", date(2026, 7, 1))):
        number = county.send(CreateStaff(name=name, employment="full")).staff_no
        county.send(PostStaff(staff_no=number, place=GRID_2, role="gridworker", as_of=start))
    with pytest.raises(PlaceStaffed) as told:
        county.send(CloseGrid(code=GRID_2, as_of=date(2026, 6, 1)))
    assert told.value.params == {
        "name": "第二网格", "day": "2026-06-01", "people": ("李娜 (S00001)", "王芳 (S00002)"),
    }  # fmt: skip
    assert county.send(ShowGrid(place=GRID_2)).valid_to is None
    county.send(CloseGrid(code=GRID_2, as_of=date(2026, 6, 1), end_posts=True))
    # Who was to begin later never did.
    for number in ("S00001", "S00002"):
        assert county.send(ShowStaff(staff=number, as_of=date(2026, 8, 1))).posts == ()


def test_a_branch_is_closed_with_the_posts_on_all_its_places(county: Gateway) -> None:
    county.send(CreateStaff(name="李娜", employment="full"))
    county.send(PostStaff(staff_no="S00001", place=GRID_2, role="gridworker", as_of=START))
    village, day = GRID_2[:12], date(2026, 6, 1)
    with pytest.raises(PlaceStaffed):
        county.send(CloseGrid(code=village, as_of=day, with_children=True))
    county.send(CloseGrid(code=village, as_of=day, with_children=True, end_posts=True))
    assert county.send(ShowStaff(staff="S00001")).posts == ()


def test_the_record_is_changed_field_by_field(county: Gateway) -> None:
    county.send(CreateUnit(name="城管局"))
    county.send(CreateStaff(name="李娜", employment="full", unit="城管局", note="新"))
    edited = county.send(EditStaff(staff_no="S00001", name="李㛃", employment="part"))
    assert (edited.name, edited.employment, edited.unit_name, edited.note) == (
        "李㛃", "part", "城管局", "新",
    )  # fmt: skip
    assert county.send(EditStaff(staff_no="S00001", unit=None)).unit_code is None
    with pytest.raises(Conflict):
        county.send(EditStaff(staff_no="S00001", note="", if_match=1))


def test_a_phone_is_masked_and_stands_in_no_log(gateway: Gateway, office: Path) -> None:
    numbers = ("13812345678", "0510-86861234")
    entered = gateway.send(CreateStaff(name="李娜", employment="full", phone=numbers[0]))
    assert entered.phone == "138****5678"
    changed = gateway.send(EditStaff(staff_no="S00001", phone=numbers[1]))
    assert (changed.phone, changed.revision) == ("0510-****1234", 2)
    connection = sqlite3.connect(office)
    assert connection.execute("SELECT phone FROM staff_contact").fetchall() == [(numbers[1],)]
    gone = gateway.send(EditStaff(staff_no="S00001", phone=None))
    assert gone.phone is None
    assert connection.execute("SELECT count(*) FROM staff_contact").fetchone() == (0,)
    changes = connection.execute("SELECT action FROM change WHERE table_name = 'staff_contact'")
    assert [action for (action,) in changes] == ["insert", "update", "delete"]
    logs = [
        str(row)
        for table in ("journal", "change")
        for row in connection.execute(f"SELECT * FROM {table}")
    ]
    assert len(logs) > 6
    assert not [text for text in logs if any(number in text for number in numbers)]
    connection.close()


def test_a_phone_is_normalised_and_what_is_none_is_refused(gateway: Gateway) -> None:
    entered = gateway.send(CreateStaff(name="李娜", employment="full", phone="+86 138-0000-1111"))
    assert entered.phone == "138****1111"
    with pytest.raises(TelephoneUnfit):
        gateway.send(EditStaff(staff_no=entered.staff_no, phone="不详"))
    assert gateway.send(ShowStaff(staff=entered.staff_no)).phone == "138****1111"


def test_rows_are_recognised_by_number_or_by_name_place_and_day(
    namesakes: Gateway, office: Path
) -> None:
    people, day = _people(office), "2026-10-05"
    with sqlite3.connect(office) as connection:
        places = dict(connection.execute("SELECT code, id FROM grid").fetchall())
    connection.close()
    assert people.recognise("S00002", "", None, day) == 2
    assert people.recognise("S00002", "张 伟", places[GRID_1], day) == 2
    assert people.recognise("", "张伟", places[GRID_3], day) == 2
    assert people.recognise("", "张伟", places["320281001001"], day) == 1
    assert people.recognise("", "", places[GRID_1], day) is None
    assert _code(people.recognise("", "张伟", None, day)) == ("staff_ambiguous", "staff")
    # Neither of the two works on the second grid.
    assert _code(people.recognise("", "张伟", places[GRID_2], day)) == ("staff_ambiguous", "staff")
    assert _code(people.recognise("", "张玮", None, day)) == ("staff_unknown", "staff")
    assert _code(people.recognise("S9", "", None, day, "reporter")) == (
        "staff_unknown",
        "reporter_no",
    )
    named = people.recognise("张伟", "", None, day)
    assert _code(named) == ("staff_no_is_name", "staff_no")
    assert isinstance(named, Problem)
    assert [each.split()[0] for each in dict(named.params)["choices"]] == ["S00001", "S00002"]
    differs = people.recognise("S00002", "李娜", None, day)
    assert _code(differs) == ("staff_name_differs", "staff")


def _code(found: int | Problem | None) -> tuple[str, str]:
    assert isinstance(found, Problem)
    return found.code, found.field
