"""Files through the whole way: read, sent, applied, undone; local and remote."""

from __future__ import annotations

from datetime import date

import pytest

from gridctl.domain.batches import BatchRejected
from gridctl.operations.base import Gateway
from gridctl.operations.commands.imports import ApplyBatch, OpenBatch, PutChunk, RowIn, UndoBatch
from gridctl.operations.commands.ticket_handling import DispatchTicket
from gridctl.operations.commands.ticket_intake import FileTicket
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.categories import ShowCategory
from gridctl.operations.queries.grids import ListGrids, ShowGrid
from gridctl.operations.queries.imports import BatchView, ListBatches, ListRejected
from gridctl.operations.queries.offices import ShowOffice
from gridctl.operations.queries.staff import ListStaff, ShowStaff
from gridctl.operations.queries.tickets import ListTickets, ShowTicket
from gridctl.operations.queries.units import ListUnits
from gridctl.presentation.wording import problem
from tests.files import DIVISIONS, GRIDS, ROSTER, TICKETS, counts


def test_the_same_file_twice_changes_nothing(gateway: Gateway, send) -> None:
    assert counts(send(DIVISIONS, "division")) == (6, 0, 0, 0, 0)
    assert counts(send(TICKETS, "ticket")) == (3, 0, 0, 0, 0)
    before = gateway.send(ListTickets()).items
    again = send(TICKETS, "ticket")
    assert (counts(again), again.findings) == ((0, 0, 3, 0, 0), ())
    assert gateway.send(ListTickets()).items == before


def test_codes_that_end_where_their_level_does_are_whole(gateway: Gateway, send) -> None:
    short = DIVISIONS.replace("320281000000", "320281")
    short = short.replace("320281001000", "320281001").replace("320281102000", "320281102")
    assert counts(send(short, "division")) == (6, 0, 0, 0, 0)
    assert counts(send(DIVISIONS, "division")) == (0, 0, 6, 0, 0)


