"""Check codes and waiting."""

from __future__ import annotations

from gridctl.domain.progress import (
    ALPHABET,
    CODE_LENGTH,
    LONGEST_WAIT_S,
    STAGES,
    check_code,
    fits,
    plain,
    wait_s,
)
from gridctl.domain.tickets import STATE_NAMES

SERIAL = "3202812026110300001"


def test_a_code_is_short_and_of_unmistakable_signs() -> None:
    codes = {check_code("secret", f"{number:019}") for number in range(2_000)}
    assert len(codes) > 1_995
    assert all(len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) for code in codes)
    assert not set("01OILU") & set(ALPHABET)


def test_a_code_belongs_to_one_number_and_one_office() -> None:
    code = check_code("secret", SERIAL)
    assert fits("secret", SERIAL, code)
    assert fits("secret", SERIAL, f" {code[:3].lower()}-{code[3:]} ")
    assert not fits("other", SERIAL, code)
    assert not fits("secret", "3202812026110300002", code)
    assert not fits("secret", SERIAL, "")


def test_what_is_typed_is_read_as_printed() -> None:
    assert plain(" 320281 2026-1103 ００００１ ") == SERIAL


def test_waiting_grows_and_ends() -> None:
    assert wait_s("serial", 4, 0) == 0
    assert [wait_s("serial", wrong, 0) for wrong in (5, 6, 7)] == [30, 60, 120]
    assert wait_s("serial", 5, 29) == 1
    assert wait_s("serial", 5, 30) == 0
    assert wait_s("serial", 10_000, 0) == LONGEST_WAIT_S
    assert wait_s("source", 19, 0) == 0
    assert wait_s("source", 20, 0) == 30


def test_every_state_has_a_stage() -> None:
    assert STAGES.keys() == STATE_NAMES.keys()
