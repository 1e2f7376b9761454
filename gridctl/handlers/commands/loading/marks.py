"""Loading marks: one a row, or a score table with a column for each item (domain.md 14: 排名表)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from gridctl.domain.evidence import evidence_day
from gridctl.domain.problems import Problem
from gridctl.domain.scoring.arithmetic import points_from_units
from gridctl.handlers.commands.loading.base import Recognised, Run, Values
from gridctl.handlers.commands.loading.evidence import EvidenceLoader
from gridctl.handlers.queries.marks import bounds_of, is_counted, recognise_mark
from gridctl.imports.figures import figure_field, figures_of, is_loss, item_of
from gridctl.imports.kinds import Spread, load_kind
from gridctl.storage.bulk import BulkWriter, StagedRow

#: What says that a column of figures is for no mark.
_NO_MARK = frozenset({"mark_unknown", "mark_subject"})
#: What a payload of several marks calls them, and the headers of columns that are for none.
MARKS, _UNREAD = "_marks", "_unread"


class _Figure(NamedTuple):
    """A cell of a score table and the mark it makes."""

    header: str
    units: int
    found: Recognised


class MarkLoader(EvidenceLoader):
    """Loads marks in bulk."""

    def recognise(self, values: Values, run: Run) -> Recognised:
        """Recognise the mark of a row, or all marks of a row of a score table."""
        spread = _spread()
        figures = dict(figures_of(spread, values))
        if not figures:
            return super().recognise(values, run)
        others = {name: each for name, each in values.items() if name in load_kind("mark").fields}
        found = [
            _Figure(header, units, self._mark(header, units, others, run))
            for header, units in figures.items()
        ]
        unread = {each.header: _nearest(each.found) for each in found if _is_no_mark(each.found)}
        marks = [each for each in found if each.header not in unread]
        problems = _problems(spread, marks) if marks else [_nothing_asked(tuple(unread))]
        if problems:
            return Recognised("", {}, problems, [])
        payload = {
            MARKS: {each.header: [each.found.key, each.found.payload] for each in marks},
            _UNREAD: unread,
        }
        notices = _differing_total(others, figures)
        return Recognised(_row_key(marks[0].found.payload), payload, [], notices)

    def settle(self, facts: dict[str, Any], run: Run) -> list[Problem]:
        """Put ids in place of the words of a mark, and its period's first day."""
        mark = recognise_mark(
            run.context, facts, facts["on"], item=facts["item"], rater=facts.get("rater") or "",
            points=points_from_units(facts["points"]),
        )  # fmt: skip
        if isinstance(mark, Problem):
            return [mark]
        first = evidence_day("mark", date.fromisoformat(facts["on"]), mark.period)
        facts |= {"item": mark.item, "rater": mark.rater, "on": first.isoformat()}
        return []

    def pages(self, writer: BulkWriter, run: Run) -> Iterator[list[StagedRow]]:
        """Yield the marks of each page, and tell what is not read of a score table."""
        items: dict[str, str] = {}
        unread: dict[str, str] = {}
        for page in writer.pages():
            if not any(MARKS in row.payload for row in page):
                yield page
                continue
            cells = [
                (header, key, columns)
                for row in page
                for header, (key, columns) in row.payload[MARKS].items()
            ]
            items |= {header: columns["item"] for header, _, columns in cells}
            for row in page:
                unread |= row.payload[_UNREAD]
            known = writer.known([key for _, key, _ in cells])
            yield [
                StagedRow(key, columns, known.get(key), json.dumps(columns))
                for _, key, columns in cells
            ]
        run.findings += _told(run, items, unread)

    def _mark(self, header: str, units: int, values: Values, run: Run) -> Recognised:
        """Recognise one cell as the row of a mark; raters rate only what they are asked for."""
        item = item_of(header)
        one = {**values, "item": item.name, "points": units}
        found = super().recognise(one, run)
        if "rater" in values and [each.code for each in found.problems] == ["foreign_fact"]:
            alone = {name: each for name, each in one.items() if name not in ("rater", "seat")}
            return super().recognise(alone, run)
        return found


def _spread() -> Spread:
    found = load_kind("mark").spread
    assert found is not None
    return found


def _is_no_mark(found: Recognised) -> bool:
    return any(each.code in _NO_MARK for each in found.problems)


def _problems(spread: Spread, marks: list[_Figure]) -> list[Problem]:
    """Return what is wrong with a row, and with each of its figures under the figure's field."""
    problems: dict[Problem, None] = {}
    items: dict[str, str] = {}
    for each in marks:
        own = figure_field(spread, each.header)
        for problem in each.found.problems:
            about = own if problem.field in (spread.names, spread.value) else problem.field
            problems[problem._replace(field=about)] = None
        item = each.found.payload.get("item")
        if item is not None and (first := items.setdefault(item, each.header)) != each.header:
            problems[Problem("figure_twice", own, each.header, (("first", first),))] = None
    return list(problems)


def _nearest(found: Recognised) -> str:
    """Return the item that is called most like one no scheme asks for, "" where none is."""
    nearest = next((dict(each.params).get("nearest") for each in found.problems), None)
    return "" if nearest in (None, "-") else str(nearest)


def _nothing_asked(unread: tuple[str, ...]) -> Problem:
    return Problem("figures_unknown", "", "", (("choices", unread),))


def _differing_total(values: Values, figures: Mapping[str, int]) -> list[Problem]:
    """Tell where a table adds its figures up to something else; losses may be written plainly."""
    stated = values.get("total")
    if not isinstance(stated, int):
        return []
    plain = sum(figures.values())
    less = sum(-abs(each) if is_loss(header) else each for header, each in figures.items())
    if stated in (plain, less):
        return []
    told = (("sum", _points(less)),)
    return [Problem("total_differs", "total", _points(stated), told)]


def _points(units: int) -> str:
    return format(points_from_units(units).normalize(), "f")


def _row_key(columns: Mapping[str, Any]) -> str:
    """Return what two rows about the same subject have in common."""
    names = ("on_date", "staff_id", "unit_id", "grid_id", "found_by", "quantity")
    return "marks:" + "/".join(str(columns.get(name) or "") for name in names)


def _told(run: Run, items: Mapping[str, str], unread: Mapping[str, str]) -> Iterator[Problem]:
    """Yield which columns are for no mark, and where a header has another maximum."""
    for header, nearest in unread.items():
        if header in items:
            continue
        if is_counted(run.context, item_of(header).name):
            yield Problem("figure_counted", "", header)
        else:
            yield Problem("figure_unread", "", header, (("nearest", nearest or None),))
    for header, item in items.items():
        most, bounds = item_of(header).most, bounds_of(run.context, item)
        if most is not None and bounds is not None and bounds.high not in (None, most):
            yield Problem("figure_maximum", "", header, (("high", str(bounds.high)),))
