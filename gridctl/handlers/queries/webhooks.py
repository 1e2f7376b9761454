"""Asking about webhooks."""

from __future__ import annotations

from typing import Any

from gridctl.domain.webhooks import DeliveryNotFound, WebhookNotFound
from gridctl.foundation.clock import from_epoch
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.shape import instant, page_of
from gridctl.operations.queries.webhooks import (
    DeliveryPage,
    DeliveryView,
    ListDeliveries,
    ListWebhooks,
    ShowWebhook,
    WebhookPage,
    WebhookView,
)
from gridctl.storage.queries import webhooks as sql
from gridctl.storage.queries.compose import Params


def list_webhooks(_operation: ListWebhooks, context: QueryContext) -> WebhookPage:
    """Return all webhooks."""
    rows = context.read.records(sql.WEBHOOKS)
    return WebhookPage(items=tuple(map(webhook_view, rows)), total=len(rows))


def show_webhook(operation: ShowWebhook, context: QueryContext) -> WebhookView:
    """Return one webhook."""
    return webhook_view(find_webhook(context, operation.name))


def list_deliveries(operation: ListDeliveries, context: QueryContext) -> DeliveryPage:
    """Return a page of deliveries."""
    if operation.webhook is not None:
        find_webhook(context, operation.webhook)
    params: Params = {
        "webhook": operation.webhook,
        "state": operation.state,
        "after": int(operation.after) if operation.after else None,
        "limit": operation.limit + 1,
    }
    rows = context.read.records(
        sql.DELIVERIES, params, order="newest", after=operation.after is not None
    )
    items, following = page_of(rows, operation.limit, lambda row: str(row["delivery"]))
    return DeliveryPage(items=tuple(map(_delivery_view, items)), next=following)


def find_webhook(context: QueryContext, name: str) -> dict[str, Any]:
    """Return the row of a webhook.

    Raises:
        WebhookNotFound: there is none of this name.
    """
    row = context.read.record(sql.WEBHOOKS, {"name": name})
    if row is None:
        raise WebhookNotFound(name=name)
    return row


def webhook_view(row: dict[str, Any]) -> WebhookView:
    """Return a webhook's view."""
    events = tuple(row["events"].split())
    return WebhookView(**row | {"events": events, "created_at": from_epoch(row["created_at"])})


def view_delivery(context: QueryContext, delivery_id: int) -> DeliveryView:
    """Return the view of a delivery.

    Raises:
        DeliveryNotFound: there is none of this number.
    """
    found = context.read.record(sql.DELIVERIES, {"id": delivery_id, "limit": 1}, order="newest")
    if found is None:
        raise DeliveryNotFound(delivery=delivery_id)
    return _delivery_view(found)


def _delivery_view(row: dict[str, Any]) -> DeliveryView:
    timed = {name: instant(row[name]) for name in ("created_at", "next_at", "done_at")}
    if row["state"] != "pending":
        timed["next_at"] = None
    return DeliveryView(**row | timed)
