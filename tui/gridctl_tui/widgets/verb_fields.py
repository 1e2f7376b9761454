"""The field of a form for each thing a verb of the command line asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gridctl.domain.pinyin import is_spelled, is_typed
from gridctl.foundation.i18n import LANGUAGES, N_, _, translator
from gridctl.presentation.columns import NO, YES
from gridctl.presentation.verbs import VerbField
from gridctl_tui.offers import FEW, Offer, Offers
from gridctl_tui.widgets.fields import ChoiceField, FieldLine, ManyLine, ParagraphsLine, YesNoField
from gridctl_tui.widgets.lines import cells
from gridctl_tui.widgets.record_fields import Find, ManyRecordsField, RecordField

_YES_NO = {"yes": YES, "no": NO}
#: Cells of the words of a choice that stand beside each other; more of them are offered as a list.
_BESIDE = 58
#: Kind -> what such a value looks like.
_LOOKS = {
    "day": N_("such as 2026-06-05 or today"),
    "period": N_("such as 2026-06, 2026-Q2 or last-month"),
    "instant": N_("such as 2026-06-05 08:30"),
    "slots": N_("such as 09:00-12:00 13:00-17:30"),
    "season": N_("such as 06-01..09-30"),
    "limit": N_("such as 2工作日, 4小时 or 2wd"),
    "file": N_("path of a file"),
}
_ALL = N_("word, code or pinyin initials; Down offers all")
#: Noun -> what the search calls its records; those of other nouns are read from their list.
SEARCHED = {
    "grid": "place", "unit": "unit", "staff": "staff", "category": "category", "ticket": "ticket",
    "permission": "permission",
}  # fmt: skip
#: Kinds in which a comma is a part: several stand one a line.
_WITH_COMMAS = ("file", "paragraph")
_SEVERAL = N_("several with commas between")


class FlagField(ChoiceField):
    """Said or not said."""

    def __init__(self, field: str, label: str) -> None:
        super().__init__(field, label, _YES_NO, value="no")

    @property
    def value(self) -> Any:
        """Return True where it is said."""
        return True if self.text == "yes" else None


class PickField(RecordField):
    """One of many codes: typing offers their words."""

    def __init__(
        self,
        field: str,
        label: str,
        labels: Mapping[str, str],
        *,
        needed: bool = False,
        value: str = "",
    ) -> None:
        self._labels = labels
        super().__init__(field, label, "", self._fitting, self._said(value), needed=needed)
        self.hint, self.offers_all = _(_ALL), True

    def _said(self, code: str) -> str:
        return _(self._labels[code]) if code in self._labels else code

    def adopt(self, text: str, *, typed: bool = False) -> None:
        """Begin with the word of another code."""
        super().adopt(self._said(text), typed=typed)

    async def _fitting(self, _kind: str, words: str) -> Offers:
        fitting = (each for each in self._labels.items() if _fits(words, *each))
        return Offers([Offer(_(text), _(text), code) for code, text in fitting])

    @property
    def value(self) -> Any:
        """Return the code; other words are left to the verb, which knows more of them."""
        said = self.text.casefold()
        codes = (code for code, label in self._labels.items() if _(label).casefold() == said)
        return next(codes, self.text) or None


def choice_field(
    name: str, label: str, labels: Mapping[str, str], *, needed: bool = False, value: str = ""
) -> FieldLine:
    """Return the field of one of some codes: their words side by side where they fit, else a list.

    Args:
        name: field of the operation.
        label: what it is called.
        labels: code -> English label.
        needed: whether it cannot be left blank.
        value: the code it begins with.
    """
    beside = sum(cells(_(each)) + 2 for each in labels.values()) <= _BESIDE
    return (ChoiceField if beside else PickField)(name, label, labels, needed=needed, value=value)


def first_text(asked: VerbField, value: Any) -> str:
    """Return what a field begins with where the record says ``value``."""
    if asked.kind in ("flag", "switch"):
        return {True: "yes", False: "no"}.get(value, "no" if asked.kind == "flag" else "")
    if isinstance(value, list | tuple):
        between = "\n" if asked.kind in _WITH_COMMAS else ", "
        return between.join(map(str, value))
    return "" if value is None else str(value)


def field_line(asked: VerbField, find: Find, value: Any = None) -> FieldLine:
    """Return the field for something a verb asks for, with what stands in it at first."""
    label, first = asked.label, first_text(asked, value)
    name, needed = asked.name, asked.needed
    if asked.kind == "flag":
        return FlagField(name, label)
    if asked.kind == "switch":
        return YesNoField(name, label, _YES_NO, needed=needed, value=first)
    if asked.kind == "record":
        kind = ManyRecordsField if asked.many else RecordField
        made = kind(name, label, asked.of, find, first, needed=needed)
        made.offers_all = asked.of not in SEARCHED or SEARCHED[asked.of] in FEW
        made.hint = _(_ALL) if made.offers_all else made.hint
        return made
    if asked.kind == "choice" and not asked.many:
        return choice_field(name, label, asked.labels, needed=needed, value=first)
    if asked.many and asked.kind in _WITH_COMMAS:
        return ParagraphsLine(name, label, first, needed=needed)
    line = (ManyLine if asked.many else FieldLine)(name, label, first, needed=needed)
    line.hint = _looks(asked)
    return line


def _looks(asked: VerbField) -> str:
    if asked.labels:
        return _("; ").join(_(label) for label in asked.labels.values())
    looks = _(_LOOKS.get(asked.kind, ""))
    return _("; ").join(filter(None, (looks, _(_SEVERAL) if asked.many else "")))


def _fits(words: str, code: str, label: str) -> bool:
    wanted = words.casefold()
    names = [code, *(translator(each)(label) for each in LANGUAGES)]
    spelled = is_typed(words) and any(is_spelled(n, words) for n in names if not n.isascii())
    return spelled or any(wanted in name.casefold() for name in names)
