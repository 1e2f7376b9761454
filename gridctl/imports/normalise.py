"""From the text of a cell to the value of its field: one function per column, made once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeAlias

from gridctl.domain.problems import Problem
from gridctl.imports.dates import read_date, read_datetime, read_deadline, read_period, read_since
from gridctl.imports.fitting import misfit, test_of
from gridctl.imports.kinds import Field
from gridctl.imports.limits import read_limit, unit_of
from gridctl.imports.numbers import read_days, read_decimal4, read_integer, read_money
from gridctl.imports.plan import Column, Value
from gridctl.imports.tables import NOT_CALCULATED
from gridctl.imports.texts import (
    read_choice,
    read_code,
    read_list,
    read_name,
    read_person,
    read_phone,
    read_prose,
    read_text,
    read_yes_no,
)
from gridctl.imports.unfit import Unfit
from gridctl.imports.words import fold, plain, value_words

#: Text in; a value, the problem with it, or None for an empty cell out.
Converter: TypeAlias = Callable[[str], Value | Problem | None]

# Values of these types seldom repeat, or are changed by whoever receives them.
_UNCACHED = frozenset({"prose", "list"})
_CACHE_SIZE = 8_192
# Blanks that str.strip leaves: zero-width marks that web pages put into copied text.
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
_MARKS = frozenset(_INVISIBLE + "='")
_FORMULA_MARKS = ("'=", "'+", "'-", "'@")
_LONGEST_EMPTY = 8


def converter(
    field: Field, column: Column, *, year: int | None = None, epoch_1904: bool = False
) -> Converter:
    """Return the function that reads the cells of one column for one field.

    Args:
        field: what the cells are.
        column: where they stand, and what its header says about them.
        year: the year of dates written without one.
        epoch_1904: whether day numbers count from 1904.
    """
    read = _reader(field, column, year, epoch_1904)
    empty = value_words().empty
    if field.type == "yes_no":
        empty -= value_words().no
    if field.type == "choice":
        empty -= {spelling for spelling, _ in _spellings(field)}
    convert = _checked(read, field, empty)
    return convert if field.type in _UNCACHED else _Memory(convert).__getitem__


def bare(text: str) -> str:
    """Return a cell's text without the blanks and marks that spreadsheets put around it.

    ``="00123"`` and ``'00123`` keep a program from reading a number, ``'=1`` a formula.
    """
    text = text.strip()
    if not text or not (text[0] in _MARKS or text[-1] in _INVISIBLE):
        return text
    text = text.strip(_INVISIBLE).strip()
    if text.startswith('="') and text.endswith('"') and len(text) > 2:
        return text[2:-1].strip()
    if text.startswith(_FORMULA_MARKS) or (text[:1] == "'" and text[1:2].isdigit()):
        return text[1:]
    return text


def is_empty(text: str) -> bool:
    """Tell whether a bare text says that there is no value."""
    return not text or (len(text) <= _LONGEST_EMPTY and fold(text) in value_words().empty)


class _Memory(dict[str, Value | Problem | None]):
    """The answers to the first texts asked for.

    Nothing is ever thrown out: a column repeats its few values from the start, or never, and
    then forgetting the oldest for each new one would cost more than it saves.
    """

    def __init__(self, convert: Converter) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, text: str) -> Value | Problem | None:
        answer = self._convert(text)
        if len(self) < _CACHE_SIZE:
            self[text] = answer
        return answer


def _checked(read: Callable[[str], Value], field: Field, empty: frozenset[str]) -> Converter:
    name, errors, fits = field.name, value_words().cell_errors, test_of(field)

    def convert(text: str) -> Value | Problem | None:
        text = bare(text)
        if not text or (len(text) <= _LONGEST_EMPTY and fold(text) in empty):
            return None
        if text[0] == "#" and text.upper() in errors:
            return Problem("cell_error", name, text)
        if text == NOT_CALCULATED:
            return Problem("not_calculated", name, text)
        try:
            value = read(text)
        except Unfit as problem:
            return Problem(problem.code, name, text, problem.params)
        if not value and value != 0:
            return None
        return value if fits(value) else misfit(field, value)._replace(value=text)

    return convert


def _reader(
    field: Field, column: Column, year: int | None, epoch_1904: bool
) -> Callable[[str], Value]:
    if field.type == "choice":
        return _choice_reader(field, column)
    if field.type == "money":
        return partial(read_money, scale=column.scale)
    if field.type == "code":
        return partial(read_code, rounded=column.rounded)
    if field.type == "limit":
        return partial(read_limit, unit=unit_of(column.header))
    if field.type in _DATED:
        return partial(_DATED[field.type], year=year, epoch_1904=epoch_1904)
    return _PLAIN[field.type]


def _choice_reader(field: Field, column: Column) -> Callable[[str], Value]:
    spelled = dict(_spellings(field)) | dict(column.reads)
    # What a header turns into another field's code says nothing of this one.
    codes = {word: code for word, code in spelled.items() if code in field.choices}
    known = tuple(next(iter(words), code) for code, words in field.choices.items())
    return partial(read_choice, codes=codes, known=known)


def _spellings(field: Field) -> Iterator[tuple[str, str]]:
    for form in (plain, fold):
        for code, words in field.choices.items():
            for word in (code, *words):
                yield form(word), code


_PLAIN: dict[str, Callable[[str], Value]] = {
    "text": read_text,
    "prose": read_prose,
    "name": read_name,
    "person": read_person,
    "phone": read_phone,
    "integer": read_integer,
    "days": read_days,
    "decimal4": read_decimal4,
    "yes_no": read_yes_no,
    "list": read_list,
}
_DATED: dict[str, Callable[..., Value]] = {
    "date": read_date,
    "datetime": read_datetime,
    "since": read_since,
    "deadline": read_deadline,
    "period": read_period,
}
