"""Saving webhooks and their deliveries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gridctl.storage.tables.webhooks import Webhook, WebhookDelivery, WebhookSecret
from gridctl.storage.unit_of_work import UnitOfWork


class Webhooks:
    """Webhooks of the office."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def create(self, facts: Mapping[str, Any], secret: str, after_seq: int) -> int:
        """Save a new webhook that hears of what comes after an entry; return its id."""
        webhook = Webhook(**facts)
        self._uow.add(webhook)
        assert webhook.id is not None
        self._uow.add(WebhookSecret(webhook_id=webhook.id, secret=secret, after_seq=after_seq))
        return webhook.id

    def end(self, webhook_id: int) -> None:
        """Mark a webhook as ended."""
        webhook = self._uow.session.get_one(Webhook, webhook_id)
        webhook.state = "ended"
        webhook.revision += 1
        self._uow.add(webhook)

    def read_on(
        self, webhook_id: int, after_seq: int, deliveries: Iterable[Mapping[str, Any]]
    ) -> None:
        """Keep how far the journal was read, and what came of it."""
        kept = self._uow.session.get_one(WebhookSecret, webhook_id)
        kept.after_seq = after_seq
        self._uow.add(kept)
        self._uow.add_all([WebhookDelivery(webhook_id=webhook_id, **each) for each in deliveries])

    def add(self, webhook_id: int, facts: Mapping[str, Any]) -> int:
        """Save one delivery; return its id."""
        delivery = WebhookDelivery(webhook_id=webhook_id, **facts)
        self._uow.add(delivery)
        assert delivery.id is not None
        return delivery.id

    def delivery(self, delivery_id: int) -> WebhookDelivery | None:
        """Return a delivery, or None."""
        return self._uow.session.get(WebhookDelivery, delivery_id)

    def change(self, delivery: WebhookDelivery, changes: Mapping[str, Any]) -> None:
        """Set some facts of a delivery."""
        for name, value in changes.items():
            setattr(delivery, name, value)
        self._uow.add(delivery)
