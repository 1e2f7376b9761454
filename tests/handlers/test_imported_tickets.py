"""Tickets that come in from a file: their verdicts, numbers, deadlines and contacts."""

from __future__ import annotations

from datetime import datetime

from gridctl.foundation.clock import OFFICE_ZONE
from gridctl.operations.base import Gateway
from gridctl.operations.queries.categories import ListCategories
from gridctl.operations.queries.imports import ListRejected
from gridctl.operations.queries.tickets import ListTickets, ShowStats, ShowTicket
from tests.files import DIVISIONS, TICKETS, counts


def test_a_stated_verdict_stays_stated(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    send(TICKETS, "ticket")
    row = gateway.send(ShowStats(by="town")).sum
    assert (row.due_to_close, row.closed_on_time, row.stated) == (3, 2, 3)
    shown = gateway.send(ShowTicket(ticket="A2"))
    assert (shown.verdict, shown.basis, shown.closed_at, shown.state) == (
        "overdue", "stated", None, "closed",
    )  # fmt: skip


def test_the_spot_of_a_ticket_comes_in_and_metres_of_a_plane_do_not(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    text = (
        "工单编号,标题,上报时间,乡镇,经度,纬度\n"
        "A1,占道,2026-10-05,月城镇,120.2748,31.7912\n"
        "A2,占道,2026-10-05,月城镇,40520274.8,3520791.2\n"
        "A3,占道,2026-10-05,月城镇,0,0\n"
    )
    batch = send(text, "ticket")
    assert counts(batch) == (3, 0, 0, 0, 0)
    shown = gateway.send(ShowTicket(ticket="A1"))
    assert (str(shown.lon), str(shown.lat)) == ("120.2748000", "31.7912000")
    assert [gateway.send(ShowTicket(ticket=number)).lon for number in ("A2", "A3")] == [None, None]
    told = gateway.send(ListRejected(batch=batch.batch)).items
    assert {(row.row, row.code, row.severity) for row in told} == {
        (3, "spot_unread", "notice"), (4, "spot_unread", "notice"),
    }  # fmt: skip
    assert counts(send(text, "ticket")) == (0, 0, 3, 0, 0)


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


def test_rows_without_a_number_are_known_again(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    text = TICKETS.replace("A1,", ",").replace("A2,", ",").replace("A3,", ",")
    assert counts(send(text, "ticket")) == (3, 0, 0, 0, 0)
    assert counts(send(text, "ticket")) == (0, 0, 3, 0, 0)


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


def test_a_blank_contact_cell_erases_nothing_and_a_new_one_counts(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    rows = "A1,甲,2026-10-05,澄江街道"
    send(f"工单编号,事件标题,上报时间,乡镇,联系人,联系电话\n{rows},张三,13800000001\n", "ticket")
    send(f"工单编号,事件标题,上报时间,乡镇,联系电话\n{rows},13800000002\n", "ticket")
    shown = gateway.send(ShowTicket(ticket="A1"))
    assert (shown.contact_name, shown.contact_phone) == ("张**", "138****0002")


def test_codes_given_out_stand_neither_in_the_office_nor_in_any_file(
    gateway: Gateway, send
) -> None:
    send(DIVISIONS, "division")
    send("大类,小类\n市容环境,暴露垃圾\n街面秩序,占道经营\n", "category")
    send("大类,小类,编码\n市容环境,乱堆物料,\n市容环境,道路破损,9998\n施工管理,,\n", "category")
    send(TICKETS, "ticket")
    codes = {row.path: row.code for row in gateway.send(ListCategories()).items}
    assert len(set(codes.values())) == len(codes)
    assert [codes[name] for name in ("市容环境", "街面秩序", "施工管理", "公用设施")] == [
        "99", "98", "97", "96",
    ]  # fmt: skip
    assert codes["市容环境/暴露垃圾"] == "9999"
    # The file gives 9998 away itself, further down.
    assert codes["市容环境/乱堆物料"] == "9997"


def test_a_ticket_without_a_title_is_called_by_what_else_its_row_says(
    gateway: Gateway, send
) -> None:
    send(DIVISIONS, "division")
    header = "工单编号,上报时间,乡镇,地址\n"
    assert send(f"{header}A1,2026-10-05,澄江街道,人民路1号\nA2,2026-10-05,澄江街道,\n", "ticket")
    titles = {row.external_no: row.title for row in gateway.send(ListTickets()).items}
    assert titles == {"A1": "人民路1号", "A2": ""}


def test_a_ticket_of_no_county_is_a_row_that_stays_out(gateway: Gateway, send) -> None:
    batch = send("工单编号,上报时间\nA1,2026-10-05\n", "ticket")
    (row,) = gateway.send(ListRejected(batch=batch.batch)).items
    assert (row.code, row.field) == ("county_missing", "county")


def test_a_deadline_that_names_a_day_alone_ends_with_it(gateway: Gateway, send) -> None:
    """The same file comes again as the same tickets, whether they have a number or not."""
    send(DIVISIONS, "division")
    rows = (
        "工单编号,上报时间,截止日期,乡镇,标题\n"
        "D1,2026-10-09 09:00,2026-10-31,澄江街道,垃圾\n"
        ",2026-10-09 09:00,2026-10-31,澄江街道,噪音\n"
    )
    send(rows, "ticket")
    over = datetime(2026, 11, 1, tzinfo=OFFICE_ZONE)
    assert [row.deadline_at for row in gateway.send(ListTickets()).items] == [over, over]
    months = gateway.send(ShowStats(by="month")).items
    assert [(each.key, each.due_to_close) for each in months] == [("2026-10", 2)]
    again = send(rows, "ticket")
    assert (again.counts.new, again.counts.same) == (0, 2)


def test_a_time_limit_in_the_place_of_a_deadline_is_counted_by_the_calendar(
    gateway: Gateway, send
) -> None:
    send(DIVISIONS, "division")
    rows = (
        "工单编号,上报时间,派单时间,办理时限（工作日）,乡镇\n"
        "D1,2026-02-13 09:00,2026-02-13 16:00,2,澄江街道\n"
        "D2,2026-06-05 09:00,,3自然日,澄江街道\n"
        "D3,2026-06-05 09:00,,尽快,澄江街道\n"
    )
    batch = send(rows, "ticket", accept_rest=True)
    (row,) = gateway.send(ListRejected(batch=batch.batch)).items
    assert (row.code, row.field, row.value) == ("limit_unreadable", "limit_text", "尽快")
    found = {row.external_no: row.deadline_at for row in gateway.send(ListTickets()).items}
    # Saturday, 14 February 2026 is worked; the Spring Festival ends on the 23rd.
    assert found == {
        "D1": datetime(2026, 2, 24, 16, tzinfo=OFFICE_ZONE),
        "D2": datetime(2026, 6, 8, 9, tzinfo=OFFICE_ZONE),
    }
