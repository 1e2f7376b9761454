"""Terms of a filter in the words of the language at hand."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gridctl.domain.filters.vocabulary import DATED, FilterField, load_vocabulary
from gridctl.foundation.i18n import N_, _, language, said

#: Spans of days that have a word.
_SPANS = {"this-month": N_("this month"), "last-month": N_("last month")}
#: A value that needs no quotation marks.
_PLAIN = re.compile(r"[\w.:@/+-]+")


def term(noun: str, name: str, value: str) -> str:
    """Return a condition on a field of a noun, such as ``town:320281001000``."""
    field = next(each for each in load_vocabulary(noun).fields if each.name == name)
    words = (_value(field, each) for each in value.split(","))
    told = (each if _PLAIN.fullmatch(each) else f'"{each}"' for each in words)
    return f"{_joined(field.labels)}:{','.join(told)}"


def _value(field: FilterField, value: str) -> str:
    """Return a value as the language has it: the name of a code, of a span of days."""
    if language() == "en":
        return value
    # The lists of codes are those of all nouns; a screen that shows none needs none of them.
    from gridctl.domain.filters.values import CHOICES

    labels = CHOICES.get(field.choices, _SPANS if field.kind in DATED else {})
    return _(labels[value]) if value in labels else value


def word_of(noun: str, name: str) -> str:
    """Return a word that stands for a condition, such as ``open``."""
    return _joined(next(each.labels for each in load_vocabulary(noun).words if each.name == name))


def spoken(noun: str, text: str) -> str:
    """Return a word, or a field and its value with a colon between, as it would be typed here."""
    name, colon, value = text.partition(":")
    return term(noun, name, value) if colon else word_of(noun, name)


def _joined(labels: Mapping[str, str]) -> str:
    # A blank would end the term; a joint is folded away with it.
    return said(labels).replace(" ", "-")
