"""The field in which a fact is entered."""

from __future__ import annotations

from gridctl.foundation.i18n import N_, _
from gridctl.presentation.at_hand import own_names
from gridctl.presentation.columns import NO, YES
from gridctl.presentation.own_words import GROUND_LABELS
from gridctl.presentation.ticket_steps import Fact
from gridctl_tui.offers import FEW
from gridctl_tui.widgets.fields import (
    FieldLine,
    InstantLine,
    ManyLine,
    MoneyLine,
    NumberLine,
    ParagraphsLine,
    StoryLine,
    YesNoField,
)
from gridctl_tui.widgets.record_fields import Find, ManyRecordsField, RecordField
from gridctl_tui.widgets.verb_fields import PickField, choice_field

#: Kinds of facts that need nothing but a label.
_PLAIN = {
    "story": StoryLine, "number": NumberLine, "names": ManyLine, "instant": InstantLine,
    "yuan": MoneyLine, "paragraphs": ParagraphsLine,
}  # fmt: skip
#: Kinds of facts that are records found by name.
_RECORDS = ("unit", "staff", "place", "category")
_OFFERED = N_("Down offers those there are")


def field_of(
    name: str, fact: Fact, find: Find, value: str = "", *, needed: bool = False
) -> FieldLine:
    """Return the field of a fact.

    Args:
        name: field of the operation.
        fact: what is entered.
        find: looks records up by kind and words.
        value: what it begins with.
        needed: whether it cannot be left blank.
    """
    label = _(fact.help).rstrip(".。")
    if fact.kind == "choice":
        return choice_field(name, label, fact.labels, needed=needed, value=value)
    if fact.kind == "ground":
        # A policy of the office's own has its own grounds, and none besides.
        grounds = {
            each: GROUND_LABELS[each] for each in own_names().get("grounds") or GROUND_LABELS
        }
        return PickField(name, label, grounds, needed=needed, value=value)
    if fact.kind == "yes_no":
        return YesNoField(name, label, {"yes": YES, "no": NO}, needed=needed, value=value)
    if fact.kind == "units":
        return ManyRecordsField(name, label, "unit", find, value, needed=needed)
    if fact.kind in _RECORDS:
        return RecordField(name, label, fact.kind, find, value, needed=needed)
    if fact.kind in FEW:
        return few_field(name, label, fact.kind, find, value, needed=needed)
    return _PLAIN.get(fact.kind, FieldLine)(name, label, value, needed=needed)


def few_field(
    name: str, label: str, kind: str, find: Find, value: str = "", *, needed: bool = False
) -> RecordField:
    """Return the field of something the office has few of, all of which Down offers."""
    made = RecordField(name, label, kind, find, value, needed=needed)
    made.offers_all, made.free, made.hint = True, kind == "source", _(_OFFERED)
    return made
