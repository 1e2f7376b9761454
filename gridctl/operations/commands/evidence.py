"""Entering evidence and withdrawing it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, ValidationInfo, field_validator
from pydantic_core import PydanticKnownError

from gridctl.domain.draws import Per
from gridctl.domain.evidence import Kind, MeritLevel, Task
from gridctl.operations.base import Command, Filter, Finding, View
from gridctl.operations.queries.evidence import EvidenceView

#: Days of a month or year, with up to four decimals.
DaysIn = Annotated[Decimal, Field(ge=0, le=366, max_digits=7, decimal_places=4)]


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
    quantity: DaysIn | None = None
    expected: DaysIn | None = None
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
            raise PydanticKnownError("greater_than", {"gt": 0})
        return points


class DrawnCheck(View):
    """A check that was drawn: what is looked at and by whom, "" where nobody named may do it."""

    evidence_id: int
    no: str
    ticket_no: str
    town: str
    unit: str
    checker: str


class DrawView(View):
    """What was drawn, and all it takes to do it again.

    ``pool`` tickets were drawn from; ``pool_digest`` is the SHA-256 of their numbers in order,
    one a line. ``gridctl.domain.draws`` says how lots follow from the seed.
    """

    draw: str
    seed: str
    filter: str
    per: Per
    share: Decimal | None
    count: int | None
    pool: int
    pool_digest: str
    unassigned: int
    items: tuple[DrawnCheck, ...]


class DrawChecks(Command[DrawView], route="POST /evidence/draws", permission="evidence.edit"):
    """Draw closed tickets by lot for spot checks and give each to one of the checkers.

    Drawn are those the filter lets through: a ``share`` in per cent, rounded up, or a ``count``,
    of each group ``per`` names. Of ``checkers``, numbers or names of staff, nobody gets a ticket
    they reported or one of a town they have a post in. Without a ``seed`` one is made. Each drawn
    ticket becomes a check without outcome, which ``RecordCheck`` gives it; seed, filter, size and
    digest of the pool stand in the journal.
    """

    filter: Filter = ""
    share: Decimal | None = Field(default=None, gt=0, le=100, max_digits=5, decimal_places=2)
    count: int | None = Field(default=None, ge=1, le=1000)
    per: Per = "town"
    checkers: tuple[str, ...] = Field(default=(), max_length=500)
    seed: str = Field(default="", max_length=64)
    on: date | None = None


class CheckResult(View):
    """What came of a check.

    ``on`` is the day it was done, today where left out; ``found_by`` who did it, where that is
    another than it was given to; ``if_match`` the revision in which it was seen.
    """

    outcome: Literal["pass", "fail", "na"]
    on: date | None = None
    item: str | None = Field(default=None, max_length=200)
    note: str | None = Field(default=None, max_length=2000)
    found_by: str | None = Field(default=None, max_length=80)
    if_match: int | None = None


class RecordCheck(
    CheckResult,
    Command[EvidenceView],
    route="POST /evidence/{evidence_id}/record",
    permission="evidence.edit",
):
    """Record what came of a check that was drawn or entered without an outcome."""

    evidence_id: int


class RecordedRow(View):
    """What became of one check; ``error`` has the code of the error that stood against it."""

    evidence_id: int
    ticket_no: str = ""
    staff_name: str = ""
    before: str = ""
    after: str = ""
    done: bool
    error: Finding | None = None


class ChecksDone(View):
    """All checks in the order named."""

    done: int
    failed: int
    items: tuple[RecordedRow, ...]


class RecordChecks(
    CheckResult,
    Command[ChecksDone],
    route="POST /evidence-records",
    permission="evidence.edit",
):
    """Record the same outcome of many checks in one command, which is undone as one.

    A check that cannot be recorded is left as it is and named; with ``all_or_nothing`` nothing
    is changed then.
    """

    checks: tuple[int, ...] = Field(min_length=1, max_length=10_000)
    all_or_nothing: bool = False


class WithdrawEvidence(
    Command[EvidenceView],
    route="POST /evidence/{evidence_id}/withdraw",
    permission="evidence.edit",
):
    """Take a piece of evidence out of every list and figure; the reason goes to the journal."""

    evidence_id: int
    reason: str = Field(min_length=1, max_length=500)
    if_match: int | None = None
