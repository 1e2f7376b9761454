"""Words of errors and findings: places filled, silent passages left out."""

from __future__ import annotations

import pytest

from gridctl.domain.errors import word
from gridctl.domain.units import UnitNotFound


@pytest.mark.parametrize(
    ("nearest", "words"),
    [
        ("城管局", "Nearest is 城管局. 'gridctl unit list' shows all."),
        (None, "'gridctl unit list' shows all."),
        ("", "'gridctl unit list' shows all."),
    ],
)
def test_a_hint_names_the_nearest_only_where_there_is_one(nearest: str | None, words: str) -> None:
    error = UnitNotFound(key="环卫所", nearest=nearest)
    assert word(error.hint, error.params) == words


def test_a_passage_whose_parameter_is_not_known_stays_readable() -> None:
    assert word("{a}[[, sheet {b}]]", {"a": "x"}) == "x, sheet {b}"
