"""Writing many rows of one table: compare by natural key, insert or update only what differs.

Staged rows arrive in pages. Each page is compared with the table in one statement, so memory is
bounded and an unchanged file costs no write.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from pydantic_core import from_json

from gridctl.storage import postgresql
from gridctl.storage.images import image_digest
from gridctl.storage.queries.compose import Params, Statement
from gridctl.storage.search import sqlite as search
from gridctl.storage.tables import model_of
from gridctl.storage.unit_of_work import UnitOfWork

PAGE = 5_000
#: Keys looked up at once.
_KEYS = 1_000
#: What a record keeps when it is withdrawn and comes again.
_LASTING = ("serial_no", "journal_id")


class Existing(NamedTuple):
    """A row that is there: its id, whether it is withdrawn, its revision and its columns."""

    id: int
    withdrawn: bool
    revision: int
    values: dict[str, Any]


class StagedRow(NamedTuple):
    """A staged row with what stands in the table under its key, if anything."""

    key: str
    payload: dict[str, Any]
    existing: Existing | None
    text: str


@dataclass(frozen=True)
class BulkTable:
    """A table that is loaded in bulk.

    Attributes:
        name: table name; it has ``match_key``, ``revision``, ``withdrawn``.
        defaults: column -> value of a new row where the file says nothing; the column order.
    """

    name: str
    defaults: Mapping[str, Any]

    def __post_init__(self) -> None:
        found = f"""(SELECT c.id FROM {self.name} c WHERE c.match_key = s.match_key
                ORDER BY c.withdrawn, c.id LIMIT 1)"""
        after = "s.batch_id = :batch AND (s.sheet, s.number) > (:sheet, CAST(:number AS INTEGER))"
        compared = f"""
            SELECT s.sheet, s.number, s.match_key, s.payload, {found}
            FROM staged_row s WHERE {after} ORDER BY s.sheet, s.number LIMIT {PAGE}
            """
        object.__setattr__(self, "compared", Statement(f"bulk.{self.name}.compared", compared))
        columns = ", ".join(f"t.{column}" for column in self.defaults)
        existing = f"""
            SELECT t.id, t.withdrawn, t.revision, {columns}
            FROM staged_row s JOIN {self.name} t ON t.id = {found}
            WHERE {after}
              AND (s.sheet, s.number) <= (:last_sheet, CAST(:last_number AS INTEGER))
            """
        object.__setattr__(self, "existing", Statement(f"bulk.{self.name}.existing", existing))
        known = f"""
            SELECT t.match_key, t.id, t.withdrawn, t.revision, {columns} FROM {self.name} t
            WHERE t.match_key IN (:keys*) ORDER BY t.withdrawn DESC, t.id DESC
            """
        object.__setattr__(self, "known", Statement(f"bulk.{self.name}.known", known))
        object.__setattr__(
            self,
            "last_id",
            Statement(f"bulk.{self.name}.last_id", f"SELECT coalesce(max(id), 0) FROM {self.name}"),
        )

    compared: Statement = None  # type: ignore[assignment]
    existing: Statement = None  # type: ignore[assignment]
    known: Statement = None  # type: ignore[assignment]
    last_id: Statement = None  # type: ignore[assignment]


class Written(NamedTuple):
    """What a page did: ids of new rows with their staged row, and of changed ones."""

    new: list[tuple[int, StagedRow]]
    changed: list[tuple[int, StagedRow]]
    same: list[tuple[int, StagedRow]]


#: Turns a page of staged rows into the columns each is to have (only those the file names).
Columns = Callable[[list[StagedRow]], list[dict[str, Any]]]


class BulkWriter:
    """Brings the staged rows of a batch into a table, page by page."""

    def __init__(self, uow: UnitOfWork, table: BulkTable, batch: int) -> None:
        self._uow = uow
        self._table = table
        self._batch = batch
        self._digest = hashlib.sha256()
        names = ("id", "match_key", *table.defaults)
        self._image = _imager(table.name, names)
        # Column names are the table's own, never text from a file.
        self._columns = (*names, "revision", "withdrawn")

    def pages(self) -> Iterator[list[StagedRow]]:
        """Yield the staged rows in file order with what is there under their keys."""
        after = ("", 0)
        while True:
            params: Params = {"batch": self._batch, "sheet": after[0], "number": after[1]}
            rows = self._uow.read.rows(self._table.compared, params)
            if not rows:
                return
            after = rows[-1][:2]
            found = self._found(params, after) if any(row[-1] is not None for row in rows) else {}
            yield [
                StagedRow(key, from_json(payload), found.get(row_id), payload)
                for _, _, key, payload, row_id in rows
            ]

    def known(self, keys: Sequence[str]) -> dict[str, Existing]:
        """Return what stands in the table under some keys, a withdrawn row only where alone."""
        return {
            key: self._existing(row_id, withdrawn, revision, values)
            for start in range(0, len(keys), _KEYS)
            for key, row_id, withdrawn, revision, *values in self._uow.read.rows(
                self._table.known, {"keys": list(keys[start : start + _KEYS])}
            )
        }

    def write(self, page: list[StagedRow], columns: list[dict[str, Any]]) -> Written:
        """Insert and update one page; seal what is new, log what changed."""
        new: list[tuple[int, StagedRow]] = []
        changed: list[tuple[int, StagedRow]] = []
        same: list[tuple[int, StagedRow]] = []
        inserts: list[tuple[Any, ...]] = []
        updates: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
        before: list[tuple[int, str, dict[str, Any]]] = []
        ids = self._ids(sum(staged.existing is None for staged in page))
        for staged, values in zip(page, columns, strict=True):
            found = staged.existing
            if found is None:
                full = {**self._table.defaults, **values}
                row_id = next(ids)
                inserts.append((row_id, staged.key, *full.values()))
                new.append((row_id, staged))
                continue
            if found.withdrawn:
                # Revived as a new record: what the file does not say is not said any more.
                fresh = {k: v for k, v in self._table.defaults.items() if k not in _LASTING}
                values = {**fresh, **values}
            differing = {k: v for k, v in values.items() if found.values[k] != v}
            if not differing and not found.withdrawn:
                same.append((found.id, staged))
                continue
            names = tuple(differing)
            updates[names].append((*differing.values(), found.id))
            image = {name: found.values[name] for name in names}
            image |= {"revision": found.revision, "withdrawn": bool(found.withdrawn)}
            before.append((found.id, "update", image))
            (new if found.withdrawn else changed).append((found.id, staged))
        self._put(inserts)
        self._seal(inserts)
        for names, rows in updates.items():
            self._uow.execute_many(self._update(names), rows)
        self._uow.log(self._table.name, before)
        return Written(new, changed, same)

    def _put(self, inserts: list[tuple[Any, ...]]) -> None:
        """Insert new rows; tickets of SQLite go into the search index a page at a time."""
        paged = self._uow.read.engine == "sqlite" and self._table.name == search.TICKETS
        if not (paged and inserts):
            self._insert(inserts)
            return
        cursor = self._uow.driver.cursor()
        cursor.execute(search.PAUSE)
        self._insert(inserts)
        cursor.execute(search.RESUME)
        cursor.execute(search.FILL_SPAN, (inserts[0][0], inserts[-1][0]))

    def _insert(self, inserts: list[tuple[Any, ...]]) -> None:
        rows = ((*row, 1, False) for row in inserts)
        self._uow.insert_many(self._table.name, self._columns, rows)

    def _seal(self, inserts: list[tuple[Any, ...]]) -> None:
        """Keep the digests of new rows; theirs goes into the digest of the whole."""
        if inserts:
            rows = ((row[0], self._image(row)) for row in inserts)
            self._digest.update(self._uow.seal(self._table.name, rows).encode())

    def digest(self) -> str:
        """Return the digest of the seals of all new rows so far, for the journal."""
        return self._digest.hexdigest()

    def _ids(self, count: int) -> Iterator[int]:
        """Return ids for new rows; where others write too, a sequence gives them out."""
        read = self._uow.read
        if read.engine == "postgresql":
            params: Params = {"table": self._table.name, "count": count}
            return iter([row_id for (row_id,) in read.rows(postgresql.NEXT_IDS, params)])
        last = int(read.value(self._table.last_id))
        return iter(range(last + 1, last + 1 + count))

    def _update(self, names: tuple[str, ...]) -> str:
        settings = "".join(f"{name} = ?, " for name in names)
        return (
            f"UPDATE {self._table.name} SET {settings}"
            "revision = revision + 1, withdrawn = false WHERE id = ?"
        )

    def _found(self, page: Params, last: tuple[str, int]) -> dict[int | None, Existing]:
        """Return what stands in the table under the keys of a page, by id."""
        span: Params = {**page, "last_sheet": last[0], "last_number": last[1]}
        return {
            row_id: self._existing(row_id, withdrawn, revision, values)
            for row_id, withdrawn, revision, *values in self._uow.read.rows(
                self._table.existing, span
            )
        }

    def _existing(
        self, row_id: int, withdrawn: Any, revision: int, values: Sequence[Any]
    ) -> Existing:
        columns = dict(zip(self._table.defaults, values, strict=True))
        return Existing(row_id, bool(withdrawn), revision, columns)


def _imager(table: str, names: tuple[str, ...]) -> Callable[[tuple[Any, ...]], str]:
    """Return what makes the digest of a new row from its values of some columns, in their order.

    The other columns begin as their records do.
    """
    fields = model_of(table).model_fields
    others = tuple(name for name in fields if name not in names)
    begin = tuple(fields[name].default for name in others)
    pick = itemgetter(*map((*names, *others).index, sorted(fields)))
    return lambda row: image_digest(pick((*row, *begin)))
