"""How assessments and rankings read: their columns and the names of their codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gridctl.foundation.i18n import N_, _, said
from gridctl.presentation.columns import Column

if TYPE_CHECKING:
    from gridctl.operations.queries.assessments import Ranking

#: The scheme meant where none is named (domain.md 9.13).
DEFAULT_SCHEME = "county_top10_v1"

SUBJECT_NAMES: Mapping[str, str] = {
    "gridworker": N_("gridworker"),
    "grid": N_("grid"),
    "community": N_("community"),
    "town": N_("town"),
    "unit": N_("unit"),
}
STATE_NAMES: Mapping[str, str] = {"draft": N_("draft"), "frozen": N_("frozen")}
STANDING_NAMES: Mapping[str, str] = {
    "ranked": N_("ranked"),
    "not_eligible": N_("not eligible"),
    "no_score": N_("no score"),
    "vetoed": N_("excluded"),
}
SECTION_NAMES: Mapping[str, str] = {
    "item": N_("item"),
    "bonus": N_("bonus"),
    "penalty": N_("deduction"),
}
COLUMNS = (
    Column("assessment", N_("Assessment"), width="narrow"),
    Column("period", N_("Period"), width="narrow"),
    Column("scheme", N_("Scheme")),
    Column("scheme_version", N_("Version"), kind="int", width="narrow", wide_only=True),
    Column("subject", N_("Scored"), width="narrow", labels=SUBJECT_NAMES),
    Column("subjects", N_("Number scored"), kind="int", width="narrow"),
    Column("state", N_("State"), width="narrow", labels=STATE_NAMES),
    Column("created_at", N_("Made"), kind="instant", width="narrow"),
    Column("created_by", N_("Made by"), wide_only=True),
    Column("frozen_at", N_("Frozen"), kind="instant", width="narrow", wide_only=True),
    Column("frozen_by", N_("Frozen by"), wide_only=True),
    Column("program_version", N_("Program"), width="narrow", wide_only=True),
    Column("counting", N_("Rule of counting"), kind="int", width="narrow", wide_only=True),
    Column("input_digest", N_("Digest of the facts"), wide_only=True),
    Column("result_digest", N_("Digest of the result"), wide_only=True),
    Column("scheme_digest", N_("Digest of the scheme"), wide_only=True),
)
DIFFERING: Mapping[str, str] = {
    "scheme": N_("scheme"),
    "facts": N_("facts"),
    "ledger": N_("tickets behind a fact"),
    "scores": N_("score"),
    "rank": N_("place in the ranking"),
    "rows": N_("whom the rows name, and where they stand"),
    "result": N_("result as a whole"),
    "input": N_("facts and tickets as a whole"),
}
DIFFERENCE_COLUMNS = (
    Column("what", N_("What differs"), width="narrow", labels=DIFFERING),
    Column("key", N_("Of"), width="narrow"),
    Column("stored", N_("Stored"), width="wide"),
    Column("found", N_("Recomputed"), width="wide"),
)
PART_NAMES: Mapping[str, str] = {
    "item": N_("points"),
    "eligibility": N_("eligibility"),
    "veto": N_("veto"),
}
MISSING_COLUMNS = (
    Column("figure", N_("Missing figure")),
    Column("count", N_("Lacking it"), kind="int", width="narrow"),
    Column("part", N_("Rests on it"), width="narrow", labels=PART_NAMES),
    Column("label", N_("Scored item")),
    Column("instead", N_("Instead"), width="wide"),
    Column("names", N_("Who, the first ten"), width="wide", wide_only=True),
    Column("fact", N_("Code"), width="narrow", wide_only=True),
)
WEIGHT_COLUMNS = (
    Column("label", N_("Scored item")),
    Column("max", N_("Most points"), kind="points", width="narrow"),
    Column("weighed", N_("Weighed otherwise"), kind="points", width="narrow"),
    Column("moved", N_("Other places"), kind="int", width="narrow"),
    Column("entering_text", N_("Come to the top"), width="wide"),
    Column("leaving_text", N_("Leave it"), width="wide"),
    Column("item", N_("Code"), width="narrow", wide_only=True),
)
#: What stands above the names: people have another kind of name than places and units.
_NAMES = {"gridworker": N_("Full name")}
#: Items that find room on a screen of 80 cells, those that weigh most.
_MAIN_ITEMS = 3


def ranking_columns(ranking: Ranking, *, wide: bool) -> tuple[Column, ...]:
    """Return the columns of a ranking; without ``wide`` only the items of most weight."""
    items = ranking.columns
    weighty = sorted(items, key=lambda item: (item.section != "item", -(item.max or 0)))
    shown = {item.item for item in (items if wide else weighty[:_MAIN_ITEMS])}
    points = [
        Column(f"items.{item.item}", said(item.label)) for item in items if item.item in shown
    ]
    head = (
        Column("rank", N_("Rank"), kind="int", width="narrow"),
        name_column(ranking.assessment.subject),
        Column("group_name", N_("Town")),
        Column("total", N_("Total score"), width="narrow"),
    )
    if not wide:
        return (*head, *points)
    return (
        *head,
        Column("key", N_("Number"), width="narrow"),
        Column("standing", N_("Standing"), width="narrow", labels=STANDING_NAMES),
        Column("tied", N_("Shares its rank"), width="narrow"),
        *points,
        Column("added", N_("Bonus"), width="narrow"),
        Column("deducted", N_("Deductions"), width="narrow"),
        Column("grade", N_("Grade"), width="narrow"),
    )


def shift_columns(one: str, other: str) -> tuple[Column, ...]:
    """Return the columns of two rankings side by side, each named by its number or scheme."""
    return (
        Column("rank_text", f"{_(N_('Rank'))} {one}", kind="int", width="narrow"),
        Column("other_rank_text", f"{_(N_('Rank'))} {other}", kind="int", width="narrow"),
        Column("moved", N_("Places up"), kind="int", width="narrow"),
        Column("name", N_("Name"), width="narrow"),
        Column("total", f"{_(N_('Total score'))} {one}", kind="points", width="narrow"),
        Column("other_total", f"{_(N_('Total score'))} {other}", kind="points", width="narrow"),
        Column("group_name", N_("Town")),
        Column("key", N_("Number"), width="narrow", wide_only=True),
    )


def apart_columns(subject: str) -> tuple[Column, ...]:
    """Return the columns of those who are not ranked; ``why`` says the reason in words."""
    return (
        name_column(subject),
        Column("group_name", N_("Town")),
        Column("total", N_("Total score"), width="narrow"),
        Column("why", N_("Reason"), width="wide"),
    )


def name_column(subject: str) -> Column:
    """Return the column of the names of those who are scored."""
    return Column("name", _NAMES.get(subject, N_("Name")), width="narrow")
