"""Two people who change the office at the same time: nobody's work is written over."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from gridctl.gateway.local import LocalGateway
from gridctl.gateway.sending import Wish, send_file
from gridctl.imports import inspect, load_kind
from gridctl.operations.base import Command
from gridctl.operations.commands.categories import CreateCategory, EditCategory
from gridctl.operations.commands.grids import CreateGrid, EditGrid
from gridctl.operations.commands.staff import CreateStaff, EditStaff
from gridctl.operations.commands.units import CreateUnit, EditUnit
from gridctl.operations.queries.audits import VerifyRows
from gridctl.operations.queries.categories import ListCategories
from gridctl.operations.queries.offices import CheckOffice
from gridctl.operations.queries.staff import ListStaff
from gridctl.operations.queries.units import ListUnits
from tests.handlers.conftest import Opener

PEOPLE, ROUNDS, ROWS = 4, 3, 20
#: A file of a kind: its column, and what lists the records it brings.
KINDS = {
    "unit": ("单位名称", ListUnits),
    "staff": ("姓名", ListStaff),
    "category": ("大类", ListCategories),
}


def _together(another: Opener, work: Callable[[LocalGateway, int], object]) -> None:
    barrier = Barrier(PEOPLE)

    def do(number: int) -> None:
        gateway = another()
        barrier.wait()
        try:
            work(gateway, number)
        finally:
            gateway.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(do, range(PEOPLE)))


def _proved(another: Opener, query: Any) -> list[Any]:
    gateway = another()
    try:
        assert gateway.send(CheckOffice()).items == ()
        assert gateway.send(VerifyRows()).items == ()
        return list(gateway.send(query(limit=1_000)).items)
    finally:
        gateway.close()


@pytest.mark.parametrize("kind", KINDS)
def test_files_brought_in_at_once_are_all_there(another: Opener, kind: str, tmp_path: Path) -> None:
    column, query = KINDS[kind]

    def bring(gateway: LocalGateway, number: int) -> None:
        for turn in range(ROUNDS):
            path = tmp_path / f"{number}-{turn}.csv"
            rows = "".join(f"第{number}组{turn}号{row:02}\n" for row in range(ROWS))
            path.write_text(f"{column}\n{rows}", encoding="utf-8")
            assert send_file(gateway, inspect(path, load_kind(kind)), Wish()).counts.new == ROWS

    _together(another, bring)
    names = {row.name for row in _proved(another, query)}
    assert len(names) == PEOPLE * ROUNDS * ROWS


def test_a_file_brought_in_by_all_at_once_is_there_once(another: Opener, tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text("单位名称\n" + "".join(f"第{row:02}科\n" for row in range(ROWS)), "utf-8")

    def bring(gateway: LocalGateway, _number: int) -> None:
        send_file(gateway, inspect(path, load_kind("unit")), Wish())

    _together(another, bring)
    assert len(_proved(another, ListUnits)) == ROWS


EDITS: dict[str, tuple[Command[Any], tuple[Command[Any], ...]]] = {
    "unit": (
        CreateUnit(name="城管局", code="C1"),
        (EditUnit(unit="C1", name="综合执法局"), EditUnit(unit="C1", level="town"),
         EditUnit(unit="C1", name="执法局"), EditUnit(unit="C1", level="county")),
    ),
    "staff": (
        CreateStaff(name="张三", staff_no="G1", employment="full"),
        (EditStaff(staff_no="G1", name="张三丰"), EditStaff(staff_no="G1", employment="part"),
         EditStaff(staff_no="G1", note="夜班"), EditStaff(staff_no="G1", name="章三")),
    ),
    "place": (
        CreateGrid(name="江阴市", code="320281000000"),
        tuple(EditGrid(code="320281000000", households=number) for number in range(PEOPLE)),
    ),
    "category": (
        CreateCategory(name="市容环境", code="01"),
        (EditCategory(category="市容环境", kind="component"),
         EditCategory(category="市容环境", note="旧版"),
         EditCategory(category="市容环境", legal_basis="条例"),
         EditCategory(category="市容环境", code="02")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", EDITS)
def test_no_change_of_a_record_is_written_over(another: Opener, kind: str) -> None:
    create, edits = EDITS[kind]
    gateway = another()
    gateway.send(create)
    gateway.close()
    revisions: list[int] = []

    def edit(one: LocalGateway, number: int) -> None:
        revisions.append(one.send(edits[number]).revision)

    _together(another, edit)
    _proved(another, ListUnits)
    # Each saw what the one before had made of it.
    assert sorted(revisions) == [2, 3, 4, 5]
