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
