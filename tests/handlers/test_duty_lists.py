"""Whole duty lists come in from clerks' files, twice without a difference, and go out again."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from gridctl.gateway.sending import Wish, send_file
from gridctl.imports import inspect, load_kind
from gridctl.operations.base import Gateway
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.imports import UndoBatch
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.queries.duty_items import ListDutyItems, ShowDutyItem
from gridctl.operations.queries.imports import BatchView, ListRejected
from tests import duty_lists
from tests.files import counts


def _sent(gateway: Gateway, path: Path) -> BatchView:
    return send_file(gateway, inspect(path, load_kind("duty_item")), Wish())


def test_the_tasks_of_twenty_five_departments(gateway: Gateway, tmp_path: Path) -> None:
    path = duty_lists.write_tasks(tmp_path / "任务清单.csv")
    batch = _sent(gateway, path)
    assert counts(batch) == (780, 0, 0, 0, 0)
    assert Counter(found.code for found in batch.findings) == {"unit_created": 25}
    for kind, count in (("collection", 149), ("patrol", 631)):
        assert gateway.send(ListDutyItems(kind=kind, standing="open")).total == count  # type: ignore[arg-type]
    shown = gateway.send(ShowDutyItem(item="RW0150"))
    assert (shown.kind, shown.decided_by, shown.valid_from, shown.document_no) == (
        "patrol", "市社会治理委员会", date(2026, 1, 1), "澄社治〔2026〕7号",
    )  # fmt: skip
    assert counts(_sent(gateway, path)) == (0, 0, 780, 0, 0)
    gateway.send(UndoBatch(batch=batch.batch))
    assert gateway.send(ListDutyItems()).total == 0


def test_the_items_of_fifteen_departments(gateway: Gateway, tmp_path: Path) -> None:
    batch = _sent(gateway, duty_lists.write_matters(tmp_path / "准入清单.xlsx"))
    assert (batch.counts.new, batch.counts.rejected) == (48, 0)
    items = gateway.send(ListDutyItems(limit=100)).items
    assert len({row.unit for row in items}) == 15
    assert Counter(row.standing for row in items) == {"open": 44, "proposed": 4}
    assert {row.last_day for row in items if row.standing == "open"} == {date(2026, 12, 31)}
    assert items[0].code == "D0001"


HEADER = "事项编号,事项名称,责任部门,对应分类,审批单位,准入文号,生效日期,截止日期\n"


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        ("A1,巡查,城管局,,城管局,1号,,", "decided_by", "duty_self_decision"),
        ("A1,巡查,城管局,,,1号,,", "decided_by", "required"),
        ("A1,巡查,城管局,,委员会,1号,2026-05-02,2026-05-01", "last_day", "duty_days"),
    ],
)
def test_what_nobody_else_decided_stays_out(
    gateway: Gateway, send, row: str, field: str, code: str
) -> None:
    batch = send(HEADER + row + "\n", "duty_item")
    assert batch.counts.rejected == 1
    (found,) = gateway.send(ListRejected(batch=batch.batch)).items
    assert (found.field, found.code) == (field, code)


def test_an_item_finds_its_category_and_stays_while_tickets_name_it(gateway: Gateway, send) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateCategory(name="市容环境"))
    batch = send(
        HEADER + "A1,巡查,城管局,市容环境,委员会,1号,,\nA2,采集,城管局,没有的分类,委员会,1号,,\n",
        "duty_item",
    )
    assert batch.counts.new == 2
    assert gateway.send(ShowDutyItem(item="A1")).category == "市容环境"
    assert gateway.send(ShowDutyItem(item="A2")).category is None
    notices = gateway.send(ListRejected(batch=batch.batch)).items
    assert [(found.code, found.severity) for found in notices] == [("category_unknown", "notice")]
    gateway.send(CreateTicket(title="乱堆", place="江阴市", duty_item="A1"))
    undone = gateway.send(UndoBatch(batch=batch.batch))
    assert [found.value for found in undone.findings if found.code == "still_used"] == [
        "duty_item A1", "unit U0001",
    ]  # fmt: skip
    assert [row.code for row in gateway.send(ListDutyItems()).items] == ["A1"]
