"""Search on every gateway: two-character words, edits, undo, imports and names."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from gridctl.operations.base import Gateway
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.changes import UndoEntry
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.staff import CreateStaff
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.search import SearchAll, SearchPage
from gridctl.operations.queries.tickets import ListTickets
from tests.beginnings import Beginning

CHINA = timezone(timedelta(hours=8))


def _desk(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateGrid(name="澄江街道", code="320281001000"))
    gateway.send(CreateGrid(name="新华社区", code="320281001005", aliases=("老华社区",)))
    gateway.send(CreateUnit(name="城市管理局", aliases=("城管局",)))
    gateway.send(CreateStaff(name="江海", staff_no="G001", employment="full"))
    gateway.send(CreateCategory(name="江河垃圾"))
    for number, title in enumerate(("井盖破损", "垃圾未清", "破损的垃圾桶", "WiFi断了"), 1):
        gateway.send(
            CreateTicket(
                external_no=f"JY-{number}", title=title, place="澄江街道", address="环城路8号",
                reported_at=datetime(2026, 10, number, 9, tzinfo=CHINA),
            )
        )  # fmt: skip


@pytest.fixture
def beginning() -> Beginning:
    return _desk


@pytest.fixture
def desk(gateway: Gateway) -> Gateway:
    return gateway


def found(gateway: Gateway, text: str) -> list[str]:
    page = gateway.send(ListTickets(text=text, order="oldest"))
    assert page.total == len(page.items)
    return [row.title for row in page.items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("垃圾", ["垃圾未清", "破损的垃圾桶"]),
        ("破损", ["井盖破损", "破损的垃圾桶"]),
        ("损", ["井盖破损", "破损的垃圾桶"]),
        ("清", ["垃圾未清"]),
        # Both pairs stand in it, but not in this order.
        ("损破", []),
        ("圾桶", ["破损的垃圾桶"]),
        ("环城路8号", ["井盖破损", "垃圾未清", "破损的垃圾桶", "WiFi断了"]),
        ("JY-2", ["垃圾未清"]),
        ("WiFi", ["WiFi断了"]),
        ("wifi", ["WiFi断了"]),
        ("WIFI断", ["WiFi断了"]),
        ("50%", []),
        ("没有", []),
        ('"垃圾" OR', []),
    ],
)
def test_words_of_any_length_are_found_anywhere(
    desk: Gateway, text: str, expected: list[str]
) -> None:
    assert found(desk, text) == expected


def test_the_index_follows_an_edit_and_its_undoing(desk: Gateway) -> None:
    desk.send(EditTicket(ticket="JY-2", title="路灯不亮"))
    assert (found(desk, "路灯"), found(desk, "未清")) == (["路灯不亮"], [])
    desk.send(UndoEntry())
    assert (found(desk, "路灯"), found(desk, "未清")) == ([], ["垃圾未清"])


def test_what_was_only_tried_is_not_found(desk: Gateway) -> None:
    desk.send(CreateTicket(title="污水外溢", place="澄江街道"), dry_run=True)
    assert found(desk, "污水") == []


def hits(page: SearchPage) -> list[tuple[str, str]]:
    return [(hit.kind, hit.name) for hit in page.items]


def test_names_come_first_then_tickets_newest_first(desk: Gateway) -> None:
    assert hits(desk.send(SearchAll(words="江"))) == [
        ("place", "江阴市"), ("place", "澄江街道"), ("staff", "江海"), ("category", "江河垃圾"),
    ]  # fmt: skip
    assert hits(desk.send(SearchAll(words="垃圾"))) == [
        ("category", "江河垃圾"), ("ticket", "破损的垃圾桶"), ("ticket", "垃圾未清"),
    ]  # fmt: skip
    assert hits(desk.send(SearchAll(words="破损 垃圾"))) == [("ticket", "破损的垃圾桶")]
    assert hits(desk.send(SearchAll(words="江", kinds=("staff",)))) == [("staff", "江海")]
    assert [hit.key for hit in desk.send(SearchAll(words="G001")).items] == ["G001"]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_what_is_found_comes_in_pages(desk: Gateway, size: int) -> None:
    whole = hits(desk.send(SearchAll(words="垃圾")))
    seen: list[tuple[str, str]] = []
    after = None
    while True:
        page = desk.send(SearchAll(words="垃圾", limit=size, after=after))
        seen += hits(page)
        after = page.next
        if after is None:
            break
    assert seen == whole


def test_names_are_found_by_pinyin(desk: Gateway) -> None:
    for words in ("cjjd", "chengjiang"):
        assert hits(desk.send(SearchAll(words=words, kinds=("place",)))) == [("place", "澄江街道")]


def test_a_place_spelled_so_comes_before_one_that_only_begins_so(desk: Gateway) -> None:
    desk.send(CreateGrid(name="璜土镇", code="320281100000"))
    desk.send(CreateGrid(name="华士镇", code="320281110000"))
    found = hits(desk.send(SearchAll(words="hua", level="town")))
    assert found == [("place", "华士镇"), ("place", "璜土镇")]


def test_names_are_found_by_aliases_and_by_where_they_belong(desk: Gateway) -> None:
    for words in ("老华", "澄江 新华", "澄江街道新华", "xhsq 江阴", "澄江街道/新华社区居委会"):
        found = desk.send(SearchAll(words=words, kinds=("place",))).items
        assert [(hit.name, hit.detail) for hit in found] == [("新华社区", "江阴市/澄江街道")]
    assert hits(desk.send(SearchAll(words="城管", kinds=("unit",)))) == [("unit", "城市管理局")]
    assert hits(desk.send(SearchAll(words="江", level="county"))) == [("place", "江阴市")]
