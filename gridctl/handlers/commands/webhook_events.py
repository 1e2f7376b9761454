"""From the journal to what webhooks are told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from gridctl.domain.webhooks import PUBLICATIONS, TICKET, concerns
from gridctl.foundation.clock import from_epoch
from gridctl.handlers.commands.context import CommandContext
from gridctl.storage.queries import webhooks as sql
from gridctl.storage.repositories.webhooks import Webhooks

#: Entries read at once; what is left is read the next time.
_ENTRIES = 500


def read_journal(context: CommandContext) -> bool:
    """Read the journal on for every webhook, and keep what each is to be told.

    What was read and what came of it are kept in one transaction, so that an event becomes
    exactly one delivery. Returns whether there is more to read.
    """
    head = int(context.read.value(sql.HEAD))
    more = False
    for webhook_id, events, after in context.read.rows(sql.LISTENING):
        last = min(head, after + _ENTRIES)
        if last > after:
            # An end that was undone is an entry too: what it gave up is told after all.
            context.uow.read.rows(sql.TAKE_UP, {"webhook_id": webhook_id})
            names = events.split()
            told = [e for e in _happened(after, last, context) if concerns(names, e["event"])]
            Webhooks(context.uow).read_on(webhook_id, last, told)
            more = more or last < head
    return more


def envelope(
    event_id: str, event: str, at: int, topic: str, facts: dict[str, Any], now: int
) -> dict[str, Any]:
    """Return the columns of a delivery; its body is made once, every try sends the same bytes."""
    said = {"id": event_id, "event": event, "at": from_epoch(at).isoformat(), **facts}
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return {
        "event_id": event_id, "event": event, "topic": topic, "body": body, "created_at": now,
        "next_at": now,
    }  # fmt: skip


def _happened(after: int, last: int, context: CommandContext) -> Iterator[dict[str, Any]]:
    """Yield what happened between two entries, in the order it did."""
    bounds = {"after": after, "last": last}
    found = [(row["seq"], _step(row, context)) for row in context.read.records(sql.STEPS, bounds)]
    published: Any = bounds | {"operations": list(PUBLICATIONS)}
    rows = context.read.records(sql.PUBLISHED, published)
    found += [(row["seq"], _publication(row, context)) for row in rows]
    yield from (each for _, each in sorted(found, key=lambda pair: pair[0]))


def _step(row: dict[str, Any], context: CommandContext) -> dict[str, Any]:
    deadline = row["deadline_at"]
    facts = {
        "entry": row["seq"],
        "ticket": {
            "serial_no": row["serial_no"],
            "from_state": row["from_state"],
            "state": row["to_state"],
            "cycle": row["cycle"],
            "category_code": row["category_code"],
            "place_code": row["place_code"],
            "unit": row["unit"],
            "to_unit": row["to_unit"],
            "deadline_at": None if deadline is None else from_epoch(deadline).isoformat(),
        },
    }
    event_id = f"{row['seq']}-{row['event_id']}"
    name = f"{TICKET}{row['verb']}"
    return envelope(event_id, name, row["at"], row["serial_no"], facts, context.now())


def _publication(row: dict[str, Any], context: CommandContext) -> dict[str, Any]:
    name = PUBLICATIONS[row["operation"]]
    facts = {"entry": row["seq"]}
    return envelope(str(row["seq"]), name, row["at"], name, facts, context.now())
