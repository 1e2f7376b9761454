"""Asking what would be otherwise: another scheme over the same month, another weight of an item."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from gridctl.operations.base import Named, Page, Query, View
from gridctl.operations.queries.assessments import (
    AssessmentView,
    ItemLabel,
    Labels,
    MissingFigure,
    Standing,
)

#: How many ranks are the top where the question does not say.
Top = Field(default=None, ge=1, le=1_000)


class RankShift(View):
    """One subject in both rankings; what is None or empty was not given there.

    ``moved`` is by how many ranks the other one is better.
    """

    key: str
    name: str
    group_name: str
    rank: int | None
    total: Decimal | None
    standing: Standing | Literal[""]
    other_rank: int | None
    other_total: Decimal | None
    other_standing: Standing | Literal[""]
    moved: int | None


class Comparison(Page):
    """Who stands elsewhere, by the other rank.

    ``other`` is a number or the id of a scheme; ``total`` counts all whose rank or standing
    differs, ``entering`` and ``leaving`` the top of so many ranks. Where a scheme was applied,
    ``missing`` are the figures it asks for and the assessment did not keep, and
    ``capped_otherwise`` tells that it counts by other caps than the assessment's figures.
    """

    items: tuple[RankShift, ...]
    assessment: AssessmentView
    other: str
    other_title: Labels
    other_version: int
    other_period: str
    other_text: str
    compared: int
    top: int
    entering: int
    leaving: int
    missing: tuple[MissingFigure, ...]
    capped_otherwise: bool


class TopPlace(View):
    """Someone who comes into the top or leaves it, with the rank before and after."""

    key: str
    name: str
    group_name: str
    rank: int | None
    other_rank: int | None


class ItemWeight(ItemLabel):
    """An item weighed otherwise; ``moved`` counts who stays at the top at another rank."""

    weighed: Decimal | None
    entering: tuple[TopPlace, ...]
    leaving: tuple[TopPlace, ...]
    moved: int


class Sensitivity(Page):
    """What another weight of each item, one at a time, changes at the top."""

    items: tuple[ItemWeight, ...]
    assessment: AssessmentView
    by: str
    top: int


class CompareAssessment(
    Query[Comparison],
    route="GET /assessments/{assessment}/comparisons/{other}",
    permission="assess.recompute",
):
    """Compare a ranking with another one, or with what another scheme makes of its figures.

    ``other`` names an assessment by its number, such as A4, or a scheme of the office by its id;
    nothing is kept. The whole is computed for every answer, so it is one page of any length.
    """

    assessment: Named
    other: Named
    top: int | None = Top
    limit: int = Field(default=200, ge=1, le=100_000)


class ShowSensitivity(
    Query[Sensitivity],
    route="GET /assessments/{assessment}/sensitivity",
    permission="assess.recompute",
):
    """Tell who would come to the top or leave it if one item weighed more or less.

    ``by`` is ``10%`` of the item's maximum, or points such as ``1`` or ``-1``.
    """

    assessment: Named
    by: str = Field(default="10%", max_length=10)
    top: int | None = Top
