"""The duty list: proposing, deciding, ending."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from gridctl.domain.duty_items import DutyKind
from gridctl.operations.base import Command, Slug
from gridctl.operations.queries.duty_items import DutyItemView


class ProposeDutyItem(Command[DutyItemView], route="POST /duty-items", permission="duty.propose"):
    """Propose a department's task for the grids' list; without a code the next one is taken.

    ``by`` is who proposes, where it is not the party that acts.
    """

    name: str = Field(min_length=1, max_length=200)
    code: Slug | None = None
    kind: DutyKind = "patrol"
    unit: str | None = None
    category: str | None = None
    valid_from: date | None = None
    last_day: date | None = None
    by: str = Field(default="", max_length=60)
    note: str = Field(default="", max_length=2_000)


class AdmitDutyItem(
    Command[DutyItemView], route="POST /duty-items/{item}/admit", permission="duty.decide"
):
    """Put a proposed item on the list, by another than who proposed it.

    ``valid_from`` and ``last_day`` go before what was proposed; ``by`` is who decides, where it
    is not the party that acts. An item that was admitted stays longer by another such decision,
    with a later ``last_day``.
    """

    item: Slug
    document_no: str = Field(min_length=1, max_length=100)
    valid_from: date | None = None
    last_day: date | None = None
    by: str = Field(default="", max_length=60)
    on: date | None = None
    opinion: str = Field(default="", max_length=2_000)
    if_match: int | None = None


class RefuseDutyItem(
    Command[DutyItemView], route="POST /duty-items/{item}/refuse", permission="duty.decide"
):
    """Keep a proposed item off the list, by another than who proposed it."""

    item: Slug
    opinion: str = Field(min_length=1, max_length=2_000)
    document_no: str = Field(default="", max_length=100)
    by: str = Field(default="", max_length=60)
    on: date | None = None
    if_match: int | None = None


class EndDutyItem(
    Command[DutyItemView], route="POST /duty-items/{item}/end", permission="duty.decide"
):
    """Take an item off the list after ``last_day``; tickets entered before stay.

    ``last_day`` is not after the one it was admitted until.
    """

    item: Slug
    last_day: date
    opinion: str = Field(default="", max_length=2_000)
    if_match: int | None = None
