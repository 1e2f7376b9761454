"""Each record is known once, with a session or without; the day's commands need none."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest

from gridctl.gateway.local import LocalGateway
from gridctl.handlers.commands.context import CommandContext
from gridctl.operations.base import Gateway
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.operations.commands.ticket_handling import (
    DispatchTicket,
    FeedbackTicket,
    SignTicket,
)
from gridctl.operations.commands.ticket_intake import FileTicket
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.tickets import ShowTicket
from gridctl.storage import known
from gridctl.storage.repositories.tickets import Tickets
from gridctl.storage.tables.tickets import Ticket, TicketEvent


@pytest.fixture
def entered(gateway: Gateway) -> str:
    gateway.send(SetUpOffice(name="江阴市", county_code="320281", operator="王芳"))
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateUnit(name="城管局"))
    gateway.send(CreateCategory(name="市容"))
    return gateway.send(CreateTicket(title="井盖缺失", place="江阴市", category="市容")).serial_no


def _first(context: CommandContext) -> int:
    return int(context.uow.read._connection.execute("SELECT min(id) FROM ticket").fetchone()[0])


def test_the_steps_of_the_loop_make_no_session(gateway: Gateway, entered: str) -> None:
    behind = _behind(gateway)
    unit = LocalGateway(behind._store, actor="test", behalf="城管局", clock=behind._clock)
    with patch.object(known, "session_on", side_effect=AssertionError):
        gateway.send(CreateTicket(title="路灯不亮", place="江阴市"))
        gateway.send(FileTicket(ticket=entered))
        gateway.send(DispatchTicket(ticket=entered, unit="城管局", limit="2工作日"))
        unit.send(SignTicket(ticket=entered))
        unit.send(FeedbackTicket(ticket=entered, reply="已补装"))
    assert gateway.send(ShowTicket(ticket=entered)).state == "fed_back"


def test_a_session_made_later_has_the_same_record(gateway: Gateway, entered: str) -> None:
    def work(context: CommandContext) -> None:
        locked = Tickets(context.uow).locked(_first(context))
        locked.title = "井盖破损"
        assert context.uow.session.get_one(Ticket, locked.id) is locked
        assert Tickets(context.uow).locked(locked.id or 0) is locked
        assert locked.title == "井盖破损"

    _behind(gateway).keep(work)
    assert gateway.send(ShowTicket(ticket=entered)).title == "井盖破损"


def test_what_is_set_in_a_record_without_a_session_is_saved(gateway: Gateway, entered: str) -> None:
    def work(context: CommandContext) -> None:
        locked = Tickets(context.uow).locked(_first(context))
        locked.title = "井盖破损"
        context.uow.add(locked)

    _behind(gateway).keep(work)
    assert gateway.send(ShowTicket(ticket=entered)).title == "井盖破损"


def test_a_row_begins_with_what_its_columns_say() -> None:
    row: dict[str, Any] = {"ticket_id": 1, "verb": "file", "no_column": 3}
    event = TicketEvent(**row)
    assert (event.ticket_id, event.verb, event.id, event.outcome) == (1, "file", None, "")
    assert "no_column" not in event.model_dump()


def _behind(gateway: Gateway) -> Any:
    return getattr(gateway, "behind", gateway)
