"""What a person settled: this letter feeds that field, or none; this is so in every row."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gridctl.domain.imports import FieldTwice, StatementUnfit, UnknownColumn, UnknownField
from gridctl.domain.problems import Problem
from gridctl.foundation.nearest import nearest
from gridctl.imports.kinds import Kind
from gridctl.imports.layout import Layout
from gridctl.imports.normalise import converter
from gridctl.imports.plan import Column, Plan, Value, letter
from gridctl.imports.words import fold


def chosen_fields(kind: Kind, columns: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of a kind by letter, from names or labels in any spelling.

    Raises:
        UnknownField: the kind has no such field.
        FieldTwice: two columns are to feed one field.
    """
    chosen: dict[str, str] = {}
    for column, wanted in columns.items():
        field = _field(kind, wanted) if wanted else ""
        if field and field in chosen.values():
            raise FieldTwice(field=wanted)
        chosen[column.strip().upper()] = field
    return chosen


def check_letters(chosen: Mapping[str, str], layout: Layout, path: Path) -> None:
    """Refuse letters of columns that have no header.

    Raises:
        UnknownColumn: there is no such column.
    """
    letters = [letter(each.index) for each in layout.headings if each.levels]
    for column in chosen:
        if column not in letters:
            raise UnknownColumn(file=path.name, column=column, columns=tuple(letters))


def stated_fields(kind: Kind, stated: Mapping[str, str]) -> dict[str, str]:
    """Return what was said for every row by field, from names or labels in any spelling.

    Raises:
        UnknownField: the kind has no such field.
        FieldTwice: one is said twice.
    """
    fields: dict[str, str] = {}
    for wanted, text in stated.items():
        field = _field(kind, wanted)
        if field in fields:
            raise FieldTwice(field=wanted)
        fields[field] = text
    return fields


def stated_values(plan: Plan) -> dict[str, Value]:
    """Return the values of what was said for every row.

    Raises:
        StatementUnfit: a text is none of its field.
    """
    values: dict[str, Value] = {}
    for name, text in plan.stated:
        column = Column(0, "", "", (name,))
        convert = converter(plan.kind.fields[name], column, year=plan.year)
        value = convert(text)
        if value is None or isinstance(value, Problem):
            raise StatementUnfit(value=text, field=name)
        values[name] = value
    return values


def _field(kind: Kind, wanted: str) -> str:
    for field in kind.fields.values():
        if fold(wanted) in {fold(name) for name in (field.name, *field.labels.values())}:
            return field.name
    near, fields = nearest(wanted.lower(), kind.fields), tuple(kind.fields)
    raise UnknownField(kind=kind.name, field=wanted, nearest=near, fields=fields)
