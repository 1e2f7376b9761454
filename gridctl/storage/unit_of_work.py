"""One unit of work per command: one transaction, one journal entry, one commit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from operator import itemgetter
from types import TracebackType
from typing import Any, Self

from sqlalchemy import inspect
from sqlalchemy.orm import LoaderCallableStatus
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, SQLModel

from gridctl.domain.chain import ChangesDigest, Entry
from gridctl.storage.change_log import ChangeLog, Logged
from gridctl.storage.images import BOOKKEEPING, UNLOGGED, row_digest
from gridctl.storage.known import Known
from gridctl.storage.overtaking import Ground, Overtaken, failed_beside
from gridctl.storage.postgresql import LOCKING, ONE_AT_A_TIME, copy_in
from gridctl.storage.queries.compose import Engine
from gridctl.storage.queries.reader import Reader
from gridctl.storage.records import Record, insertion_of, selection_of, updating

#: Ids in one IN list.
_AT_ONCE = 500


class UnitOfWork:
    """A transaction, a reader on its connection, and what has changed so far.

    Args:
        lend: lends the driver's connection, in a transaction that has begun.
        engine: whose driver it is.

    Attributes:
        driver: the connection.
        entry: the journal entry all changes belong to; None where there is none.
        bulk_digests: of rows written in bulk, in order.
        ground: what it rests on, where others may be at work beside it.
        touched: tables of which it wrote records, the entry's own left aside.
        afterwards: what is done beside the database once all is durable, and never before.
    """

    def __init__(self, lend: Callable[[], AbstractContextManager[Any]], engine: Engine) -> None:
        self._loan = lend()
        self._engine = engine
        self.entry: Entry | None = None
        self.bulk_digests: list[str] = []
        self.ground = Ground()
        self.touched: set[str] = set()
        self.afterwards: list[Callable[[], object]] = []
        self._changes: ChangeLog | None = None

    def __enter__(self) -> Self:
        self.driver: Any = self._loan.__enter__()
        self._reader = Reader(self.driver, self._engine, asked=self.ground.asked)
        self._known = Known(self.driver, self._engine, self.ground, self._log_flush)
        self._hand = self.driver.cursor()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            overtaken = isinstance(error, Exception) and failed_beside(self, error)
        finally:
            self._known.close()
            self._loan.__exit__(kind, error, trace)
        if overtaken:
            raise Overtaken from error

    @property
    def session(self) -> Session:
        """The session on this unit's connection; most of a day's commands need none."""
        return self._known.session

    def open(self, entry: Entry) -> None:
        """Have all changes belong to an entry that was written from now on."""
        assert entry.id is not None
        self.entry = entry
        self._changes = ChangeLog(entry.id, self.execute, self.execute_many)

    @property
    def read(self) -> Reader:
        """The reader on this unit's connection, which sees all that was changed and logged."""
        self._flush()
        return self._reader

    def alone(self, name: str) -> None:
        """Wait for others that do the same kind of thing, until they have committed.

        On a file every command waits for every other.
        """
        if self._engine == "postgresql":
            self._reader.rows(ONE_AT_A_TIME, {"name": name})

    def add(self, record: SQLModel) -> None:
        """Have a new record saved, or what was set in one; the id of a new one is known at once."""
        if inspect(record).transient:
            self._known.settle()
            self._insert(record)
        else:
            self.session.add(record)
            self.session.flush()

    def change(self, record: SQLModel, changes: Mapping[str, Any]) -> None:
        """Set columns of a record that was read, and save them at once.

        Raises:
            Overtaken: it is not there any more.
        """
        self._known.settle()
        # Nothing is set in it that was not saved.
        before = record.model_dump()
        if self.execute(*updating(record, changes)).rowcount != 1:
            raise Overtaken
        for name, value in changes.items():
            set_committed_value(record, name, value)
        self._note(record, "update", before)

    def locked(self, kind: type[Record], number: int) -> Record:
        """Return a record as it is now; nobody else changes it before this unit of work ends.

        Raises:
            Overtaken: it is not there any more.
        """
        self._known.settle()
        selection = selection_of(kind)
        lock = LOCKING if self._engine == "postgresql" else ""
        row = self.execute(selection.sql + lock, (number,)).fetchone()
        if row is None:
            raise Overtaken
        return self._known.read(kind, selection.values(row))

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
        self._flush()
        log = self._changes
        digest = None if log is None else log.digest.copy()
        try:
            with self._known.savepoint():
                yield
                self._flush()
        except BaseException:
            if log is not None and digest is not None:
                log.back_to(digest)
            raise

    def commit(self) -> None:
        """Make everything durable. Nothing else in the program commits."""
        self._flush()
        self.driver.commit()
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
            after = _digests(self.driver, table, [row_id for row_id, _, _ in known])
        self._log(table, [(*row, after.get(row[0])) for row in known])

    def keep_contacts(self, table: str, images: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
        """Keep what contact values were before this entry, beside them and not in the log."""
        assert self._changes is not None
        self._changes.keep_contacts(table, images)

    def seal(self, table: str, rows: Iterable[tuple[int, str]]) -> str:
        """Keep the digests of a page of new rows, in the order of their ids; return theirs."""
        assert self._changes is not None
        self.touched.add(table)
        return self._changes.seal(table, rows)

    def changes_digest(self) -> ChangesDigest:
        """Return the digest of all that was logged so far."""
        assert self._changes is not None
        self._flush()
        return self._changes.digest

    def note_bulk(self, digest: str) -> None:
        """Have the entry cover rows that were written in bulk, by their digest."""
        self.bulk_digests.append(digest)

    def execute(self, sql: str, values: tuple[Any, ...]) -> Any:
        """Run one statement, its places written as ``?``; return the cursor until the next one."""
        self._hand.execute(_placed(sql, self._engine), values)
        return self._hand

    def execute_many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> int:
        """Run one statement, its places written as ``?``, for many rows; return how many it met."""
        if isinstance(rows, Sequence) and len(rows) == 1:
            # Many are sent in a way that has two more answers to wait for.
            return int(self.execute(sql, rows[0]).rowcount)
        cursor = self.driver.cursor()
        cursor.executemany(_placed(sql, self._engine), rows)
        return int(cursor.rowcount)

    def insert_many(
        self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
    ) -> None:
        """Write many new rows, given some of their columns; names are the program's own."""
        if self._engine == "postgresql":
            copy_in(self.driver, table, columns, rows)
            return
        places = ", ".join("?" * len(columns))
        self.execute_many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)

    def _log(self, table: str, rows: Iterable[Logged]) -> None:
        assert self._changes is not None
        if self._changes.add(table, rows):
            self.touched.add(table)

    def _flush(self) -> None:
        """Write what was changed through a session, and what was logged."""
        self._known.settle()
        if self._changes is not None:
            self._changes.write()

    def _insert(self, record: SQLModel) -> None:
        """Write a new record, which is known from then on as one that was read."""
        insertion = insertion_of(record)
        cursor = self.execute(insertion.sql, insertion.values(record))
        if insertion.numbered:
            set_committed_value(record, "id", cursor.fetchone()[0])
        self._known.written(record)
        self._note(record, "insert", _image(record, "insert"))

    def _note(self, record: Any, action: str, image: Mapping[str, Any] | None) -> None:
        """Put what became of one record into the change log."""
        table = str(record.__tablename__)
        if self.entry is None or table in BOOKKEEPING:
            return
        if table in UNLOGGED and action != "insert":
            self.keep_contacts(table, [(_row_id(record), image or {})])
        self._log(table, [_logged(table, record, action, image)])

    def _log_flush(self, session: Session) -> None:
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
                    image = _image(record, action)
                    touched[table].append(_logged(table, record, action, image))
                if table in UNLOGGED and action != "insert":
                    self.keep_contacts(table, [(_row_id(record), _before(record))])
            for table, rows in touched.items():
                self._log(table, sorted(rows, key=itemgetter(0)))


