"""The figures of tickets: what each is called, and the tickets behind it (domain.md 7.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from gridctl.domain.periods import parse_period
from gridctl.domain.signals import URGENCY_COLOURS
from gridctl.domain.units import LEVEL_NAMES
from gridctl.foundation.i18n import N_
from gridctl.operations.queries.tickets import GroupBy
from gridctl.presentation.columns import Column
from gridctl.presentation.filter_words import term

GROUPINGS = {
    "town": N_("town"),
    "community": N_("community"),
    "grid": N_("grid"),
    "unit": N_("unit"),
    "category": N_("category"),
    "class": N_("class"),
    "source": N_("source"),
    "urgency": N_("urgency"),
    "level": N_("level that solved it"),
    "month": N_("month"),
    "day": N_("day"),
}
#: ``overdue`` is of those due in the span, closed late or open still; what is open past its
#: deadline today, whenever it was due, is another number and has another name.
METRICS = {
    "count": N_("received"),
    "due_to_close": N_("due"),
    "closed": N_("closed"),
    "closed_on_time": N_("on time"),
    "close_on_time": N_("on-time rate"),
    "overdue": N_("late of due"),
    "exempt": N_("exempt"),
    "stated": N_("stated"),
}
#: Further figures: each that counts tickets is a field of the filter too, which leads to them.
INDICATORS = {
    "closed_of_due": N_("closed of due"),
    "closed_same_month": N_("closed in the month reported"),
    "closed_carried": N_("closed in a later month"),
    "first_pass": N_("closed without rework"),
    "redone": N_("reworked after a call-back"),
    "reworked_of_due": N_("reworked of due"),
    "dispatched_of_due": N_("dispatched of due"),
    "returned_of_due": N_("returned of due"),
    "extended_of_due": N_("extended of due"),
    "suspended_of_due": N_("suspended of due"),
    "accurately_dispatched": N_("dispatched aright of due"),
    "handled_timed": N_("of due, time of handling known"),
    "repeat_of_received": N_("repeats of received"),
    "repeat_rated": N_("repeats called back"),
    "repeat_content": N_("repeats, caller content"),
    "filed_of_received": N_("filed of received"),
    "accurately_filed": N_("filed and not voided"),
    "public_reported": N_("filed upon a public report"),
    "carried_in": N_("carried over from before"),
    "carried_on": N_("carried on"),
    "avg_handle": N_("hours to handle, mean"),
    "median_handle": N_("hours to handle, median"),
    "close_rate": N_("closing rate"),
    "first_pass_rate": N_("first-pass rate"),
    "redo_rate": N_("redo rate"),
    "rework_rate": N_("rework rate"),
    "return_rate": N_("return rate"),
    "repeat_rate": N_("repeat rate"),
    "repeat_satisfaction_rate": N_("satisfaction of repeats"),
    "file_rate": N_("filing rate"),
    "accurate_filing_rate": N_("accurate filing rate"),
    "accurate_dispatch_rate": N_("accurate dispatch rate"),
    "public_report_rate": N_("public report rate"),
}
#: The rate is null where nothing was due, and the standing says why.
STANDINGS = {
    "due": N_("some due"),
    "none_due": N_("none due"),
    "no_tickets": N_("no tickets"),
}
ALL_METRICS = {**METRICS, **INDICATORS}
DEFAULT_METRICS = ("count", "due_to_close", "closed_on_time", "close_on_time", "overdue", "stated")
#: Words of the groups whose names are codes, or are not there.
_NAMES = {"": N_("(not given)"), **URGENCY_COLOURS}
_LEVEL_NAMES = {"": N_("(open, or not known)"), **LEVEL_NAMES}
#: Figure -> the field of a filter that asks for what it counts.
_COUNTED = {"count": "reported", "closed_on_time": "closed_on_time", "overdue": "late_of_due"}
#: Grouping -> the field of a filter its keys are values of.
_FIELDS = {
    "town": "town", "community": "community", "grid": "grid", "unit": "unit",
    "category": "category", "class": "category", "source": "source", "urgency": "urgency",
    "level": "solved",
}  # fmt: skip


def stats_columns(by: str, metrics: Iterable[str]) -> tuple[Column, ...]:
    """Return the columns of a grouping: its key and name, the figures, the standing."""
    shown = tuple(map(figure_column, metrics))
    names = _LEVEL_NAMES if by == "level" else _NAMES
    hidden = () if "stated" in metrics else (Column("stated", METRICS["stated"], wide_only=True),)
    return (
        Column("key", N_("Code"), width="narrow", wide_only=True),
        Column("name", GROUPINGS[by], width="wide", labels=names),
        *shown,
        *hidden,
        Column("standing", N_("Standing"), labels=STANDINGS, wide_only=True),
    )


def figure_column(metric: str, header: str = "", *, wide_only: bool = False) -> Column:
    """Return the column of a figure."""
    kind: Any = "percent" if metric == "close_on_time" or metric.endswith("_rate") else "int"
    key = f"indicators.{metric}" if metric in INDICATORS else metric
    return Column(
        key, header or ALL_METRICS[metric], width="narrow", kind=kind, labels=STANDINGS,
        wide_only=wide_only,
    )  # fmt: skip


def behind(figure: str, first: date | None, last: date | None) -> str:
    """Return the filter of the tickets a figure of some days counts; a rate's are all due."""
    if figure == "count" and not (first or last):
        return ""
    return term("ticket", _COUNTED.get(figure, "due_to_close"), span(first, last))


def span(first: date | None, last: date | None) -> str:
    """Return days as a filter has them."""
    if first == last and first is not None:
        return first.isoformat()
    ends = (each.isoformat() if each else "" for each in (first, last))
    return "..".join(ends) if first or last else f"{date.min}.."


def behind_row(
    row: Mapping[str, Any], by: GroupBy, first: date | None, last: date | None, others: str = ""
) -> str:
    """Return the filter of the tickets behind a row of statistics.

    These are the ones due, which its figures are about; where none was, those received.

    Args:
        row: of the statistics.
        by: what it is grouped by.
        first: day the statistics begin, None where it is open.
        last: day they end.
        others: terms all rows have in common.
    """
    if by in ("month", "day") and row["key"]:
        within = parse_period(row["key"]) if by == "month" else None
        begin = within.first if within else date.fromisoformat(row["key"])
        end = within.last if within else begin
        first, last = max(filter(None, (first, begin))), min(filter(None, (last, end)))
    figure = "due_to_close" if row["due_to_close"] else "count"
    key = term("ticket", _FIELDS[by], row["key"]) if by in _FIELDS and row["key"] else ""
    return " ".join(filter(None, (others, key, behind(figure, first, last))))
