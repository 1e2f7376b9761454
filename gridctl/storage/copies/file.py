"""An office's file as the source of a copy, or as what becomes of one."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from gridctl.domain.keeping import CopyRefused, TableCopy
from gridctl.domain.office import OfficeBusy, OfficeDamaged, OfficeExists
from gridctl.foundation import own_files
from gridctl.storage import migrate, sqlite
from gridctl.storage.copies.ends import Draft, Rows, Source
from gridctl.storage.copies.tables import (
    PAGE,
    Advance,
    CopiedTable,
    Measured,
    Page,
    copied_tables,
    measure,
)
from gridctl.storage.queries.reader import Reader
from gridctl.storage.search import sqlite as search
from gridctl.storage.stores import in_words
from gridctl.storage.stores.sqlite import SqliteStore

#: Pages of a file copied at a time, and how often a locked one is asked for again (each 0.25 s).
_PAGES, _ATTEMPTS = 2_000, 120
#: A draft is thrown away where anything fails, so nothing need be safe before it is whole.
_HASTY = ("PRAGMA foreign_keys=OFF", "PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF")
_INDEXES = """
    SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
"""


class FileSource:
    """An open office; see :class:`gridctl.storage.copies.ends.Source`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.read = Reader(connection)

    def pages(self, table: CopiedTable) -> Iterator[Page]:
        """Yield the rows of a table; see the protocol."""
        cursor = self.connection.execute(table.select)
        while page := cursor.fetchmany(PAGE):
            yield page

    def count(self, table: CopiedTable) -> int:
        """Return how many rows a table has."""
        return int(self.connection.execute(table.tally).fetchone()[0])


@contextmanager
def file_source(path: Path, *, hold: bool) -> Iterator[Source]:
    """Yield an office's file as it is at this moment; with ``hold`` nobody writes meanwhile."""
    with ExitStack() as opened:
        opened.enter_context(in_words(SqliteStore(path)))
        if hold:
            # On a connection of its own: one that writes can be no source of a copy.
            holder = opened.enter_context(closing(sqlite.connect(path, write=True)))
            holder.execute("BEGIN IMMEDIATE")
        connection = opened.enter_context(closing(sqlite.connect(path, write=False)))
        connection.execute("BEGIN")
        # The moment is that of the first reading.
        connection.execute("SELECT count(*) FROM office").fetchone()
        yield FileSource(connection)


class FilledFile(FileSource):
    """A file inside a transaction; see :class:`gridctl.storage.copies.ends.Filled`."""

    def fill(self, source: Rows, advance: Advance) -> list[TableCopy]:
        """Write all rows of a source; indexes are quicker made of all rows. See the protocol."""
        run = self.connection.execute
        # Where references are kept, they need to hold only at the end.
        run("PRAGMA defer_foreign_keys=ON")
        indexes = run(_INDEXES).fetchall()
        for name, _table, _text in indexes:
            run(f'DROP INDEX "{name}"')
        run(search.PAUSE)
        written = [self._filled(table, source, advance) for table in copied_tables()]
        for _name, table, text in indexes:
            with _refused(table):
                run(text)
        run(search.RESUME)
        self._make_searchable()
        if broken := run("PRAGMA foreign_key_check").fetchone():
            raise CopyRefused(table=broken[0], detail=f"#{broken[1]} -> {broken[2]}")
        return written

    def _filled(self, table: CopiedTable, source: Rows, advance: Advance) -> TableCopy:
        places = ", ".join("?" * len(table.columns))
        insert = f'INSERT INTO "{table.name}" ({table.names}) VALUES ({places})'
        measured = Measured(table, source.pages(table), advance)
        # A new office is not quite empty.
        self.connection.execute(f'DELETE FROM "{table.name}"')
        with _refused(table.name):
            for page in measured:
                self.connection.executemany(insert, page)
        return measured.result()

    def _make_searchable(self) -> None:
        (last,) = self.connection.execute("SELECT coalesce(max(id), 0) FROM ticket").fetchone()
        for first in range(1, last + 1, PAGE):
            self.connection.execute(search.FILL_SPAN, (first, first + PAGE - 1))


class FileDraft(FilledFile):
    """A file beside the place it is for; see :class:`gridctl.storage.copies.ends.Draft`."""

    def __init__(self, path: Path, target: Path) -> None:
        self._path = path
        self._target = target
        migrate.create(path)
        super().__init__(sqlite.open_raw(path, write=True))

    def write(self, source: Source, advance: Advance) -> list[TableCopy]:
        """Write all of a source; a file is taken over as it is. See the protocol."""
        if not isinstance(source, FileSource):
            return self._written(source, advance)
        _transfer(source.connection, self.connection, self._path)
        return [measure(table, source.pages(table), advance) for table in copied_tables()]

    def keep(self) -> None:
        """Put the file in its place; where one is there, its content takes the other's place."""
        if self._target.exists():
            with closing(sqlite.open_raw(self._target, write=True)) as target:
                _transfer(self.connection, target, self._target)
            return
        self.connection.close()
        with self._path.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(self._path, self._target)

    def _written(self, source: Source, advance: Advance) -> list[TableCopy]:
        """Write the rows of a source of another engine."""
        for setting in _HASTY:
            self.connection.execute(setting)
        self.connection.execute("BEGIN")
        written = self.fill(source, advance)
        self.connection.commit()
        self.connection.execute("PRAGMA journal_mode=WAL")
        return written


@contextmanager
def file_draft(path: Path, *, replace: bool) -> Iterator[Draft]:
    """Yield a new file for a path; see :func:`gridctl.storage.copies.ends.open_draft`."""
    sqlite.check_place(path)
    sqlite.check_folder(path)
    if path.exists():
        if not replace:
            raise OfficeExists(path=str(path))
        _make_way(path)
    beside = path.absolute().parent
    with (
        in_words(SqliteStore(path)),
        tempfile.TemporaryDirectory(dir=beside, prefix=f".{path.name}-") as folder,
    ):
        draft = FileDraft(Path(folder) / "draft.db", path)
        with closing(draft.connection):
            yield draft


def duplicate(path: Path, to: Path) -> None:
    """Copy a file of any format as it is at this moment."""
    own_files.make_file(to)
    source, target = sqlite.open_raw(path, write=False), sqlite3.connect(to)
    with closing(source), closing(target), in_words(SqliteStore(to)):
        _transfer(source, target, to)


def _make_way(path: Path) -> None:
    """Refuse to replace what is no office; put one aside that cannot be written over.

    Raises:
        NotAnOffice, OfficeNewer: another program's file, or one of a later version.
    """
    try:
        sqlite.check_ours(path)
    except OfficeDamaged:
        for ending in sqlite.BESIDE:
            if (part := path.with_name(path.name + ending)).exists():
                os.replace(part, part.with_name(f"{path.name}.damaged{ending}"))


def _transfer(source: sqlite3.Connection, target: sqlite3.Connection, path: Path) -> None:
    """Write a file's pages over another's, in one transaction of both.

    Raises:
        OfficeBusy: others do not let go of the target.
    """
    tried = 0

    def wait(status: int, _remaining: int, _total: int) -> None:
        nonlocal tried
        tried = tried + 1 if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) else 0
        if tried > _ATTEMPTS:
            raise OfficeBusy(path=str(path))

    source.backup(target, pages=_PAGES, progress=wait)


@contextmanager
def _refused(table: str) -> Iterator[None]:
    """Put into words that the engine does not take a row."""
    try:
        yield
    except (sqlite3.IntegrityError, OverflowError) as error:
        raise CopyRefused(table=table, detail=str(error)) from error
