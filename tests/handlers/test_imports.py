"""Files through the whole way: read, sent, applied, undone; local and remote."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gridctl.domain.batches import (
    BatchComplete,
    BatchNotApplied,
    BatchNotFound,
    BatchRejected,
    ChunkDiffers,
)
from gridctl.domain.office import KeyReused
from gridctl.gateway.sending import Wish, send_file
from gridctl.imports import inspect, load_kind
from gridctl.operations.base import Gateway
from gridctl.operations.commands.imports import ApplyBatch, OpenBatch, PutChunk, RowIn, UndoBatch
from gridctl.operations.commands.tickets import EditTicket
from gridctl.operations.queries.grids import ListGrids, ShowGrid
from gridctl.operations.queries.imports import BatchView, ListBatches, ListRejected
from gridctl.operations.queries.offices import ShowOffice
from gridctl.operations.queries.staff import ListStaff, ShowStaff
from gridctl.operations.queries.tickets import ListTickets, ShowStats, ShowTicket
from gridctl.operations.queries.units import ListUnits
from tests.gateways import local_gateway

DIVISIONS = """code12,level,name,parent12
320281000000,county,江阴市,
320281001000,town,澄江街道,320281000000
320281001001,village,文定社区居委会,320281001000
320281001002,village,君山社区居委会,320281001000
320281102000,town,月城镇,320281000000
320281102201,village,月城村委会,320281102000
"""
TICKETS = """工单编号,事件标题,上报时间,乡镇,社区,承办单位,事项大类,事项小类,办结状态
A1,垃圾未清,2026-10-05 08:30,澄江街道,文定社区,城管局,市容环境,暴露垃圾,按期办结
A2,路灯不亮,2026年10月6日,月城镇,月城村,供电公司,公用设施,路灯,逾期办结
A3,占道经营,2026.10.7,澄江街道,君山社区,城管局,街面秩序,占道经营,按期办结
"""


@pytest.fixture
def send(gateway: Gateway, tmp_path: Path):
    def send_text(text: str, kind: str, **wish: object) -> BatchView:
        path = tmp_path / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        return send_file(gateway, inspect(path, load_kind(kind)), Wish(**wish))  # type: ignore[arg-type]

    return send_text


def counts(batch: BatchView) -> tuple[int, int, int, int, int]:
    found = batch.counts
    return found.new, found.changed, found.same, found.skipped, found.rejected


def test_the_same_file_twice_changes_nothing(gateway: Gateway, send) -> None:
    assert counts(send(DIVISIONS, "division")) == (6, 0, 0, 0, 0)
    assert counts(send(TICKETS, "ticket")) == (3, 0, 0, 0, 0)
    before = gateway.send(ListTickets()).items
    again = send(TICKETS, "ticket")
    assert (counts(again), again.findings) == ((0, 0, 3, 0, 0), ())
    assert gateway.send(ListTickets()).items == before


def test_a_stated_verdict_stays_stated(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    send(TICKETS, "ticket")
    row = gateway.send(ShowStats(by="town")).sum
    assert (row.due_to_close, row.closed_on_time, row.stated) == (3, 2, 3)
    shown = gateway.send(ShowTicket(ticket="A2"))
    assert (shown.verdict, shown.basis, shown.closed_at, shown.state) == (
        "overdue", "stated", None, "closed",
    )  # fmt: skip


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
    assert {(row.code, row.row) for row in rows} == {("repeats", 5), ("contradicts", 6)}


def test_undo_withdraws_and_keeps_what_was_edited_since(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    batch = send(TICKETS, "ticket")
    edited = gateway.send(ShowTicket(ticket="A1")).serial_no
    gateway.send(EditTicket(ticket="A1", title="我改过"))
    undone = gateway.send(UndoBatch(batch=batch.batch))
    assert undone.state == "undone"
    # The ticket that was edited stays, and so do its unit and its category of two levels.
    assert [found.code for found in undone.findings] == ["edited_since", *["still_used"] * 3]
    assert undone.findings[0].value == edited
    assert [row.external_no for row in gateway.send(ListTickets()).items] == ["A1"]
    with pytest.raises(BatchNotApplied):
        gateway.send(UndoBatch(batch=batch.batch))
    revived = send(TICKETS.replace("垃圾未清", "我改过"), "ticket")
    assert counts(revived) == (2, 0, 1, 0, 0)
    assert gateway.send(ShowTicket(ticket="A2")).serial_no.endswith("00001")


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


ROSTER = """工号,姓名,专兼职,联系电话,乡镇,村居,网格,任职时间
G01,张 三,专职,13800001234,澄江街道,文定社区,第一网格,2026-01-01
G02,阿依古丽•买买提,兼职,,澄江街道,文定社区,第二网格,
"""
GRIDS = """乡镇,村（社区）,网格名称,户数
澄江街道,文定社区,第一网格,300
澄江街道,文定社区,第二网格,280
"""


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
    assert [post.place_name for post in before.posts] == ["第一网格"]
    assert [post.place_name for post in after.posts] == ["第二网格"]


def test_chunks_are_answered_once_and_checked(gateway: Gateway) -> None:
    opened = gateway.send(OpenBatch(kind="unit", file_name="u.csv", file_digest="0" * 64))
    row = RowIn(sheet="", number=2, values={"name": "城管局"})
    chunk = PutChunk(batch=opened.batch, number=1, rows=(row,), last=True)
    assert gateway.send(chunk) == gateway.send(chunk)
    with pytest.raises(ChunkDiffers):
        gateway.send(PutChunk(batch=opened.batch, number=1, rows=(), last=True))
    assert gateway.send(ApplyBatch(batch=opened.batch)).counts.new == 1
    with pytest.raises(BatchNotFound):
        gateway.send(ApplyBatch(batch="B99"))


def test_applying_rejected_rows_needs_a_word(gateway: Gateway) -> None:
    opened = gateway.send(OpenBatch(kind="unit", file_name="u.csv", file_digest="0" * 64))
    rows = (RowIn(sheet="", number=2, values={}), RowIn(sheet="", number=3, values={"name": "甲"}))
    gateway.send(PutChunk(batch=opened.batch, number=1, rows=rows, last=True))
    with pytest.raises(BatchRejected):
        gateway.send(ApplyBatch(batch=opened.batch))
    applied = gateway.send(ApplyBatch(batch=opened.batch, accept_rest=True))
    assert counts(applied) == (1, 0, 0, 0, 1)
    assert gateway.send(ListBatches(kind="unit")).items[0] == applied


def test_the_same_key_is_one_import_and_goes_on_where_it_stopped(
    gateway: Gateway, tmp_path: Path
) -> None:
    path = tmp_path / "division.csv"
    path.write_text(DIVISIONS, encoding="utf-8")
    plan = inspect(path, load_kind("division"))
    opened = gateway.send(
        OpenBatch(
            kind="division", file_name=path.name, file_digest=plan.file_digest, key="nightly-1"
        )
    )
    first = send_file(gateway, plan, Wish(), key="nightly-1")
    assert (first.batch, first.counts.new) == (opened.batch, 6)
    assert send_file(gateway, plan, Wish(), key="nightly-1") == first
    path.write_text(DIVISIONS + "\n", encoding="utf-8")
    with pytest.raises(KeyReused):
        send_file(gateway, inspect(path, load_kind("division")), Wish(), key="nightly-1")
    assert len(gateway.send(ListBatches()).items) == 1


def test_an_open_ticket_that_is_on_time_so_far_is_not_due_yet(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    text = """工单编号,事件标题,上报时间,乡镇,状态,是否按期
B1,未办完,2026-10-05,澄江街道,处置中,是
B2,未办完,2026-10-05,澄江街道,处置中,否
B3,已办完,2026-10-05,澄江街道,已结案,是
"""
    assert send(text, "ticket").counts.new == 3
    row = gateway.send(ShowStats(by="town")).sum
    assert (row.count, row.due_to_close, row.closed_on_time, row.overdue) == (3, 2, 1, 1)


@pytest.mark.parametrize("value", ["not a time", "2026-13-45T00:00:00", 7, True, ["x"]])
def test_a_row_of_any_make_is_rejected_and_never_breaks_the_import(
    gateway: Gateway, value: object
) -> None:
    opened = gateway.send(OpenBatch(kind="ticket", file_name="t.csv", file_digest="0" * 64))
    row = RowIn.model_validate(
        {"sheet": "", "number": 2, "values": {"reported_at": value, "external_no": "A"}}
    )
    result = gateway.send(PutChunk(batch=opened.batch, number=1, rows=(row,), last=True))
    assert (result.accepted, result.rejected) == (0, 1)
    (found,) = gateway.send(ListRejected(batch=opened.batch)).items
    assert found.code == "row_malformed"


def test_rows_without_a_number_are_known_again(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    text = TICKETS.replace("A1,", ",").replace("A2,", ",").replace("A3,", ",")
    assert counts(send(text, "ticket")) == (3, 0, 0, 0, 0)
    assert counts(send(text, "ticket")) == (0, 0, 3, 0, 0)


def test_what_was_undone_does_not_come_back_with_the_mended_file(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    wrong = send(
        "工单编号,事件标题,上报时间,乡镇,办结状态,事件描述\n"
        "A1,甲,2026-10-05,澄江街道,逾期办结,错误描述\n",
        "ticket",
    )
    gateway.send(UndoBatch(batch=wrong.batch))
    mended = send("工单编号,事件标题,上报时间,乡镇\nA1,甲,2026-10-05,澄江街道\n", "ticket")
    assert counts(mended) == (1, 0, 0, 0, 0)
    shown = gateway.send(ShowTicket(ticket="A1"))
    assert (shown.state, shown.stated, shown.description) == ("reported", None, "")


def test_a_serial_number_is_given_once_and_for_good(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    send(TICKETS, "ticket")
    before = gateway.send(ShowTicket(ticket="A1")).serial_no
    other = gateway.send(ShowTicket(ticket="A2")).serial_no
    header = "工单编号,系统流水号,事件标题,上报时间,乡镇\n"
    renumbered = send(f"{header}A1,3202812026100599999,垃圾已清,2026-10-05,澄江街道\n", "ticket")
    assert counts(renumbered) == (0, 1, 0, 0, 0)
    assert gateway.send(ShowTicket(ticket="A1")).serial_no == before
    taken = send(f"{header}A9,{other},新的,2026-10-05,澄江街道\n", "ticket")
    assert (taken.state, taken.counts.rejected) == ("discarded", 1)
    (row,) = gateway.send(ListRejected(batch=taken.batch)).items
    assert (row.code, row.value) == ("serial_taken", other)


def test_undo_keeps_a_ticket_that_evidence_rests_on(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    batch = send(TICKETS, "ticket")
    send("回访日期,工单编号,满意度\n2026-10-09,A1,满意\n", "revisit")
    undone = gateway.send(UndoBatch(batch=batch.batch))
    assert [row.external_no for row in gateway.send(ListTickets()).items] == ["A1"]
    assert "still_used" in {found.code for found in undone.findings}


def test_a_blank_contact_cell_erases_nothing_and_a_new_one_counts(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    rows = "A1,甲,2026-10-05,澄江街道"
    send(f"工单编号,事件标题,上报时间,乡镇,联系人,联系电话\n{rows},张三,13800000001\n", "ticket")
    send(f"工单编号,事件标题,上报时间,乡镇,联系电话\n{rows},13800000002\n", "ticket")
    shown = gateway.send(ShowTicket(ticket="A1"))
    assert (shown.contact_name, shown.contact_phone) == ("张**", "138****0002")


def test_a_sealed_batch_takes_no_more_rows(gateway: Gateway) -> None:
    opened = gateway.send(OpenBatch(kind="unit", file_name="u.csv", file_digest="0" * 64))
    row = RowIn(sheet="", number=2, values={"name": "城管局"})
    gateway.send(PutChunk(batch=opened.batch, number=1, rows=(row,), last=True))
    with pytest.raises(BatchComplete):
        gateway.send(PutChunk(batch=opened.batch, number=2, rows=(row,)))


@pytest.mark.parametrize("value", [2**70, "a\0b"])
def test_what_no_database_takes_is_rejected(office: Path, clock, value: object) -> None:
    gateway = local_gateway(office, clock)
    opened = gateway.send(OpenBatch(kind="ticket", file_name="t.csv", file_digest="0" * 64))
    values = {"reported_at": "2026-10-05T00:00:00", "external_no": "A", "people_involved": value}
    if isinstance(value, str):
        values = {**values, "people_involved": 1, "address": value}
    row = RowIn.model_construct(sheet="", number=2, values=values, problems=(), skipped=None)
    chunk = PutChunk.model_construct(batch=opened.batch, number=1, rows=(row,), last=True)
    assert gateway.send(chunk).rejected == 1


def test_a_discarded_import_leaves_its_key_free(gateway: Gateway, tmp_path: Path) -> None:
    path = tmp_path / "division.csv"
    path.write_text(DIVISIONS + "9,坏\n", encoding="utf-8")
    refused = send_file(gateway, inspect(path, load_kind("division")), Wish(), key="K")
    assert refused.state == "discarded"
    path.write_text(DIVISIONS, encoding="utf-8")
    plan = inspect(path, load_kind("division"))
    assert send_file(gateway, plan, Wish(dry_run=True), key="K").counts.new == 6
    assert send_file(gateway, plan, Wish(), key="K").state == "applied"
