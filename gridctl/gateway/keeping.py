"""Keeping and moving offices: what a face may do with a database as a whole."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gridctl.domain.audits import HARMLESS
from gridctl.domain.keeping import CopiedThere, OfficeCopy
from gridctl.domain.office import OfficeOlder
from gridctl.foundation.settings import Target
from gridctl.gateway.connect import connect, upgrade_office
from gridctl.operations.queries.audits import RowFinding, VerifyRows
from gridctl.operations.queries.offices import CheckOffice, OfficeFinding

Advance = Callable[[int], object]


def copy_target(
    source: Target,
    target: Target,
    *,
    replace: bool = False,
    hold: bool = False,
    keep: bool = True,
    advance: Advance = lambda _count: None,
) -> OfficeCopy:
    """Copy an office and prove the copy; see :func:`gridctl.storage.copies.whole.copy_office`.

    Raises:
        CopiedThere: either is a server.
    """
    from gridctl.storage.copies.whole import copy_office

    for each in (source, target):
        if each.kind == "url":
            raise CopiedThere(name=each.name)
    return copy_office(
        source.address, target.address, replace=replace, hold=hold, keep=keep, advance=advance
    )


def is_there(target: Target) -> bool:
    """Return whether an office lies where a copy is to go.

    Raises:
        CopiedThere: it is a server.
        DatabaseUnreachable, NotAnOffice: its database cannot be asked, or is something else's.
    """
    from gridctl.storage.stores.postgresql import format_of

    if target.kind == "url":
        raise CopiedThere(name=target.name)
    if target.kind == "sqlite":
        return Path(target.address).exists()
    return format_of(target.address) > 0


def rows_of(target: Target) -> int:
    """Return how many rows an office has in all tables.

    Raises:
        CopiedThere: it is a server.
    """
    from gridctl.storage.copies.whole import count_rows

    if target.kind == "url":
        raise CopiedThere(name=target.name)
    return count_rows(target.address)


def first_fault(target: Target) -> OfficeFinding | None:
    """Return the first thing wrong with an office's file, references or journal, or None."""
    gateway = connect(target)
    try:
        found = gateway.send(CheckOffice()).items
    finally:
        gateway.close()
    return found[0] if found else None


def first_alteration(target: Target) -> tuple[RowFinding, int] | None:
    """Return the first row of an office that was changed past gridctl, and how many were; or None.

    What a command sets right by itself is no such change.
    """
    gateway = connect(target)
    try:
        found = gateway.send(VerifyRows())
    finally:
        gateway.close()
    serious = (each for each in found.items if each.code not in HARMLESS)
    return (next(serious), found.altered) if found.altered else None


@contextmanager
def of_today(backup: Target) -> Iterator[Target]:
    """Yield a backup as it is, or a copy of an older one that was brought up to date.

    Raises:
        GridctlError: it is not there, or no office.
    """
    from gridctl.storage import sqlite
    from gridctl.storage.copies.file import duplicate

    path = Path(backup.address)
    try:
        sqlite.connect(path, write=False).close()
    except OfficeOlder:
        with tempfile.TemporaryDirectory(prefix="gridctl-") as folder:
            newer = Path(folder) / path.name
            duplicate(path, newer)
            upgrade_office(newer)
            yield Target("sqlite", str(newer), backup.name)
        return
    yield backup
