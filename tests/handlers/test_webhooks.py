"""Webhooks through every gateway: what is told, in which order, how often."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gridctl.domain.webhooks import (
    MOST_ATTEMPTS,
    DeliveryNotFound,
    EventUnknown,
    WebhookEnded,
    WebhookExists,
    WebhookInside,
    WebhookNotFound,
    WebhookUrlInvalid,
    signature,
)
from gridctl.foundation.clock import FixedClock
from gridctl.gateway.local import LocalGateway
from gridctl.operations.base import Gateway
from gridctl.operations.commands.changes import RedoEntry, UndoEntry
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.commands.webhooks import (
    CreateWebhook,
    EndWebhook,
    NoteDelivery,
    RetryDelivery,
    TakeDeliveries,
    TestWebhook,
)
from gridctl.operations.queries.audits import ListJournal, VerifyChain, VerifyRows
from gridctl.operations.queries.changes import ListChanges
from gridctl.operations.queries.webhooks import ListDeliveries, ListWebhooks, ShowWebhook
from tests.beginnings import Beginning

NOW = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)
SECRET = "a-secret-of-the-receiver"
URL = "https://hook.example/in"


def _county(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateTicket(title="以前的", place="江阴市"))


@pytest.fixture
def beginning() -> Beginning:
    return _county


def _add(gateway: Gateway, name: str = "大屏", **more: Any) -> None:
    gateway.send(CreateWebhook(name=name, url=URL, secret=SECRET, **more))


def _ticket(gateway: Gateway, **facts: Any) -> str:
    return gateway.send(
        CreateTicket(title="王小明的垃圾", place="江阴市", address="人民路", **facts)
    ).serial_no


def _take(gateway: Gateway) -> list[Any]:
    return list(gateway.send(TakeDeliveries()).items)


def test_a_step_is_told_once_signed_and_without_words(gateway: Gateway) -> None:
    _add(gateway)
    serial = _ticket(gateway, contact_name="王小明", contact_phone="13800001234")
    (task,) = _take(gateway)
    said = json.loads(task.body)
    assert (said["event"], said["ticket"]["serial_no"]) == ("ticket.report", serial)
    assert said["at"] == "2026-11-03T10:00:00+08:00"
    assert not [word for word in ("王小明", "人民路", "1234", "垃圾") if word in task.body]
    header = task.headers["X-Gridctl-Signature"]
    at = int(header.partition(",")[0].removeprefix("t="))
    assert header == signature(SECRET, at, task.body)
    assert task.headers["X-Gridctl-Delivery"] == said["id"]
    assert SECRET not in task.model_dump_json()
    assert _take(gateway) == []
    told = gateway.send(NoteDelivery(delivery=task.delivery, status=204))
    assert (told.state, told.status) == ("delivered", 204)
    assert gateway.send(ShowWebhook(name="大屏")).delivered == 1


def test_only_what_was_asked_for_and_nothing_confidential(gateway: Gateway) -> None:
    _add(gateway, events=("ticket.edit",))
    serial = _ticket(gateway)
    secret = _ticket(gateway, confidential=True)
    for each in (serial, secret):
        gateway.send(EditTicket(ticket=each, title="改"))
    (task,) = _take(gateway)
    assert json.loads(task.body)["ticket"]["serial_no"] == serial


def test_steps_of_a_ticket_are_told_in_their_order(gateway: Gateway) -> None:
    _add(gateway)
    serial = _ticket(gateway)
    gateway.send(EditTicket(ticket=serial, title="改"))
    other = _ticket(gateway)
    first, beside = _take(gateway)
    assert json.loads(first.body)["event"] == "ticket.report"
    assert json.loads(beside.body)["ticket"]["serial_no"] == other
    assert _take(gateway) == []
    gateway.send(NoteDelivery(delivery=first.delivery, status=200))
    (later,) = _take(gateway)
    assert json.loads(later.body)["event"] == "ticket.edit"


def test_what_does_not_arrive_is_tried_again_and_then_given_up(office: Path) -> None:
    def at(seconds: int) -> LocalGateway:
        return LocalGateway(office, clock=FixedClock(NOW + timedelta(seconds=seconds)))

    gateway = at(0)
    _add(gateway)
    _ticket(gateway)
    seconds, tries = 0, []
    for _ in range(MOST_ATTEMPTS):
        (task,) = _take(at(seconds))
        tries.append(task)
        noted = at(seconds).send(NoteDelivery(delivery=task.delivery, trouble="timeout"))
        if noted.next_at is not None:
            assert _take(at(seconds)) == []
            seconds = int((noted.next_at - NOW).total_seconds())
    assert (noted.state, noted.trouble, noted.attempts) == ("dead", "timeout", MOST_ATTEMPTS)
    assert len({task.body for task in tries}) == 1
    assert len({task.headers["X-Gridctl-Signature"] for task in tries}) == MOST_ATTEMPTS
    again = at(seconds).send(RetryDelivery(delivery=noted.delivery))
    assert (again.state, again.attempts) == ("pending", 0)
    assert len(_take(at(seconds))) == 1


def test_what_was_taken_and_forgotten_is_due_again(office: Path) -> None:
    gateway = LocalGateway(office, clock=FixedClock(NOW))
    _add(gateway)
    _ticket(gateway)
    (task,) = _take(gateway)
    assert _take(LocalGateway(office, clock=FixedClock(NOW + timedelta(seconds=119)))) == []
    (again,) = _take(LocalGateway(office, clock=FixedClock(NOW + timedelta(seconds=120))))
    assert again.delivery == task.delivery


def test_the_secret_is_kept_from_journal_answers_and_lists(gateway: Gateway) -> None:
    _add(gateway)
    shown = [gateway.send(ListWebhooks()), gateway.send(ListJournal())]
    assert not [view for view in shown if SECRET in view.model_dump_json()]
    _ticket(gateway)
    _take(gateway)
    assert gateway.send(VerifyChain()).items == ()
    assert gateway.send(VerifyRows()).items == ()


def test_a_ping_and_an_end(gateway: Gateway) -> None:
    _add(gateway)
    ping = gateway.send(TestWebhook(name="大屏"))
    (task,) = _take(gateway)
    assert (json.loads(task.body)["event"], task.delivery) == ("ping", ping.delivery)
    _ticket(gateway)
    ended = gateway.send(EndWebhook(name="大屏"))
    assert (ended.state, ended.pending, ended.dead) == ("ended", 0, 1)
    assert _take(gateway) == []
    for operation in (EndWebhook(name="大屏"), TestWebhook(name="大屏")):
        with pytest.raises(WebhookEnded):
            gateway.send(operation)


def test_an_end_that_is_undone_lost_nothing(gateway: Gateway) -> None:
    _add(gateway)
    first = _ticket(gateway)
    (task,) = _take(gateway)
    gateway.send(NoteDelivery(delivery=task.delivery, trouble="timeout"))
    gateway.send(EndWebhook(name="大屏"))
    (given_up,) = gateway.send(ListDeliveries()).items
    assert (given_up.state, given_up.trouble) == ("dead", "ended")
    second = _ticket(gateway)
    assert _take(gateway) == []
    entry = gateway.send(ListChanges()).items[1]
    assert (entry.operation, entry.reversible) == ("webhooks.EndWebhook", True)
    gateway.send(UndoEntry(entry=entry.entry))
    _take(gateway)
    shown = gateway.send(ShowWebhook(name="大屏"))
    assert (shown.state, shown.pending, shown.dead) == ("active", 2, 0)
    topics = {row.topic for row in gateway.send(ListDeliveries(state="pending")).items}
    assert topics == {first, second}


def test_a_webhook_that_is_undone_tells_nothing_and_comes_back(gateway: Gateway) -> None:
    _add(gateway)
    serial = _ticket(gateway)
    (task,) = _take(gateway)
    entry = next(
        row.entry for row in gateway.send(ListChanges()).items if row.operation.endswith("Webhook")
    )
    gateway.send(UndoEntry(entry=entry))
    assert gateway.send(ListWebhooks()).items == ()
    with pytest.raises(DeliveryNotFound):
        gateway.send(NoteDelivery(delivery=task.delivery, status=200))
    gateway.send(EditTicket(ticket=serial, title="改"))
    assert _take(gateway) == []
    gateway.send(RedoEntry(entry=entry))
    _take(gateway)
    assert gateway.send(ShowWebhook(name="大屏")).pending == 2
    assert gateway.send(VerifyRows()).items == ()


def test_what_cannot_be_added(gateway: Gateway) -> None:
    _add(gateway)
    for refused, wrong in (
        (WebhookExists, {}), (WebhookUrlInvalid, {"name": "x", "url": "http://hook.example/"}),
        (EventUnknown, {"name": "x", "events": ("ticket.dance",)}),
    ):  # fmt: skip
        facts = {"name": "大屏", "url": URL, "secret": SECRET, **wrong}
        with pytest.raises(refused):
            gateway.send(CreateWebhook.model_validate(facts))
    with pytest.raises(WebhookNotFound):
        gateway.send(ListDeliveries(webhook="无"))


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000/hook", "https://10.1.2.3/hook"])
def test_an_address_that_would_never_be_told_is_refused_when_it_is_added(
    gateway: Gateway, url: str
) -> None:
    with pytest.raises(WebhookInside) as caught:
        gateway.send(CreateWebhook(name="大屏", url=url, secret=SECRET))
    assert "webhooks_inside" in caught.value.hint
