"""Adding and ending webhooks, and telling them of events."""

from __future__ import annotations

from gridctl.domain.webhooks import (
    EVENT_HEADER,
    ID_HEADER,
    KEPT_DAYS,
    LEASE_S,
    MOST_ATTEMPTS,
    PING,
    SIGNATURE_HEADER,
    SILENT,
    SILENT_ATTEMPTS,
    DeliveryNotFound,
    WebhookEnded,
    WebhookExists,
    check_events,
    check_outside,
    check_url,
    pause_s,
    signature,
)
from gridctl.foundation.ids import idempotency_key
from gridctl.foundation.settings import load
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.webhook_events import envelope, read_journal
from gridctl.handlers.queries.webhooks import find_webhook, view_delivery, webhook_view
from gridctl.operations.commands.webhooks import (
    CreateWebhook,
    EndWebhook,
    NoteDelivery,
    RetryDelivery,
    TakeDeliveries,
    TasksView,
    TaskView,
    TestWebhook,
)
from gridctl.operations.queries.webhooks import DeliveryView, WebhookView
from gridctl.storage.queries import webhooks as sql
from gridctl.storage.repositories.webhooks import Webhooks

_DAY_S = 86_400


def create_webhook(operation: CreateWebhook, context: CommandContext) -> WebhookView:
    """Add a webhook that hears of what comes after this entry.

    Raises:
        WebhookUrlInvalid, WebhookInside, EventUnknown, WebhookExists: nothing was added.
    """
    check_url(operation.url)
    _check_outside(operation.url)
    check_events(operation.events)
    if context.read.record(sql.WEBHOOKS, {"name": operation.name}) is not None:
        raise WebhookExists(name=operation.name)
    facts = {
        "name": operation.name,
        "url": operation.url,
        "events": " ".join(dict.fromkeys(operation.events)),
        "created_at": context.now(),
        "created_by": context.actor.behalf or context.actor.name,
    }
    head = int(context.read.value(sql.HEAD))
    Webhooks(context.uow).create(facts, operation.secret, head)
    return webhook_view(find_webhook(context, operation.name))


def end_webhook(operation: EndWebhook, context: CommandContext) -> WebhookView:
    """End a webhook; undone, it goes on where it was, and nothing in between is lost.

    Raises:
        WebhookEnded: it was ended before.
    """
    row = _active(operation.name, context)
    Webhooks(context.uow).end(row)
    context.uow.read.rows(sql.GIVE_UP, {"webhook_id": row, "now": context.now()})
    return webhook_view(find_webhook(context, operation.name))


def test_webhook(operation: TestWebhook, context: CommandContext) -> DeliveryView:
    """Have an address told ``ping``.

    Raises:
        WebhookInside: this machine would not tell it.
    """
    webhook_id = _active(operation.name, context)
    _check_outside(find_webhook(context, operation.name)["url"])
    event_id = f"{PING}-{idempotency_key()[:12]}"
    facts = envelope(event_id, PING, context.now(), event_id, {}, context.now())
    return view_delivery(context, Webhooks(context.uow).add(webhook_id, facts))


def retry_delivery(operation: RetryDelivery, context: CommandContext) -> DeliveryView:
    """Have a delivery tried anew; one that arrived stays as it is."""
    webhooks = Webhooks(context.uow)
    delivery = webhooks.delivery(operation.delivery)
    if delivery is None:
        raise DeliveryNotFound(delivery=operation.delivery)
    _active(view_delivery(context, operation.delivery).webhook, context)
    if delivery.state != "delivered":
        anew = {"state": "pending", "attempts": 0, "next_at": context.now(), "done_at": None}
        webhooks.change(delivery, anew)
    return view_delivery(context, operation.delivery)


def take_deliveries(operation: TakeDeliveries, context: CommandContext) -> TasksView:
    """Read the journal on and take what is due."""
    # While one process hands the work over to another, both may ask.
    context.uow.alone("webhook")
    more = read_journal(context)
    _forget(context)
    webhooks, now = Webhooks(context.uow), context.now()
    tasks = []
    for delivery_id, url, secret in context.read.rows(
        sql.DUE,
        {
            "now": now, "limit": operation.limit, "silent": SILENT,
            "silent_attempts": SILENT_ATTEMPTS,
        },
    ):  # fmt: skip
        delivery = webhooks.delivery(delivery_id)
        assert delivery is not None
        leased = {"leased_until": now + LEASE_S, "attempts": delivery.attempts + 1}
        webhooks.change(delivery, leased)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            EVENT_HEADER: delivery.event,
            ID_HEADER: delivery.event_id,
            SIGNATURE_HEADER: signature(secret, now, delivery.body),
        }
        tasks.append(TaskView(delivery=delivery_id, url=url, headers=headers, body=delivery.body))
    return TasksView(items=tuple(tasks), more=more)


def note_delivery(operation: NoteDelivery, context: CommandContext) -> DeliveryView:
    """Note how a delivery ended; what did not arrive is tried again, or given up.

    What was not even tried, because its receiver gave no answer, loses no try by that.
    """
    webhooks, now = Webhooks(context.uow), context.now()
    delivery = webhooks.delivery(operation.delivery)
    if delivery is None:
        raise DeliveryNotFound(delivery=operation.delivery)
    if delivery.state == "pending" and operation.trouble == "waiting":
        again = {"attempts": delivery.attempts - 1, "leased_until": 0, "next_at": now + pause_s(1)}
        webhooks.change(delivery, {**again, "trouble": operation.trouble})
    elif delivery.state == "pending":
        arrived = operation.status is not None and 200 <= operation.status < 300
        over = arrived or delivery.attempts >= MOST_ATTEMPTS
        outcome = {
            "status": operation.status,
            "trouble": "" if arrived else operation.trouble or "status",
            "leased_until": 0,
            "state": "delivered" if arrived else "dead" if over else "pending",
            "next_at": now if over else now + pause_s(max(1, delivery.attempts)),
            "done_at": now if over else None,
        }
        webhooks.change(delivery, outcome)
    return view_delivery(context, operation.delivery)


def _check_outside(url: str) -> None:
    """Refuse an address this machine does not tell.

    Raises:
        WebhookInside: it lies inside, and no setting allows that.
    """
    if load().text("webhooks_inside") != "yes":
        check_outside(url)


def _active(name: str, context: CommandContext) -> int:
    """Return the id of a webhook that is told.

    Raises:
        WebhookNotFound, WebhookEnded: there is none, or it tells nothing any more.
    """
    row = find_webhook(context, name)
    if row["state"] != "active":
        raise WebhookEnded(name=name)
    return int(row["id"])


def _forget(context: CommandContext) -> None:
    """Delete what has been over for long."""
    bounds = {f"{state}_before": context.now() - days * _DAY_S for state, days in KEPT_DAYS.items()}
    context.uow.read.rows(sql.FORGET, {**bounds})
