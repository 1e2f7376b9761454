"""An office that takes the place of an empty one."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from sqlmodel import SQLModel, select

from gridctl.domain.keeping import OfficeCopy
from gridctl.storage.copies.ends import Rows, spool_of
from gridctl.storage.copies.spool import Spool
from gridctl.storage.copies.tables import CopiedTable, copied_tables
from gridctl.storage.copies.whole import replace_rows
from gridctl.storage.journal import move_entry
from gridctl.storage.overtaking import insist_alone
from gridctl.storage.tables.accounts import Account, AccountSecret, Token, TokenSecret
from gridctl.storage.unit_of_work import UnitOfWork

#: What lets somebody sign in, those first that others point to.
_PROOFS: tuple[type[SQLModel], ...] = (Account, AccountSecret, Token, TokenSecret)
#: What an office has before anybody has worked in it: its name, its journal, its accounts.
_OF_A_NEW_OFFICE = frozenset(
    {
        "account", "account_secret", "bulk_seal", "change", "contact_before", "journal", "office",
        "office_secret", "progress_guess", "set_up_code", "sign_in_attempt", "token",
        "token_secret",
    }
)  # fmt: skip


class Taken(NamedTuple):
    """What was taken, and whose accounts hold now."""

    copied: OfficeCopy
    accounts: Literal["came", "kept", "none"]


class Copies:
    """The way of a whole office into this one."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    @property
    def spool(self) -> Spool:
        """Where rows wait until all have come."""
        return spool_of(self._uow)

    def hold(self) -> None:
        """Have nobody else at work before this has ended; on a file nobody is."""
        insist_alone(self._uow)

    def first_filled(self) -> str | None:
        """Return a table that an office has rows in only once somebody has worked in it."""
        cursor = self._uow.driver.cursor()
        for table in copied_tables():
            if table.name not in _OF_A_NEW_OFFICE:
                cursor.execute(f'SELECT 1 FROM "{table.name}" LIMIT 1')
                if cursor.fetchone():
                    return table.name
        return None

    def take(self, rows: Rows) -> Taken:
        """Replace the office by the rows of another one; this command's entry goes on there.

        Accounts of the office stay where none came along: else nobody could sign in.

        Raises:
            CopyDiffers, CopyRefused: the unit of work must be taken back.
        """
        kept = [row for kind in _PROOFS for row in self._all(kind)]
        copied = replace_rows(self._uow, rows)
        move_entry(self._uow)
        if self._all(Account):
            return Taken(copied, "came")
        for row in kept:
            self._uow.add(row)
        return Taken(copied, "kept" if kept else "none")

    def _all(self, kind: type[SQLModel]) -> list[Any]:
        """Return all of a kind as they are, known to no session."""
        found = self._uow.session.exec(select(kind)).all()
        return [kind(**each.model_dump()) for each in found]


def table_of(name: str) -> CopiedTable | None:
    """Return a table by its name, None where an office has no such."""
    return next((table for table in copied_tables() if table.name == name), None)
