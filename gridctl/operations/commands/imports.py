"""Bringing a file in: open a batch, put its chunks, apply it; and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from gridctl.operations.base import Command, Finding, Slug, View
from gridctl.operations.queries.imports import BatchView, Kind

Cell = str | int | bool | list[str] | None


class RowIn(View):
    """A row as the reading engine understood it.

    ``values`` holds the recognised fields; ``problems`` keep the row out and carry the text of
    the cell they are about; ``skipped`` says why it is no record.
    """

    sheet: str
    number: int
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
    system whose external numbers the file carries. The same ``key`` again answers with the batch
    it opened before, so that a broken-off import goes on where it stopped.
    """

    kind: Kind
    file_name: str = Field(max_length=255)
    file_digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    letters: dict[str, str] = Field(default_factory=dict)
    as_of: date | None = None
    complete: bool = False
    system: str = Field(default="", max_length=40)
    key: str | None = Field(default=None, min_length=1, max_length=200)


class PutChunk(
    Command[ChunkResult],
    route="POST /imports/{batch}/chunks/{number}",
    permission="import.run",
    journaled=False,
):
    """Hand over rows; the same number again is answered without storing twice.

    With the ``last`` chunk the file is looked at as a whole: rows that repeat or contradict
    each other, rows that hang in the air.
    """

    batch: Slug
    number: int = Field(ge=1)
    rows: tuple[RowIn, ...] = Field(max_length=20_000)
    last: bool = False


class ApplyBatch(Command[BatchView], route="POST /imports/{batch}/apply", permission="import.run"):
    """Apply all rows at once: the whole file or nothing.

    With ``accept_rest`` the good rows are applied although others were rejected. Raises
    BatchRejected where rows were rejected, BatchIncomplete before the last chunk.
    """

    batch: Slug
    accept_rest: bool = False


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
