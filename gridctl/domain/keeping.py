"""Keeping and moving an office: what a copy is, and what can keep it from being made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from gridctl.domain.chain import digest
from gridctl.domain.errors import ChecksFailed, GridctlError, Invalid, Usage
from gridctl.foundation.i18n import N_


class TableCopy(NamedTuple):
    """A table as it was read: its rows, and the SHA-256 over them in the order of their keys."""

    table: str
    rows: int
    digest: str


@dataclass(frozen=True)
class OfficeCopy:
    """What was copied, and found to be the same on both sides.

    Attributes:
        tables: every table.
        head: number of the last journal entry, 0 where there is none.
        head_hash: its hash, which stands for the whole chain.
    """

    tables: tuple[TableCopy, ...]
    head: int
    head_hash: str

    @property
    def rows(self) -> int:
        """How many rows there are in all tables."""
        return sum(each.rows for each in self.tables)

    @property
    def digest(self) -> str:
        """The SHA-256 of the whole: two offices with the same one are the same."""
        return digest("\n".join(f"{name} {rows} {own}" for name, rows, own in sorted(self.tables)))


class CopyDiffers(ChecksFailed):
    """What was read back is not what was written; the copy was thrown away."""

    message = N_("The copy of {table} is not the same: {found} rows instead of {rows}.")
    hint = N_("Nothing was kept of it. Check the disk, then try again.")


class CopyRefused(Invalid):
    """The other engine does not take a value; the copy was thrown away."""

    message = N_("The table {table} cannot be copied: {detail}")
    hint = N_("Nothing was kept of it. 'gridctl db check' and 'gridctl db verify' tell more.")


class BackupUnsound(ChecksFailed):
    """A backup is not whole, so it is not put in the place of anything."""

    message = N_("{path} is not sound: {finding}")
    hint = N_("Take an older backup. 'gridctl --db {path} db check' lists all that is wrong.")


class SameOffice(Usage):
    """Source and target of a copy are one."""

    message = N_("{path} cannot be copied to itself.")


class CopiedThere(Usage):
    """The database of a server is kept by those who run it."""

    message = N_("{name} is a server; its database is kept and moved where it runs.")
    hint = N_("Give --db with the file, or the address of the database.")


class DiskFull(GridctlError):
    """There is no room left."""

    message = N_("There is no room left on the disk of {path}.")
    hint = N_("Nothing was changed. Make room, then try again.")
