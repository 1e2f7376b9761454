"""Imports taken back: what goes, what stays, in which order."""

from __future__ import annotations

from datetime import date

import pytest

from gridctl.domain.batches import BatchNotApplied
from gridctl.operations.base import Gateway
from gridctl.operations.commands.grids import EditGrid
from gridctl.operations.commands.imports import UndoBatch
from gridctl.operations.commands.staff import EditStaff
from gridctl.operations.commands.tickets import EditTicket
from gridctl.operations.commands.units import EditUnit
from gridctl.operations.queries.categories import ListCategories
from gridctl.operations.queries.evidence import ListEvidence
from gridctl.operations.queries.grids import ListGrids, ShowGrid
from gridctl.operations.queries.imports import BatchView
from gridctl.operations.queries.offices import ShowOffice
from gridctl.operations.queries.staff import ListStaff, ShowStaff
from gridctl.operations.queries.tickets import ListTickets, ShowTicket
from gridctl.operations.queries.units import ListUnits
from tests.files import DIVISIONS, GRIDS, ROSTER, TICKETS, counts


def undo(gateway: Gateway, *batches: BatchView) -> list[tuple[str, str]]:
    """Undo imports in turn and return what was kept, and why."""
    undone = [gateway.send(UndoBatch(batch=batch.batch)) for batch in batches]
    kept = [(found.code, found.value) for each in undone for found in each.findings]
    assert len(kept) == sum(each.counts.kept for each in undone)
    return kept


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