def _placed(sql: str, engine: str) -> str:
    """Return a statement with its places as the driver has them."""
    return sql.replace("%", "%%").replace("?", "%s") if engine == "postgresql" else sql


def _digests(driver: Any, table: str, ids: list[int]) -> dict[int, str]:
    """Return the digests of rows by id."""
    found: dict[int, str] = {}
    for start in range(0, len(ids), _AT_ONCE):
        # Names of tables and columns are the program's own.
        some = ", ".join(str(int(row_id)) for row_id in ids[start : start + _AT_ONCE])
        cursor = driver.cursor()
        cursor.execute(f"SELECT * FROM {table} WHERE id IN ({some})")
        names = [column[0] for column in cursor.description]
        rows = (dict(zip(names, row, strict=True)) for row in cursor.fetchall())
        found |= {row["id"]: row_digest(row) for row in rows}
    return found


def _row_id(record: Any) -> int:
    identity = inspect(record).mapper.primary_key_from_instance(record)
    return int(identity[0])


def _logged(table: str, record: Any, action: str, image: Mapping[str, Any] | None) -> Logged:
    """Return a change of a record; of contact values only that there was one."""
    if table in UNLOGGED:
        return _row_id(record), action, None, None
    after = None if action == "delete" else row_digest(record.model_dump())
    return _row_id(record), action, image, after


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
