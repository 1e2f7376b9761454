"""Missing figures, comparisons and other weights in words, a record for each line of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gridctl.domain.errors import Param, word
from gridctl.foundation.i18n import N_, _, listed, said
from gridctl.presentation.assessments import STANDING_NAMES
from gridctl.presentation.joining import aside
from gridctl.presentation.scheme_words import TREATMENTS, SchemeWords

if TYPE_CHECKING:
    from gridctl.operations.queries.assessments import MissingFigure
    from gridctl.operations.queries.comparisons import (
        Comparison,
        ItemWeight,
        RankShift,
        Sensitivity,
        TopPlace,
    )


def missing_record(figure: MissingFigure, words: SchemeWords) -> dict[str, Any]:
    """Return a missing figure with its words: what it is called, and what is given instead."""
    instead = {
        "item": TREATMENTS.get(figure.treatment, ""),
        "eligibility": N_("the requirement counts as not met"),
        "veto": TREATMENTS["no_score"],
    }
    return {
        **figure.model_dump(),
        "figure": words.figure(figure.fact),
        "label": words.label(figure.rests),
        "instead": _(instead[figure.part]),
    }


def shift_record(shift: RankShift) -> dict[str, Any]:
    """Return a subject of both rankings; where there is no rank, the standing stands for it."""
    return {
        **shift.model_dump(),
        "rank_text": _placed(shift.rank, shift.standing),
        "other_rank_text": _placed(shift.other_rank, shift.other_standing),
    }


def _placed(rank: int | None, standing: str) -> str:
    if rank is None:
        return _(STANDING_NAMES[standing]) if standing else ""
    return str(rank)


def weight_record(item: ItemWeight) -> dict[str, Any]:
    """Return an item weighed otherwise with the names of who comes to the top or leaves it."""
    return {
        **item.model_dump(),
        "label": said(item.label),
        "entering_text": _named(item.entering),
        "leaving_text": _named(item.leaving),
    }


def _named(places: Sequence[TopPlace]) -> str:
    return listed(aside(each.name, str(each.rank)) for each in places)


def comparison_lines(found: Comparison) -> list[str]:
    """Return what a comparison comes to, and what must be known of it."""
    places: dict[str, Param] = {
        "assessment": found.assessment.assessment, "other": found.other,
        "count": f"{found.total or 0:,}", "compared": f"{found.compared:,}", "top": found.top,
        "entering": found.entering, "leaving": found.leaving,
    }  # fmt: skip
    said = [
        word(_("{count} of {compared} have another rank or standing by {other}."), places),
        word(_("Of the first {top}, {leaving} leave and {entering} come."), places),
    ]
    if found.capped_otherwise:
        text = _(
            "{other} counts reports by other caps than {assessment}; run it to compare exactly."
        )
        said.append(word(text, places))
    if found.missing:
        text = _("{other} asks for {figures} figures that {assessment} does not keep or lacks.")
        said.append(word(text, {**places, "figures": len(found.missing)}))
    return said


def sensitivity_line(found: Sensitivity) -> str:
    """Return what other weights come to, in a line."""
    turning = sum(bool(item.entering or item.leaving) for item in found.items)
    places: dict[str, Param] = {
        "by": found.by, "top": found.top, "turning": turning, "items": len(found.items),
    }  # fmt: skip
    if not turning:
        return word(
            _("No item, weighed {by} otherwise, changes who is among the first {top}."), places
        )
    text = _(
        "{turning} of {items} items, weighed {by} otherwise, change who is among the first {top}."
    )
    return word(text, places)