def test_undo_keeps_a_ticket_that_evidence_rests_on(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    batch = send(TICKETS, "ticket")
    send("回访日期,工单编号,满意度\n2026-10-09,A1,满意\n", "revisit")
    undone = gateway.send(UndoBatch(batch=batch.batch))
    assert [row.external_no for row in gateway.send(ListTickets()).items] == ["A1"]
    assert "still_used" in {found.code for found in undone.findings}


def test_tickets_of_two_imports_go_in_reverse_order(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    first = send(TICKETS, "ticket")
    second = send(TICKETS.replace("垃圾未清", "垃圾已清").replace("路灯不亮", "路灯已修"), "ticket")
    assert counts(second) == (0, 2, 1, 0, 0)
    assert undo(gateway, second) == []
    assert gateway.send(ShowTicket(ticket="A1")).title == "垃圾未清"
    assert undo(gateway, first) == []
    office = gateway.send(ShowOffice()).counts
    assert (office["tickets"], office["units"], office["categories"]) == (0, 0, 0)
    assert gateway.send(ListUnits()).items == gateway.send(ListCategories()).items == ()


def test_only_what_a_person_edited_stays_of_two_imports(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    first = send(TICKETS, "ticket")
    second = send(TICKETS.replace("垃圾未清", "垃圾已清").replace("占道经营,2", "摆摊,2"), "ticket")
    serial = gateway.send(EditTicket(ticket="A3", address="人民路1号")).serial_no
    assert ("edited_since", f"ticket {serial}") in undo(gateway, second)
    assert ("edited_since", serial) in undo(gateway, first)
    (left,) = gateway.send(ListTickets()).items
    assert (left.external_no, left.title) == ("A3", "摆摊")


def test_a_revived_ticket_goes_again(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    assert undo(gateway, send(TICKETS, "ticket")) == []
    assert undo(gateway, send(TICKETS, "ticket")) == []
    assert gateway.send(ListTickets()).items == ()
    again = send(TICKETS, "ticket")
    gateway.send(EditTicket(ticket="A2", title="我改过"))
    assert [why for why, _ in undo(gateway, again)] == ["edited_since", *["still_used"] * 3]
    assert [ticket.title for ticket in gateway.send(ListTickets()).items] == ["我改过"]


def test_the_log_of_a_ticket_says_what_was_taken_back(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    send(TICKETS, "ticket")
    batch = send(TICKETS.replace("垃圾未清", "垃圾已清"), "ticket")
    assert undo(gateway, batch) == []
    events = gateway.send(ShowTicket(ticket="A1")).events
    assert [event.verb for event in events] == ["import", "import", "undo"]
    assert (events[-1].from_state, events[-1].to_state) == ("closed", "closed")


def test_evidence_of_two_imports_goes_in_reverse_order(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    send(TICKETS, "ticket")
    first = send("回访编号,回访日期,工单编号,满意度\nH1,2026-10-09,A1,满意\n", "revisit")
    second = send("回访编号,回访日期,工单编号,满意度\nH1,2026-10-09,A1,不满意\n", "revisit")
    assert counts(second) == (0, 1, 0, 0, 0)
    assert undo(gateway, second, first) == []
    assert gateway.send(ListEvidence()).items == ()


def test_places_of_two_imports_go_in_reverse_order(gateway: Gateway, send) -> None:
    first = send(DIVISIONS, "division")
    grids = send(GRIDS, "grid")
    later = GRIDS.replace("300", "310").replace("280", "290")
    second = send(later, "grid", as_of=date(2026, 10, 1))
    assert counts(second) == (0, 2, 0, 0, 0)
    assert undo(gateway, second) == []
    shown = gateway.send(ShowGrid(place="320281001001001", as_of=date(2026, 11, 1)))
    assert (shown.households, len(shown.versions)) == (300, 1)
    assert undo(gateway, grids, first) == []
    assert gateway.send(ListGrids()).items == ()


def test_a_place_someone_edited_keeps_all_its_versions(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    send(GRIDS, "grid")
    batch = send(GRIDS.replace("300", "310"), "grid", as_of=date(2026, 10, 1))
    gateway.send(EditGrid(code="320281001001001", name="天华网格", as_of=date(2026, 10, 20)))
    assert undo(gateway, batch) == [("edited_since", "grid 320281001001001")]
    shown = gateway.send(ShowGrid(place="320281001001001", as_of=date(2026, 11, 1)))
    assert [each.households for each in shown.versions] == [300, 310, 310]
    assert [each.valid_to for each in shown.versions[:2]] == [
        each.valid_from for each in shown.versions[1:]
    ]


def test_staff_of_two_imports_go_in_reverse_order_with_posts_and_telephones(
    gateway: Gateway, send
) -> None:
    send(DIVISIONS, "division")
    send(GRIDS, "grid")
    first = send(ROSTER, "staff")
    second = send(ROSTER.replace("专职", "兼职").replace("第二网格", "第一网格"), "staff")
    assert second.counts.changed == 2
    assert undo(gateway, second) == []
    shown = gateway.send(ShowStaff(staff="G02"))
    assert [post.place_name for post in shown.posts] == ["文定社区居委会第二网格"]
    assert undo(gateway, first) == []
    assert gateway.send(ListStaff()).items == ()
    without = ROSTER.replace("13800001234", "")
    send(without, "staff")
    assert gateway.send(ShowStaff(staff="G01")).phone is None


def test_a_person_whose_telephone_was_corrected_stays_whole(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    send(GRIDS, "grid")
    batch = send(ROSTER, "staff")
    gateway.send(EditStaff(staff_no="G01", phone="13900005678"))
    assert undo(gateway, batch) == [("edited_since", "staff G01")]
    shown = gateway.send(ShowStaff(staff="G01"))
    assert (shown.phone, len(shown.posts)) == ("139****5678", 1)


def test_a_unit_that_got_another_name_since_stays(gateway: Gateway, send) -> None:
    batch = send("单位名称,单位编码\n城管局,C1\n供电公司,C2\n", "unit")
    gateway.send(EditUnit(unit="C1", add_aliases=("综合执法局",)))
    assert undo(gateway, batch) == [("edited_since", "unit C1")]
    assert [unit.code for unit in gateway.send(ListUnits()).items] == ["C1"]


def test_contacts_an_import_overwrote_come_back_in_any_order(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    head, row = "工单编号,事件标题,上报时间,乡镇,联系人,联系电话\n", "A1,甲,2026-10-05,澄江街道"

    def contact() -> tuple[str | None, str | None]:
        shown = gateway.send(ShowTicket(ticket="A1"))
        return shown.contact_name, shown.contact_phone

    send(f"{head}{row},张三,13800000001\n", "ticket")
    second = send(f"{head}{row},李四,\n", "ticket")
    third = send(f"{head}{row},,13900000003\n", "ticket")
    assert contact() == ("李**", "139****0003")
    assert undo(gateway, third) == []
    assert contact() == ("李**", "138****0001")
    assert undo(gateway, second) == []
    assert contact() == ("张**", "138****0001")


def test_contacts_go_with_the_tickets_an_import_brought(gateway: Gateway, send) -> None:
    send(DIVISIONS, "division")
    row = "A1,甲,2026-10-05,澄江街道"
    batch = send(f"工单编号,事件标题,上报时间,乡镇,联系人\n{row},张三\n", "ticket")
    assert undo(gateway, batch) == []
    bare = send(f"工单编号,事件标题,上报时间,乡镇\n{row}\n", "ticket")
    assert gateway.send(ShowTicket(ticket="A1")).contact_name is None
    added = send(f"工单编号,事件标题,上报时间,乡镇,联系人\n{row},李四\n", "ticket")
    assert gateway.send(ShowTicket(ticket="A1")).contact_name == "李**"
    assert undo(gateway, added) == []
    assert gateway.send(ShowTicket(ticket="A1")).contact_name is None
    assert undo(gateway, bare) == []
