"""How the work nobody asks for stands, on every gateway."""

from __future__ import annotations

import pytest

from gridctl.operations.base import Gateway
from gridctl.operations.commands.clocks import SweepClock
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.webhooks import CreateWebhook, TakeDeliveries
from gridctl.operations.queries.offices import ShowUpkeep
from tests.beginnings import Beginning


def _begin(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))


@pytest.fixture
def beginning() -> Beginning:
    return _begin


def test_a_quiet_office_has_nothing_waiting(gateway: Gateway) -> None:
    found = gateway.send(ShowUpkeep())
    assert (found.running, found.swept_at, found.contacts_overdue) == (False, None, 0)
    assert (found.webhooks, found.waiting, found.waiting_since, found.dead) == (0, 0, None, 0)


def test_what_waits_is_told(gateway: Gateway) -> None:
    gateway.send(CreateWebhook(name="大屏", url="https://hook.example/in", secret="s" * 20))
    gateway.send(
        CreateTicket(
            title="路面破损", place="江阴市", reported_at="2023-01-05T09:00:00+08:00",
            contact_name="王小明",
        )
    )  # fmt: skip
    gateway.send(TakeDeliveries())
    gateway.send(SweepClock())
    found = gateway.send(ShowUpkeep())
    assert (found.webhooks, found.waiting, found.dead) == (1, 1, 0)
    assert found.waiting_since is not None
    assert found.swept_at is not None
    assert found.entries > 0
