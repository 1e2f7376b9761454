"""One unit of work per command: one transaction, one journal entry, one commit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine, event, inspect
from sqlalchemy.orm import LoaderCallableStatus
from sqlmodel import Session, SQLModel

from gridctl.domain.chain import Entry, canonical, seal_digest
from gridctl.storage.images import BOOKKEEPING, UNLOGGED, row_digest
from gridctl.storage.overtaking import Ground, Overtaken, failed_beside
from gridctl.storage.postgresql import ONE_AT_A_TIME
from gridctl.storage.queries.reader import Reader

#: Ids in one IN list.
_AT_ONCE = 500

Logged = tuple[int, str, Mapping[str, Any] | None, str | None]


class UnitOfWork:
    """A session, a reader on its connection, and what has changed so far.

    Attributes:
        entry: the journal entry all changes belong to; None where there is none.
        bulk_digests: of rows written in bulk, in order.
        ground: what it rests on, where others may be at work beside it.
        touched: tables of which it wrote records, the entry's own left aside.
        afterwards: what is done beside the database once all is durable, and never before.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.entry: Entry | None = None
        self.bulk_digests: list[str] = []
        self.ground = Ground()
        self.touched: set[str] = set()
        self.afterwards: list[Callable[[], object]] = []

    def __enter__(self) -> Self:
        self.session = Session(self._engine, autoflush=False, expire_on_commit=False)
        try:
            connection = self.session.connection()
        except BaseException:
            self.session.close()
            raise
        self.driver: Any = connection.connection.driver_connection
        self._reader = Reader(self.driver, engine_name(self._engine), asked=self.ground.asked)
        event.listen(self.session, "after_flush", self._log_flush)
        if self._reader.engine == "postgresql":
            self.ground.follow(self.session)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            overtaken = self._stumbled(error) and failed_beside(self)
        finally:
            self.session.rollback()
            self.session.close()
        if overtaken:
            raise Overtaken from error

    @property
    def read(self) -> Reader:
        """The reader on this unit's connection, after a flush."""
        self.session.flush()
        return self._reader

    def alone(self, name: str) -> None:
        """Wait for others that do the same kind of thing, until they have committed.

        On a file every command waits for every other.
        """
        if self._reader.engine == "postgresql":
            self._reader.rows(ONE_AT_A_TIME, {"name": name})

    def add(self, record: SQLModel) -> None:
        """Have a new record saved; its id is known at once."""
        self.session.add(record)
        self.session.flush()

    def add_all(self, records: Iterable[SQLModel]) -> None:
        """Have many new records of one table saved together; their ids are known afterwards."""
        self.session.add_all(records)
        self.session.flush()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Take back what an error leaves half done, and nothing before it.

        Raises:
            Exception: what was raised inside, after everything since was undone.
        """
        self.session.flush()
        nested = self.session.begin_nested()
        try:
            yield
            self.session.flush()
        except BaseException:
            nested.rollback()
            # Records changed inside would be written again: they are read anew.
            self.session.expire_all()
            raise
        nested.commit()

    def commit(self) -> None:
        """Make everything durable. Nothing else in the program commits."""
        self.session.flush()
        self.session.commit()
        for work in self.afterwards:
            work()

    def log(self, table: str, rows: Iterable[tuple[int, str, Mapping[str, Any] | None]]) -> None:
        """Record changes that went past the session: (row id, action, before-image).

        The rows have been written: what they are now is read back for their digests.
        """
        known = list(rows)
        if not self.ground.alone:
            self.ground.records |= {(table, row_id) for row_id, _, _ in known}
        after: dict[int, str] = {}
        if table not in UNLOGGED:
            after = self._digests(table, [row_id for row_id, _, _ in known])
        self._log(table, [(*row, after.get(row[0])) for row in known])

    def keep_contacts(self, table: str, images: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
        """Keep what contact values were before this entry, beside them and not in the log."""
        assert self.entry is not None
        rows = [(self.entry.id, table, row_id, canonical(image)) for row_id, image in images]
        if rows:
            self.execute_many(
                "INSERT INTO contact_before (journal_id, table_name, row_id, image)"
                " VALUES (?, ?, ?, ?)",
                rows,
            )

    def seal(self, table: str, rows: Iterable[tuple[int, str]]) -> str:
        """Keep the digests of a page of new rows, in the order of their ids; return theirs."""
        assert self.entry is not None
        self.touched.add(table)
        ordered = sorted(rows)
        ids = " ".join(str(row_id) for row_id, _ in ordered)
        digests = "".join(found for _, found in ordered)
        self.execute_many(
            "INSERT INTO bulk_seal (journal_id, table_name, first_id, row_ids, digests)"
            " VALUES (?, ?, ?, ?, ?)",
            [(self.entry.id, table, ordered[0][0], ids, digests)],
        )
        return seal_digest(table, ids, digests)

    def note_bulk(self, digest: str) -> None:
        """Have the entry cover rows that were written in bulk, by their digest."""
        self.bulk_digests.append(digest)

    def execute(self, sql: str, values: tuple[Any, ...]) -> Any:
        """Run one statement, its places written as ``?``; return the open cursor."""
        cursor = self.driver.cursor()
        cursor.execute(self._placed(sql), values)
        return cursor

    def execute_many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> int:
        """Run one statement, its places written as ``?``, for many rows; return how many it met."""
        if isinstance(rows, Sequence) and len(rows) == 1:
            # Many are sent in a way that has two more answers to wait for.
            return int(self.execute(sql, rows[0]).rowcount)
        cursor = self.driver.cursor()
        cursor.executemany(self._placed(sql), rows)
        return int(cursor.rowcount)

    def _placed(self, sql: str) -> str:
        """Return a statement with its places as the driver has them."""
        if self._reader.engine == "postgresql":
            return sql.replace("%", "%%").replace("?", "%s")
        return sql

    def _stumbled(self, error: BaseException | None) -> bool:
        """Tell whether it was something read that an error came from, and not the database."""
        if not isinstance(error, Exception):
            return False
        from_driver = self._engine.dialect.loaded_dbapi.Error
        return not isinstance(getattr(error, "orig", None) or error, from_driver)

    def _digests(self, table: str, ids: list[int]) -> dict[int, str]:
        """Return the digests of rows by id."""
        found: dict[int, str] = {}
        for start in range(0, len(ids), _AT_ONCE):
            # Names of tables and columns are the program's own.
            some = ", ".join(str(int(row_id)) for row_id in ids[start : start + _AT_ONCE])
            cursor = self.driver.cursor()
            cursor.execute(f"SELECT * FROM {table} WHERE id IN ({some})")
            names = [column[0] for column in cursor.description]
            rows = (dict(zip(names, row, strict=True)) for row in cursor.fetchall())
            found |= {row["id"]: row_digest(row) for row in rows}
        return found

    def _log(self, table: str, rows: Iterable[Logged]) -> None:
        assert self.entry is not None
        assert self.entry.id is not None
        journal_id = self.entry.id
        values = [
            (
                journal_id,
                table,
                row_id,
                action,
                None if before is None else canonical(before),
                after,
            )
            for row_id, action, before, after in rows
        ]
        if values:
            self.touched.add(table)
            self.execute_many(
                "INSERT INTO change (journal_id, table_name, row_id, action, before, after_digest)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                values,
            )

    def _log_flush(self, session: Session, _context: object) -> None:
        """Put every row the session is flushing into the change log."""
        if self.entry is None:
            return
        for action, records in (
            ("insert", session.new),
            ("update", [record for record in session.dirty if session.is_modified(record)]),
            ("delete", session.deleted),
        ):
            touched: dict[str, list[Logged]] = defaultdict(list)
            for record in records:
                table = str(record.__tablename__)
                if table not in BOOKKEEPING:
                    touched[table].append(_logged(table, record, action))
                if table in UNLOGGED and action != "insert":
                    self.keep_contacts(table, [(_row_id(record), _before(record))])
            for table, rows in touched.items():
                self._log(table, sorted(rows, key=itemgetter(0)))


def engine_name(engine: Engine) -> Any:
    """Return ``sqlite`` or ``postgresql``."""
    return engine.dialect.name


def _row_id(record: Any) -> int:
    identity = inspect(record).mapper.primary_key_from_instance(record)
    return int(identity[0])


def _logged(table: str, record: Any, action: str) -> Logged:
    """Return a change of a record; of contact values only that there was one."""
    if table in UNLOGGED:
        return _row_id(record), action, None, None
    after = None if action == "delete" else row_digest(record.model_dump())
    return _row_id(record), action, _image(record, action), after


def _image(record: Any, action: str) -> dict[str, Any] | None:
    """Return what tells a row from others and what it was; a new row was nothing."""
    if action != "insert":
        return _before(record)
    keys = inspect(record).mapper.primary_key
    if len(keys) == 1:
        return None
    return {column.name: getattr(record, column.name) for column in keys}


def _before(record: Any) -> dict[str, Any]:
    """Return the column values a record had when it was loaded."""
    state = inspect(record)
    # Asking each column for its history costs twenty times as much.
    was = {
        key: value for key, value in state.committed_state.items()
        if not isinstance(value, LoaderCallableStatus)
    }  # fmt: skip
    return {
        column.key: was[column.key] if column.key in was else getattr(record, column.key)
        for column in state.mapper.column_attrs
    }
