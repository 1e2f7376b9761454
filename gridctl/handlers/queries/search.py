"""Searching names, then tickets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from gridctl.domain.pinyin import is_spelled, is_typed
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.shape import text_value
from gridctl.handlers.queries.ticket_rows import discreet, discretion
from gridctl.handlers.queries.ticket_words import TicketSearch
from gridctl.operations.queries.search import Kind, SearchAll, SearchHit, SearchPage
from gridctl.storage.queries import search as sql
from gridctl.storage.queries.compose import Statement, again

_NAMES: Mapping[Kind, Statement] = {
    "place": sql.PLACES,
    "unit": sql.UNITS,
    "staff": sql.STAFF,
    "category": sql.CATEGORIES,
}


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
    return operation.kinds is None or kind in operation.kinds


def _names(
    operation: SearchAll, words: list[str], context: QueryContext, skip: int
) -> Iterator[tuple[str, SearchHit]]:
    """Yield the names found, each with the cursor of what follows it."""
    params = {"day": context.today().isoformat()}
    number = 0
    for kind, statement in _NAMES.items():
        if not _asked(kind, operation):
            continue
        for row in context.read.records(statement, params):
            if all(_holds(row, word) for word in words):
                number += 1
                if number > skip:
                    yield f"n{number}", SearchHit(kind=kind, **row)


def _holds(row: Mapping[str, Any], word: str) -> bool:
    folded = word.casefold()
    if folded in row["name"].casefold() or folded in (row["key"] or "").casefold():
        return True
    return is_typed(word) and is_spelled(row["name"], word)


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
    return SearchHit(kind="ticket", key=row["serial_no"], name=row["title"], detail=place)
