"""The grammar of filters: from a line of text to terms, knowing no field.

    filter   = term { blank term }
    term     = [ "-" | "!" ] ( field operator values | values )
    operator = ":" | "=" | "<" | "<=" | ">" | ">="
    values   = value { "," value }
    value    = signs without blank | quoted text

Full-width signs are read like the narrow ones, and 、 like a comma: people type them without
noticing.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from gridctl.domain.filters.errors import FilterQuoteOpen, FilterUnreadable, FilterValueMissing

Operator = Literal[":", "<", "<=", ">", ">="]

_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "「": "」", "『": "』"}
_OPERATORS: dict[str, Operator] = {
    ":": ":", "：": ":", "=": ":", "＝": ":", "<": "<", "＜": "<", ">": ">", "＞": ">",
    "<=": "<=", "≤": "<=", ">=": ">=", "≥": ">=",
}  # fmt: skip
_OPENING = "".join(_QUOTES)
_HEAD = re.compile(
    rf"(?P<negated>[-!！])?(?:(?P<name>[^\s{_OPENING}:：<>=＜＞＝≤≥,，、]+)"
    rf"(?P<operator>[<>]=|[:：<>=＜＞＝≤≥]))?"
)
_PLAIN = re.compile(rf"[^\s,，、{_OPENING}]+")
_COMMA = re.compile(r"[,，、]")
_BLANK = re.compile(r"\s*")


class Term(NamedTuple):
    """One condition as it was written.

    Attributes:
        place: its first sign in the text, counted from 1.
        name: the field; "" for bare words.
        operator: how field and values compare.
        values: any of them.
        negated: the condition must not hold.
        quoted: a value stood in quotation marks, and so is text whatever it says.
    """

    place: int
    name: str
    operator: Operator
    values: tuple[str, ...]
    negated: bool = False
    quoted: bool = False


def parse_filter(text: str) -> tuple[Term, ...]:
    """Return the terms of a filter.

    Raises:
        FilterQuoteOpen, FilterValueMissing, FilterUnreadable: where the text breaks the grammar.
    """
    terms = []
    place = _skip(text, 0)
    while place < len(text):
        term, place = _term(text, place)
        terms.append(term)
        place = _skip(text, place)
    return tuple(terms)


def _skip(text: str, place: int) -> int:
    blank = _BLANK.match(text, place)
    return blank.end() if blank else place


def _term(text: str, start: int) -> tuple[Term, int]:
    """Return the term that begins at a place, and where it ends."""
    head = _HEAD.match(text, start)
    assert head is not None  # the pattern fits the empty text
    values, quoted, end = _values(text, head.end())
    name = head["name"] or ""
    if not values and name:
        raise FilterValueMissing(place=start + 1, text=head[0])
    if not values:
        raise FilterUnreadable(place=start + 1, text=text[start])
    operator = _OPERATORS[head["operator"] or ":"]
    return Term(start + 1, name, operator, values, bool(head["negated"]), quoted), end


def _values(text: str, place: int) -> tuple[tuple[str, ...], bool, int]:
    """Return the values that begin at a place, whether one was quoted, and where they end."""
    found: list[str] = []
    quoted = False
    while True:
        closing = _QUOTES.get(text[place : place + 1])
        value, place = _quoted(text, place, closing) if closing else _plain(text, place)
        quoted = quoted or closing is not None
        if value:
            found.append(value)
        comma = _COMMA.match(text, place)
        if not found or not comma:
            return tuple(found), quoted, place
        place = comma.end()


def _quoted(text: str, place: int, closing: str) -> tuple[str, int]:
    end = text.find(closing, place + 1)
    if end < 0:
        raise FilterQuoteOpen(place=place + 1, text=text[place])
    return text[place + 1 : end].strip(), end + 1


def _plain(text: str, place: int) -> tuple[str, int]:
    found = _PLAIN.match(text, place)
    return (found[0], found.end()) if found else ("", place)
