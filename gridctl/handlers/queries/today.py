"""What there is to do today, for the party that asks."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from gridctl.domain.loop import LEVELS, rank
from gridctl.domain.today import BANDS, WAITS_FOR
from gridctl.foundation.clock import OFFICE_ZONE, to_epoch
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.parties import Party, acting_party
from gridctl.handlers.queries.shape import instant, page_of
from gridctl.handlers.queries.ticket_rows import discretion
from gridctl.operations.queries.today import ShowToday, TodayPage, TodayRow
from gridctl.storage.queries import today as sql

_KEY = ("band", "until", "ticket_id", "kind", "item_id")
_TASKS = {"request": "decide", "notice": "read", "assist": "assist", "review": "review"}


def show_today(operation: ShowToday, context: QueryContext) -> TodayPage:
    """Return a page of the acting party's work list."""
    party = acting_party(context)
    params = _scope(party, context) | {"limit": operation.limit + 1}
    if operation.after:
        for number, part in enumerate(operation.after.split("."), 1):
            params[f"after_{number}"] = part if _KEY[number - 1] == "kind" else int(part)
    parts = {"scope": "office" if party.kind == "office" else "place"}
    rows = context.read.records(
        sql.LIST, params, order="pressing", after=operation.after is not None, parts=parts
    )
    items, following = page_of(rows, operation.limit, _cursor)
    found: dict[int, int] = dict(context.read.rows(sql.COUNTS, params, parts=parts))
    counts = {band: found.get(number, 0) for number, band in enumerate(BANDS)}
    return TodayPage(
        party=party.name,
        day=context.today(),
        items=tuple(map(_row, map(discretion(context), items))),
        total=sum(counts.values()),
        next=following,
        **counts,
    )


def _scope(party: Party, context: QueryContext) -> dict[str, Any]:
    """Return the parameters that say what is the party's."""
    tomorrow = context.today() + timedelta(days=1)
    return {
        "party": party.name,
        "unit": party.unit_id,
        "levels": list(LEVELS[: rank(party.level) + 1]),
        "central": [] if party.centre_of is None else [party.centre_of],
        "posts": sorted(party.places) if party.kind == "staff" else [],
        "day": context.today().isoformat(),
        "now": context.now(),
        "tonight": to_epoch(datetime.combine(tomorrow, time(), OFFICE_ZONE)) - 1,
    }


def _cursor(row: dict[str, Any]) -> str:
    return ".".join(str(row[name]) for name in _KEY)


def _row(row: dict[str, Any]) -> TodayRow:
    task = _TASKS.get(row["kind"]) or WAITS_FOR[row["state"]]
    subject = "" if row["kind"] in ("step", "assist") else row["subject"]
    shown = {**row, "band": BANDS[row["band"]], "task": task, "subject": subject}
    return TodayRow.model_validate({**shown, "deadline_at": instant(row["deadline_at"])})
