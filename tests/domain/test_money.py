from __future__ import annotations

import re

import pytest

from gridctl.domain.money import AmountInvalid, chinese_capitals, parse_yuan, yuan

FIGURES = "零壹贰叁肆伍陆柒捌玖"
SIZES = {"拾": 10, "佰": 100, "仟": 1000}


@pytest.mark.parametrize(
    ("fen", "text"),
    [(0, "0.00"), (5, "0.05"), (50, "0.50"), (123_450, "1234.50"), (-5, "-0.05"), (-100, "-1.00")],
)
def test_yuan(fen: int, text: str) -> None:
    assert yuan(fen) == text
    assert parse_yuan(text) == fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1,234.5", 123_450),
        ("￥1234.50", 123_450),
        ("¥ 1,000,000", 100_000_000),
        ("300元", 30_000),
        ("３００．５０", 30_050),
        (" 12 ", 1_200),
    ],
)
def test_amounts_as_clerks_write_them(text: str, fen: int) -> None:
    assert parse_yuan(text) == fen


@pytest.mark.parametrize(
    "text", ["", "元", "1.234", "1,23", "12,3456", "1e3", "1.5万元", "abc", "--1"]
)
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(AmountInvalid):
        parse_yuan(text)


@pytest.mark.parametrize(
    ("fen", "capitals"),
    [
        # The examples of the rule itself.
        (140_950, "壹仟肆佰零玖元伍角"),
        (600_714, "陆仟零柒元壹角肆分"),
        (168_032, "壹仟陆佰捌拾元叁角贰分"),
        (10_700_053, "壹拾万柒仟元伍角叁分"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (32_504, "叁佰贰拾伍元零肆分"),
        # Edges.
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角"),
        (100, "壹元整"),
        (1_000, "壹拾元整"),
        (1_000_000, "壹万元整"),
        (1_000_001, "壹万元零壹分"),
        (100_000_100, "壹佰万零壹元整"),
        (10_000_000_000, "壹亿元整"),
        (10_001_000_000, "壹亿零壹万元整"),
        (10_050_000_000, "壹亿零伍拾万元整"),
        (1_000_100_010_000, "壹佰亿零壹佰万零壹佰元整"),
        (100_000_000_000_000, "壹万亿元整"),
        (100_010_000_000_000, "壹万零壹亿元整"),
        (-30_000, "负叁佰元整"),
    ],
)
def test_capitals(fen: int, capitals: str) -> None:
    assert chinese_capitals(fen) == capitals


def read_section(text: str) -> int:
    """Read capitals below ten thousand."""
    total, figure = 0, 0
    for sign in text:
        if sign in SIZES:
            total, figure = total + figure * SIZES[sign], 0
        else:
            figure = FIGURES.index(sign)
    return total + figure


def read_capitals(text: str) -> int:
    """Read capitals back, by another way than they are written."""
    whole, _, rest = text.rpartition("元")
    fen = 0
    for figure, unit in re.findall(rf"([{FIGURES}])([角分])", rest):
        fen += FIGURES.index(figure) * (10 if unit == "角" else 1)
    high, _, low = whole.rpartition("亿")
    for part, size in ((high, 10**8), (low, 1)):
        upper, _, lower = part.rpartition("万")
        fen += (read_section(upper) * 10**4 + read_section(lower)) * size * 100
    return fen


def assert_well_formed(capitals: str) -> None:
    assert "零零" not in capitals
    assert capitals.endswith("整") == capitals.endswith("元整")
    assert capitals[-1] in "整角分"
    assert not re.search(r"零[拾佰仟万亿角分]", capitals)
    assert capitals == "零元整" or "零元" not in capitals


def test_every_amount_up_to_two_thousand_yuan_reads_back() -> None:
    for fen in range(200_000):
        capitals = chinese_capitals(fen)
        assert read_capitals(capitals) == fen
        assert_well_formed(capitals)


def test_every_pattern_of_empty_places_reads_back() -> None:
    for mask in range(1, 2**14):
        fen = int("".join("7" if mask >> place & 1 else "0" for place in range(14)))
        capitals = chinese_capitals(fen)
        assert read_capitals(capitals) == fen
        assert_well_formed(capitals)
