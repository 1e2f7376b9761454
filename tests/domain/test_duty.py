"""Days on duty are exact, whole or not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gridctl.domain.duty import Days, days_from_units, read_stored, stored_days


@pytest.mark.parametrize("days", [0, 21, Decimal("21.5"), Decimal("0.25"), Decimal("20.3333")])
def test_days_come_back_as_they_were_stored(days: Days) -> None:
    whole, units = stored_days(days)
    assert (whole is None) != (units is None)
    assert read_stored(whole, units) == days
    assert isinstance(read_stored(*stored_days(Decimal("21.0"))), int)


def test_a_sum_of_halves_is_whole() -> None:
    assert days_from_units(105_000 + 105_000) == 21
    assert str(days_from_units(200_000 + 5_000)) == "20.5"
