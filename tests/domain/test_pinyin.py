"""Names by the letters they are typed with."""

from __future__ import annotations

import pytest

from gridctl.domain import pinyin


def test_only_latin_letters_are_pinyin() -> None:
    assert pinyin.is_typed("cjjd")
    assert not pinyin.is_typed("澄江")
    assert not pinyin.is_typed("G001")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("澄江街道", "cjjd"), ("澄江街道", "chengjiang"), ("张三", "zs"), ("B区重庆路", "bqcql"),
        ("重庆路", "Chongqing"),
    ],
)  # fmt: skip
def test_names_are_found_as_they_are_typed(name: str, words: str) -> None:
    assert pinyin.is_spelled(name, words)


def test_letters_out_of_order_find_nothing() -> None:
    assert not pinyin.is_spelled("重庆路", "lq")


def test_whole_syllables_come_before_their_beginnings() -> None:
    names = ("村口华亭", "璜土镇", "华士镇", "中华村", "华")
    found = sorted(names, key=lambda name: pinyin.closeness(name, "hua"))
    assert found == ["华", "华士镇", "璜土镇", "村口华亭", "中华村"]


@pytest.mark.parametrize(
    ("name", "words", "closeness"),
    [
        ("华士镇", "hsz", pinyin.Closeness.WHOLE),
        ("华士镇", "huashizhen", pinyin.Closeness.WHOLE),
        ("华士镇", "hs", pinyin.Closeness.SYLLABLES),
        ("华士镇", "huashi", pinyin.Closeness.SYLLABLES),
        ("华士镇", "huash", pinyin.Closeness.BEGINNING),
        ("华士镇", "shi", pinyin.Closeness.LATER),
        ("华士镇", "uas", pinyin.Closeness.INSIDE),
        ("华士镇", "tu", pinyin.Closeness.NONE),
    ],
)
def test_how_close_letters_come_to_a_name(
    name: str, words: str, closeness: pinyin.Closeness
) -> None:
    assert pinyin.closeness(name, words) == closeness
