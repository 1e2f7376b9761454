"""Following a request with its number and check code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gridctl.domain.open311 import without_personal
from gridctl.domain.progress import FORGET_S, STAGES, fits, guess_key, plain, wait_s
from gridctl.domain.sign_ins import line_of
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.shape import instant
from gridctl.operations.commands.progress import (
    CheckProgress,
    FollowedView,
    ProgressView,
    StepView,
)
from gridctl.storage.queries import progress as sql
from gridctl.storage.queries.compose import Params

#: Steps by the instants that tell of them, the first that is known.
_STEPS = {
    "reported": ("reported_at",), "accepted": ("filed_at", "dispatched_at"),
    "dispatched": ("dispatched_at",), "handling": ("signed_at",),
    "answered": ("fed_back_at", "handled_at"), "closed": ("closed_at",),
}  # fmt: skip


def check_progress(operation: CheckProgress, context: CommandContext) -> ProgressView:
    """Answer number and code; the answer to all that does not fit is one and the same."""
    secret = str(context.read.value(sql.SECRET))
    number = plain(operation.number)
    keys = {"serial": guess_key(secret, "serial", number)}
    if source := line_of(context.actor.visit.source):
        keys["source"] = guess_key(secret, "source", source)
    for key in sorted(keys.values()):
        # Else as many guesses were free as are sent at once.
        context.uow.alone(key)
    if left := _left_to_wait(keys, context):
        return ProgressView(outcome="wait", wait_s=left)
    row = context.read.record(sql.FOLLOWED, {"number": number})
    if not fits(secret, number, operation.code) or row is None:
        for key in keys.values():
            context.uow.read.value(sql.COUNT_WRONG, {"key": key, "now": context.now()})
        return ProgressView(outcome="unknown")
    old: Params = {"before": context.now() - FORGET_S, "keys": [keys["serial"]]}
    context.uow.read.rows(sql.FORGET, old)
    return ProgressView(outcome="found", found=_followed(row))


def _left_to_wait(keys: Mapping[str, str], context: CommandContext) -> int:
    """Return the seconds until another guess is heard."""
    counted = {
        key: (wrong, last_at)
        for key, wrong, last_at in context.read.rows(sql.GUESSES, {"keys": list(keys.values())})
        if context.now() - last_at < FORGET_S
    }
    waits = (
        wait_s(kind, counted[key][0], context.now() - counted[key][1])
        for kind, key in keys.items()
        if key in counted
    )
    return max(waits, default=0)


def _followed(row: Mapping[str, Any]) -> FollowedView:
    # A state of the office's own is one of those on the way.
    stage = STAGES.get(row["state"], "working")
    over = stage in ("done", "refused", "merged")
    return FollowedView(
        serial_no=row["serial_no"],
        stage=stage,
        category=row["category"],
        unit=row["unit"],
        deadline_at=None if over else instant(row["deadline_at"]),
        reply=without_personal(row["public_reply"]),
        steps=tuple(_steps(row, ahead=not over)),
    )


def _steps(row: Mapping[str, Any], *, ahead: bool) -> Iterator[StepView]:
    """Yield the steps taken, and those that lie ahead of a request that goes on."""
    for step, names in _STEPS.items():
        at = next((row[name] for name in names if row[name] is not None), None)
        if at is not None or ahead:
            yield StepView.model_validate({"step": step, "at": instant(at)})
