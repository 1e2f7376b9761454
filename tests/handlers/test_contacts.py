"""Contacts are kept no longer than the policy says, and nothing else is lost with them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gridctl.domain.changes import ChangedSince, EntryFinal
from gridctl.domain.office import ToldOnce
from gridctl.domain.rights import PermissionMissing, Rights
from gridctl.domain.roles import shipped_roles
from gridctl.domain.workflow.policy import load_policy, parse_policy, shipped_policy_text
from gridctl.foundation.clock import FixedClock
from gridctl.gateway.sending import Wish, opening, send_file
from gridctl.imports import inspect, load_kind
from gridctl.operations.base import Gateway
from gridctl.operations.commands.changes import UndoEntry
from gridctl.operations.commands.contacts import (
    ExpireContacts,
    ShowStaffContact,
    ShowTicketContact,
)
from gridctl.operations.commands.policies import AdoptPolicy
from gridctl.operations.commands.staff import EditStaff
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.queries.audits import (
    ListJournal,
    RenderJournal,
    ShowTrace,
    VerifyChain,
    VerifyRows,
)
from gridctl.operations.queries.changes import ListChanges
from gridctl.operations.queries.imports import ShowBatch
from gridctl.operations.queries.offices import ShowUpkeep
from gridctl.operations.queries.tickets import ListTickets, ShowStats, ShowTicket
from gridctl.server.periodic import Daily, expire
from tests import assessed_office
from tests.beginnings import Beginning
from tests.gateways import RightsGateway, local_gateway
from tests.handlers.clock_desk import clock_setter

#: What a hotline hands over: one call, over and done with.
_CALLERS = "SELECT caller FROM ticket_contact WHERE caller <> ''"
_FILE = """工单编号,事件标题,上报时间,乡镇,社区,办结时间,联系人,联系电话
C1,路灯不亮,2026-10-06 08:30,澄江街道,文定社区,2026-10-07 09:00,周先生,13700001111
"""
LONG_AFTER = datetime(2028, 12, 1, 2, tzinfo=UTC)


@pytest.fixture
def beginning() -> Beginning:
    return assessed_office.begin


@pytest.fixture
def at_instant(gateway: Gateway) -> Callable[[datetime], None]:
    return clock_setter(gateway)


def _call(gateway: Gateway, number: str, state: str = "closed") -> None:
    gateway.send(
        CreateTicket(
            title="井盖缺失", place="文定社区", external_no=number, state=state,
            reported_at=assessed_office.at(9), contact_name="钱先生", contact_phone="13912345678",
            closed_at=assessed_office.at(10) if state == "closed" else None,
        )
    )  # fmt: skip


def test_contacts_of_what_was_closed_long_ago_go_and_figures_stay(
    gateway: Gateway, at_instant: Callable[[datetime], None]
) -> None:
    _call(gateway, "T1")
    _call(gateway, "T2", state="handling")
    gateway.send(EditTicket(ticket="T1", contact_phone="13987654321"))
    figures = [gateway.send(ShowStats(by=by)) for by in ("town", "unit", "month")]
    tickets = gateway.send(ListTickets(limit=500))
    assert gateway.send(ExpireContacts()).contacts == 0
    at_instant(LONG_AFTER)
    tried = gateway.send(ExpireContacts(), dry_run=True)
    done = gateway.send(ExpireContacts())
    assert tried == done
    assert (done.contacts, done.images, done.remaining) == (1, 1, 0)
    assert gateway.send(ShowTicket(ticket="T1")).contact_phone is None
    # Somebody may still have to ask the caller.
    assert gateway.send(ShowTicket(ticket="T2")).contact_phone == "139****5678"
    at_instant(datetime(2026, 11, 3, 2, tzinfo=UTC))
    assert [gateway.send(ShowStats(by=by)) for by in ("town", "unit", "month")] == figures
    assert gateway.send(ListTickets(limit=500)) == tickets
    assert gateway.send(VerifyRows()).items == ()
    assert gateway.send(VerifyChain()).items == ()


def test_it_cannot_be_undone_nor_what_was_done_before(
    gateway: Gateway, at_instant: Callable[[datetime], None]
) -> None:
    _call(gateway, "T1")
    gateway.send(EditTicket(ticket="T1", contact_phone="13987654321"))
    edit = gateway.send(ListChanges(limit=1)).items[0].entry
    at_instant(LONG_AFTER)
    gateway.send(ExpireContacts())
    with pytest.raises(EntryFinal):
        gateway.send(UndoEntry(entry=edit + 1))
    with pytest.raises(ChangedSince):
        gateway.send(UndoEntry(entry=edit))


def test_a_part_at_a_time(gateway: Gateway, at_instant: Callable[[datetime], None]) -> None:
    for number in range(5):
        _call(gateway, f"T{number}")
    at_instant(LONG_AFTER)
    parts = [gateway.send(ExpireContacts(limit=2)) for _ in range(4)]
    assert [(part.contacts, part.remaining) for part in parts] == [(2, 3), (2, 1), (1, 0), (0, 0)]


def test_how_long_is_a_matter_of_the_policy(
    gateway: Gateway, at_instant: Callable[[datetime], None]
) -> None:
    _call(gateway, "T1")
    text = shipped_policy_text().replace("contacts_kept_days = 730", "contacts_kept_days = 14")
    assert gateway.send(ExpireContacts(), dry_run=True).contacts == 0
    gateway.send(AdoptPolicy(text=text))
    at_instant(datetime(2026, 11, 20, 2, tzinfo=UTC))
    assert gateway.send(ExpireContacts()).contacts == 1
    older = text.replace("contacts_kept_days = 14\n", "")
    assert parse_policy(older).contacts_kept_days == load_policy().contacts_kept_days


def test_the_file_itself_forgets(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a trace of a deleted number is left in the file or beside it."""
    connect = sqlite3.connect

    def as_most_are_built(*given: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*given, **options)
        connection.execute("PRAGMA secure_delete = OFF")
        return connection

    monkeypatch.setattr(sqlite3, "connect", as_most_are_built)
    begun = local_gateway(office, FixedClock(datetime(2026, 11, 3, 2, tzinfo=UTC)))
    _call(begun, "T1")
    begun.send(EditTicket(ticket="T1", contact_phone="0510-86861234", contact_name="钱家"))
    file = tmp_path / "calls.csv"
    file.write_text(_FILE, encoding="utf-8")
    send_file(begun, inspect(file, load_kind("ticket")), Wish())
    begun.close()
    with closing(sqlite3.connect(office)) as connection:
        found = connection.execute(
            "SELECT caller FROM ticket_contact WHERE caller <> ''"
        ).fetchall()
    digests = [digest.encode() for (digest,) in found]
    assert b"13912345678" in office.read_bytes()
    assert digests
    assert all(digest in office.read_bytes() for digest in digests)
    later = local_gateway(office, FixedClock(LONG_AFTER))
    later.send(ExpireContacts())
    later.close()
    for file in office.parent.glob("office.db*"):
        for number in (b"13912345678", b"0510-86861234", b"13700001111", *digests):
            assert number not in file.read_bytes()


