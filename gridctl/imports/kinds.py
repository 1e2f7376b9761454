"""Kinds of import: which fields a file of tickets, staff or divisions has, and what it calls them.

One TOML file per kind lies in ``config/imports/kinds``; fields that several kinds share lie in
``config/imports/fields.toml``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

import tomli

from gridctl.domain.imports import UnknownKind
from gridctl.foundation.nearest import nearest
from gridctl.foundation.resources import config_path
from gridctl.imports.words import fold, plain

FieldType = Literal[
    "text", "prose", "name", "person", "code", "integer", "days", "money", "decimal4", "date",
    "datetime", "since", "deadline", "period", "limit", "yes_no", "phone", "list", "choice",
]  # fmt: skip

#: Greatest number of characters of a text whose field sets no limit.
LONGEST = 200
#: Types that measure something: a blank is never filled from the row above (domain.md 13.2).
MEASURES: frozenset[str] = frozenset({"integer", "days", "money", "decimal4"})


@dataclass(frozen=True, slots=True)
class Target:
    """What a header may stand for.

    Attributes:
        field: the canonical field.
        rank: place among the synonyms of the field; the first is the surest.
        reads: spellings that mean something else under this header (a column 是否超期 says 是
            for late), folded spelling to code.
        unless: bare headers beside which this one means something else.
    """

    field: str
    rank: int
    reads: Mapping[str, str] = dataclasses.field(default_factory=dict)
    unless: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Field:
    """One canonical field of a kind.

    Attributes:
        name: identifier, the key of ``Row.values``.
        type: how a cell becomes a value.
        labels: the name to show, by language (``zh``, ``en``).
        synonyms: headers that name the field, labels and name included.
        required: whether the file must have the column and each row a value.
        max_length: greatest number of characters of a text, or of each text of a list.
        choices: code to its spellings, for the type ``choice``.
        fill_down: whether a blank means "as above".
        also: fields the same column feeds too, with those of its values that fit.
        falls_back_on: fields whose column serves this one too where it has none of its own.
    """

    name: str
    type: FieldType
    labels: Mapping[str, str]
    synonyms: tuple[str, ...] = ()
    required: bool = False
    max_length: int = LONGEST
    choices: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    fill_down: bool = False
    also: tuple[str, ...] = ()
    falls_back_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """How a table may have one column for each of what the rows of another name.

    Attributes:
        names: the field its headers are values of.
        value: the field its cells are values of.
        total: the field of a column that adds them up.
        beside: bare endings of headers whose figures are no such values.
        signs: bare endings of headers that say what the figures are: any table has figures.
    """

    names: str
    value: str
    total: str
    beside: tuple[str, ...]
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of import.

    Attributes:
        name: identifier, such as ``ticket``.
        labels: the name to show, by language.
        key: the fields that together, or the first of them present, identify a record.
        needs: groups of fields; a row has a value for one of each group.
        columns: groups of fields; a file has a column for one of each group.
        fields: the fields by name.
        headers: bare header to what it may stand for.
        spread: how records of one subject may stand side by side, or None where they may not.
        of_table: fields that most often hold for a table as a whole, so that no column says them.
    """

    name: str
    labels: Mapping[str, str]
    key: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]
    columns: tuple[tuple[str, ...], ...]
    fields: Mapping[str, Field]
    headers: Mapping[str, tuple[Target, ...]]
    spread: Spread | None = None
    of_table: frozenset[str] = frozenset()


@cache
def kind_names() -> tuple[str, ...]:
    """Return the names of all kinds, sorted."""
    return tuple(sorted(path.stem for path in config_path("imports", "kinds").glob("*.toml")))


def load_kind(name: str) -> Kind:
    """Return the kind of a name or of one of its labels.

    Raises:
        UnknownKind: there is none; the error names the nearest.
    """
    names = kind_names()
    if name in names:
        return _read_kind(name)
    for kind in map(_read_kind, names):
        if fold(name) in {fold(label) for label in (kind.name, *kind.labels.values())}:
            return kind
    near = nearest(name.lower(), names)
    raise UnknownKind(kind=name, nearest=near, kinds=tuple(names))


@cache
def load_table(name: str) -> Kind:
    """Return the columns of a table that is read but not imported, from ``config/imports/tables``.

    Raises:
        FileNotFoundError: there is none of this name.
    """
    return _read_kind(name, "tables")


@cache
def _read_kind(name: str, folder: str = "kinds") -> Kind:
    table = _read(folder, f"{name}.toml")
    shared = _read("fields.toml")
    entries = (
        [*table.get("fields", ()), *({"name": n, **shared[n]} for n in table["shared"])]
        if ("shared" in table)
        else table["fields"]
    )
    fields = {entry["name"]: _field(entry) for entry in entries}
    required = [(name,) for name, each in fields.items() if each.required]
    needs = (*required, *map(tuple, table.get("needs", ())))
    return Kind(
        name=name,
        labels=table["labels"],
        key=tuple(table["key"]),
        needs=needs,
        columns=(*needs, *map(tuple, table.get("columns", ()))),
        fields=fields,
        headers=_headers(fields, entries),
        spread=_spread(table["spread"]) if "spread" in table else None,
        of_table=frozenset(table.get("of_table", ())),
    )


def _read(*parts: str) -> dict[str, Any]:
    return tomli.loads(config_path("imports", *parts).read_text("utf-8"))


def _field(entry: Mapping[str, Any]) -> Field:
    if entry["type"] not in get_args(FieldType):
        raise ValueError(f"{entry['name']}: unknown type {entry['type']}")
    return Field(
        name=entry["name"],
        type=entry["type"],
        labels=entry["labels"],
        synonyms=(*entry["labels"].values(), entry["name"], *entry.get("synonyms", ())),
        required=entry.get("required", False),
        max_length=entry.get("max_length", LONGEST),
        choices={code: tuple(words) for code, words in entry.get("choices", {}).items()},
        fill_down=entry.get("fill_down", False),
        also=tuple(entry.get("also", ())),
        falls_back_on=tuple(entry.get("falls_back_on", ())),
    )


def _spread(table: Mapping[str, Any]) -> Spread:
    beside = tuple(map(plain, table["beside"]))
    signs = tuple(map(plain, table["signs"]))
    return Spread(table["names"], table["value"], table["total"], beside, signs)


def _headers(
    fields: Mapping[str, Field], entries: list[dict[str, Any]]
) -> dict[str, tuple[Target, ...]]:
    headers: dict[str, dict[str, Target]] = {}
    for each in fields.values():
        for rank, synonym in enumerate(each.synonyms):
            headers.setdefault(plain(synonym), {}).setdefault(each.name, Target(each.name, rank))
    for entry in entries:
        for variant in entry.get("variants", ()):
            target = Target(
                field=entry["name"],
                rank=len(entry.get("synonyms", ())) + 2,
                reads={fold(word): code for word, code in variant.get("reads", {}).items()},
                unless=frozenset(map(plain, variant.get("unless", ()))),
            )
            for synonym in variant["synonyms"]:
                headers.setdefault(plain(synonym), {}).setdefault(entry["name"], target)
    return {header: tuple(targets.values()) for header, targets in headers.items()}
