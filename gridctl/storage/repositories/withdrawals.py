"""Withdrawing and restoring rows of any table by their entry in the change log."""

from __future__ import annotations

import hashlib
from typing import Any

from gridctl.storage.queries.compose import Statement
from gridctl.storage.tables import METADATA, model_of
from gridctl.storage.unit_of_work import UnitOfWork

#: What a record is called where it is kept.
_NAMES = {
    "ticket": "serial_no", "staff": "staff_no", "grid": "code", "unit": "code",
    "category": "path", "evidence": "match_key",
}  # fmt: skip
#: New rows of a batch that nobody changed since: still at their first revision.
_NEW = {
    "ticket": """id IN (SELECT e.ticket_id FROM ticket_event e
        WHERE e.journal_id = :entry AND e.verb = 'import' AND e.from_state = '')""",
    "evidence": "journal_id = :entry",
}
#: A record others rest on stays.
_RESTED_ON = {
    "ticket": """(EXISTS (SELECT 1 FROM evidence e
            WHERE e.ticket_id = ticket.id AND e.withdrawn = false)
        OR EXISTS (SELECT 1 FROM ticket child
            WHERE child.parent_id = ticket.id AND child.withdrawn = false))""",
    "evidence": "1 = 0",
}
_RESTED_NEW = {
    table: Statement(
        f"withdrawals.{table}.rested_on",
        f"SELECT {_NAMES[table]} FROM {table} WHERE withdrawn = false AND revision = 1"
        f" AND {condition} AND {_RESTED_ON[table]} ORDER BY id",
    )
    for table, condition in _NEW.items()
}
_CHANGED_NEW = {
    table: Statement(
        f"withdrawals.{table}.changed",
        f"SELECT {_NAMES[table]} FROM {table}"
        f" WHERE withdrawn = false AND revision > 1 AND {condition} ORDER BY id",
    )
    for table, condition in _NEW.items()
}
_UNCHANGED_NEW = {
    table: Statement(
        f"withdrawals.{table}.unchanged",
        f"SELECT id FROM {table}"
        f" WHERE withdrawn = false AND revision = 1 AND {condition}"
        f" AND NOT {_RESTED_ON[table]} ORDER BY id",
    )
    for table, condition in _NEW.items()
}
#: What would hang in the air if a record were withdrawn.
_IN_USE = {
    "unit": """SELECT 1 FROM ticket WHERE lead_unit_id = :id AND withdrawn = false
        UNION ALL SELECT 1 FROM staff WHERE unit_id = :id AND withdrawn = false
        UNION ALL SELECT 1 FROM evidence WHERE unit_id = :id AND withdrawn = false
        UNION ALL SELECT 1 FROM unit WHERE parent_id = :id AND withdrawn = false""",
    "category": """SELECT 1 FROM ticket WHERE category_id = :id AND withdrawn = false
        UNION ALL SELECT 1 FROM category WHERE parent_id = :id AND withdrawn = false""",
    "staff": """SELECT 1 FROM ticket WHERE reporter_id = :id AND withdrawn = false
        UNION ALL SELECT 1 FROM evidence WHERE staff_id = :id AND withdrawn = false""",
    "grid": """SELECT 1 FROM ticket WHERE withdrawn = false
            AND :id IN (county_id, town_id, village_id, grid_id)
        UNION ALL SELECT 1 FROM post WHERE grid_id = :id AND withdrawn = false
        UNION ALL SELECT 1 FROM evidence WHERE grid_id = :id AND withdrawn = false
        UNION ALL SELECT 1 FROM unit WHERE grid_id = :id AND withdrawn = false
        UNION ALL SELECT 1 FROM grid_version v JOIN grid g ON g.id = v.grid_id
            WHERE v.parent_id = :id AND g.withdrawn = false""",
}
_USED = {
    table: Statement(f"withdrawals.{table}.used", f"SELECT 1 FROM ({query}) AS uses LIMIT 1")
    for table, query in _IN_USE.items()
}


class Withdrawals:
    """Takes rows back without losing them."""

    bookkeeping = ("office", "batch", "ticket_event", "serial_counter")

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._digest = hashlib.sha256()
        self._kept: set[tuple[str, Any]] = set()

    def is_part(self, table: str) -> bool:
        """Tell whether rows of a table belong to a record of another one."""
        return "withdrawn" not in METADATA.tables[table].columns

    def withdraw(self, table: str, row_id: int) -> bool:
        """Withdraw a record, or remove a part of one that is gone.

        Returns False where the record stays, because another one still needs it.
        """
        record = self._get(table, row_id)
        if record is None:
            return True
        if self.is_part(table):
            if not self._owner_stays(record):
                self._uow.session.delete(record)
        elif self._in_use(table, row_id):
            self.keep(table, row_id)
            return False
        else:
            record.withdrawn = True
            record.revision += 1
            self._uow.session.add(record)
        self._uow.session.flush()
        return True

    def keep(self, table: str, row_id: int) -> None:
        """Leave a record as it is, and with it what belongs to it."""
        self._kept.add((table, row_id))

    def _in_use(self, table: str, row_id: int) -> bool:
        used = _USED.get(table)
        return used is not None and self._uow.read.value(used, {"id": row_id}) is not None

    def _owner_stays(self, part: Any) -> bool:
        owners = (
            (table, getattr(part, f"{table}_id", None))
            for table in ("grid", "unit", "staff", "category")
        )
        return any(owner in self._kept for owner in owners)

    def restore(self, table: str, row_id: int, before: dict[str, Any]) -> None:
        """Give a record the values it had; its revision goes on counting."""
        record = self._get(table, row_id)
        if record is None:
            return
        for name, value in before.items():
            if name not in ("id", "revision"):
                setattr(record, name, value)
        if hasattr(record, "revision"):
            record.revision += 1
        self._uow.session.add(record)
        self._uow.session.flush()

    def withdraw_new(self, table: str, entry: int) -> list[tuple[str, str]]:
        """Withdraw what an entry brought into a bulk table; return what stays, and why."""
        wanted = {"entry": entry}
        kept = [
            (why, str(name))
            for why, statement in (("edited_since", _CHANGED_NEW), ("still_used", _RESTED_NEW))
            for (name,) in self._uow.read.rows(statement[table], wanted)
        ]
        found = [row[0] for row in self._uow.read.rows(_UNCHANGED_NEW[table], {"entry": entry})]
        self._uow.execute_many(
            f"UPDATE {table} SET withdrawn = true, revision = revision + 1 WHERE id = ?",
            [(row_id,) for row_id in found],
        )
        self._digest.update(f"{table} {found}".encode())
        return kept

    def describe(self, table: str, row_id: int) -> str:
        """Return what a record is called."""
        record = self._get(table, row_id)
        return f"{table} {getattr(record, _NAMES.get(table, ''), row_id)}"

    def digest(self) -> str:
        """Return the digest of what was withdrawn in bulk."""
        return self._digest.hexdigest()

    def _get(self, table: str, row_id: int) -> Any:
        return self._uow.session.get(model_of(table), row_id)
