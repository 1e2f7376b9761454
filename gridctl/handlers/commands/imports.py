"""Bringing a file in: rows are recognised and staged as they arrive, then applied at once."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from gridctl.domain.batches import (
    BatchComplete,
    BatchIncomplete,
    BatchKeyReused,
    BatchNotApplied,
    BatchNotOpen,
    BatchRejected,
    BatchUndone,
    ChunkDiffers,
)
from gridctl.domain.chain import digest
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.loading import withdrawal
from gridctl.handlers.commands.loading.arrival import check_arrived, check_new
from gridctl.handlers.commands.loading.base import Run
from gridctl.handlers.commands.loading.differences import Differences
from gridctl.handlers.commands.loading.kinds import loader_of
from gridctl.handlers.commands.loading.staging import recognise_rows, seal
from gridctl.handlers.queries.imports import batch_id, view_batch
from gridctl.operations.base import Finding
from gridctl.operations.commands.imports import (
    ApplyBatch,
    ChunkResult,
    DiscardBatch,
    OpenBatch,
    PutChunk,
    UndoBatch,
)
from gridctl.operations.queries.imports import BatchView
from gridctl.storage.overtaking import insist_alone
from gridctl.storage.queries import imports as sql
from gridctl.storage.repositories.imports import Imports
from gridctl.storage.tables.office import Batch

#: How a file is taken; ``letters`` follows from the rest and only tells where a field stands.
_OPTIONS = {"as_of", "complete", "system", "reading"}


def open_batch(operation: OpenBatch, context: CommandContext) -> BatchView:
    """Write down which file is coming and how it is to be taken."""
    options = operation.model_dump(mode="json", include=_OPTIONS | {"letters"})
    imports = Imports(context.uow)
    known = imports.by_key(operation.key) if operation.key else None
    if known is not None:
        _check_same(known, operation, options)
        return view_batch(context, known.id or 0)
    batch = imports.open(
        Batch(
            idempotency_key=operation.key,
            kind=operation.kind, file_name=operation.file_name,
            file_digest=operation.file_digest, options=json.dumps(options, ensure_ascii=False),
            opened_at=context.now(), opened_by=context.actor.name,
        )
    )  # fmt: skip
    return view_batch(context, batch)


def put_chunk(operation: PutChunk, context: CommandContext) -> ChunkResult:
    """Recognise and stage rows; a chunk that came before is only answered."""
    imports = Imports(context.uow)
    batch = _open_batch(imports, operation.batch)
    fingerprint = digest(operation.model_dump_json(include={"rows", "last"}))
    known = context.read.record(sql.CHUNK, {"batch": batch.id, "number": operation.number})
    if known is not None:
        if known.pop("digest") != fingerprint:
            raise ChunkDiffers(number=operation.number, batch=operation.batch)
        return ChunkResult(**known)
    if "rejected" in json.loads(batch.counts):
        raise BatchComplete(batch=operation.batch)
    check_new(operation, context.read)
    if operation.last:
        check_arrived(operation, context.read)
    run = _run(batch, context)
    staged, findings, result = recognise_rows(operation.rows, run)
    imports.stage(run.batch_id, operation.number, fingerprint, result, staged)
    imports.note(run.batch_id, findings, run.letters)
    if operation.last:
        seal(run, imports, batch)
    return ChunkResult(**result)


def apply_batch(operation: ApplyBatch, context: CommandContext) -> BatchView:
    """Apply the staged rows in one transaction."""
    imports = Imports(context.uow)
    batch = _open_batch(imports, operation.batch)
    run = _run(batch, context)
    run.counts.update(json.loads(batch.counts))
    if "rejected" not in run.counts:
        raise BatchIncomplete(batch=operation.batch)
    if run.counts["rejected"] and not operation.accept_rest:
        raise BatchRejected(rejected=run.counts["rejected"])
    loader_of(batch.kind).apply(run)
    _finish(imports, batch, "applied", run, dict(run.counts))
    view = view_batch(context, run.batch_id)
    if not operation.differences:
        return view
    told = tuple(Differences(context).told(operation.differences))
    return view.model_copy(update={"differences": told})


def discard_batch(operation: DiscardBatch, context: CommandContext) -> BatchView:
    """Drop the staged rows."""
    imports = Imports(context.uow)
    batch = _open_batch(imports, operation.batch)
    imports.discard(batch)
    return view_batch(context, batch.id or 0)


def undo_batch(operation: UndoBatch, context: CommandContext) -> BatchView:
    """Withdraw what the batch brought; keep and name what was changed since."""
    # So many rows go that none is logged by itself: others could not see which.
    insist_alone(context.uow)
    imports = Imports(context.uow)
    batch = imports.get(batch_id(operation.batch))
    if batch.state != "applied" or batch.applied_by is None:
        raise BatchNotApplied(batch=operation.batch, state=batch.state)
    run = _run(batch, context)
    withdrawal.undo(run, batch.applied_by)
    counts = json.loads(batch.counts) | {"kept": run.counts["kept"]}
    _finish(imports, batch, "undone", run, counts)
    return view_batch(context, batch.id or 0)


def _check_same(known: Batch, operation: OpenBatch, options: dict[str, Any]) -> None:
    """Refuse a key that stands for something else, or for what was taken back."""
    name = f"B{known.id}"
    before: dict[str, Any] = json.loads(known.options)
    taken = all(before.get(option) == options[option] for option in _OPTIONS)
    if not taken or (known.kind, known.file_digest) != (operation.kind, operation.file_digest):
        raise BatchKeyReused(key=operation.key, batch=name, file=known.file_name)
    if known.state == "undone":
        raise BatchUndone(key=operation.key, batch=name)


def _finish(imports: Imports, batch: Batch, state: str, run: Run, counts: dict[str, int]) -> None:
    findings = [Finding.of(problem).model_dump(mode="json") for problem in run.findings]
    imports.finish(batch, state=state, entry=run.context.entry_id, counts=counts, findings=findings)
    run.context.forget()


def _open_batch(imports: Imports, name: str) -> Batch:
    batch = imports.get(batch_id(name))
    if batch.state != "open":
        raise BatchNotOpen(batch=name, state=batch.state)
    return batch


def _run(batch: Batch, context: CommandContext) -> Run:
    options: dict[str, Any] = json.loads(batch.options)
    day = options["as_of"]
    return Run(
        batch_id=batch.id or 0,
        kind=batch.kind,
        context=context,
        day=date.fromisoformat(day).isoformat() if day else None,
        complete=options["complete"],
        system=options["system"],
        letters=options["letters"],
    )
