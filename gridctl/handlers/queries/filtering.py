"""From a filter's words to the parameters of a noun's statements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from gridctl.domain.deadlines import day_end
from gridctl.domain.filters import Clause, FilterField, load_vocabulary
from gridctl.domain.filters.values import code_of, days_of, numbers_of, yes_or_no
from gridctl.domain.grids import PlaceLevelDiffers, PlaceNotFound
from gridctl.domain.names import person_key, unit_key
from gridctl.domain.pinyin import is_typed
from gridctl.foundation.clock import OFFICE_ZONE, to_epoch
from gridctl.handlers.queries.calendars import office_calendar
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.own_names import own_names
from gridctl.handlers.queries.shape import text_value
from gridctl.storage.queries import tickets
from gridctl.storage.queries.compose import Value, again

#: Digits of the running number at the end of a serial number.
_RUNNING = 5
#: Endings people leave off a place's name, in the order they are tried.
_ENDINGS = ("", "街道", "镇", "乡", "社区", "村")
#: Before and after any instant of a record, in UTC seconds.
_EVER, _FOREVER = 0, 2**53


class Bound(NamedTuple):
    """The condition a clause uses and its value, or its values by name."""

    condition: str
    value: Value | list[Value] | Mapping[str, Value]


def filter_params(noun: str, text: str, context: QueryContext) -> dict[str, Any]:
    """Return the parameters a filter gives the statements of a noun.

    Raises:
        Usage: what is wrong with it (:mod:`gridctl.domain.filters.errors`).
        NotFound, Conflict: a value names nothing, or several places, units, people, categories.
    """
    params: dict[str, Any] = {}
    for number, clause in enumerate(load_vocabulary(noun).read(text), 1):
        condition, value = _KINDS[clause.field.kind](clause, context)
        params |= again(condition, number, value, negated=clause.negated)
    return params


def text_params(noun: str, words: str, context: QueryContext) -> dict[str, Any]:
    """Return the parameters that look for words in the text of a noun."""
    condition, value = _said(load_vocabulary(noun).text, words, context)
    return again(condition, 0, value)


def _choice(clause: Clause, context: QueryContext) -> Bound:
    own = own_names(context).states if clause.field.choices == "state" else {}
    found: list[Value] = [code_of(clause, each, _spellings, own) for each in clause.values]
    return Bound(clause.field.filter, found)


def _spellings(column: str) -> Mapping[str, tuple[str, ...]]:
    # Reading the kind costs a start; a code or a label is found without it.
    from gridctl.imports.kinds import load_kind

    kind, _, field = column.partition(".")
    return load_kind(kind).fields[field].choices


def _word(clause: Clause, _context: QueryContext) -> Bound:
    return Bound(clause.field.filter, list(clause.values))


def _yes_no(clause: Clause, _context: QueryContext) -> Bound:
    return Bound(clause.field.filter, yes_or_no(clause, _single(clause)))


def _text(clause: Clause, context: QueryContext) -> Bound:
    return _said(clause.field, _single(clause), context)


def _said(field: FilterField, words: str, context: QueryContext) -> Bound:
    """Return the condition that some words are said; letters may be the pinyin of a name."""
    if field.searched and is_typed(words):
        from gridctl.handlers.queries.search_names import named_ids

        return Bound("named", [*named_ids(field.searched, words, context)])
    return Bound(field.filter, text_value(words, _FOLDINGS[field.folding]))


def _number(clause: Clause, _context: QueryContext) -> Bound:
    first, last = numbers_of(clause, _single(clause))
    return Bound(clause.field.filter, {"first": first, "last": last})


def _serial(clause: Clause, context: QueryContext) -> Bound:
    if len(clause.values) > 1 or ".." not in clause.values[0]:
        found = [number for each in clause.values for number in _numbers(each, context)]
        return Bound(clause.field.filter, found)
    first, last = numbers_of(clause, clause.values[0])
    last = min(last, 10**_RUNNING - 1)
    span = {"first": f"{first:0{_RUNNING}}", "last": f"{last:0{_RUNNING}}"}
    return Bound("running", span)


def _numbers(text: str, context: QueryContext) -> list[Value]:
    """Return a number somebody has, else the serial numbers that end so; few digits are running."""
    known = context.read.rows(tickets.FIND, {"number": text})
    if known or not (text.isascii() and text.isdecimal()):
        return [text]
    ending = {"ending": f"%{text.zfill(_RUNNING)}"}
    return [number for (number,) in context.read.rows(tickets.ENDING, ending)] or [text]


def _day(clause: Clause, context: QueryContext) -> Bound:
    first, last = _days(clause, context)
    return Bound(clause.field.filter, {"first": first.isoformat(), "last": last.isoformat()})


def _instant(clause: Clause, context: QueryContext) -> Bound:
    first, last = _days(clause, context)
    begin = _EVER if first == date.min else _begin(first)
    end = _FOREVER if last == date.max else _begin(last + timedelta(days=1)) - 1
    return Bound(clause.field.filter, {"first": begin, "last": end})


def _deadline(clause: Clause, context: QueryContext) -> Bound:
    first, last = _days(clause, context)
    begin = _EVER if first == date.min else _begin(first) + 1
    end = _FOREVER if last == date.max else day_end(last)
    return Bound(clause.field.filter, {"first": begin, "last": end})


def _days(clause: Clause, context: QueryContext) -> tuple[date, date]:
    return days_of(clause, _single(clause), context.today(), office_calendar(context))


def _begin(day: date) -> int:
    return to_epoch(datetime.combine(day, time(), OFFICE_ZONE))


def _place(clause: Clause, context: QueryContext) -> Bound:
    level = clause.field.level
    found: list[Value] = [_find_place(each, level, context) for each in clause.values]
    return Bound(clause.field.filter, found)


def _find_place(text: str, level: str, context: QueryContext) -> int:
    from gridctl.handlers.queries.places import place_index

    index, today = place_index(context), context.today().isoformat()
    for ending in _ENDINGS:
        with suppress(PlaceNotFound, PlaceLevelDiffers):
            return index.find(f"{text}{ending}", today, level=level or None)
    return index.find(text, today, level=level or None)


def _unit(clause: Clause, context: QueryContext) -> Bound:
    from gridctl.handlers.queries.unit_index import find_unit

    return Bound(clause.field.filter, [find_unit(context, each) for each in clause.values])


def _category(clause: Clause, context: QueryContext) -> Bound:
    from gridctl.handlers.queries.categories import category_ids

    found: list[Value] = []
    for each in clause.values:
        found += category_ids(context, each)
    return Bound(clause.field.filter, found)


def _staff(clause: Clause, context: QueryContext) -> Bound:
    from gridctl.handlers.queries.staff import find_staff

    return Bound(clause.field.filter, [find_staff(context, each) for each in clause.values])


def _single(clause: Clause) -> str:
    """Return the value of a field that has one; what was listed is read as it was written."""
    return ",".join(clause.values)


#: How a text is folded before it is compared with names that are.
_FOLDINGS: Mapping[str, Callable[[str], str]] = {"": str, "person": person_key, "unit": unit_key}
_KINDS: Mapping[str, Callable[[Clause, QueryContext], Bound]] = {
    "choice": _choice,
    "word": _word,
    "yes_no": _yes_no,
    "text": _text,
    "number": _number,
    "serial": _serial,
    "day": _day,
    "instant": _instant,
    "deadline": _deadline,
    "place": _place,
    "unit": _unit,
    "category": _category,
    "staff": _staff,
}
