"""An office in a database of a PostgreSQL server, which several processes share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any, LiteralString

import psycopg
from psycopg import conninfo, errors
from psycopg_pool import ConnectionPool, PoolTimeout, TooManyRequests

from gridctl.domain import office as told
from gridctl.domain.errors import GridctlError
from gridctl.domain.keeping import DiskFull
from gridctl.domain.requests import ValueUnfit
from gridctl.storage.queries.reader import Reader
from gridctl.storage.sqlite import FORMAT
from gridctl.storage.stores.memory import NEWEST, Memory
from gridctl.storage.stores.moment import Moment

if TYPE_CHECKING:
    from gridctl.storage.unit_of_work import UnitOfWork

#: Connections of one process; a request waits for one at most so long.
_MOST = 16
_PATIENCE_S = 10.0
#: A statement that takes longer than this is a mistake; a command may wait for another so long.
_SETTINGS = (
    "SET application_name = 'gridctl'",
    "SET TimeZone = 'UTC'",
    "SET statement_timeout = '10min'",
    "SET lock_timeout = '30s'",
    "SET idle_in_transaction_session_timeout = '15min'",
    # Statements here take milliseconds; to compile one takes a second, and is done for what a
    # planner who knows no data thinks dear.
    "SET jit = off",
)
#: Two commands took the same number, or each waited for the other.
_CROSSED = (errors.UniqueViolation, errors.DeadlockDetected, errors.SerializationFailure)
_WAITED = (errors.LockNotAvailable, errors.QueryCanceled, TooManyRequests)
#: A question looks at one moment, and changes nothing; nearly every one asks first which it is.
BEGIN_READING: Any = f"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; {NEWEST.sql}"
_FORMAT = "SELECT number FROM gridctl_format"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"


class PostgresStore:
    """The database at an address; see :class:`gridctl.storage.stores.Store`."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.name = shown(address)
        self.memory = Memory()
        self._lock = Lock()
        self._pool: ConnectionPool[psycopg.Connection[Any]] | None = None
        self._moment = Moment(self._lent)

    def reading(self) -> AbstractContextManager[Reader]:
        """Lend a reader; see :class:`gridctl.storage.stores.Store`."""
        return self._moment.reading()

    def standing(self) -> AbstractContextManager[None]:
        """Have the office stand still within a block; see the protocol."""
        return self._moment.standing()

    def writing(self, *, waits: bool = True) -> UnitOfWork:  # noqa: ARG002 - rows, not files
        """Return a unit of work; see :class:`gridctl.storage.stores.Store`."""
        from gridctl.storage.unit_of_work import UnitOfWork

        return UnitOfWork(self._begun, "postgresql")

    def crossed(self, error: Exception) -> bool:
        """Return whether another command was in the way; see the protocol."""
        # Not known before something was written.
        from gridctl.storage.overtaking import Overtaken

        return isinstance(getattr(error, "orig", None) or error, (*_CROSSED, Overtaken))

    def told(self, error: Exception) -> GridctlError | None:
        """Return the error a person can do something about; see the protocol."""
        # The ORM wraps what the driver says.
        found = getattr(error, "orig", None) or error
        if self.crossed(error) or isinstance(found, _WAITED):
            return told.OfficeBusy(path=self.name)
        if isinstance(found, errors.DiskFull):
            return DiskFull(path=self.name)
        if isinstance(found, psycopg.DataError):
            return ValueUnfit()
        if isinstance(found, psycopg.OperationalError | PoolTimeout):
            return told.DatabaseUnreachable(name=self.name)
        return None

    def close(self) -> None:
        """Close all connections."""
        with self._lock:
            if self._pool is not None:
                self._pool.close()
                self._pool = None

    @contextmanager
    def _lent(self) -> Iterator[Reader]:
        connection, begun = self._alive(BEGIN_READING)
        begun.nextset()
        try:
            yield Reader(connection, "postgresql", found={NEWEST: begun.fetchall()})
            # Taken back, it would have the driver forget every prepared statement.
            connection.commit()
        except BaseException:
            if not connection.closed:
                connection.rollback()
            raise
        finally:
            connection.close()

    @contextmanager
    def _begun(self) -> Iterator[psycopg.Connection[Any]]:
        """Lend a connection in a transaction; what is not committed is taken back afterwards."""
        connection, _ = self._alive("BEGIN")
        with closing(connection):
            try:
                yield connection
            finally:
                if not connection.closed:
                    connection.rollback()

    def _alive(self, first: LiteralString) -> tuple[psycopg.Connection[Any], psycopg.Cursor[Any]]:
        """Return a connection of the pool on which something was run, and what came of it.

        The server may have been restarted since it was last lent: those that ended then are let go
        of. That what is to be run first finds it out, and no question before it, saves a way there
        and back.
        """
        pool = self._opened()
        for left in reversed(range(_MOST + 1)):
            connection = pool.getconn()
            try:
                begun = connection.execute(first, prepare=False)
            except BaseException as error:
                ended = connection.closed and isinstance(error, psycopg.OperationalError)
                connection.close()
                if not (ended and left):
                    raise
            else:
                return connection, begun
        raise AssertionError

    def _opened(self) -> ConnectionPool[psycopg.Connection[Any]]:
        """Return the pool, after the database was asked whose it is.

        Raises:
            DatabaseUnreachable, NotAnOffice, OfficeNewer, OfficeOlder: as their names say.
        """
        with self._lock:
            if self._pool is None:
                check(self._address)
                self._pool = ConnectionPool(
                    self._address, min_size=1, max_size=_MOST, timeout=_PATIENCE_S,
                    close_returns=True, configure=_configure, open=True, name="gridctl",
                    # Whoever is lent one begins and ends a transaction by a statement.
                    kwargs={"autocommit": True},
                )  # fmt: skip
            return self._pool


