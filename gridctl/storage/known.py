"""The records a unit of work has read and written, and the session for who needs more of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, SQLModel

from gridctl.storage.overtaking import Ground, follow_all
from gridctl.storage.queries.compose import Engine
from gridctl.storage.records import Record, key_of, record_of
from gridctl.storage.sessions import session_on

#: Where a session has what is told of the records it writes.
_TOLD = "told"


class _Session(Session):
    """A session of a unit of work; to listen to each anew takes longer than to tell them apart."""


follow_all(_Session)


class Known:
    """Each record once, whoever asks for it, as a session has them.

    A step on a ticket reads and writes single records and looks none up by anything else: there is
    no session then. One that is made later takes in all that is known.

    Args:
        driver: a connection in a transaction.
        engine: whose driver it is.
        ground: is told of them, where others may be at work beside.
        told: is given a session that has just written records.
    """

    def __init__(
        self, driver: Any, engine: Engine, ground: Ground, told: Callable[[Session], None]
    ) -> None:
        self._driver = driver
        self._engine = engine
        self._ground = ground if engine == "postgresql" else None
        self._told = told
        self._session: _Session | None = None
        self._records: dict[Any, SQLModel] = {}

    @property
    def session(self) -> Session:
        """The session, made for who asks first."""
        if self._session is None:
            self._session = session_on(_Session, self._driver, self._engine)
            self._session.info[_TOLD] = self._told
            if self._ground is not None:
                self._ground.follow(self._session)
            self._session.add_all(self._records.values())
        return self._session

    def settle(self) -> None:
        """Write what was set in records."""
        if self._session is not None:
            self._session.flush()

    def written(self, record: SQLModel) -> None:
        """Know a record that was just written as one that was read."""
        make_transient_to_detached(record)
        self._meet(record)

    def read(self, kind: type[Record], values: Mapping[str, Any]) -> Record:
        """Return the record of a row, with the values just read."""
        known: Any = self._records if self._session is None else self._session.identity_map
        found: Record | None = known.get(key_of(kind, values["id"]))
        if found is None:
            found = record_of(kind, values)
            self._meet(found)
            return found
        for name, value in values.items():
            set_committed_value(found, name, value)
        return found

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Take back what an error leaves half done, and forget what was new in it.

        Raises:
            Exception: what was raised inside.
        """
        nested = self.session.begin_nested()
        before = set(self.session.identity_map.keys())
        try:
            with nested:
                yield
        except BaseException:
            for record in self.session.identity_map.values():
                # What was new inside is not there any more.
                if inspect(record).key not in before:
                    self.session.expunge(record)
            # Records changed inside would be written again: they are read anew.
            self.session.expire_all()
            raise

    def close(self) -> None:
        """Let go of all."""
        if self._session is not None:
            self._session.close()

    def _meet(self, record: SQLModel) -> None:
        if self._session is not None:
            self._session.add(record)
            return
        self._records[inspect(record).key] = record
        if self._ground is not None:
            self._ground.met(record)


@event.listens_for(_Session, "after_flush")
def _flushed(session: Session, _context: object) -> None:
    session.info[_TOLD](session)
