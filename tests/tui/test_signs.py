"""Signs of doubtful width: what is shown for them says the same, and its width is certain."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest

from gridctl_tui import signs


@pytest.fixture(autouse=True)
def _wide() -> Iterator[None]:
    signs.use_ambiguous(2)
    yield
    signs.use_ambiguous(1)


def of_the_standard(row: int) -> str:
    """Return the signs of a row of GB/T 2312."""
    places = (bytes([0xA0 + row, 0xA0 + place]) for place in range(1, 95))
    return "".join(place.decode("gb2312", "ignore") for place in places)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("①②占道", "(1)(2)占道"), ("❶⑩⑴⒈Ⅳ", "(1)(10)(1)1.IV"), ("25℃ 5‰", "25度 5/1000"),
        ("PM2.5 35μg/m³", "PM2.5 35ug/m3"), ("lǜ é", "lu e"), ("→“东门”", "->＂东门＂"),
    ],
)  # fmt: skip
def test_a_sign_is_shown_as_what_says_the_same(text: str, seen: str) -> None:
    assert signs.shown(text) == seen


@pytest.mark.parametrize("row", range(1, 10))
def test_no_width_of_the_standards_signs_is_in_doubt(row: int) -> None:
    seen = signs.shown(of_the_standard(row))
    assert [each for each in seen if unicodedata.east_asian_width(each) == "A"] == []


def test_what_an_input_method_offers_first_is_not_lost() -> None:
    mathematics = "∧∨∑∏∪∩∈∷⊥∥∠⌒∫∮≌∝≮≯∵∴♂♀¤"
    offered = of_the_standard(1) + of_the_standard(2) + of_the_standard(8)
    assert {each for each in offered if signs.shown(each) == "?"} <= {*mathematics, "？"}