def check_address(address: str) -> None:
    """Refuse what no connection can be opened to.

    Raises:
        AddressMalformed: it is not written as an address, or a port is none.
    """
    try:
        facts = conninfo.conninfo_to_dict(address)
    except psycopg.ProgrammingError as error:
        raise told.AddressMalformed(name=shown(address)) from error
    # Several servers may be named, each with a port of its own.
    ports = [port for port in str(facts.get("port", "")).split(",") if port]
    if not facts or not all(port.isdecimal() and 0 < int(port) < 65_536 for port in ports):
        raise told.AddressMalformed(name=shown(address))


def connect(address: str) -> psycopg.Connection[Any]:
    """Return a connection of its own, for work that lasts.

    Raises:
        AddressMalformed: see :func:`check_address`.
        DatabaseUnreachable: nobody answers, or not to this name and password.
    """
    check_address(address)
    try:
        connection = psycopg.connect(address, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise told.DatabaseUnreachable(name=shown(address)) from error
    _configure(connection)
    return connection


def check(address: str) -> None:
    """Refuse a database that is not ours or not of this format.

    Raises:
        DatabaseUnreachable, NotAnOffice, OfficeNewer, OfficeOlder: as their names say.
    """
    found, name = format_of(address), shown(address)
    if found == 0:
        raise told.OfficeMissing(path=name)
    if found > FORMAT:
        raise told.OfficeNewer(path=name, found=found, known=FORMAT)
    if found < FORMAT:
        raise told.OfficeOlder(path=name, found=found, known=FORMAT)


def format_of(address: str) -> int:
    """Return the format of an office's database, 0 where there is none yet.

    Raises:
        DatabaseUnreachable: nobody answers.
        NotAnOffice: something else is in the database.
    """
    with connect(address) as connection:
        return format_in(connection, address)


def format_in(connection: psycopg.Connection[Any], address: str) -> int:
    """Return the same on an open connection.

    Raises:
        NotAnOffice: something else is in the database.
    """
    tables = [name for (name,) in connection.execute(_TABLES)]
    if "gridctl_format" in tables:
        row = connection.execute(_FORMAT).fetchone()
        return int(row[0]) if row else 0
    if tables:
        raise told.NotAnOffice(path=shown(address))
    return 0


def shown(address: str) -> str:
    """Return an address as people may read it: without the password."""
    try:
        facts = conninfo.conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        return address.partition("@")[2] or address
    host, port = facts.get("host", ""), facts.get("port")
    user = f"{facts['user']}@" if facts.get("user") else ""
    return f"postgresql://{user}{host}{f':{port}' if port else ''}/{facts.get('dbname', '')}"


def _configure(connection: psycopg.Connection[Any]) -> None:
    # Settings made in a transaction that is taken back would be taken back with it.
    own, connection.autocommit = connection.autocommit, True
    for setting in _SETTINGS:
        connection.execute(setting)
    connection.autocommit = own
