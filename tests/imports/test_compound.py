"""Workbooks of the old kind: whole, or refused before the reader of cells believes them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridctl.domain.errors import GridctlError
from gridctl.domain.imports import SheetTooLarge, WorkbookDamaged
from gridctl.imports import inspect, load_kind, rows
from gridctl.imports.compound import read_compound
from tests.imports.conftest import MakeText
from tests.imports.xls import xls

CELLS = [(0, 0, "工单编号"), (0, 1, "上报时间"), (1, 0, "7"), (1, 1, "2026-06-05")]
WHOLE = xls(CELLS, (0, 2, 0, 2))


def read(path: Path) -> list[str]:
    return [str(row.values["external_no"]) for row in rows(inspect(path, load_kind("ticket")))]


def test_a_whole_one_is_read(make_text: MakeText) -> None:
    assert read(make_text(WHOLE, name="b.xls")) == ["7"]


@pytest.mark.parametrize(
    "content",
    [
        xls(CELLS, (0, 0xFFFFFFFF, 0, 0xFFFF)),
        xls(CELLS, (0x01000000, 2, 0, 2)),
        xls(CELLS, (0, 2_000_000_000, 0, 3)),
        xls([*CELLS, (65_535, 65_535, "远")], (0, 2, 0, 2)),
    ],
)
def test_a_sheet_beyond_all_bounds_is_refused(make_text: MakeText, content: bytes) -> None:
    with pytest.raises(SheetTooLarge):
        inspect(make_text(content, name="b.xls"), load_kind("ticket"))


def test_a_chain_in_a_circle_has_an_end(make_text: MakeText) -> None:
    table = 512
    circle = bytearray(WHOLE)
    circle[table + 4 * 9 : table + 4 * 10] = (2).to_bytes(4, "little")
    assert read_compound(make_text(bytes(circle), name="b.xls"))[:8] == WHOLE[:8]
    circle[table + 4 * 9 : table + 4 * 10] = (4_000).to_bytes(4, "little")
    with pytest.raises(WorkbookDamaged):
        read_compound(make_text(bytes(circle), name="b.xls"))


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    at=st.integers(0, len(WHOLE)),
    junk=st.one_of(st.binary(min_size=1, max_size=8), st.just(b"\xff" * 4)),
)
def test_one_with_a_wound_gives_rows_or_an_error(make_text: MakeText, at: int, junk: bytes) -> None:
    content = WHOLE[:at] + junk + WHOLE[at + len(junk) :]
    path = make_text(content, name="b.xls")
    with suppress(GridctlError):
        assert all(row.number > 1 for row in rows(inspect(path, load_kind("ticket"))))