def test_unknown_units_and_categories_are_provisional_and_named(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    batch = send(TICKETS, "ticket")
    named = {(found.code, found.value) for found in batch.findings}
    assert ("unit_created", "城管局") in named
    assert ("category_created", "市容环境/暴露垃圾") in named
    assert all(unit.provisional for unit in gateway.send(ListUnits()).items)


def test_places_are_never_created_and_one_bad_row_keeps_the_file_out(
    gateway: Gateway, send
) -> None:
    send(DIVISIONS, "division")
    bad = TICKETS.replace("月城村,供电公司", "月球村,供电公司")
    batch = send(bad, "ticket")
    assert (batch.state, counts(batch)) == ("discarded", (2, 0, 0, 0, 1))
    assert gateway.send(ShowOffice()).counts["tickets"] == 0
    (row,) = gateway.send(ListRejected(batch=batch.batch)).items
    assert (row.row, row.column, row.value, row.code) == (3, "E", "月球村", "place_unknown")
    rest = send(bad, "ticket", accept_rest=True)
    assert (rest.state, counts(rest)) == ("applied", (2, 0, 0, 0, 1))


def test_a_dry_run_tells_the_same_and_leaves_nothing(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    dry = send(TICKETS, "ticket", dry_run=True)
    assert (dry.state, counts(dry)) == ("discarded", (3, 0, 0, 0, 0))
    office = gateway.send(ShowOffice()).counts
    assert (office["tickets"], office["units"], office["categories"]) == (0, 0, 0)
    assert counts(send(TICKETS, "ticket")) == counts(dry)


def test_a_changed_row_is_changed_and_a_blank_cell_erases_nothing(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    send(TICKETS, "ticket")
    batch = send(
        TICKETS.replace("垃圾未清", "垃圾已清").replace("供电公司,公用设施", ",公用设施"), "ticket"
    )
    assert counts(batch) == (0, 1, 2, 0, 0)
    assert gateway.send(ShowTicket(ticket="A1")).title == "垃圾已清"
    assert gateway.send(ShowTicket(ticket="A2")).lead_unit == "供电公司"


def test_rows_that_repeat_are_skipped_and_rows_that_contradict_rejected(
    gateway: Gateway, send
) -> None:
    send(DIVISIONS, "division")
    first = TICKETS.splitlines()[1]
    batch = send(TICKETS + first + "\n" + first.replace("垃圾未清", "噪音") + "\n", "ticket")
    assert counts(batch) == (3, 0, 0, 1, 1)
    rows = gateway.send(ListRejected(batch=batch.batch)).items
    assert {(row.code, row.row) for row in rows} == {("repeats", 5), ("contradicts_as", 6)}


def test_what_contradicts_an_earlier_row_is_told_with_both_values_and_no_contact(
    gateway: Gateway, send
) -> None:
    send(DIVISIONS, "division")
    batch = send(
        "工单编号,事件标题,上报时间,乡镇,主办单位,联系人,联系电话,截止日期,重要\n"
        "A1,甲,2026-10-05 09:00,澄江街道,供电公司,张三,13800001234,2026-10-31,\n"
        "A1,致电13900001234,2026-10-05 09:00,澄江街道,住建局,李四,13800005678,2026-10-30,是\n",
        "ticket",
    )
    (row,) = gateway.send(ListRejected(batch=batch.batch)).items
    assert problem(row.code, row.value, row.params) == (
        "has the same key as row 2, but differs: Title 甲 -> 致电139****1234,"
        " Handled by 供电公司 -> 住建局, Deadline 2026-10-31 24:00 -> 2026-10-30 24:00,"
        " Important (empty) -> yes, Contact 张** -> 李**, Contact 138****1234 -> 138****5678"
    )


CONTRADICTING = {
    "unit": ("单位名称,单位编码", "供电公司,U1", "住建局,U1", "Name 供电公司 -> 住建局"),
    "staff": (
        "工号,姓名,联系电话", "W1,张伟,13800001111", "W1,张伟民,13800002222",
        "Name 张伟 -> 张伟民, Telephone 138****1111 -> 138****2222",
    ),
    "division": (
        "code,name", "320281000000,江阴市", "320281000000,江阴县", "Name 江阴市 -> 江阴县",
    ),
    "duty": ("月份,工号,出勤天数", "2026-10,W9,21", "2026-10,W9,21.5", "Days 21 -> 21.5"),
    "check": (
        "编号,日期,工号,抽查结果", "1,2026-10-02,W9,合格", "1,2026-10-03,W9,不合格",
        "Outcome pass -> fail, Date 2026-10-02 -> 2026-10-03",
    ),
    "merit": (
        "编号,日期,工号,类型,级别,分值,依据,审批人", "1,2026-10-02,W9,加分,县级,2,文1,王",
        "1,2026-10-02,W9,加分,县级,2.5,文1,王", "Points 2 -> 2.5",
    ),
    "duty_item": (
        "事项编号,事项名称", "D1,占道经营", "D1,占道", "Name 占道经营 -> 占道",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", CONTRADICTING)
def test_a_row_of_any_kind_that_contradicts_is_told_with_both_values(
    gateway: Gateway, send, kind: str
) -> None:
    send("工号,姓名\nW9,王芳\n", "staff")
    *lines, told = CONTRADICTING[kind]
    batch = send("\n".join(lines) + "\n", kind)
    rows = gateway.send(ListRejected(batch=batch.batch)).items
    (row,) = (row for row in rows if row.code.startswith("contradicts"))
    words = problem(row.code, row.value, row.params)
    assert words == f"has the same key as row 2, but differs: {told}"


def test_a_complete_list_closes_what_it_leaves_out(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division", as_of=date(2018, 12, 31), complete=True)
    later = DIVISIONS.replace("320281001002,village,君山社区居委会,320281001000\n", "").replace(
        "月城村委会", "月城社区居委会"
    )
    batch = send(later, "division", as_of=date(2023, 12, 31), complete=True)
    assert (counts(batch), batch.counts.closed) == ((0, 1, 4, 0, 0), 1)
    assert gateway.send(ListGrids(as_of=date(2020, 1, 1))).total == 6
    assert gateway.send(ListGrids(as_of=date(2024, 1, 1))).total == 5
    old = gateway.send(ShowGrid(place="320281102201", as_of=date(2020, 1, 1)))
    new = gateway.send(ShowGrid(place="320281102201", as_of=date(2024, 1, 1)))
    assert (old.name, new.name) == ("月城村委会", "月城社区居委会")
    undone = gateway.send(UndoBatch(batch=batch.batch))
    assert undone.counts.kept == 0
    assert gateway.send(ListGrids(as_of=date(2024, 1, 1))).total == 6


def test_a_village_without_its_town_is_rejected(gateway: Gateway, send) -> None:
    orphan = DIVISIONS.replace("320281102000,town,月城镇,320281000000\n", "")
    batch = send(orphan, "division")
    assert (batch.state, batch.counts.rejected) == ("discarded", 1)
    (row,) = gateway.send(ListRejected(batch=batch.batch)).items
    assert (row.code, row.value) == ("parent_unknown", "320281102201")
    assert gateway.send(ListGrids()).total == 0


def test_grids_and_staff_find_their_places(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    assert counts(send(GRIDS, "grid")) == (2, 0, 0, 0, 0)
    assert counts(send(ROSTER, "staff")) == (2, 0, 0, 0, 0)
    assert counts(send(GRIDS, "grid")) == (0, 0, 2, 0, 0)
    assert counts(send(ROSTER, "staff")) == (0, 0, 2, 0, 0)
    shown = gateway.send(ShowStaff(staff="G01"))
    assert (shown.name, shown.phone) == ("张三", "138****1234")
    assert gateway.send(ListStaff(under="澄江街道")).total == 2
    moved = ROSTER.replace("第一网格", "第二网格", 1)
    batch = send(moved, "staff", as_of=date(2026, 10, 16))
    assert counts(batch) == (0, 1, 1, 0, 0)
    before = gateway.send(ShowStaff(staff="G01", as_of=date(2026, 10, 15)))
    after = gateway.send(ShowStaff(staff="G01", as_of=date(2026, 10, 16)))
    assert [post.place_name for post in before.posts] == ["文定社区居委会第一网格"]
    assert [post.place_name for post in after.posts] == ["文定社区居委会第二网格"]


STANDARDS = """大类,小类,立案标准,办结时限
市容环境,私搭乱建,正在搭建,2紧急工作日
市容环境,私搭乱建,已建成,15天
"""


def test_a_standard_a_ticket_was_filed_under_survives_every_new_table(
    gateway: Gateway, send
) -> None:
    """Domain.md 15.2 no 5: neither deleted, nor another one in its place."""
    send(DIVISIONS, "division")
    send(STANDARDS, "category")
    number = gateway.send(
        CreateTicket(title="楼顶加建", place="文定社区", category="私搭乱建")
    ).serial_no
    gateway.send(FileTicket(ticket=number, condition=2))
    head, first, second = STANDARDS.splitlines()
    for table in (
        f"{head}\n{second}\n{first}\n",
        f"{head}\n{first}\n市容环境,私搭乱建,已建成一年以上,30天\n",
        f"{head}\n市容环境,店外经营,占道,4小时\n",
    ):
        send(table, "category")
    conditions = gateway.send(ShowCategory(category="私搭乱建")).conditions
    assert [(each.filing_condition, each.limit_text) for each in conditions] == [
        ("正在搭建", "2紧急工作日"), ("已建成", "15天"), ("已建成一年以上", "30天"),
    ]  # fmt: skip
    shown = gateway.send(
        DispatchTicket(ticket=number, unit=gateway.send(CreateUnit(name="城管局")).name)
    )
    assert shown.events[-1].limit_text == "15天"


def test_a_condition_nobody_uses_is_reworded_in_its_place(gateway: Gateway, send) -> None:
    send(STANDARDS, "category")
    send(STANDARDS.replace("已建成,15天", "已建成并使用,10天"), "category")
    conditions = gateway.send(ShowCategory(category="私搭乱建")).conditions
    assert [(each.filing_condition, each.limit_text) for each in conditions] == [
        ("正在搭建", "2紧急工作日"), ("已建成并使用", "10天"),
    ]  # fmt: skip


def test_an_unreadable_limit_keeps_the_table_out(gateway: Gateway, send) -> None:
    """Domain.md 15.2 no 5: it is never taken for one natural day."""
    batch = send(STANDARDS.replace("15天", "尽快"), "category")
    (row,) = gateway.send(ListRejected(batch=batch.batch)).items
    assert (batch.state, row.code, row.value) == ("discarded", "limit_unreadable", "尽快")


def test_an_unknown_code_scheme_is_a_finding_of_its_row(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    batch = send("网格名称,所属社区,编码方案\n第一网格,文定社区,gb2020\n", "grid")
    assert (batch.state, batch.counts.rejected) == ("discarded", 1)
    (row,) = gateway.send(ListRejected(batch=batch.batch)).items
    assert (row.code, row.field, row.value) == ("unknown_choice", "scheme", "gb2020")


def test_applying_rejected_rows_needs_a_word(gateway: Gateway) -> None:
    opened = gateway.send(OpenBatch(kind="unit", file_name="u.csv", file_digest="0" * 64))
    rows = (RowIn(sheet="", number=2, values={}), RowIn(sheet="", number=3, values={"name": "甲"}))
    gateway.send(PutChunk(batch=opened.batch, number=1, rows=rows, last=True))
    with pytest.raises(BatchRejected):
        gateway.send(ApplyBatch(batch=opened.batch))
    applied = gateway.send(ApplyBatch(batch=opened.batch, accept_rest=True))
    assert counts(applied) == (1, 0, 0, 0, 1)
    assert gateway.send(ListBatches(kind="unit")).items[0] == applied


def test_a_closed_place_takes_the_posts_on_it_along_and_undo_brings_them_back(
    gateway: Gateway, send
) -> None:
    send(DIVISIONS, "division", as_of=date(2018, 12, 31), complete=True)
    send("工号,姓名,乡镇,村居,岗位\nG01,张三,澄江街道,君山社区,网格长\n", "staff")
    later = DIVISIONS.replace("320281001002,village,君山社区居委会,320281001000\n", "")
    batch = send(later, "division", as_of=date(2023, 12, 31), complete=True)
    assert [found.code for found in batch.findings] == ["place_closed", "posts_ended"]
    assert gateway.send(ShowStaff(staff="G01")).posts == ()
    assert gateway.send(UndoBatch(batch=batch.batch)).counts.kept == 0
    assert len(gateway.send(ShowStaff(staff="G01")).posts) == 1


def test_who_had_left_before_the_day_of_the_list_is_not_posted_then(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    roster = "工号,姓名,乡镇,村居,岗位,离岗日期\nG01,张三,澄江街道,君山社区,网格长,2026-03-01\n"
    send(roster, "staff", as_of=date(2026, 10, 1))
    assert gateway.send(ShowStaff(staff="G01", as_of=date(2026, 10, 1))).posts == ()
    (post,) = gateway.send(ShowStaff(staff="G01", as_of=date(2026, 2, 1))).posts
    assert post.valid_to == date(2026, 3, 1)


def told(batch: BatchView) -> list[tuple[str, str, str, dict[str, tuple[str, str]]]]:
    """Return what an import says of the records it brought and changed."""
    return [
        (each.outcome, each.table, each.name,
         {field.field: (field.before, field.after) for field in each.fields})
        for each in batch.differences
    ]  # fmt: skip


def test_a_dry_run_tells_what_would_change_record_by_record(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    send(GRIDS, "grid")
    trial = {"dry_run": True, "differences": 10}
    assert [each[:3] for each in told(send(ROSTER, "staff", **trial))] == [
        ("new", "staff", "G01 张三"), ("new", "staff", "G02 阿依古丽·买买提"),
    ]  # fmt: skip
    send(ROSTER, "staff")
    mended = ROSTER.replace("张 三,专职", "张三丰,兼职") + "G03,李四,专职,,澄江街道,君山社区,,\n"
    changed, new = told(send(mended, "staff", **trial))
    assert changed[:3] == ("changed", "staff", "G01 张三丰")
    assert changed[3]["name"] == ("张三", "张三丰")
    assert new[:3] == ("new", "staff", "G03 李四")
    # Telephone numbers are in no answer.
    assert "phone" not in changed[3]


def test_differences_of_tickets_name_what_they_point_to(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    send(TICKETS, "ticket")
    mended = TICKETS.replace("城管局,市容环境", "环卫所,市容环境") + "A4,噪音,2026-10-08,,,,,,\n"
    trial = {"dry_run": True, "differences": 10}
    batch = send(mended, "ticket", **trial)
    found = {(outcome, table): (name, fields) for outcome, table, name, fields in told(batch)}
    name, fields = found["changed", "ticket"]
    assert name.endswith("垃圾未清")
    assert fields["lead_unit_id"] == ("城管局", "环卫所")
    assert found["new", "ticket"][0].endswith("噪音")
    assert found["new", "unit"][0] == "环卫所"
    # Nothing of it stays, and nobody is told more than was asked for.
    assert counts(send(TICKETS, "ticket")) == (0, 0, 3, 0, 0)
    assert len(send(mended, "ticket", dry_run=True, differences=1).differences) == 1
    assert send(mended, "ticket", dry_run=True).differences == ()


def test_a_roster_may_tell_the_beginning_of_a_post_by_its_month(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    roster = (
        "姓名,工号,所属社区,上岗时间\n张三,S1,文定社区,2025.07\n李四,S2,文定社区,2025年9月\n"
        "王五,S3,文定社区,2025-10-15\n赵六,S4,文定社区,2023\n"
    )
    batch = send(roster, "staff", accept_rest=True)
    (found,) = batch.findings
    assert (found.code, found.value, found.params) == (
        "month_begun", "2025-07", {"count": 2, "day": "2025-07-01"},
    )  # fmt: skip
    (rejected,) = gateway.send(ListRejected(batch=batch.batch)).items
    assert (rejected.code, rejected.value) == ("year_alone", "2023")
    begun = [
        gateway.send(ShowStaff(staff=number)).history[0].valid_from for number in ("S1", "S2", "S3")
    ]
    assert begun == [date(2025, 7, 1), date(2025, 9, 1), date(2025, 10, 15)]
    assert send(roster, "staff", accept_rest=True).counts.same == 3
