"""One caller is one, however the number is written, and is nobody without the key."""

from __future__ import annotations

import pytest

from gridctl.domain.callers import caller_digest


def test_a_number_is_known_however_it_is_written() -> None:
    written = (
        "13912345678", "139-1234 5678", "+86 139 1234 5678", "013912345678",
        "\uff11\uff13\uff1912345678", "13912345678、0510-86881234", "13912345678 转 2",
    )  # fmt: skip
    assert len({caller_digest("key", each) for each in written}) == 1
    landline = ("0510-88881234", "0510-88881234-12", "0510-88881234转12", "051088881234")
    assert len({caller_digest("key", each) for each in landline}) == 1
    assert caller_digest("key", "13912345679") != caller_digest("key", "13912345678")
    assert caller_digest("other", "13912345678") != caller_digest("key", "13912345678")


@pytest.mark.parametrize("nobody", ["", "12345", "110", "00000000000", "不详"])
def test_who_is_nobody_in_particular_has_no_digest(nobody: str) -> None:
    assert caller_digest("key", nobody) == ""
