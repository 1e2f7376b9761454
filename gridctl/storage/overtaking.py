"""Commands beside each other on a server's database: none writes over what another has done.

A file has one writer at a time. On PostgreSQL two commands read the same office and write at the
same time; the one that is done second is begun anew where the first changed what it rests on.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, inspect
from sqlmodel import Session

from gridctl.storage.queries.compose import Params, Statement
from gridctl.storage.tables.base import Kept

if TYPE_CHECKING:
    from gridctl.storage.unit_of_work import UnitOfWork

HEAD = Statement(
    "journal.head",
    "SELECT seq, hash FROM journal WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1",
)
#: What commands look up again and again and remember: places, people, units, categories, rules.
STRUCTURE = (
    "office", "grid", "grid_version", "grid_alias", "unit", "unit_alias", "category",
    "category_condition", "staff", "post", "duty_item", "route", "rule", "scoring_scheme",
)  # fmt: skip
_RESTRUCTURED = Statement(
    "journal.restructured",
    """
    SELECT 1 FROM journal j WHERE j.seq > :since AND (
        EXISTS (SELECT 1 FROM change c
                WHERE c.journal_id = j.id AND c.table_name IN (:structure*))
        OR EXISTS (SELECT 1 FROM bulk_seal c
                   WHERE c.journal_id = j.id AND c.table_name IN (:structure*)))
    LIMIT 1
    """,
    whole=True,
)


class Overtaken(Exception):
    """Another command changed what this one rests on, and was done first."""


def begin(uow: UnitOfWork, *, again: bool = False) -> None:
    """Note what was done before a command; those begun anew come one after the other.

    So one of them is done each time, however many cross.
    """
    if again:
        uow.alone("again")
    head = uow.read.rows(HEAD)
    uow.since = head[0][0] if head else 0


def refuse_restructured(uow: UnitOfWork) -> None:
    """Refuse to end a command that changed the structure another one changed since it began.

    What it looked up, such as which names and numbers are in use, need not be true any more.

    Raises:
        Overtaken: it is to be begun anew.
    """
    if uow.touched.isdisjoint(STRUCTURE):
        return
    params: Params = {"since": uow.since, "structure": STRUCTURE}
    if uow.read.rows(_RESTRUCTURED, params):
        raise Overtaken


def hold_records(session: Session, driver: Any) -> None:
    """Have a session write a record only as the one it has read.

    Before the first change of a record is written its row is held until the session ends, and must
    be of the revision that was read.
    """
    held: set[tuple[str, int]] = set()

    def hold(_session: Session, _context: object, _instances: object) -> None:
        read: dict[str, dict[int, int]] = defaultdict(dict)
        for record in session.dirty:
            if not isinstance(record, Kept) or not session.is_modified(record):
                continue
            facts: Any = inspect(record)
            table, row_id = str(facts.mapper.local_table.name), int(facts.identity[0])
            if (table, row_id) not in held:
                held.add((table, row_id))
                was = facts.committed_state.get("revision", record.revision)
                read[table][row_id] = was
        for table, revisions in read.items():
            # The names of tables are the program's own.
            found = driver.execute(
                f"SELECT id, revision FROM {table} WHERE id = ANY(%s) ORDER BY id FOR UPDATE",
                (sorted(revisions),),
            )
            if dict(found.fetchall()) != revisions:
                raise Overtaken

    event.listen(session, "before_flush", hold)
