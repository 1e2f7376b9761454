"""Giving rows the values they had before an entry of the journal."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import inspect

from gridctl.storage.queries import changes as sql
from gridctl.storage.queries.withdrawals import USED
from gridctl.storage.repositories.older_images import remembered
from gridctl.storage.tables import model_of
from gridctl.storage.tables.base import Kept
from gridctl.storage.tables.desk import UndoneEntry
from gridctl.storage.tables.tickets import TicketEvent
from gridctl.storage.unit_of_work import UnitOfWork

#: Never taken back: they say what was done, and what of it was undone.
_LOGS = {"ticket_event", "whistle_event", "undone_entry"}


class Changes:
    """The rows the entries of the journal changed."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def take_back(self, journal_id: int, closed: str) -> list[int]:
        """Give every row of an entry its values from before; return its events of tickets.

        A record that was new is withdrawn, or goes where it is nothing but a mark beside
        another; one that was withdrawn lives again. Revisions only ever grow.

        Args:
            journal_id: of the entry.
            closed: the last day of the closed months; "" where none is.
        """
        events = []
        for table, row_id, action, image in [*remembered(self._uow.read, journal_id, closed)]:
            if table in _LOGS:
                events += [int(row_id)] if table == "ticket_event" else []
            elif action == "delete":
                # Of contact values from before format 7 there is no image.
                if image:
                    self._uow.session.add(model_of(table)(**image))
            else:
                self._restore(table, row_id, action, image)
        self._uow.session.flush()
        return events

    def left_needed(self, journal_id: int) -> bool:
        """Tell whether a record this entry made, and that is withdrawn now, is needed by others."""
        for table, row_id, _action, _before in self._uow.read.rows(sql.ROWS, {"id": journal_id}):
            if table in USED:
                record: Any = self._uow.session.get(model_of(table), row_id)
                needed = self._uow.read.rows(USED[table], {"id": row_id})
                if needed and record is not None and record.withdrawn:
                    return True
        return False

    def mark_undone(self, journal_id: int, by: int) -> None:
        """Note that an entry was taken back; once more after it was done again."""
        found = self._uow.session.get(UndoneEntry, journal_id)
        entry = found or UndoneEntry(journal_id=journal_id, undone_by=by)
        entry.undone_by, entry.redone_by = by, None
        self._uow.add(entry)

    def mark_redone(self, journal_id: int, by: int) -> None:
        """Note that an entry which was taken back was done again."""
        entry = self._uow.session.get_one(UndoneEntry, journal_id)
        entry.redone_by = by
        self._uow.add(entry)

    def say(self, events: list[int], verb: str, actor: str, at: int, entry_id: int) -> None:
        """Append to the logs of tickets that some of their events no longer hold."""
        for ticket_id, state, undone in self._by_ticket(events):
            self._uow.add(
                TicketEvent(
                    ticket_id=ticket_id, journal_id=entry_id, verb=verb, from_state=state,
                    to_state=state, actor=actor, at=at, facts=json.dumps({"undoes": undone}),
                )
            )  # fmt: skip

    def _by_ticket(self, events: list[int]) -> list[tuple[int, str, list[int]]]:
        found: dict[int, tuple[str, list[int]]] = {}
        if events:
            for event_id, ticket_id, state in self._uow.read.rows(sql.EVENTS, {"ids": events}):
                found.setdefault(ticket_id, (state, []))[1].append(event_id)
        return [(ticket_id, state, undone) for ticket_id, (state, undone) in found.items()]

    def _restore(self, table: str, row_id: int, action: str, image: dict[str, Any]) -> None:
        record: Any = self._uow.session.get(model_of(table), _identity(table, row_id, image))
        if record is None:
            return
        if action == "insert" and not isinstance(record, Kept):
            self._uow.session.delete(record)
            return
        if action == "insert":
            image = {"withdrawn": True}
        for name, value in image.items():
            if name != "revision":
                setattr(record, name, value)
        if isinstance(record, Kept):
            record.revision += 1
        self._uow.session.add(record)


def _identity(table: str, row_id: int, image: dict[str, Any]) -> Any:
    """Return what a row is known by; one of several parts has them all in its image."""
    keys = [column.name for column in inspect(model_of(table)).primary_key]
    return row_id if len(keys) == 1 else tuple(image[name] for name in keys)
