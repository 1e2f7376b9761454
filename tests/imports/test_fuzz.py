"""Whatever is in a file, reading it gives rows or an error of the family, never anything else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridctl.domain.errors import GridctlError
from gridctl.imports import inspect, kind_names, load_kind, rows
from gridctl.imports.normalise import converter
from gridctl.imports.plan import Column, Row
from tests.imports.conftest import MakeBook

SETTINGS = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["2026-06-05", "合计", "6月5日", "1.38E+10", "#N/A", "46178", "=1", "'", '="', "无"]
    ),
)


def read(path: Path, kind: str) -> list[Row]:
    try:
        return list(rows(inspect(path, load_kind(kind), year=2026)))
    except GridctlError:
        return []


@SETTINGS
@given(content=st.binary(max_size=600), kind=st.sampled_from(kind_names()))
def test_random_bytes(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "random"
    path.write_bytes(content)
    assert all(isinstance(row, Row) for row in read(path, kind))


@SETTINGS
@given(
    lines=st.lists(st.lists(CELLS, max_size=6).map(",".join), max_size=6),
    encoding=st.sampled_from(["utf-8", "gb18030", "utf-16"]),
)
def test_random_cells_below_a_header(tmp_path: Path, lines: list[str], encoding: str) -> None:
    path = tmp_path / "random.csv"
    text = "\n".join(["工单编号,上报时间,标题,联系电话,涉及金额,状态", *lines])
    path.write_bytes(text.encode(encoding, "replace"))
    for row in read(path, "ticket"):
        assert set(row.values) <= set(row.raw)
        assert not set(row.values) & {problem.field for problem in row.problems}


@pytest.mark.parametrize("kind", kind_names())
@settings(max_examples=60, deadline=None)
@given(text=CELLS)
def test_every_field_takes_any_text(kind: str, text: str) -> None:
    for field in load_kind(kind).fields.values():
        value = converter(field, Column(0, "A", "", (field.name,)), year=2026)(text)
        assert value is None or isinstance(value, (str, int, list, tuple))


@SETTINGS
@given(at=st.integers(0, 6000), junk=st.binary(min_size=1, max_size=40))
def test_workbooks_with_a_wound(make_book: MakeBook, at: int, junk: bytes) -> None:
    path = make_book({"S": [["工单编号", "上报时间"], ["1", "2026-06-05"]]})
    content = bytearray(path.read_bytes())
    content[at : at + len(junk)] = junk
    path.write_bytes(bytes(content))
    assert all(isinstance(row, Row) for row in read(path, "ticket"))
