"""Following a request with its number and check code."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from gridctl.domain.progress import Stage, Step
from gridctl.operations.base import Command, View


class StepView(View):
    """A step on the way, and when it was taken; null where it lies ahead."""

    step: Step
    at: datetime | None


class FollowedView(View):
    """What a resident is told of a request: nothing personal."""

    serial_no: str
    stage: Stage
    category: str | None
    unit: str | None
    deadline_at: datetime | None
    reply: str
    steps: tuple[StepView, ...]


class ProgressView(View):
    """The answer to number and code.

    ``unknown`` is said of a number nobody has, of a wrong code and of a confidential matter
    alike. ``wait_s`` is how many seconds to wait before the next try.
    """

    outcome: Literal["found", "unknown", "wait"]
    wait_s: int = 0
    found: FollowedView | None = None


class CheckProgress(
    Command[ProgressView],
    route="POST /progress-checks",
    permission="",
    journaled=False,
    private=("code",),
):
    """Tell how far a request is, to whoever has its number and check code.

    Wrong codes are counted, for the number and for the address they come from, and slowed.
    """

    number: str = Field(max_length=60)
    code: str = Field(max_length=30)
