"""Adding and ending webhooks, and telling them of events."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from gridctl.domain.webhooks import TROUBLE_NAMES
from gridctl.operations.base import Command, Named, View
from gridctl.operations.queries.webhooks import DeliveryView, WebhookView

_Event = Annotated[str, Field(min_length=1, max_length=60)]


class TaskView(View):
    """What is to be sent where; the secret that signed it stays behind."""

    delivery: int
    url: str
    headers: dict[str, str]
    body: str


class TasksView(View):
    """What is due now, each taken by whoever asked.

    ``more`` tells that the journal was not read to its end: who asks again may be given some.
    """

    items: tuple[TaskView, ...]
    more: bool = False


class CreateWebhook(
    Command[WebhookView], route="POST /webhooks", permission="webhook.edit", private=("secret",)
):
    """Have an address told of events from now on.

    The caller makes the secret and keeps it; no answer, list or journal entry holds it.
    """

    name: Named
    url: str = Field(max_length=500)
    events: tuple[_Event, ...] = Field(default=("*",), min_length=1, max_length=50)
    secret: str = Field(min_length=16, max_length=200)


class EndWebhook(
    Command[WebhookView], route="POST /webhooks/{name}/end", permission="webhook.edit"
):
    """Tell an address nothing more; what was on its way is given up."""

    name: Named


class TestWebhook(
    Command[DeliveryView],
    route="POST /webhooks/{name}/test",
    permission="webhook.edit",
    journaled=False,
):
    """Have an address told that it can be reached, with the event ``ping``."""

    __test__ = False
    name: Named


class RetryDelivery(
    Command[DeliveryView],
    route="POST /webhook-deliveries/{delivery}/retry",
    permission="webhook.edit",
    journaled=False,
):
    """Try a delivery anew that was given up, or waits for its next try."""

    delivery: int


class TakeDeliveries(
    Command[TasksView],
    route="POST /webhook-deliveries/take",
    permission="webhook.deliver",
    journaled=False,
):
    """Read the journal on and take what is due to be told, oldest first.

    Events of one ticket are told in their order: the next is due when the one before was told or
    given up. What was taken is due again after two minutes unless its outcome was noted.
    """

    limit: int = Field(default=25, ge=1, le=500)


class NoteDelivery(
    Command[DeliveryView],
    route="POST /webhook-deliveries/{delivery}/outcome",
    permission="webhook.deliver",
    journaled=False,
):
    """Note how a delivery ended: the status of the answer, or what kept it from arriving."""

    delivery: int
    status: int | None = Field(default=None, ge=100, le=999)
    trouble: str = Field(default="", pattern=f"^({'|'.join(TROUBLE_NAMES)})?$")
