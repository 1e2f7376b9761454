"""Moving an office over the line to a server, and proving that all of it has arrived."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pydantic_core import to_json

from gridctl.domain.errors import ChecksFailed, Invalid
from gridctl.domain.keeping import OfficeCopy, moving_key
from gridctl.foundation.settings import Target
from gridctl.gateway.hosting import storage_format
from gridctl.operations.base import Gateway
from gridctl.operations.commands.copies import (
    DropCopy,
    OpenCopy,
    PutPiece,
    TakeCopy,
    TakenCopy,
)

if TYPE_CHECKING:
    from gridctl.storage.copies.ends import Source
    from gridctl.storage.copies.tables import Page

Advance = Callable[[int], object]
#: A page with more bytes is halved until it has no more: a server takes 32 MiB at once.
_MOST_BYTES = 8 * 2**20


def move_office(
    source: Target, gateway: Gateway, *, advance: Advance = lambda _count: None
) -> tuple[OfficeCopy, TakenCopy]:
    """Move an office to the empty one behind a gateway; return what was read and what is there.

    Nobody can change the office meanwhile. It is read twice: for its digest, by which the same
    move again goes on where it broke off, and to be sent. Memory is bounded on both sides.

    Args:
        source: a file or a database.
        gateway: to the office that takes its place.
        advance: is told of rows read for the digest and of rows that have arrived.

    Raises:
        OfficeNotEmpty, FormatDiffers: nothing is sent.
        ArrivedDiffers, CopyDiffers, CopyRefused, PieceUnfit: nothing was changed there.
    """
    from gridctl.storage.copies.ends import open_source
    from gridctl.storage.copies.whole import measure_office

    with open_source(source.address, hold=True) as office:
        copied = measure_office(office, advance)
        digest = copied.digest
        opened = gateway.send(OpenCopy(digest=digest, format=storage_format(), rows=copied.rows))
        try:
            if not opened.taken:
                for piece in _pieces(office, digest):
                    if piece.number > opened.arrived:
                        gateway.send(piece)
                    advance(len(piece.rows))
            taken = gateway.send(TakeCopy(digest=digest, rows=copied.rows), key=moving_key(digest))
        except (ChecksFailed, Invalid):
            # The same pieces once more would come to the same.
            gateway.send(DropCopy(digest=digest))
            raise
    return copied, taken


def _pieces(office: Source, digest: str) -> Iterator[PutPiece]:
    """Yield all rows of an office in pieces, the same at every run."""
    from gridctl.storage.copies.tables import copied_tables

    number = 0
    for table in copied_tables():
        for page in office.pages(table):
            for rows in _small(page):
                number += 1
                # The rows are this program's own: another look at each would take as long again.
                yield PutPiece.model_construct(
                    {"digest", "number", "table", "rows"},
                    digest=digest, number=number, table=table.name, rows=tuple(rows),
                )  # fmt: skip


def _small(page: Page) -> Iterator[Page]:
    """Yield a page in parts that are small enough to be sent."""
    if len(page) == 1 or len(to_json(page)) <= _MOST_BYTES:
        yield page
        return
    middle = len(page) // 2
    yield from _small(page[:middle])
    yield from _small(page[middle:])
