"""Withdrawing and restoring rows of any table by their entry in the change log."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from gridctl.storage.queries import withdrawals as sql
from gridctl.storage.repositories.contacts import leave_no_trace
from gridctl.storage.tables import METADATA, model_of
from gridctl.storage.unit_of_work import UnitOfWork

#: What belongs to a record of another table, and goes or stays with it.
OWNERS = {
    "grid_version": ("grid", "grid_id"),
    "grid_alias": ("grid", "grid_id"),
    "unit_alias": ("unit", "unit_id"),
    "category_condition": ("category", "category_id"),
    "post": ("staff", "staff_id"),
    "staff_contact": ("staff", "staff_id"),
    "ticket_contact": ("ticket", "ticket_id"),
}


class Subject(NamedTuple):
    """The record a change is about: its own row, or the one a part belongs to."""

    table: str
    id: int


class Withdrawals:
    """Takes back the rows of one entry without losing them.

    A record that was changed since, or that others need, is kept with all its parts.
    """

    bookkeeping = ("office", "batch", "ticket_event", "serial_counter")

    def __init__(self, uow: UnitOfWork, entry: int) -> None:
        leave_no_trace(uow)
        self._uow = uow
        self._entry = entry
        self._digest = hashlib.sha256()
        self._kept: set[Subject] = set()
        self._touched = set(self._later())

    def _later(self) -> Iterator[Subject]:
        read, wanted = self._uow.read, {"entry": self._entry}
        for table, row_id, before in read.rows(sql.TOUCHED, wanted):
            yield self.subject(table, row_id, before)
        for table in sql.BULK:
            for (row_id,) in read.rows(sql.TOUCHED_BULK[table], wanted):
                yield Subject(table, row_id)

    def subject(self, table: str, row_id: int, before: str | None) -> Subject:
        """Return the record that a row of the change log is about."""
        if table not in OWNERS:
            return Subject(table, row_id)
        owner, column = OWNERS[table]
        image = json.loads(before) if before else {}
        if column in image:
            return Subject(owner, int(image[column]))
        return Subject(owner, int(getattr(self._get(table, row_id), column, row_id)))

    def is_part(self, table: str) -> bool:
        """Tell whether rows of a table belong to a record of another one."""
        return table in OWNERS

    def is_touched(self, subject: Subject) -> bool:
        """Tell whether a record or a part of it was changed since, by what still stands."""
        return subject in self._touched

    def is_kept(self, subject: Subject) -> bool:
        """Tell whether a record was kept."""
        return subject in self._kept

    def keep(self, subject: Subject) -> None:
        """Leave a record as it is, and with it what belongs to it."""
        self._kept.add(subject)

    def withdraw(self, table: str, row_id: int) -> bool:
        """Withdraw a record, or remove a part that is no record.

        Returns False where the record stays, because another one still needs it.
        """
        record = self._get(table, row_id)
        if record is None:
            return True
        if self._in_use(table, row_id):
            return False
        if "withdrawn" in METADATA.tables[table].columns:
            record.withdrawn = True
            record.revision += 1
            self._uow.session.add(record)
        else:
            self._uow.session.delete(record)
        self._uow.session.flush()
        return True

    def restore(self, table: str, row_id: int, before: dict[str, Any]) -> bool:
        """Give a record the values it had; its revision goes on counting.

        One that was deleted stands again.
        Returns False where it was withdrawn before, and another one needs it by now.
        """
        if before.get("withdrawn") and self._in_use(table, row_id):
            return False
        record = self._get(table, row_id)
        if record is None and before:
            record = model_of(table)(**before)
        if record is None:
            return True
        for name, value in before.items():
            if name not in ("id", "revision"):
                setattr(record, name, value)
        if hasattr(record, "revision"):
            record.revision += 1
        self._uow.session.add(record)
        self._uow.session.flush()
        return True

    def restore_bulk(self, table: str, images: Iterable[tuple[int, dict[str, Any]]]) -> None:
        """Give many records of a bulk table the values they had."""
        alike: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
        for row_id, image in images:
            names = tuple(name for name in image if name != "revision")
            alike[names].append((*(image[name] for name in names), row_id))
            self._digest.update(f"{table} {row_id} {image}".encode())
        for names, rows in alike.items():
            # Column names come from the change log, where only the program writes.
            settings = ", ".join(f"{name} = ?" for name in (*names, "revision"))
            settings = settings.removesuffix("?") + "revision + 1"
            self._uow.execute_many(f"UPDATE {table} SET {settings} WHERE id = ?", rows)
            # What they were is what the import had made of them; what they are now is told.
            self._uow.log(table, [(row[-1], "update", None) for row in rows])

    def withdraw_new(self, table: str) -> list[tuple[str, str]]:
        """Withdraw what the entry brought into a bulk table; return what stays, and why.

        With a ticket go the contact values beside it.
        """
        stays = []
        for why, statement in (("edited_since", sql.EDITED), ("still_used", sql.RESTED_ON)):
            for row_id, name in self._rows(statement[table]):
                self.keep(Subject(table, row_id))
                stays.append((why, str(name)))
        found = [(row_id,) for row_id, _ in self._rows(sql.FREE[table])]
        self._uow.execute_many(
            f"UPDATE {table} SET withdrawn = true, revision = revision + 1 WHERE id = ?", found
        )
        if table == "ticket":
            self._uow.execute_many("DELETE FROM ticket_contact WHERE ticket_id = ?", found)
            self._uow.execute_many(
                "DELETE FROM contact_before WHERE table_name = 'ticket_contact' AND row_id = ?",
                found,
            )
        self._digest.update(f"{table} {found}".encode())
        return stays

    def say(self, actor: str, at: int, by: int) -> None:
        """Append to the logs of tickets that what the import said no longer holds."""
        self._uow.execute_many(
            "INSERT INTO ticket_event (ticket_id, journal_id, verb, from_state, to_state, actor,"
            " opinion, at, facts) VALUES (?, ?, 'undo', ?, ?, ?, '', ?, ?)",
            [
                (ticket_id, by, said, state, actor, at, json.dumps({"undoes": [event_id]}))
                for event_id, ticket_id, said, state in self._rows(sql.IMPORT_EVENTS)
                if Subject("ticket", ticket_id) not in self._kept
            ],
        )

    def describe(self, subject: Subject) -> str:
        """Return what a record is called."""
        record = self._get(*subject)
        return f"{subject.table} {getattr(record, sql.NAMES.get(subject.table, ''), subject.id)}"

    def digest(self) -> str:
        """Return the digest of what was withdrawn and restored in bulk."""
        return self._digest.hexdigest()

    def _rows(self, statement: Any) -> list[tuple[Any, ...]]:
        return self._uow.read.rows(statement, {"entry": self._entry, "revived": sql.REVIVED})

    def _in_use(self, table: str, row_id: int) -> bool:
        used = sql.USED.get(table)
        return used is not None and self._uow.read.value(used, {"id": row_id}) is not None

    def _get(self, table: str, row_id: int) -> Any:
        return self._uow.session.get(model_of(table), row_id)