def test_a_file_that_nobody_applied_is_kept_no_longer(
    gateway: Gateway, at_instant: Callable[[datetime], None], tmp_path: Path
) -> None:
    file = tmp_path / "calls.csv"
    file.write_text(_FILE, encoding="utf-8")
    plan = inspect(file, load_kind("ticket"))
    batch = gateway.send(opening(plan, Wish(), None)).batch
    at_instant(LONG_AFTER)
    assert gateway.send(ShowUpkeep()).contacts_overdue == 1
    assert expire(gateway) == {"contacts": 0, "callers": 0, "images": 0, "files": 1}
    assert gateway.send(ShowBatch(batch=batch)).state == "discarded"
    assert gateway.send(ShowUpkeep()).contacts_overdue == 0


def test_the_server_looks_once_a_day_and_writes_nothing_of_nothing(
    gateway: Gateway, at_instant: Callable[[datetime], None]
) -> None:
    _call(gateway, "T1")
    entries = gateway.send(ListChanges(limit=1)).items[0].entry
    assert expire(gateway) == {}
    assert gateway.send(ListChanges(limit=1)).items[0].entry == entries
    at_instant(LONG_AFTER)
    daily = Daily(expire, FixedClock(LONG_AFTER))
    assert daily(gateway) == {"contacts": 1, "callers": 1, "images": 0, "files": 0}
    _call(gateway, "T3")
    assert daily(gateway) == {}


def test_a_look_at_a_contact_is_in_the_journal_with_its_purpose(gateway: Gateway) -> None:
    _call(gateway, "T1")
    gateway.send(EditStaff(staff_no="G001", phone="13800000001"))
    seen = gateway.send(ShowTicketContact(ticket="T1", purpose="核实地址"), key="once")
    assert (seen.name, seen.phone) == ("钱先生", "13912345678")
    staff = gateway.send(ShowStaffContact(staff="张三", purpose="通知开会"))
    assert (staff.subject, staff.phone) == ("G001", "13800000001")
    kept = gateway.send(RenderJournal(format="jsonl")).content.decode()
    assert "核实地址" in kept
    assert "通知开会" in kept
    for secret in ("13912345678", "13800000001", "钱先生"):
        assert secret not in kept
    # At whom somebody looked is told wherever the looks are.
    looks = gateway.send(ListJournal(operation="contacts")).items
    assert [row.subject for row in looks] == [seen.subject, "G001"]
    assert f'"subject":"{seen.subject}"' in kept
    story = [line for line in gateway.send(ShowTrace(ticket="T1")).lines if not line.unit]
    assert ("contact_seen", "核实地址") in [(line.verb, line.reason) for line in story]
    # It is told once: a repeat under the same key shows nothing.
    with pytest.raises(ToldOnce):
        gateway.send(ShowTicketContact(ticket="T1", purpose="核实地址"), key="once")


def test_a_trial_unmasks_nothing_for_it_leaves_no_entry(gateway: Gateway) -> None:
    _call(gateway, "T1")
    gateway.send(EditStaff(staff_no="G001", phone="13800000001"))
    entries = len(gateway.send(ListChanges()).items)
    ticket = gateway.send(ShowTicketContact(ticket="T1", purpose="核实"), dry_run=True)
    staff = gateway.send(ShowStaffContact(staff="G001", purpose="核实"), dry_run=True)
    assert (ticket.name, ticket.phone, staff.name, staff.phone) == (None, None, None, None)
    assert len(gateway.send(ListChanges()).items) == entries


def test_a_contact_is_unmasked_by_right_only(gateway: Gateway) -> None:
    _call(gateway, "T1")
    for code, sees in (("county_office", True), ("auditor", False), ("administrator", False)):
        account = RightsGateway(gateway, Rights("w", code, shipped_roles().one(code).permissions))
        assert account.send(ShowTicket(ticket="T1")).contact_phone == "139****5678"
        if sees:
            assert account.send(ShowTicketContact(ticket="T1", purpose="核实")).phone
            continue
        with pytest.raises(PermissionMissing):
            account.send(ShowTicketContact(ticket="T1", purpose="核实"))
