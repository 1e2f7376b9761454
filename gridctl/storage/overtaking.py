"""Commands beside each other on a server's database: each is done as if it had been alone.

A file has one writer at a time. On PostgreSQL commands read and write at the same time; each one
looks at its end whether another one has changed what it rests on since it began, and if so is begun
anew. Where others are done first time and again, it is done alone.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState
from sqlmodel import Session, SQLModel

from gridctl.storage.postgresql import ALONE, BESIDE, UNDER_KEY, UNDER_KEY_BESIDE
from gridctl.storage.queries.compose import Statement, statements
from gridctl.storage.queries.reader import Reader
from gridctl.storage.stores import Turn
from gridctl.storage.stores.memory import Newest, newest
from gridctl.storage.tables import METADATA
from gridctl.storage.work import WORK

if TYPE_CHECKING:
    from gridctl.storage.unit_of_work import UnitOfWork

#: What commands look up again and again and remember: places, people, units, categories, rules.
STRUCTURE = frozenset(
    {
        "office", "grid", "grid_version", "grid_alias", "unit", "unit_alias", "category",
        "category_condition", "staff", "post", "duty_item", "route", "rule", "scoring_scheme",
    }
)  # fmt: skip
#: Records of the day's work most commands are about: those about one are not in the way of those
#: about another. What stands beside a ticket goes with the ticket; but a reward changes nothing of
#: it, so who looks whether one was given rests on all of them.
_SINGLY = WORK - {"ticket_reward"}
#: Who says something in the log of a ticket has changed the ticket.
_DONE_SINCE = Statement(
    "journal.done_since",
    """
    SELECT c.table_name, c.row_id FROM journal j JOIN change c ON c.journal_id = j.id
    WHERE j.seq > :since
    UNION ALL SELECT 'ticket', e.ticket_id FROM journal j
    JOIN change c ON c.journal_id = j.id AND c.table_name = 'ticket_event'
    JOIN ticket_event e ON e.id = c.row_id WHERE j.seq > :since
    UNION ALL SELECT b.table_name, NULL FROM journal j JOIN bulk_seal b ON b.journal_id = j.id
    WHERE j.seq > :since
    """,
    whole=True,
)
#: Where a session has the ground of its command.
_GROUND = "ground"
_WORD = re.compile(r"\w+")


class Overtaken(Exception):
    """Another command changed what this one rests on, and was done first."""


class Ground:
    """What a command rests on.

    Attributes:
        since: number of the newest entry when it began; None where it is no command.
        alone: whether no other command is at work.
        asked: names of the statements it ran.
        tables: tables of which it read records, those of the day's work left aside.
        records: records of the day's work it read or changed, as table and id.
    """

    def __init__(self) -> None:
        self.since: int | None = None
        self.alone = True
        self.asked: set[str] = set()
        self.tables: set[str] = set()
        self.records: set[tuple[str, int]] = set()

    def follow(self, session: Session) -> None:
        """Note what a session reads and makes, of a kind that :func:`follow_all` was told of."""
        session.info[_GROUND] = self

    def moved(self, touched: set[str], uow: UnitOfWork) -> bool:
        """Tell whether others have changed it.

        The day's work as a whole is the ground of who changes something else, such as the
        assessment of a month, or takes a unit away.
        """
        asked = {table for name in self.asked for table in _tables(name)}
        tables = STRUCTURE | self.tables | asked
        if touched <= _SINGLY:
            tables -= _SINGLY
        return any(
            table in tables or (table, row_id) in self.records
            for table, row_id in uow.read.stream(_DONE_SINCE, {"since": self.since})
        )

    def selected(self, state: ORMExecuteState) -> None:
        """Note what a session asks for."""
        self.tables |= {str(each.local_table) for each in state.all_mappers} - _SINGLY

    def met(self, record: SQLModel) -> None:
        """Note a record a session has read or made."""
        facts: Any = inspect(record)
        table = str(facts.mapper.local_table.name)
        if table in _SINGLY:
            self.records.add((table, facts.identity[0]))
        else:
            self.tables.add(table)
        if (ticket := getattr(record, "ticket_id", None)) is not None:
            self.records.add(("ticket", ticket))


def follow_all(kind: type[Session]) -> None:
    """Have sessions of a kind tell the ground of their command what they read and make."""
    event.listen(kind, "do_orm_execute", _selected)
    for moment in ("loaded_as_persistent", "pending_to_persistent", "detached_to_persistent"):
        event.listen(kind, moment, _met)


def _selected(state: ORMExecuteState) -> None:
    ground: Ground | None = state.session.info.get(_GROUND)
    if ground is not None:
        ground.selected(state)


def _met(session: Session, record: SQLModel) -> None:
    ground: Ground | None = session.info.get(_GROUND)
    if ground is not None:
        ground.met(record)


def begin(uow: UnitOfWork, turn: Turn, key: str) -> Newest:
    """Begin a command beside others, or alone once those that are at work have ended.

    Those begun anew come one after the other, so that they are not in each other's way again. Who
    sends the same command once more waits until it has ended. On a file every command is alone.

    Args:
        uow: in which nothing was done yet.
        turn: which attempt it is.
        key: of the command.

    Returns:
        The newest entry before it.
    """
    if uow.read.engine == "postgresql":
        if turn is Turn.FIRST:
            uow.read.rows(UNDER_KEY_BESIDE, {"key": key})
        else:
            uow.read.rows(UNDER_KEY, {"key": key})
            uow.alone("again")
            uow.read.rows(ALONE if turn is Turn.ALONE else BESIDE)
        uow.ground.alone = turn is Turn.ALONE
    head = newest(uow.read)
    uow.ground.since = head.seq
    return head


def insist_alone(uow: UnitOfWork) -> None:
    """Have a command done while no other is at work, whose changes others could not be told.

    Raises:
        Overtaken: it is to be begun anew.
    """
    if not uow.ground.alone:
        raise Overtaken


def refuse_overtaken(uow: UnitOfWork, head: Newest) -> None:
    """Refuse to end a command on ground that has moved; nobody else is ending one.

    Args:
        uow: of the command.
        head: the newest entry now.

    Raises:
        Overtaken: it is to be begun anew.
    """
    ground = uow.ground
    if not ground.alone and head.seq != ground.since and ground.moved(uow.touched, uow):
        raise Overtaken


def failed_beside(uow: UnitOfWork, error: Exception) -> bool:
    """Take back a command that failed; tell whether others were done since it began.

    What it stumbled over may be half of what they did, unless the database itself has failed.
    """
    if uow.ground.alone or uow.driver.closed or _of_database(error):
        return False
    uow.driver.rollback()
    # Nothing is flushed any more.
    head = newest(Reader(uow.driver, "postgresql"))
    return head.seq != uow.ground.since


def _of_database(error: Exception) -> bool:
    """Tell whether it is the database that says so, and nothing that was read of it."""
    # Only on its own account is anybody beside a command.
    import psycopg

    return isinstance(getattr(error, "orig", None) or error, psycopg.Error)


@cache
def _tables(name: str) -> frozenset[str]:
    """Return the tables a statement may read, by the words in it."""
    found = statements()[name]
    parts = (text for choices in found.parts.values() for text in choices.values())
    orders = (text for order in found.orders.values() for text in order)
    text = " ".join((found.sql, *found.filters.values(), *parts, *orders))
    return frozenset(_WORD.findall(text.lower())) & METADATA.tables.keys()
