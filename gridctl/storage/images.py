"""What the change log follows, and one digest for a row: the same from a record and a cursor."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from pydantic_core import to_json

from gridctl.domain.deadlines import due_day

#: Signs of a digest: 128 bits, which nobody finds a second row for.
LENGTH = 32
#: Contact values never enter a log, not even as a digest: short values can be found from one.
UNLOGGED = frozenset({"staff_contact", "ticket_contact"})
#: What keeps the log, and what proves who somebody is, leaves no trace in it.
BOOKKEEPING = frozenset(
    {
        "account_secret",
        "set_up_code",
        "sign_in_attempt",
        "token_secret",
        "journal",
        "change",
        "contact_before",
        "bulk_seal",
        "staged_chunk",
        "staged_row",
        "rejected_row",
        "office_secret",
        "webhook_secret",
        "webhook_delivery",
        "progress_guess",
    }
)
#: Written past the session and without digests. The office and its counters are no records; an
#: import stands in the journal; what an assessment counted is recomputed from its facts.
UNSEALED = frozenset({"office", "batch", "serial_counter", "assessment_subject",
                      "assessment_ticket"})  # fmt: skip
_BY_ID = (
    "account", "assessment", "assessment_step", "award", "award_list", "award_step", "card",
    "category", "category_condition", "digest", "duty_item", "evidence", "grid", "grid_alias",
    "grid_version", "post",
    "reply_template", "review_task", "route", "rule", "saved_view", "scoring_scheme", "staff",
    "ticket", "ticket_attachment", "ticket_event", "ticket_notice", "ticket_request",
    "ticket_reward", "ticket_turn", "token", "unit", "unit_alias", "webhook", "whistle",
    "whistle_event",
)  # fmt: skip
#: Every other table, with the columns of its primary key.
FOLLOWED: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(_BY_ID, ("id",)),
    "ticket_assist": ("ticket_id", "unit_id"),
    "ticket_cycle": ("ticket_id", "cycle"),
    "undone_entry": ("journal_id",),
    "whistle_unit": ("whistle_id", "unit_id"),
}
#: Columns that came with a format after 6, by format and table: older digests know nothing of them.
ADDED: Mapping[int, Mapping[str, frozenset[str]]] = {
    10: {
        "ticket": frozenset({"sign_due_at"}),
        "ticket_cycle": frozenset(
            {"sign_due_at", "revisited_at", "satisfaction", "resolved", "unresolved_reason"}
        ),
    },
    14: {"assessment": frozenset({"counting"})},
    19: {"evidence": frozenset({"quantity_e4", "expected_e4"})},
}
#: The first format in which a deadline at midnight counts in the day it ends, not the one it opens.
MIDNIGHT_ENDS = 17


def image_digest(values: Sequence[Any]) -> str:
    """Return the digest of a row's values in the order of their columns' names."""
    # SQLite has numbers for true and false.
    plain = [int(each) if each is True or each is False else each for each in values]
    return hashlib.sha256(to_json(plain)).hexdigest()[:LENGTH]


def row_digest(row: Mapping[str, Any]) -> str:
    """Return the digest of a row by column name."""
    return image_digest([row[name] for name in sorted(row)])


def added_after(number: int, table: str) -> frozenset[str]:
    """Return the columns a table got in formats later than one."""
    later = (added.get(table, frozenset()) for each, added in ADDED.items() if each > number)
    return frozenset().union(*later)


def written_in(number: int, table: str, row: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the forms a row, as it is now, may have had when it was written in a format."""
    later = added_after(number, table)
    known = {name: value for name, value in row.items() if name not in later}
    yield known
    if number < MIDNIGHT_ENDS and (opened := _opened(table, known)):
        yield {**known, "due_on": opened.isoformat()}


def meant_now(image: dict[str, Any], deadline: int | None) -> dict[str, Any]:
    """Return an image from before format 17 with the day its deadline, at midnight, counts in now.

    Any other image is returned as it is.
    """
    if deadline is None or image["due_on"] != due_day(deadline + 1).isoformat():
        return image
    return {**image, "due_on": due_day(deadline).isoformat()}


def _opened(table: str, row: Mapping[str, Any]) -> date | None:
    """Return the day that a deadline at the end of a row's day was once said to count in.

    A turn of a unit keeps no deadline, so any day of it may be such a one.
    """
    if table == "ticket_turn":
        return date.fromisoformat(row["due_on"]) + timedelta(days=1)
    deadline = row.get("deadline_at")
    if "due_on" not in row or deadline is None:
        return None
    ended, opened = due_day(deadline), due_day(deadline + 1)
    return opened if opened != ended and row["due_on"] == ended.isoformat() else None
