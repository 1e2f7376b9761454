"""Chunks on arrival: every row comes once, and the last chunk comes when all others are there."""

from __future__ import annotations

from collections import defaultdict
from itertools import count

from gridctl.domain.batches import ChunkMissing, RowSentTwice
from gridctl.handlers.queries.imports import batch_id
from gridctl.operations.commands.imports import PutChunk
from gridctl.storage.queries import imports as sql
from gridctl.storage.queries.compose import Params
from gridctl.storage.queries.reader import Reader


def check_new(chunk: PutChunk, read: Reader) -> None:
    """Refuse a chunk with a row that came before.

    Raises:
        RowSentTwice: naming the first one.
    """
    numbers: dict[str, set[int]] = defaultdict(set)
    for row in chunk.rows:
        if row.number in numbers[row.sheet]:
            raise RowSentTwice(row=row.number, sheet=row.sheet, batch=chunk.batch)
        numbers[row.sheet].add(row.number)
    for sheet, here in numbers.items():
        span: Params = {
            "batch": batch_id(chunk.batch),
            "sheet": sheet,
            "low": min(here),
            "high": max(here),
        }
        for (number,) in read.rows(sql.STAGED_BETWEEN, span):
            if number in here:
                raise RowSentTwice(row=number, sheet=sheet, batch=chunk.batch)


def check_arrived(last: PutChunk, read: Reader) -> None:
    """Refuse the last chunk while another one is missing.

    Raises:
        ChunkMissing: naming the first one.
    """
    rows = read.rows(sql.CHUNK_NUMBERS, {"batch": batch_id(last.batch)})
    arrived = {number for (number,) in rows} | {last.number}
    if (missing := next(number for number in count(1) if number not in arrived)) <= len(arrived):
        raise ChunkMissing(number=missing, batch=last.batch)
