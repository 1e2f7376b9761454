"""Asking about webhooks."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from gridctl.domain.webhooks import DeliveryState, WebhookState
from gridctl.operations.base import Limit, Named, Page, Query, View


class WebhookView(View):
    """A webhook and how its deliveries went; its secret is never shown."""

    name: str
    url: str
    events: tuple[str, ...]
    state: WebhookState
    created_at: datetime
    created_by: str
    pending: int
    delivered: int
    dead: int
    revision: int


class WebhookPage(Page):
    """All webhooks, by name."""

    items: tuple[WebhookView, ...]


class DeliveryView(View):
    """One event on its way to one address, or told."""

    delivery: int
    webhook: str
    event: str
    event_id: str
    topic: str
    state: DeliveryState
    attempts: int
    created_at: datetime
    next_at: datetime | None
    status: int | None
    trouble: str
    done_at: datetime | None


class DeliveryPage(Page):
    """One page of deliveries, newest first."""

    items: tuple[DeliveryView, ...]


class ListWebhooks(Query[WebhookPage], route="GET /webhooks", permission="webhook.read"):
    """List webhooks by name."""


class ShowWebhook(Query[WebhookView], route="GET /webhooks/{name}", permission="webhook.read"):
    """Show one webhook."""

    name: Named


class ListDeliveries(
    Query[DeliveryPage], route="GET /webhook-deliveries", permission="webhook.read"
):
    """List deliveries, newest first."""

    webhook: str | None = None
    state: DeliveryState | None = None
    limit: Limit = 200
    after: str | None = Field(default=None, pattern=r"^[0-9]{1,18}$")
