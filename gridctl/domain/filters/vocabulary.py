"""What the terms of a noun's filter may be about, from ``config/filters/<noun>.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

import tomli

from gridctl.domain.filters.errors import FilterFieldUnknown, FilterOperatorUnfit
from gridctl.domain.filters.syntax import Operator, Term, parse_filter
from gridctl.foundation.nearest import nearest
from gridctl.foundation.resources import config_path
from gridctl.foundation.spelled import folded

Kind = Literal[
    "choice", "word", "yes_no", "place", "unit", "category", "staff",
    "day", "instant", "deadline", "number", "serial", "text",
]  # fmt: skip

#: Kinds whose values have an order.
ORDERED = ("day", "instant", "deadline", "number")
#: Kinds whose values are days or spans of them.
DATED = ("day", "instant", "deadline")
TEXT = "text"


class FilterField(NamedTuple):
    """A field of a noun.

    Attributes:
        name: what people are shown.
        kind: how its values are read.
        labels: its name to show, by ``zh`` and ``en``.
        names: all spellings, folded.
        choices: name of the list its codes are from; "" for none.
        words: column of the imports whose spellings of the codes are understood, or "".
        level: of places; "" for any.
        folding: of texts: how the names they are compared with are folded, or "".
        searched: of texts: the kind of names a search knows the noun by, or "".
        filter: the condition of the noun's statements.
    """

    name: str
    kind: Kind
    labels: Mapping[str, str]
    names: tuple[str, ...]
    choices: str = ""
    words: str = ""
    level: str = ""
    folding: str = ""
    searched: str = ""
    filter: str = ""


class Clause(NamedTuple):
    """A condition on a field; attributes as those of :class:`Term`."""

    place: int
    field: FilterField
    operator: Operator
    values: tuple[str, ...]
    negated: bool


class ShortWord(NamedTuple):
    """A word that stands for a term."""

    name: str
    stands_for: Term
    labels: Mapping[str, str]
    names: tuple[str, ...]


class Vocabulary:
    """The fields of a noun, found by any of their names."""

    def __init__(self, fields: Iterable[FilterField], words: Iterable[ShortWord]) -> None:
        self.fields = tuple(fields)
        self.words = tuple(words)
        (self.text,) = (field for field in self.fields if field.kind == TEXT)
        self._fields = {name: field for field in self.fields for name in field.names}
        self._words = {name: word for word in self.words for name in word.names}

    def read(self, text: str) -> tuple[Clause, ...]:
        """Return the conditions a filter sets, bare words as conditions on the text.

        Raises:
            FilterFieldUnknown, FilterOperatorUnfit: a term is about nothing known here.
            FilterQuoteOpen, FilterValueMissing, FilterUnreadable: the text is no filter.
        """
        return tuple(self._clause(term) for term in parse_filter(text))

    def _clause(self, term: Term) -> Clause:
        if term.name:
            return self._about(self._field(term), term)
        said = folded(term.values[0])
        if term.quoted or len(term.values) > 1:
            return self._about(self.text, term)
        if word := self._words.get(said):
            stands_for = word.stands_for
            negated = stands_for.negated != term.negated
            return self._clause(stands_for._replace(place=term.place, negated=negated))
        field = self._fields.get(said)
        if field is not None and field.kind == "yes_no":
            return Clause(term.place, field, ":", ("yes",), term.negated)
        return self._about(self.text, term)

    def _field(self, term: Term) -> FilterField:
        found = self._fields.get(folded(term.name))
        if found is None:
            near = nearest(folded(term.name), self._fields, 0.3)
            raise FilterFieldUnknown(
                place=term.place, name=term.name, nearest=near,
                text=f"{term.name}{term.operator}{','.join(term.values)}",
            )  # fmt: skip
        return found

    def _about(self, field: FilterField, term: Term) -> Clause:
        if term.operator != ":" and field.kind not in ORDERED:
            raise FilterOperatorUnfit(
                place=term.place, name=term.name or field.name, operator=term.operator
            )
        return Clause(term.place, field, term.operator, term.values, term.negated)


@cache
def load_vocabulary(noun: str) -> Vocabulary:
    """Return what filters of a noun, such as ``ticket``, may say."""
    table = tomli.loads(config_path("filters", f"{noun}.toml").read_text("utf-8"))
    return Vocabulary(map(_field, table["fields"]), map(_word, table.get("words", ())))


def _field(entry: Mapping[str, Any]) -> FilterField:
    optional = ("choices", "words", "level", "folding", "searched")
    settings = {key: entry[key] for key in optional if key in entry}
    settings["filter"] = entry.get("filter", entry["name"])
    return FilterField(entry["name"], entry["kind"], entry["labels"], _names(entry), **settings)


def _word(entry: Mapping[str, Any]) -> ShortWord:
    (term,) = parse_filter(entry["stands_for"])
    return ShortWord(entry["name"], term, entry["labels"], _names(entry))


def _names(entry: Mapping[str, Any]) -> tuple[str, ...]:
    spellings = (entry["name"], *entry["labels"].values(), *entry.get("synonyms", ()))
    return tuple(dict.fromkeys(map(folded, spellings)))
