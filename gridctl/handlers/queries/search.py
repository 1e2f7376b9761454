"""Searching names, then tickets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.search_names import NAMED, search_names
from gridctl.handlers.queries.shape import text_value
from gridctl.handlers.queries.ticket_rows import discreet, discretion
from gridctl.handlers.queries.ticket_words import TicketSearch
from gridctl.operations.queries.search import Kind, SearchAll, SearchHit, SearchPage
from gridctl.storage.queries.compose import again


def search_all(operation: SearchAll, context: QueryContext) -> SearchPage:
    """Return a page of what holds all the words: names first, then tickets."""
    words = operation.words.split()
    wanted = operation.limit + 1
    found: list[tuple[str, SearchHit]] = []
    after = operation.after or "n0"
    if after.startswith("n"):
        found = list(islice(_names(operation, words, context, int(after[1:])), wanted))
        after = ""
    if len(found) < wanted and _asked("ticket", operation):
        found += _tickets(words, context, wanted - len(found), after.removeprefix("t"))
    items = found[: operation.limit]
    following = items[-1][0] if len(found) > operation.limit else None
    return SearchPage(items=tuple(hit for _cursor, hit in items), next=following)


def _asked(kind: Kind, operation: SearchAll) -> bool:
    if operation.level is not None and kind != "place":
        return False
    return operation.kinds is None or kind in operation.kinds


def _names(
    operation: SearchAll, words: list[str], context: QueryContext, skip: int
) -> Iterator[tuple[str, SearchHit]]:
    """Yield the names found, each with the cursor of what follows it."""
    kinds = [kind for kind in NAMED if _asked(kind, operation)]
    hits = (hit for kind in kinds for hit in search_names(kind, words, operation.level, context))
    for number, hit in enumerate(hits, 1):
        if number > skip:
            yield f"n{number}", hit


def _tickets(
    words: list[str], context: QueryContext, count: int, after: str
) -> list[tuple[str, SearchHit]]:
    params: dict[str, Any] = {"now": context.now(), "limit": count}
    for number, word in enumerate(words, 1):
        params |= again("text", number, text_value(word))
    if after:
        params["after_1"], params["after_2"] = map(int, after.split("."))
    found = TicketSearch(discreet(params, context), context).page("newest", after=bool(after))
    rows = map(discretion(context), found)
    return [(f"t{row['reported_at']}.{row['id']}", _ticket(row)) for row in rows]


def _ticket(row: Mapping[str, Any]) -> SearchHit:
    place = row["grid"] or row["community"] or row["town"] or ""
    number = row["serial_no"]
    return SearchHit(kind="ticket", key=number, called=number, name=row["title"], detail=place)
