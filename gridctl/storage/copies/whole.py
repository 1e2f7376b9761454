"""Copying an office and proving the copy."""

from __future__ import annotations

from gridctl.domain.keeping import CopyDiffers, OfficeCopy, SameOffice, TableCopy
from gridctl.storage.copies.ends import Rows, Source, filled_by, open_draft, open_source
from gridctl.storage.copies.tables import Advance, copied_tables, measure
from gridctl.storage.queries.audits import HEAD
from gridctl.storage.queries.reader import Reader
from gridctl.storage.unit_of_work import UnitOfWork


def _nobody(_count: int) -> None:
    """Be told how far it is where nobody asks."""


def copy_office(
    source: str,
    target: str,
    *,
    replace: bool = False,
    hold: bool = False,
    keep: bool = True,
    advance: Advance = _nobody,
) -> OfficeCopy:
    """Copy an office, of either engine to either, and compare every table afterwards.

    Memory is bounded: rows pass in pages. What fails leaves nothing behind.

    Args:
        source: a file's path, or the address of a database on a server.
        target: the same for the copy.
        replace: the copy may take the place of an office.
        hold: nobody changes the source meanwhile.
        keep: False does everything and then throws the copy away.
        advance: is told of rows written and of rows read back.

    Raises:
        CopyDiffers: what was read back is not what was written.
        CopyRefused: the other engine does not take a value.
        OfficeExists: an office is there, and is not to be replaced.
        SameOffice: source and target are one.
        GridctlError: either cannot be opened, read or written.
    """
    if source == target:
        raise SameOffice(path=source)
    with open_source(source, hold=hold) as here, open_draft(target, replace=replace) as draft:
        written = draft.write(here, advance)
        _compare(written, draft, advance)
        copied = _copied(tuple(written), draft.read)
        if keep:
            draft.keep()
    return copied


def measure_office(office: Source, advance: Advance = _nobody) -> OfficeCopy:
    """Return counts and digests of an office as it is, by reading it."""
    tables = tuple(measure(table, office.pages(table), advance) for table in copied_tables())
    return _copied(tables, office.read)


def replace_rows(uow: UnitOfWork, source: Rows) -> OfficeCopy:
    """Replace all rows of an office by others inside a unit of work, and read them back.

    Whoever began the unit keeps or takes back the whole.

    Raises:
        CopyDiffers: what was read back is not what was written.
        CopyRefused: the engine does not take a value, or a row points to none.
    """
    uow.session.flush()
    # What the session knows of will not be there any more.
    uow.session.expunge_all()
    filled = filled_by(uow)
    written = filled.fill(source, _nobody)
    _compare(written, filled, _nobody)
    return _copied(tuple(written), uow.read)


def count_rows(address: str) -> int:
    """Return how many rows an office has in all tables.

    Raises:
        GridctlError: the office cannot be opened.
    """
    with open_source(address, hold=False) as office:
        return sum(office.count(table) for table in copied_tables())


def _copied(tables: tuple[TableCopy, ...], read: Reader) -> OfficeCopy:
    found = read.rows(HEAD)
    head, head_hash = found[0] if found else (0, "")
    return OfficeCopy(tables, head, head_hash)


def _compare(written: list[TableCopy], draft: Source, advance: Advance) -> None:
    for table, expected in zip(copied_tables(), written, strict=True):
        found = measure(table, draft.pages(table), advance)
        if found != expected:
            raise CopyDiffers(table=table.name, rows=expected.rows, found=found.rows)
