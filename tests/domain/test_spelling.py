from __future__ import annotations

import pytest

from gridctl.domain.spelling import Spellings


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("张玮", "张伟"),
        ("李小娜", "李娜"),
        ("欧阳丽", "欧阳小丽"),
        ("S0002", "S00021"),
        ("S00012", "S00021"),
        ("王㛃", None),
        ("欧小阳丽兰", None),
        ("", None),
    ],
)
def test_one_sign_away(typed: str, meant: str | None) -> None:
    assert Spellings(["张伟", "李娜", "欧阳小丽", "S00021"]).nearest(typed) == meant


def test_the_text_itself_comes_before_its_neighbours() -> None:
    assert Spellings(["张伟", "张玮"]).nearest("张玮") == "张玮"
