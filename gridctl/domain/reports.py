"""What a document must fulfil before it is written: figures that agree, and official forms."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from gridctl.domain.errors import Conflict, Invalid, Usage
from gridctl.foundation.i18n import N_

Figure = int | Decimal | None

#: Why a line of a ranking stands apart: code -> English words.
REMARKS: dict[str, str] = {
    "vetoed": N_("Vetoed"),
    "ineligible": N_("Not eligible"),
    "transferred": N_("Transferred"),
    "not_scored": N_("Not scored"),
}

#: What a veto does to a line: effect -> English words.
VETOES: dict[str, str] = {
    "exclude": N_("Vetoed: {veto}"),
    "zero": N_("Total set to zero: {veto}"),
    "downgrade": N_("One grade lower: {veto}"),
}

_YEAR_IN_BRACKETS = re.compile(r"[\[［(（【〔{｛]\s*(\d{4})\s*[\]］)）】〕}｝]")


class FigureMismatch(Invalid):
    """A figure is not what its own numbers give (domain.md 1, finding 10)."""

    message = N_("{figure}: published {published}, computed {computed}.")
    hint = N_("Correct the figure or the numbers it rests on; no document was written.")


class PartExceedsWhole(Invalid):
    """A part is larger than the whole it is counted in."""

    message = N_("{figure}: the part {part} is larger than the whole {whole}.")
    hint = N_("Correct the numbers; no document was written.")


class PublicityPeriodInvalid(Invalid):
    """The days of a publicity notice cannot hold the working days it promises."""

    message = N_("{starts} to {ends} cannot hold {working_days} working days.")
    hint = N_("Correct the first day, the last day or the number of working days.")


class ChannelMissing(Usage):
    """Nobody could say how to object."""

    message = N_("A publicity notice names at least one way to object.")
    hint = N_("Add <--phone, --letter or --email|a telephone, a letter box or an address>.")


class PublicityNotSet(Conflict):
    """The list has no days of publicity yet."""

    message = N_("{award_list} has no days of publicity yet.")
    hint = N_("They are set by '<award publish {award_list}>'.")


class PaymentNotSet(Conflict):
    """The list has no amounts yet."""

    message = N_("{award_list} has no amount to be paid yet.")
    hint = N_("It is set by '<award pay {award_list}>'.")


def confirm_equal(figure: str, published: Figure, computed: Figure) -> None:
    """Compare a figure with what its own numbers give.

    Args:
        figure: dotted name of the figure, such as ``totals.close_rate``.
        published: the figure as it would stand in the document; None where there is none.
        computed: the figure recomputed.

    Raises:
        FigureMismatch: the two differ.
    """
    if published != computed:
        raise FigureMismatch(figure=figure, published=_plain(published), computed=_plain(computed))


def confirm_within(figure: str, part: int, whole: int) -> None:
    """Make sure a part is not larger than its whole.

    Raises:
        PartExceedsWhole: it is.
    """
    if part > whole:
        raise PartExceedsWhole(figure=figure, part=part, whole=whole)


def confirm_rank(figure: str, rank: int, score: Decimal, scores: Sequence[Decimal]) -> None:
    """Make sure a rank fits a score among all scores (ascending), however ties were broken.

    Raises:
        FigureMismatch: someone with a lower score stands before, or a higher one behind.
    """
    best = len(scores) - bisect_right(scores, score) + 1
    worst = len(scores) - bisect_left(scores, score)
    if not best <= rank <= worst:
        raise FigureMismatch(figure=figure, published=rank, computed=best)


def confirm_lowest(figure: str, score: Decimal | None, lowest: Sequence[Decimal]) -> None:
    """Make sure a score is one of the lowest, which are given in ascending order.

    Raises:
        FigureMismatch: there is no score, or it lies above them.
    """
    limit = lowest[-1] if lowest else None
    if score is None or limit is None or score > limit:
        raise FigureMismatch(figure=figure, published=_plain(score), computed=_plain(limit))


def confirm_publicity_period(starts: date, ends: date, working_days: int) -> None:
    """Make sure the days from ``starts`` to ``ends``, both included, can hold the working days.

    Raises:
        PublicityPeriodInvalid: they cannot, or there is no working day at all.
    """
    if not 1 <= working_days <= (ends - starts).days + 1:
        raise PublicityPeriodInvalid(
            starts=starts.isoformat(), ends=ends.isoformat(), working_days=working_days
        )


def official_number(text: str) -> str:
    """Return a document number with its year in 〔 〕, whichever brackets were typed.

    Source: GB/T 9704-2012 (domain.md 14).
    """
    return _YEAR_IN_BRACKETS.sub(r"〔\1〕", text.strip())


def _plain(figure: Figure) -> str | int | None:
    return str(figure) if isinstance(figure, Decimal) else figure
