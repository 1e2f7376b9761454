"""Bringing a file in: open a batch, put its chunks, apply it; and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from gridctl.operations.base import Command, Finding, Slug, View
from gridctl.operations.queries.imports import BatchView, Kind

Cell = str | int | bool | list[str] | None
#: No database takes a NUL.
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
#: Spreadsheet letters of a column.
Letters = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,4}$")]
_MOST = 2**31 - 1


class RowIn(View):
    """A row as the reading engine understood it.

    ``values`` holds the recognised fields; ``problems`` keep the row out and carry the text of
    the cell they are about; ``skipped`` says why it is no record.
    """

    sheet: Text = Field(max_length=255)
    number: int = Field(ge=1, le=_MOST)
    values: Mapping[str, Cell]
    problems: tuple[Finding, ...] = ()
    skipped: Finding | None = None


class ChunkResult(View):
    """What became of a chunk on arrival; ``rejected`` rows are listed by ListRejected."""

    accepted: int
    rejected: int
    skipped: int


class OpenBatch(
    Command[BatchView], route="POST /imports", permission="import.run", journaled=False
):
    """Announce a file.

    ``as_of`` dates places and posts; ``complete`` tells that a division file names every place
    of its counties, so that what it does not name is closed on ``as_of``; ``system`` names the
    system whose external numbers the file carries; ``reading`` tells sheet, header and encoding.
    The same ``key`` again answers with the batch it opened before, so that a broken-off import
    goes on where it stopped. Raises BatchKeyReused where kind, file or an option is another one,
    BatchUndone where the import was taken back.
    """

    kind: Kind
    file_name: Text = Field(max_length=255)
    file_digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    letters: dict[Text, Letters] = Field(default_factory=dict)
    reading: dict[Text, Text | int | None] = Field(default_factory=dict)
    as_of: date | None = None
    complete: bool = False
    system: Text = Field(default="", max_length=40)
    key: Text | None = Field(default=None, min_length=1, max_length=200)


class PutChunk(
    Command[ChunkResult],
    route="POST /imports/{batch}/chunks/{number}",
    permission="import.run",
    journaled=False,
):
    """Hand over rows; the same number again is answered without storing twice.

    Chunks are numbered from 1 without a gap; a row comes once, under the number it has in its
    sheet. Raises ChunkDiffers, ChunkMissing, RowSentTwice where they are not. What a value may be
    is declared with the kind: a row with another one is rejected, and nothing of it is kept.
    With the ``last`` chunk the file is looked at as a whole: rows that repeat or contradict
    each other, rows that hang in the air.
    """

    batch: Slug
    number: int = Field(ge=1, le=_MOST)
    rows: tuple[RowIn, ...] = Field(max_length=20_000)
    last: bool = False


class ApplyBatch(Command[BatchView], route="POST /imports/{batch}/apply", permission="import.run"):
    """Apply all rows at once: the whole file or nothing.

    With ``accept_rest`` the good rows are applied although others were rejected. The answer tells
    up to so many ``differences``, record by record. Raises BatchRejected where rows were rejected,
    BatchIncomplete before the last chunk.
    """

    batch: Slug
    accept_rest: bool = False
    differences: int = Field(default=0, ge=0, le=2_000)


class DiscardBatch(
    Command[BatchView],
    route="POST /imports/{batch}/discard",
    permission="import.run",
    journaled=False,
):
    """Drop the staged rows of a batch; its findings stay to be read."""

    batch: Slug


class UndoBatch(Command[BatchView], route="POST /imports/{batch}/undo", permission="import.run"):
    """Withdraw what a batch brought; records changed since are kept and named."""

    batch: Slug
