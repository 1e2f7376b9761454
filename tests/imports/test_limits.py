"""Time limits in cells."""

from __future__ import annotations

import pytest

from gridctl.domain.problems import Problem
from gridctl.imports.kinds import load_kind
from gridctl.imports.limits import unit_of
from gridctl.imports.normalise import converter
from gridctl.imports.plan import Column


def read(header: str, cell: str) -> object:
    field = load_kind("ticket").fields["limit_text"]
    return converter(field, Column(0, "A", header, (field.name,)))(cell)


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("办理时限（工作日）", "工作日"),
        ("办理时限(单位：小时)", "小时"),
        ("时限 / 工作时限【天】", "天"),
        ("处置时限（时）", "小时"),
        ("办理时限（必填）", ""),
        ("办理时限", ""),
    ],
)
def test_a_header_may_name_the_unit(header: str, unit: str) -> None:
    assert unit_of(header) == unit


@pytest.mark.parametrize(
    ("header", "cell", "value"),
    [
        ("办理时限", "3个工作日", "3个工作日"),
        ("办理时限（工作日）", "3", "3工作日"),
        ("办理时限（工作日）", "３.0", "3工作日"),
        ("办理时限（工作日）", "2小时", "2小时"),
        ("办理时限", "—", None),
    ],
)
def test_a_limit_is_its_wording(header: str, cell: str, value: str | None) -> None:
    assert read(header, cell) == value


@pytest.mark.parametrize("cell", ["3", "尽快", "3至5个工作日", "2026-06-05"])
def test_what_is_no_limit_is_refused_with_the_form_to_write(cell: str) -> None:
    assert read("办理时限", cell) == Problem("limit_unreadable", "limit_text", cell)
