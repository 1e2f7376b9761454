"""What can follow in a filter that is being typed: fields, words, values, and names of records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gridctl.domain.filters.syntax import parse_filter
from gridctl.domain.filters.values import CHOICES, DAY_WORDS
from gridctl.domain.filters.vocabulary import DATED, FilterField, Vocabulary
from gridctl.domain.pinyin import is_spelled, is_typed
from gridctl.foundation.i18n import _, language
from gridctl.foundation.spelled import folded
from gridctl_tui.offers import FEW, Offer

_SEPARATORS = " 　"
#: Signs that end a value, so that one with them is quoted.
_APART = f"{_SEPARATORS},，"
_OPERATORS = ":：<>=＜＞＝≤≥"
#: Kinds of fields whose values are records -> the kind a search finds them by.
RECORDS = {"place": "place", "unit": "unit", "category": "category", "staff": "staff"}
#: Kinds whose records can be found by what is typed.
FINDABLE = {*RECORDS.values(), *FEW}


class Candidate(NamedTuple):
    """Something that can follow.

    Attributes:
        text: the whole filter with it.
        shown: how it is offered.
        note: what it is.
    """

    text: str
    shown: str
    note: str = ""


class Typed(NamedTuple):
    """The end of a filter: what stands before its last term, and that term in its parts."""

    before: str
    name: str
    value: str

    @classmethod
    def of(cls, text: str) -> Typed:
        """Take a filter apart at its last blank, operator and comma."""
        cut = max(text.rfind(sign) for sign in _SEPARATORS) + 1
        before, last = text[:cut], text[cut:]
        if last[:1] in "-!！":
            before, last = before + last[:1], last[1:]
        ends = [place for place, sign in enumerate(last) if sign in _OPERATORS]
        if not ends:
            return cls(before, "", last)
        head = last[: ends[-1] + 1]
        comma = max(last.rfind(","), last.rfind("，"))
        cut = max(ends[-1], comma) + 1
        return cls(before + last[:cut], head.rstrip(_OPERATORS), last[cut:])


def field_of(vocabulary: Vocabulary, name: str) -> FilterField | None:
    """Return the field of a name in any spelling, or None."""
    wanted = folded(name)
    return next((field for field in vocabulary.fields if wanted in field.names), None)


def record_kind(vocabulary: Vocabulary, text: str) -> tuple[str, str, str] | None:
    """Return the kind of record the end of a filter names, what was typed, and its level."""
    typed = Typed.of(text)
    field = field_of(vocabulary, typed.name) if typed.name else None
    if field is None or not typed.value.strip():
        return None
    kind = RECORDS.get(field.kind, field.name)
    return (kind, typed.value, field.level) if kind in FINDABLE else None


def candidates(vocabulary: Vocabulary, text: str, month: str = "") -> Iterator[Candidate]:
    """Yield what can follow, without asking the office; ``month`` is the one it is there."""
    typed = Typed.of(text)
    if typed.name:
        field = field_of(vocabulary, typed.name)
        yield from _values(field, typed, month) if field else ()
    elif typed.value:
        yield from _names(vocabulary, typed)


def named(text: str, offer: Offer) -> Candidate:
    """Return the candidate for a record that was found; a name with blanks is quoted."""
    typed = Typed.of(text)
    value = f'"{offer.text}"' if any(sign in offer.text for sign in _APART) else offer.text
    return Candidate(f"{typed.before}{value} ", offer.shown, offer.note)


def _names(vocabulary: Vocabulary, typed: Typed) -> Iterator[Candidate]:
    for field in vocabulary.fields:
        label = field.labels[_short()]
        if _fits(typed.value, (label, *field.names)):
            note = _besides(field.name, label)
            yield Candidate(f"{typed.before}{label}:", f"{label}:", note)
    for word in vocabulary.words:
        label = word.labels[_short()]
        if _fits(typed.value, (label, *word.names)):
            said = label if _reads(label, vocabulary) else word.name
            yield Candidate(f"{typed.before}{said} ", label, _besides(word.name, label))


def _besides(name: str, label: str) -> str:
    """Return the English name of a word, "" where its label says the same."""
    return "" if label.replace("-", "_") == name else name


def _reads(label: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a label is one word of the language, so that it can be typed as it is."""
    return len(parse_filter(label)) == 1 and bool(vocabulary)


def _values(field: FilterField, typed: Typed, month: str) -> Iterator[Candidate]:
    if field.kind == "choice":
        for code, label in CHOICES[field.choices].items():
            said = _(label)
            if _fits(typed.value, (said, code)):
                value = said if not any(sign in said for sign in _APART) else code
                yield Candidate(f"{typed.before}{value} ", said, code)
    elif field.kind in DATED:
        for word in (*DAY_WORDS[_short()], month):
            if word and _fits(typed.value, (word,)):
                yield Candidate(f"{typed.before}{word} ", word)


def _fits(typed: str, names: tuple[str, ...]) -> bool:
    wanted = folded(typed)
    if any(folded(name).startswith(wanted) for name in names):
        return True
    return bool(wanted) and is_typed(wanted) and any(is_spelled(name, wanted) for name in names[:1])


def _short() -> str:
    return "en" if language() == "en" else "zh"
