"""Sending a file: the reading engine's rows in chunks, then one application of them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice

from gridctl.domain.batches import ImportBrokenOff, ImportLeft, ImportStopped
from gridctl.domain.connections import CommandLeft
from gridctl.domain.errors import Unreachable
from gridctl.domain.imports import (
    FileChanged,
    FileMissing,
    FileWithoutRows,
    TextDamaged,
    WorkbookDamaged,
)
from gridctl.domain.problems import Problem
from gridctl.domain.sign_ins import SignInOver
from gridctl.foundation.garbage import rarely_collected
from gridctl.foundation.ids import idempotency_key
from gridctl.imports import Plan, Row, rows
from gridctl.operations.base import Finding, Gateway
from gridctl.operations.commands.imports import (
    ApplyBatch,
    DiscardBatch,
    OpenBatch,
    PutChunk,
    RowIn,
)
from gridctl.operations.queries.imports import BatchView, ShowBatch

CHUNK = 5_000


class StopAsked(Exception):
    """Raised by what is told of the progress: the file is sent no further for now."""


@dataclass(frozen=True)
class Sent:
    """How far a file has come.

    Attributes:
        rows: rows of it that were read and sent.
        rejected: rows of these that stay out, so far as is known before the file is whole.
        whole: whether all of it has arrived, so that it is being applied.
    """

    rows: int = 0
    rejected: int = 0
    whole: bool = False


#: Is told how far a file has come, after each chunk; may raise :class:`StopAsked`.
Watch = Callable[[Sent], None]
#: What a file shows only while its rows are read.
_UNREADABLE = (FileChanged, FileMissing, FileWithoutRows, TextDamaged, WorkbookDamaged)


@dataclass(frozen=True)
class Wish:
    """How a file is to be taken.

    Attributes:
        as_of: first day of what it says about places and posts; None is ever.
        complete: a division list names every place of its counties.
        system: the system whose external numbers it carries.
        accept_rest: apply the good rows although others were rejected.
        dry_run: do everything, then undo it.
        differences: how many of the records it brings or changes are told, at most.
    """

    as_of: date | None = None
    complete: bool = False
    system: str = ""
    accept_rest: bool = False
    dry_run: bool = False
    differences: int = 0


def send_file(
    gateway: Gateway,
    plan: Plan,
    wish: Wish,
    *,
    key: str | None = None,
    reason: str = "",
    watch: Watch = lambda _sent: None,
) -> BatchView:
    """Send a file by its plan and return what became of it.

    Rejected rows keep the whole file out unless ``wish.accept_rest``: the state is then
    ``discarded``, the counts are what would have been.

    Raises:
        ImportBrokenOff, ImportStopped, ImportLeft: the same again with the key they name goes on.
        StopAsked: a dry run was stopped; nothing of it is left.
    """
    with rarely_collected():
        return _send(gateway, plan, wish, key, reason, watch)


def _send(
    gateway: Gateway,
    plan: Plan,
    wish: Wish,
    key: str | None,
    reason: str,
    watch: Watch,
) -> BatchView:
    # A dry run leaves no trace, so its key stays free. All others have one to go on with.
    key = None if wish.dry_run else key or idempotency_key()
    with _stoppable(key):
        opened = gateway.send(opening(plan, wish, key))
    if opened.state == "applied":
        return opened
    try:
        with _stoppable(key), _resumable(key):
            _put(gateway, opened, plan, watch)
            return _take_in(gateway, opened.batch, wish, key, reason)
    except (*_UNREADABLE, StopAsked):
        # What could not be read to its end will not be, and a dry run is not gone on with; a
        # broken line may be taken up again.
        gateway.send(DiscardBatch(batch=opened.batch))
        raise


def _take_in(gateway: Gateway, batch: str, wish: Wish, key: str | None, reason: str) -> BatchView:
    """Apply what has arrived, or show what it would be."""
    arrived = gateway.send(ShowBatch(batch=batch))
    refused = bool(arrived.counts.rejected) and not wish.accept_rest
    apply = ApplyBatch(
        batch=batch, accept_rest=wish.accept_rest or refused, differences=wish.differences
    )
    trial = wish.dry_run or refused
    try:
        result = gateway.send(apply, key=None if trial else key, reason=reason, dry_run=trial)
    except CommandLeft as left:
        raise ImportLeft(key=key) from left
    if trial:
        discarded = gateway.send(DiscardBatch(batch=batch))
        return result.model_copy(update={"state": discarded.state})
    return result


@contextmanager
def _stoppable(key: str | None) -> Iterator[None]:
    """Say how an import is gone on with that its sender stopped; a trial is not."""
    try:
        yield
    except CommandLeft as left:
        # The key of the part on its way is not that of the file.
        if key is None:
            raise KeyboardInterrupt from left
        raise ImportStopped(key=key) from left
    except (KeyboardInterrupt, StopAsked) as error:
        if key is None:
            raise
        raise ImportStopped(key=key) from error


@contextmanager
def _resumable(key: str | None) -> Iterator[None]:
    """Say how an import that breaks off is gone on with."""
    try:
        yield
    except (ImportLeft, CommandLeft):
        raise
    except Unreachable as error:
        if key is None:
            raise
        raise ImportBrokenOff(key=key) from error
    except SignInOver as error:
        if key is None:
            raise
        # The key of the part on its way is not that of the file.
        raise type(error)(**{**error.params, "key": key}) from error


def _put(gateway: Gateway, batch: BatchView, plan: Plan, watch: Watch) -> None:
    """Send the rows of a file, a chunk at a time; what arrived before is not sent again.

    Raises:
        FileWithoutRows: there is none.
    """
    sent = rejected = 0
    for number, (chunk, last) in enumerate(_chunks(rows(plan)), 1):
        if not chunk:
            raise FileWithoutRows(file=plan.path.name, row=plan.header_rows[1])
        if number > batch.arrived:
            put = PutChunk(
                batch=batch.batch, number=number, rows=tuple(map(_row, chunk)), last=last
            )
            rejected += gateway.send(put).rejected
        sent += len(chunk)
        watch(Sent(sent, rejected, last))


def opening(plan: Plan, wish: Wish, key: str | None = None) -> OpenBatch:
    """Return the announcement of a file by its plan."""
    return OpenBatch.model_validate(
        {
            "kind": plan.kind.name,
            "file_name": plan.path.name,
            "file_digest": plan.file_digest,
            "letters": {name: each.letter for each in plan.columns for name in each.fields},
            "reading": _reading(plan),
            "as_of": wish.as_of,
            "complete": wish.complete,
            "system": wish.system,
            "key": key,
        }
    )  # fmt: skip


def _reading(plan: Plan) -> dict[str, str | int | None]:
    """Return what of the plan makes the same file another import."""
    reading: dict[str, str | int | None] = {
        "sheet": plan.sheet, "header": plan.header_rows[1], "encoding": plan.encoding,
        "year": plan.year,
    }  # fmt: skip
    if plan.chosen:
        reading["columns"] = ",".join(f"{column}={field}" for column, field in plan.chosen)
    if plan.stated:
        reading["stated"] = ",".join(f"{field}={text}" for field, text in plan.stated)
    return reading


def _chunks(source: Iterator[Row]) -> Iterator[tuple[list[Row], bool]]:
    """Yield lists of rows, and whether the list is the last; at least one, were it empty."""
    following = list(islice(source, CHUNK))
    while True:
        chunk, following = following, list(islice(source, CHUNK))
        yield chunk, not following
        if not following:
            return


def _finding(row: Row, problem: Problem) -> Finding:
    """Return a problem with the text of its cell."""
    value = problem.value or row.raw.get(problem.field, "")
    return Finding.of(problem._replace(value=value))


def _row(row: Row) -> RowIn:
    return RowIn(
        sheet=row.sheet,
        number=row.number,
        values=row.values,
        problems=tuple(_finding(row, problem) for problem in row.problems),
        skipped=Finding.of(row.skipped) if row.skipped else None,
    )
