"""An office in a SQLite file: several readers beside one writer."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from gridctl.domain.errors import GridctlError
from gridctl.domain.keeping import DiskFull
from gridctl.domain.office import OfficeBusy, OfficeDamaged
from gridctl.domain.requests import ValueUnfit
from gridctl.storage import sqlite
from gridctl.storage.queries.reader import Reader
from gridctl.storage.stores.memory import Memory
from gridctl.storage.stores.moment import Moment

if TYPE_CHECKING:
    from gridctl.storage.unit_of_work import UnitOfWork
    from gridctl.storage.writer import Writer


class _Idle(NamedTuple):
    """An open connection, and the file that was there when it was opened."""

    connection: sqlite3.Connection
    file: sqlite.File | None


class SqliteStore:
    """The file at a path; see :class:`gridctl.storage.stores.Store`."""

    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)
        self.name = str(path)
        self.memory = Memory()
        self._lock = Lock()
        self._idle: list[_Idle] = []
        self._writer: Writer | None = None
        self._moment = Moment(self._lent)

    def reading(self) -> AbstractContextManager[Reader]:
        """Lend a reader; see :class:`gridctl.storage.stores.Store`."""
        return self._moment.reading()

    def standing(self) -> AbstractContextManager[None]:
        """Have the office stand still within a block; see the protocol."""
        return self._moment.standing()

    def writing(self, *, waits: bool = True) -> UnitOfWork:
        """Return a unit of work; see :class:`gridctl.storage.stores.Store`."""
        # A command that only reads imports no ORM.
        from gridctl.storage.unit_of_work import UnitOfWork
        from gridctl.storage.writer import Writer, hasty

        if not waits:
            return UnitOfWork(partial(hasty, self._path), "sqlite")
        with self._lock:
            if self._writer is None:
                self._writer = Writer(self._path)
        return UnitOfWork(self._writer.begun, "sqlite")

    def crossed(self, _error: Exception) -> bool:
        """Return False: here one command waits for the other; see the protocol."""
        return False

    def told(self, error: Exception) -> GridctlError | None:
        """Return the error a person can do something about; see the protocol."""
        # The ORM wraps what the driver says.
        found = getattr(error, "orig", None) or error
        if isinstance(found, OverflowError):
            return ValueUnfit()
        if isinstance(found, OSError) and found.errno in (errno.ENOSPC, errno.EDQUOT):
            return DiskFull(path=self.name)
        if not isinstance(found, sqlite3.DatabaseError):
            return None
        if "locked" in str(found):
            return OfficeBusy(path=self.name)
        if "disk is full" in str(found):
            return DiskFull(path=self.name)
        if "malformed" in str(found):
            return OfficeDamaged(path=self.name, detail=str(found))
        return None

    def close(self) -> None:
        """Close all connections."""
        with self._lock:
            while self._idle:
                self._idle.pop().connection.close()
            if self._writer is not None:
                self._writer.close()

    @contextmanager
    def _lent(self) -> Iterator[Reader]:
        connection, file = self._taken()
        try:
            connection.execute("BEGIN")
            yield Reader(connection, found={})
        except BaseException:
            connection.close()
            raise
        connection.execute("ROLLBACK")
        with self._lock:
            self._idle.append(_Idle(connection, file))

    def _taken(self) -> _Idle:
        """Return an open connection for reading, a new one where none is as good."""
        while (idle := self._kept()) is not None:
            if sqlite.holds(idle.connection, self._path, idle.file, write=False):
                return idle
            idle.connection.close()
        file = sqlite.file_at(self._path)
        return _Idle(sqlite.connect(self._path, write=False), file)

    def _kept(self) -> _Idle | None:
        with self._lock:
            return self._idle.pop() if self._idle else None
