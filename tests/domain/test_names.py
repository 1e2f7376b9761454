from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from gridctl.domain.names import numeral, person_key, place_key, place_keys, unit_key

SAME_PLACES = [
    ["坪山街道", "坪山街道办事处", "坪山街道办", "坪山办事处", "坪山街办", " 坪山 街道 "],
    ["六联社区", "六联社区居委会", "六联社区居民委员会", "六联社区居委", "六联社区\u200b"],
    ["东新居委会", "东新居民委员会", "东新居委"],
    ["花园村", "花园村委会", "花园村民委员会", "花园村村委会", "花园村村民委员会"],
    ["璜土镇", "璜土镇人民政府", "璜土镇政府"],
    ["高新区", "高新区管委会", "高新区管理委员会"],
    ["01网格", "第一网格", "第1网格", "1号网格", "网格1", "网格01", "第０１网格", "一网格"],
    ["十三网格", "第13网格", "第十三网格", "网格013"],
    ["第一百零一网格", "101网格", "一〇一网格"],
    ["第三综合网格", "综合网格3", "3号综合网格"],
    ["程庄社区网格2", "程庄社区第二网格", "程庄社区02网格"],
    ["A区", "Ａ区", "a区"],
]


@pytest.mark.parametrize("names", SAME_PLACES, ids=[names[0] for names in SAME_PLACES])
def test_spellings_of_one_place(names: list[str]) -> None:
    assert len({place_key(name) for name in names}) == 1


def test_no_two_places_share_a_key() -> None:
    assert len({place_key(names[0]) for names in SAME_PLACES}) == len(SAME_PLACES)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3网格", "13网格"),
        ("第三网格", "第十三网格"),
        ("第二网格", "第二十网格"),
        ("第三综合网格", "第三网格"),
        ("微网格3", "网格3"),
        ("花园村", "花园社区"),
        ("双牌居委会", "双牌社区居委会"),
        ("双桥村居委会", "双桥村委会"),
        ("南山街道", "南山镇"),
        ("武装部专属网格", "公安局专属网格"),
    ],
)
def test_different_places(one: str, other: str) -> None:
    assert place_key(one) != place_key(other)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("程庄社区网格2", ("程庄社区网格2", "网格2")),
        (
            "坪山街道六联社区居委会",
            ("坪山街道六联社区", "坪山街道六联居委会", "六联社区", "六联居委会"),
        ),
        ("南浦县坪山镇花园村委会", ("南浦县坪山镇花园村", "坪山镇花园村", "花园村")),
        ("白荡海社区第四网格", ("白荡海社区网格4", "网格4")),
        ("六联社区", ("六联社区", "六联居委会")),
        ("东新居委会", ("东新居委会", "东新社区")),
        ("新村社区", ("新村社区", "新村居委会")),
    ],
)
def test_names_that_lead_with_their_parents(name: str, keys: tuple[str, ...]) -> None:
    assert place_keys(name) == keys


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("零", 0),
        ("九", 9),
        ("十", 10),
        ("十三", 13),
        ("二十", 20),
        ("九十九", 99),
        ("一百", 100),
        ("一百零一", 101),
        ("一百一十", 110),
        ("九百九十九", 999),
        ("一〇一", 101),
        ("两百", 200),
    ],
)
def test_numerals(text: str, number: int) -> None:
    assert numeral(text) == number


@pytest.mark.parametrize("text", ["", "十十", "百", "二百五", "一千", "网", "十百"])
def test_what_is_no_numeral(text: str) -> None:
    assert numeral(text) is None


def test_a_numeral_that_cannot_be_read_stays_text() -> None:
    assert place_key("第二百五网格") != place_key("第250网格")


@pytest.mark.parametrize(
    "names",
    [
        ["张三", "张 三", "张　三", " 张三\n", "张\u00a0三"],
        [
            "阿卜杜拉·买买提",
            "阿卜杜拉•买买提",
            "阿卜杜拉・买买提",
            "阿卜杜拉．买买提",
            "阿卜杜拉.买买提",
        ],
    ],
)
def test_spellings_of_one_person(names: list[str]) -> None:
    assert len({person_key(name) for name in names}) == 1


@pytest.mark.parametrize("name", ["王𬬮", "㛃子", "𠮷田", "朱镕基", "龚俊䶮"])
def test_rare_signs_are_kept(name: str) -> None:
    assert person_key(name) == name


@pytest.mark.parametrize(
    "names",
    [
        [
            "城管局（综合执法大队）",
            "城管局(综合执法大队)",
            "城管局【综合执法大队】",
            "城管局 〔综合执法大队〕",
        ],
        ["１２３４５热线办", "12345热线办", "12345 热线办"],
    ],
)
def test_spellings_of_one_unit(names: list[str]) -> None:
    assert len({unit_key(name) for name in names}) == 1


@pytest.mark.parametrize("key", [place_key, person_key, unit_key])
def test_a_key_is_its_own_key(key: Callable[[str], str]) -> None:
    for names in SAME_PLACES:
        once = key(names[-1])
        assert key(once) == once


def divisions(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.real_data
def test_real_names_stay_apart_under_their_parent(real_data: Path) -> None:
    files = sorted((real_data / "divisions").glob("*.csv"))
    assert files
    for file in files:
        codes = defaultdict(list)
        for row in divisions(file):
            codes[row["parent12"], place_key(row["name"])].append(row["code12"])
        assert {key: found for key, found in codes.items() if len(found) > 1} == {}


@pytest.mark.real_data
def test_places_of_real_events_are_found_among_the_divisions(real_data: Path) -> None:
    towns, villages = {}, {}
    for row in divisions(real_data / "divisions" / "440310_2018.csv"):
        if row["level"] == "town":
            towns[place_key(row["name"])] = row["code12"]
        elif row["level"] == "village":
            villages[row["parent12"], place_key(row["name"])] = row["code12"]
    events = divisions(real_data / "pingshan" / "events_2018-02_to_09.csv")
    places = {(row["STREET_NAME"], row["COMMUNITY_NAME"]) for row in events} - {("-", "-")}
    assert places
    for street, community in places:
        town = towns[place_key(street)]
        assert (town, place_key(community)) in villages


@pytest.mark.real_data
def test_real_surnames_stay_apart(real_data: Path) -> None:
    content = json.loads((real_data / "names" / "faker_zh_CN_mit.json").read_text("utf-8"))
    surnames = set(content["last_names"])
    assert len({person_key(surname) for surname in surnames}) == len(surnames)
