"""What an entry of an older format remembers of its rows, as this format would have written it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from gridctl.storage.images import MIDNIGHT_ENDS, meant_now
from gridctl.storage.queries import changes as sql
from gridctl.storage.queries.reader import Reader

#: Tables with a day a ticket was due on, and the column that names the ticket.
_DUE = {"ticket": "id", "ticket_cycle": "ticket_id", "ticket_turn": "ticket_id"}


class Remembered(NamedTuple):
    """A row an entry changed: what was done to it, and what it was before; {} where it was new."""

    table: str
    row_id: int
    action: str
    image: dict[str, Any]


def remembered(read: Reader, journal_id: int, closed: str) -> Iterator[Remembered]:
    """Yield the rows of an entry, the last change first.

    Args:
        read: reads the office.
        journal_id: of the entry.
        closed: the last day of the closed months, whose figures stand; "" where none is.
    """
    older = (read.value(sql.FORMAT_OF, {"id": journal_id}) or 0) < MIDNIGHT_ENDS
    for table, row_id, action, before in read.rows(sql.ROWS, {"id": journal_id}):
        image = json.loads(before) if before else {}
        if older and table in _DUE and "due_on" in image:
            image = _moved(read, table, image, closed)
        yield Remembered(table, row_id, action, image)


def _moved(read: Reader, table: str, image: dict[str, Any], closed: str) -> dict[str, Any]:
    """Return an image with the day its deadline counts in, as the upgrade moved it in the rows."""
    about = {"id": image[_DUE[table]]}
    deadline = image.get("deadline_at") or read.value(sql.DEADLINE_OF, about)
    moved = meant_now(image, deadline)
    if moved is image or moved["due_on"] <= closed or read.value(sql.WAS_IMPORTED, about):
        return image
    return moved
