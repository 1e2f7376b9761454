"""What there is to do today, for the party that asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gridctl.domain.chain import canonical
from gridctl.domain.deadlines import day_end
from gridctl.domain.loop import LEVELS, rank
from gridctl.domain.today import BANDS, CALL_TASKS, REVIEW_TASKS, WAITS_FOR, Task
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.parties import Party, acting_party
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.shape import instant, page_of
from gridctl.handlers.queries.ticket_rows import discretion, standing
from gridctl.operations.queries.today import ShowToday, TodayPage, TodayRow
from gridctl.storage.queries import today as sql

_KEY = ("band", "until", "ticket_id", "kind", "item_id")
#: What a line about no ticket says of one.
_NO_TICKET: Mapping[str, Any] = {
    "card": None, "urgency": "", "urgent": False, "confidential": False,
}  # fmt: skip
_DECIDES = "assess.decide"
_TASKS: Mapping[str, Task] = {
    "request": "decide", "notice": "read", "assist": "assist", "card": "card",
}  # fmt: skip


def show_today(operation: ShowToday, context: QueryContext) -> TodayPage:
    """Return a page of the acting party's work list."""
    party = acting_party(context)
    params = _scope(party, context) | {"limit": operation.limit + 1}
    if operation.band:
        params["band"] = BANDS.index(operation.band)
    if operation.after:
        for number, part in enumerate(operation.after.split("."), 1):
            params[f"after_{number}"] = part if _KEY[number - 1] == "kind" else int(part)
    parts = dict.fromkeys(("scope", "county"), "office" if party.kind == "office" else "place")
    rows = context.read.records(
        sql.LIST, params, order="pressing", after=operation.after is not None, parts=parts
    )
    items, following = page_of(rows, operation.limit, _cursor)
    found: dict[int, int] = dict(context.read.rows(sql.COUNTS, params, parts=parts))
    counts = {band: found.get(number, 0) for number, band in enumerate(BANDS)}
    return TodayPage(
        party=party.name,
        day=context.today(),
        items=tuple(_rows(items, context)),
        total=counts[operation.band] if operation.band else sum(counts.values()),
        next=following,
        **counts,
    )


def _scope(party: Party, context: QueryContext) -> dict[str, Any]:
    """Return the parameters that say what is the party's."""
    posts = sorted(party.places) if party.kind == "staff" else []
    return {
        "party": party.name,
        "unit": party.unit_id,
        "levels": list(LEVELS[: rank(party.level) + 1]),
        "central": [] if party.centre_of is None else [party.centre_of],
        "posts": posts,
        "villages": _villages(posts, context),
        "named": canonical({"staff": party.staff_id}),
        "any_named": '{"staff":%',
        "day": context.today().isoformat(),
        "now": context.now(),
        "tonight": day_end(context.today()),
        **_decider(party, context),
    }


def _decider(party: Party, context: QueryContext) -> dict[str, Any]:
    """Return the parameters that say which objections the party may decide."""
    actor = context.actor
    may = actor.rights is None or actor.rights.may(_DECIDES)
    return {
        "decides": int(party.kind == "office" and may),
        "decider": actor.behalf or actor.name,
        "account": "" if actor.rights is None else actor.name,
    }


def _villages(posts: Iterable[int], context: QueryContext) -> list[int]:
    """Return the villages in which some posts lie."""
    index, day = place_index(context), context.today().isoformat()
    found = {index.lineage(post, day).village for post in posts}
    return sorted(village for village in found if village is not None)


def _cursor(row: dict[str, Any]) -> str:
    return ".".join(str(row[name]) for name in _KEY)


def _rows(rows: Iterable[dict[str, Any]], context: QueryContext) -> Iterator[TodayRow]:
    """Yield the lines of the list, of tickets, of whistle calls and of objections."""
    hide = discretion(context)
    for row in rows:
        if row["kind"] in CALL_TASKS:
            facts = _of_call(row, context)
        elif row["kind"] == "decide_objection":
            facts = _of_objection(row)
        else:
            facts = _of_ticket(hide(row))
        yield TodayRow.model_validate({**facts, "band": BANDS[row["band"]]})


def _of_ticket(row: dict[str, Any]) -> dict[str, Any]:
    kind = row["kind"]
    return {
        **standing(row),
        "noun": "ticket",
        "number": row["serial_no"],
        "task": _task(kind, row["subject"]),
        "subject": "" if kind in ("step", "assist") else row["subject"],
        "deadline_at": instant(row["deadline_at"]),
    }


def _task(kind: str, subject: str) -> Task:
    """Return what a line of a ticket asks for; ``subject`` is its state where a step waits."""
    by_subject = {"step": WAITS_FOR, "review": REVIEW_TASKS}
    return by_subject[kind][subject] if kind in by_subject else _TASKS[kind]


def _of_call(row: dict[str, Any], context: QueryContext) -> dict[str, Any]:
    """Return what is shown of a call, which tells its own words, not those of its ticket."""
    places, day = place_index(context), row["called_on"]
    lineage = places.lineage(row["place_id"], day)
    named = {"town": lineage.town, "community": lineage.village}
    return {
        **row,
        "noun": "whistle",
        "number": row["whistle_no"],
        "task": row["kind"],
        "title": row["call"],
        "state": row["call_state"],
        "deadline_at": instant(row["until"]) if row["until"] < sql.NEVER else None,
        "lead_unit": row["leader"],
        **{level: each and places.on(each, day).name for level, each in named.items()},
        **_NO_TICKET,
        "urgent": row["subject"] == "emergency",
    }


def _of_objection(row: dict[str, Any]) -> dict[str, Any]:
    """Return what is shown of an objection: for whom it was made, and what it says."""
    return {
        **row,
        **_NO_TICKET,
        "noun": "objection",
        "number": str(row["item_id"]),
        "task": row["kind"],
        "title": f"{row['objected_for']}：{row['opinion']}",
        "state": "undecided",
        "town": row["part_name"] or None,
        "assessment": f"A{row['assessment_id']}",
    }
