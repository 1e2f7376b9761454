"""Drawing by lot: anybody finds the same lots, shares are rounded up, nobody checks their own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gridctl.domain.draws import (
    Checker,
    DrawEmpty,
    DrawSizeUnclear,
    DrawTooLarge,
    Ticket,
    draw,
    lot,
    pool_digest,
)

#: Eleven tickets of town 1 and five of town 2, all reported by person 9.
POOL = [
    Ticket(f"{town}-{number:04}", town, town, 9)
    for town, count in ((1, 11), (2, 5))
    for number in range(count)
]


def test_a_lot_is_what_any_program_finds() -> None:
    # printf '20261101\n3202812026101400119' | sha256sum
    expected = "25fd4d69778e4d76770e4bc245f496e863b95152fffc1be218707d5d4cd5bd27"
    assert lot("20261101", "3202812026101400119") == expected
    # printf '1-0001\n2-0001' | sha256sum, whatever the order they come in
    digest = pool_digest(Ticket(number, None, None, None) for number in ("2-0001", "1-0001"))
    assert digest == "58c926247ba07eb2503ed4f6f4851eafb1eb0ceacd76c9c7ab4822d3b9e49428"


def test_of_each_group_a_share_is_drawn_rounded_up_whatever_the_order() -> None:
    found = draw(POOL, "seed", Decimal(10), None, [])
    assert [each.ticket.group for each in found] == [1, 1, 2]
    assert found == draw(POOL[::-1], "seed", Decimal(10), None, [])
    assert found != draw(POOL, "another", Decimal(10), None, [])
    least = min((each for each in POOL if each.group == 2), key=lambda each: lot("seed", each[0]))
    assert found[-1].ticket == least


def test_nobody_checks_their_own_and_all_others_get_alike() -> None:
    in_town, reporter = Checker(1, "C1", frozenset({1})), Checker(9, "C9", frozenset())
    free = [Checker(number, f"C{number}", frozenset()) for number in (2, 3)]
    found = draw(POOL, "seed", None, 4, [in_town, reporter, *free])
    of_one = [each.checker.number for each in found if each.checker and each.ticket.town == 1]
    assert sorted(of_one) == ["C2", "C2", "C3", "C3"]
    given = [each.checker.number for each in found if each.checker and each.ticket.town == 2]
    assert "C1" in given
    assert "C9" not in given
    assert {each.checker for each in draw(POOL, "seed", None, 1, [reporter])} == {None}


def test_a_draw_that_says_too_little_or_too_much_is_refused() -> None:
    with pytest.raises(DrawSizeUnclear):
        draw(POOL, "seed", None, None, [])
    with pytest.raises(DrawSizeUnclear):
        draw(POOL, "seed", Decimal(5), 3, [])
    with pytest.raises(DrawEmpty):
        draw([], "seed", Decimal(5), None, [])
    with pytest.raises(DrawTooLarge):
        draw([Ticket(str(n), None, None, None) for n in range(1001)], "s", Decimal(100), None, [])
