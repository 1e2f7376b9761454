"""Terms of a filter in the words of the language at hand."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gridctl.domain.filters.vocabulary import load_vocabulary
from gridctl.foundation.i18n import said

#: A value that needs no quotation marks.
_PLAIN = re.compile(r"[\w.:@/+-]+(,[\w.:@/+-]+)*")


def term(noun: str, name: str, value: str) -> str:
    """Return a condition on a field of a noun, such as ``town:320281001000``."""
    labels = next(each.labels for each in load_vocabulary(noun).fields if each.name == name)
    told = value if _PLAIN.fullmatch(value) else f'"{value}"'
    return f"{_joined(labels)}:{told}"


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
