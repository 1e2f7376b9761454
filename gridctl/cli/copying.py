"""Copying an office for whoever asked: how far it is, and what was copied."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridctl.cli.context import Session
from gridctl.cli.context.record import show_record
from gridctl.cli.render import Column
from gridctl.cli.render.sections import Section
from gridctl.domain.audits import ROW_MESSAGES, TABLE_NAMES
from gridctl.domain.errors import word
from gridctl.domain.keeping import BackupAltered, BackupUnsound
from gridctl.domain.office import CHECK_MESSAGES
from gridctl.foundation.i18n import N_, _
from gridctl.foundation.settings import Target

if TYPE_CHECKING:
    from gridctl.domain.keeping import OfficeCopy

COLUMNS = (
    Column("source", N_("Copied from"), width="wide"),
    Column("target", N_("Copied to"), width="wide"),
    Column("tables", N_("Tables"), kind="int"),
    Column("rows", N_("Rows"), kind="int"),
    Column("size_mb", N_("Size in MB"), kind="int"),
    Column("head", N_("Last journal entry"), kind="int"),
    Column("head_hash", N_("Its hash")),
    Column("digest", N_("Digest of the whole")),
)
_SECTIONS = (Section("", COLUMNS),)


def copy(session: Session, source: Target, target: Target, **options: bool) -> OfficeCopy:
    """Copy an office with a bar that shows how far it is; see ``gridctl.gateway.keeping``."""
    from gridctl.gateway.keeping import copy_target, rows_of

    # All rows are written once and read back once.
    with session.progress(_("Copying"), 2 * rows_of(source)) as advance:
        return copy_target(source, target, advance=advance, **options)


def knock(session: Session, server: Target) -> None:
    """Find out whether a server lets one in before an office is read that is to go there.

    Raises:
        GridctlError: nobody is signed in there, or it does not answer.
    """
    from contextlib import closing

    from gridctl.operations.queries.accounts import ShowOwnAccount

    with closing(session.way_to(server)) as gateway:
        gateway.send(ShowOwnAccount())


def move(session: Session, source: Target, server: Target) -> OfficeCopy:
    """Move an office to a server with the same bar, and tell whose accounts hold there."""
    from contextlib import closing

    from gridctl.gateway.keeping import rows_of
    from gridctl.gateway.moving import move_office

    with (
        closing(session.way_to(server)) as gateway,
        # All rows are read once for their digest, and sent once.
        session.progress(_("Moving"), 2 * rows_of(source)) as advance,
    ):
        copied, taken = move_office(source, gateway, advance=advance)
    if taken.accounts == "came":
        session.note(_("Its accounts came along: sign in with one of them."))
    elif taken.accounts == "kept":
        session.note(_("It had no accounts: those of the server are kept."))
    return copied


def prove_sound(target: Target, shown: str) -> None:
    """Refuse an office whose file, references or journal are not whole.

    Raises:
        BackupUnsound: with the first thing found.
    """
    from gridctl.gateway.keeping import first_fault

    if fault := first_fault(target):
        finding = word(_(CHECK_MESSAGES[fault.code]), fault.params)
        raise BackupUnsound(path=shown, finding=finding)


def prove_as_left(target: Target, shown: str) -> None:
    """Refuse an office with rows that were changed past gridctl.

    Raises:
        BackupAltered: with the first of them.
    """
    from gridctl.gateway.keeping import first_alteration

    if found := first_alteration(target):
        first, count = found
        raise BackupAltered(
            path=shown, record=_(TABLE_NAMES.get(first.table, first.table)), row=first.row,
            finding=word(_(ROW_MESSAGES[first.code]), first.params), count=count,
        )  # fmt: skip


def show_copy(session: Session, source: Target, target: Target, copied: OfficeCopy) -> None:
    """Show what was copied."""
    record: dict[str, Any] = {
        "source": source.shown, "target": target.shown, "tables": len(copied.tables),
        "rows": copied.rows, "size_mb": _megabytes(target), "head": copied.head,
        "head_hash": copied.head_hash, "digest": copied.digest,
    }  # fmt: skip
    show_record(session, record, COLUMNS, _SECTIONS)
    session.note(_("Both sides were compared row by row and are the same."))


def _megabytes(target: Target) -> int | None:
    path = Path(target.address)
    if target.kind != "sqlite" or not path.exists():
        return None
    return -(-path.stat().st_size // 2**20)
