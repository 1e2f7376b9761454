from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from gridctl.domain.rates import percent, share, whole


@pytest.mark.parametrize(
    ("numerator", "denominator", "published"),
    [
        (23_974, 24_932, "96.16"),
        (22_345, 24_932, "89.62"),
        (25_783, 29_186, "88.34"),
        (24_165, 29_186, "82.80"),
        (805, 864, "93.17"),
        (1_303, 2_104, "61.93"),
        (5, 6, "83.33"),
        (1, 8, "12.50"),
        (1, 800, "0.13"),
        (3, 2, "150.00"),
        (-1, 800, "-0.13"),
        (0, 5, "0.00"),
    ],
)
def test_published_rates(numerator: int, denominator: int, published: str) -> None:
    assert str(percent(numerator, denominator)) == published


@pytest.mark.parametrize(
    ("part", "total", "published"),
    [(14_765, 26_898, "54.89"), (11_863, 26_898, "44.10"), (302, 506, "59.68"), (7, 7, "100.00")],
)
def test_published_shares(part: int, total: int, published: str) -> None:
    assert str(share(part, total)) == published


def test_published_average() -> None:
    assert whole(64_759, 6) == 10_793


@pytest.mark.parametrize(("total", "count", "rounded"), [(5, 2, 3), (-5, 2, -3), (7, 3, 2)])
def test_a_half_is_rounded_away_from_zero(total: int, count: int, rounded: int) -> None:
    assert whole(total, count) == rounded


def test_nothing_to_divide_by_is_no_rate() -> None:
    assert percent(0, 0) is None
    assert share(0, 0) is None
    assert whole(5, 0) is None


@pytest.mark.parametrize(("part", "total"), [(6, 5), (-1, 5)])
def test_a_share_lies_within_its_total(part: int, total: int) -> None:
    with pytest.raises(ValueError, match=str(part)):
        share(part, total)


def test_every_small_rate_is_exact() -> None:
    for denominator in range(1, 161):
        for numerator in range(denominator + 1):
            exact = Fraction(numerator * 10_000, denominator)
            doubled = 2 * exact
            hundredths = int(exact) + (doubled - 2 * int(exact) >= 1)
            assert percent(numerator, denominator) == Decimal(hundredths) / 100


def test_a_long_quotient_is_not_rounded_twice() -> None:
    just_below = 10**40 * 5 - 1
    assert percent(just_below, 10**45) == Decimal("0.00")
    naive = (Decimal(just_below) / 10**43).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert naive == Decimal("0.01")
