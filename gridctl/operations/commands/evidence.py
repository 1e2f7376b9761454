"""Entering evidence and withdrawing it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import AwareDatetime, Field, ValidationInfo, field_validator

from gridctl.domain.evidence import Kind, MeritLevel, Task
from gridctl.operations.base import Command
from gridctl.operations.queries.evidence import EvidenceView


class CreateEvidence(Command[EvidenceView], route="POST /evidence", permission="evidence.edit"):
    """Enter one piece of evidence.

    Which fields a kind and an outcome need stands in ``gridctl.domain.evidence``. ``staff`` is a
    number or a name, told apart by ``place``; ``ticket`` a serial or external number;
    ``points`` above zero, also of a penalty; ``quantity`` and ``expected`` are days of duty.
    A mark names the ``item`` of a scheme by id or label, the group of ``rater``s and the
    ``seat`` in it where a panel gives it, and may be zero, or below where the item allows that.
    The outcome of a task follows from ``due_at`` and ``done_at`` where it is left out.
    """

    kind: Kind
    on: date
    no: str = Field(default="", max_length=64)
    staff: str | None = None
    place: str | None = None
    unit: str | None = None
    ticket: str | None = None
    outcome: str = Field(default="", max_length=40)
    task: Task | None = None
    level: MeritLevel | None = None
    points: Decimal | None = Field(default=None, max_digits=10, decimal_places=4)
    resolved: bool | None = None
    due_at: AwareDatetime | None = None
    done_at: AwareDatetime | None = None
    quantity: int | None = Field(default=None, ge=0, le=366)
    expected: int | None = Field(default=None, ge=0, le=366)
    item: str = Field(default="", max_length=200)
    rater: str = Field(default="", max_length=80)
    seat: int | None = Field(default=None, ge=1, le=999)
    note: str = Field(default="", max_length=2000)
    document: str = Field(default="", max_length=200)
    approver: str = Field(default="", max_length=80)
    found_by: str = Field(default="", max_length=80)

    @field_validator("points")
    @classmethod
    def _above_zero(cls, points: Decimal | None, given: ValidationInfo) -> Decimal | None:
        if points is not None and points <= 0 and given.data.get("kind") != "mark":
            raise ValueError(points)
        return points


class WithdrawEvidence(
    Command[EvidenceView],
    route="POST /evidence/{evidence_id}/withdraw",
    permission="evidence.edit",
):
    """Take a piece of evidence out of every list and figure; the reason goes to the journal."""

    evidence_id: int
    reason: str = Field(min_length=1, max_length=500)
    if_match: int | None = None
