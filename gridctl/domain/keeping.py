"""Keeping and moving an office: what a copy is, and what can keep it from being made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from gridctl.domain.chain import digest
from gridctl.domain.errors import (
    ChecksFailed,
    Conflict,
    GridctlError,
    Invalid,
    NotFound,
    Usage,
)
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


def moving_key(digest: str) -> str:
    """Return the key of the command by which an office of a digest is taken, whoever sends it."""
    return f"copy-{digest}"


class CopyDiffers(ChecksFailed):
    """What was read back is not what was written; the copy was thrown away."""

    message = N_("The copy of {table} is not the same: {found} rows instead of {rows}.")
    hint = N_("Nothing was kept of it. Check the disk, then try again.")


class CopyRefused(Invalid):
    """The other engine does not take a value; the copy was thrown away."""

    message = N_("The table {table} cannot be copied: {detail}")
    hint = N_("Nothing was kept of it. '<db check>' and '<db verify>' tell more.")


class BackupUnsound(ChecksFailed):
    """A backup is not whole, so it is not put in the place of anything."""

    message = N_("{path} is not sound: {finding}")
    hint = N_("Take an older backup. '<--db {path} db check>' lists what is wrong.")


class BackupAltered(ChecksFailed):
    """Rows of a backup were changed past gridctl; restored, they would pass for one's own."""

    message = N_("{path} is not as gridctl left it. {record} {row}: {finding} ({count} in all).")
    hint = N_(
        "'<--db {path} db verify>' lists them. Take an older backup; or restore it as it is"
        "<, with --altered|>."
    )


class SameOffice(Usage):
    """Source and target of a copy are one."""

    message = N_("{path} cannot be copied to itself.")


class CopiedThere(Usage):
    """The database of a server is kept by those who run it."""

    message = N_("{name} is a server; its database is kept and moved where it runs.")
    hint = N_("Name its file there instead, or the address of its database.")


class OfficeNotEmpty(Conflict):
    """An office is only moved to where none has begun."""

    message = N_("The office there is not empty: it has rows in {table}.")
    hint = N_("Nothing was changed. Move it to a server whose office was only just set up.")


class FormatDiffers(Usage):
    """Rows of another storage format would be misunderstood."""

    message = N_("The server keeps offices in format {theirs}; this one has format {mine}.")
    hint = N_("Install the same gridctl on both sides: '<version>' tells which.")


class CopyNotFound(NotFound):
    """Nothing of this copy has been announced, or it was dropped."""

    message = N_("No such office is on its way here.")
    hint = N_("Begin anew with the same command. Nobody else may be moving an office there.")


class ArrivedDiffers(ChecksFailed):
    """What has come is not the office that was announced."""

    message = N_("What has arrived is not the office that was announced: {found} of {rows} rows.")
    hint = N_("Nothing was changed there. Begin anew with the same command.")


class PieceMissing(Conflict):
    """A piece came before the one it follows."""

    message = N_("Piece {number} of the office has not arrived.")
    hint = N_("Begin anew with the same command: what has arrived is not sent again.")


class PieceUnfit(Invalid):
    """Rows of no table, or with other columns than it has."""

    message = N_("Piece {number} of the office fits no table.")
    hint = N_("Install the same gridctl on both sides: '<version>' tells which.")


class DiskFull(GridctlError):
    """There is no room left."""

    message = N_("There is no room left on the disk of {path}.")
    hint = N_("Nothing was changed. Make room, then try again.")
    status = 507
