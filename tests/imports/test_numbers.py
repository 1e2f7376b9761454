from __future__ import annotations

import pytest

from gridctl.imports.numbers import read_days, read_decimal4, read_integer, read_money
from gridctl.imports.unfit import Unfit


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("300", 300),
        ("１２", 12),
        ("1,557", 1557),
        ("12.0", 12),
        ("300户", 300),
        ("0", 0),
        ("3 人次", 3),
    ],
)
def test_counts(text: str, number: int) -> None:
    assert read_integer(text) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12.5", "not_whole"),
        ("-3", "negative"),
        ("约300", "not_a_number"),
        (".", "not_a_number"),
        ("e5", "not_a_number"),
        ("-e5", "not_a_number"),
        ("1,55", "not_a_number"),
        ("nan", "not_a_number"),
        ("户", "not_a_number"),
        ("1.23456789012345E+17", "precision_lost"),
        ("1e99", "precision_lost"),
    ],
)
def test_what_is_no_count(text: str, code: str) -> None:
    with pytest.raises(Unfit) as refused:
        read_integer(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("17.67", 176_700),
        ("+2", 20_000),
        ("-0.5分", -5_000),
        ("0.00005", 1),
        ("8.33333", 83_333),
        ("１．５", 15_000),
        ("-0.00005", -1),
    ],
)
def test_points_are_exact_and_rounded_half_up(text: str, units: int) -> None:
    assert read_decimal4(text) == units


@pytest.mark.parametrize(
    ("text", "scale", "fen"),
    [
        ("1,234.56", 1, 123_456),
        ("￥1234.5", 1, 123_450),
        ("1234元", 1, 123_400),
        ("200元整", 1, 20_000),
        ("1.2万元", 1, 1_200_000),
        ("1.2万", 10_000, 1_200_000),
        ("1.2", 10_000, 1_200_000),
        ("0.005", 1, 1),
        ("人民币300元", 1, 30_000),
    ],
)
def test_money_is_counted_in_fen(text: str, scale: int, fen: int) -> None:
    assert read_money(text, scale) == fen


@pytest.mark.parametrize(("text", "code"), [("-1", "negative"), ("若干", "not_a_number")])
def test_what_is_no_amount(text: str, code: str) -> None:
    with pytest.raises(Unfit) as refused:
        read_money(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("21", 21), ("21.0", 21), ("２１．５天", "21.5"), ("21.5", "21.5"), ("21天半", "21.5"),
        ("半天", "0.5"), ("20.25 天", "20.25"), ("21.33333333", "21.3333"), ("0", 0),
    ],
)  # fmt: skip
def test_days_of_which_one_may_be_half(text: str, days: int | str) -> None:
    assert read_days(text) == days


@pytest.mark.parametrize("text", ["-0.5", "全勤", "21.5.1"])
def test_what_is_no_number_of_days(text: str) -> None:
    with pytest.raises(Unfit):
        read_days(text)
