"""Rows written in bulk and rows written one by one share a table."""

from __future__ import annotations

from datetime import UTC, datetime

from gridctl.operations.base import Gateway
from gridctl.operations.commands.imports import ApplyBatch, OpenBatch, PutChunk, RowIn
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.queries.tickets import ListTickets

DAY = datetime(2026, 10, 8, 1, tzinfo=UTC)


def _brought(gateway: Gateway, *titles: str) -> None:
    """Bring tickets in by a file."""
    opened = gateway.send(OpenBatch(kind="ticket", file_name="t.csv", file_digest="0" * 64))
    rows = tuple(
        RowIn(
            sheet="", number=number, values={"title": title, "reported_at": "2026-10-08T09:00:00"}
        )
        for number, title in enumerate(titles, 2)
    )
    gateway.send(PutChunk(batch=opened.batch, number=1, rows=rows, last=True))
    assert gateway.send(ApplyBatch(batch=opened.batch)).counts.new == len(titles)


def test_ids_given_out_in_bulk_are_not_given_out_again(gateway: Gateway) -> None:
    gateway.send(SetUpOffice(name="江阴市", county_code="320281", operator="王芳"))
    gateway.send(CreateTicket(title="甲", reported_at=DAY))
    _brought(gateway, "乙", "丙")
    gateway.send(CreateTicket(title="丁", reported_at=DAY))
    _brought(gateway, "戊")
    found = gateway.send(ListTickets()).items
    assert sorted(row.title for row in found) == sorted("甲乙丙丁戊")
    assert len({row.serial_no for row in found}) == 5
