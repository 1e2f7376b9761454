"""Counting tickets by group, and naming the groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from gridctl.domain.rates import percent
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.counted_days import figures_by_day, keeps
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.ticket_filters import common_filters, period_days
from gridctl.handlers.queries.ticket_further import Further, Label, further_figures
from gridctl.operations.queries.tickets import GroupBy, Indicators, ShowStats, StatsPage, StatsRow
from gridctl.storage.queries import ticket_stats as sql

#: Rate -> the figure above and the figure below the line (domain.md 7.2).
_RATES = {
    "close_rate": ("closed_of_due", "due_to_close"),
    "first_pass_rate": ("first_pass", "closed_of_due"),
    "redo_rate": ("redone", "closed_of_due"),
    "rework_rate": ("reworked_of_due", "due_to_close"),
    "return_rate": ("returned_of_due", "dispatched_of_due"),
    "repeat_rate": ("repeat_of_received", "count"),
    "repeat_satisfaction_rate": ("repeat_content", "repeat_rated"),
    "file_rate": ("filed_of_received", "count"),
    "accurate_filing_rate": ("accurately_filed", "filed_of_received"),
    "accurate_dispatch_rate": ("accurately_dispatched", "dispatched_of_due"),
    "public_report_rate": ("public_reported", "filed_of_received"),
}
#: Those that come from :mod:`.ticket_further`.
_FURTHER = frozenset(Further().figures())
_INDICATORS = tuple(name for name in Indicators.model_fields if name not in _FURTHER | {*_RATES})
_FIGURES = ("count", "due_to_close", "closed", "closed_on_time", "overdue", "exempt", "stated")


def stats_page(operation: ShowStats, context: QueryContext) -> StatsPage:
    """Return the figures of every group and their sum, the largest group first."""
    first, last = period_days(operation)
    params = common_filters(operation, context) | {"now": context.now()}
    names = (*_FIGURES, *(_INDICATORS if operation.indicators else ()))
    rows = _rows(operation, context, params, first, last)
    label = _labeller(operation.by, context, min(last, context.today().isoformat()))
    groups: dict[Label, dict[str, int]] = defaultdict(lambda: dict.fromkeys(names, 0))
    for row in rows:
        figures = groups[label(row["grouping_key"])]
        for name in names:
            figures[name] += row[name]
    further: dict[Label, Further] = {}
    of_all: Further | None = None
    if operation.indicators:
        params |= {"from_day": first, "to_day": last}
        further, of_all = further_figures(context, operation.by, params, label, [*groups])
        for carried in further.keys() - groups.keys():
            groups[carried] = dict.fromkeys(names, 0)
    order = _by_key if operation.by in ("month", "day") else _by_count
    items = tuple(
        _row(name, figures, None if of_all is None else further.get(name, Further()))
        for name, figures in sorted(groups.items(), key=order)
    )
    total = {name: sum(figures[name] for figures in groups.values()) for name in names}
    return StatsPage(items=items, sum=_row(("", ""), total, of_all), total=len(items))


def _rows(
    operation: ShowStats, context: QueryContext, params: dict[str, Any], first: str, last: str
) -> list[dict[str, Any]]:
    """Return rows of figures with the key of their group; a group may have several."""
    span = date.fromisoformat(first), date.fromisoformat(last)
    if not (operation.indicators or operation.filter) and keeps(operation.by, *span):
        return figures_by_day(context, operation.by, params, *span)
    key = "category" if operation.by == "class" else operation.by
    choice = f"lasting_{key}" if params.get("lasting") else key
    statement = sql.INDICATORS if operation.indicators else sql.STATS
    days = {"from_day": first, "to_day": last, "first_day": first, "last_day": last}
    parts = dict.fromkeys(statement.parts, choice)
    return context.read.records(statement, params | days, parts=parts)


def _row(label: Label, figures: dict[str, int], further: Further | None) -> StatsRow:
    rate = percent(figures["closed_on_time"], figures["due_to_close"])
    standing = "due" if figures["due_to_close"] else "none_due"
    if not figures["count"] and not figures["due_to_close"] and not figures["closed"]:
        standing = "no_tickets"
    return StatsRow(
        key=label[0],
        name=label[1],
        **{figure: figures[figure] for figure in _FIGURES},
        close_on_time=rate,
        standing=standing,  # type: ignore[arg-type]
        indicators=None if further is None else _indicators(figures, further),
    )


def _indicators(figures: Mapping[str, int], further: Further) -> Indicators:
    """Return the further figures of a group with their rates."""
    rates = {rate: percent(figures[part], figures[of]) for rate, (part, of) in _RATES.items()}
    counted = {name: figures[name] for name in _INDICATORS}
    return Indicators.model_validate(counted | rates | further.figures())


def _by_count(group: tuple[Label, dict[str, int]]) -> tuple[int, Label]:
    return -group[1]["count"], group[0]


def _by_key(group: tuple[Label, dict[str, int]]) -> Label:
    return group[0]


def _labeller(by: GroupBy, context: QueryContext, day: str) -> Callable[[Any], Label]:
    """Return the function that turns a grouping key into (code, name); nothing into ("", "")."""
    if by in ("town", "community", "grid"):
        index = place_index(context)

        def place(key: int | None) -> Label:
            if key is None:
                return "", ""
            version = index.on(key, day)
            return version.code, version.name

        return place
    if by == "unit":
        units = {row[0]: (row[1], row[2]) for row in context.read.rows(sql.UNIT_NAMES)}
        return lambda key: units.get(key, ("", ""))
    if by in ("category", "class"):
        return _category_labeller(context, roots=by == "class")
    # A month is read by its days.
    length = len("2026-11") if by == "month" else None
    return lambda key: ((key or "")[:length], (key or "")[:length])


def _category_labeller(context: QueryContext, *, roots: bool) -> Callable[[Any], Label]:
    records = {row["id"]: row for row in context.read.records(sql.CATEGORY_NAMES)}

    def category(key: int | None) -> Label:
        row = records.get(key)
        while roots and row is not None and row["parent_id"] is not None:
            row = records[row["parent_id"]]
        return ("", "") if row is None else (row["code"], row["name"] if roots else row["path"])

    return category
