"""Copying an office and proving the copy."""

from __future__ import annotations

from gridctl.domain.keeping import CopyDiffers, OfficeCopy, SameOffice, TableCopy
from gridctl.storage.copies.ends import Draft, open_draft, open_source
from gridctl.storage.copies.tables import Advance, copied_tables, measure
from gridctl.storage.queries.audits import HEAD


def copy_office(
    source: str,
    target: str,
    *,
    replace: bool = False,
    hold: bool = False,
    keep: bool = True,
    advance: Advance = lambda _count: None,
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
        found = draft.read.rows(HEAD)
        head, head_hash = found[0] if found else (0, "")
        if keep:
            draft.keep()
    return OfficeCopy(tuple(written), head, head_hash)


def count_rows(address: str) -> int:
    """Return how many rows an office has in all tables.

    Raises:
        GridctlError: the office cannot be opened.
    """
    with open_source(address, hold=False) as office:
        return sum(office.count(table) for table in copied_tables())


def _compare(written: list[TableCopy], draft: Draft, advance: Advance) -> None:
    for table, expected in zip(copied_tables(), written, strict=True):
        found = measure(table, draft.pages(table), advance)
        if found != expected:
            raise CopyDiffers(table=table.name, rows=expected.rows, found=found.rows)
