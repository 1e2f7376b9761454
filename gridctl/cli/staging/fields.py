"""What a verb asks for, read off its declaration."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from gridctl.cli.context.choices import labels_of
from gridctl.cli.context.commands import LocalCommand, common_names
from gridctl.cli.context.declared import goes_into, takes_paragraphs
from gridctl.cli.context.options import Takes
from gridctl.cli.context.ways import ways_of
from gridctl.cli.diagnostics import spelling
from gridctl.presentation.verbs import BEHALF, REASON, TO, FieldKind, Verb, VerbField, VerbForm

#: Name of the value in help -> what stands there.
_METAVARS: dict[str, FieldKind] = {
    "DAY": "day", "PERIOD": "period", "TIME": "instant", "FILE": "file", "SLOT": "slots",
    "MM-DD..MM-DD": "season", "LIMIT": "limit",
}  # fmt: skip
#: Name of the value in help -> noun of the record it names.
_RECORDS = {
    "PLACE": "grid", "UNIT": "unit", "CATEGORY": "category", "STAFF": "staff", "TICKET": "ticket",
    "ITEM": "duty", "ROUTE": "route", "LOGIN": "user", "LIST": "award", "ROLE": "role",
    "PERMISSION": "permission",
}  # fmt: skip
#: Noun -> noun of the records its verbs name by a number or a name.
_NAMED = {
    "ticket": "ticket", "clock": "ticket", "whistle": "whistle", "evidence": "evidence",
    "view": "view", "template": "template", "import": "import", "token": "token",
    "webhook": "webhook", "assess": "assess",
}  # fmt: skip
#: Values that name a record only in the place of the first word.
_NAMES = ("NUMBER", "NAME", "ID", "None")
#: The verb that gives a new record its name.
_NAMING = "create"
#: Types that say what stands there themselves.
_TYPES: dict[Any, FieldKind] = {int: "number", Path: "file", datetime: "day"}
#: The revision a change saw is known to the face and asked of nobody.
_GUARD = "if_match"
#: One line, however many words it was typed in.
_LINES = ("FILTER", "WORDS")


def verb_form(verb: Verb, command: LocalCommand) -> VerbForm:
    """Return what a verb asks for: its own parameters, then what every change may say."""
    shared = {*common_names(command.takes), "help"}
    own = [param for param in command.params if param.name not in shared]
    # What may come on stdin is asked for by the verb itself.
    fields = [_field(verb, param) for param in own if not str(param.name).endswith("_stdin")]
    if Takes.FILE in command.takes:
        fields.append(TO)
    if Takes.CHANGE in command.takes:
        fields += [REASON, BEHALF]
    return VerbForm(
        verb,
        tuple(each for each in fields if each.name != _GUARD),
        tried=Takes.CHANGE in command.takes,
        guarded=any(each.name == _GUARD for each in fields),
        ways=ways_of(command),
    )


def _field(verb: Verb, param: Any) -> VerbField:
    labels, of = labels_of(param), _noun(verb, param)
    several = bool(getattr(param, "multiple", False)) or param.nargs == -1
    return VerbField(
        name=param.name,
        help=param.help or "",
        kind="choice" if labels else "record" if of else _kind(param),
        of="" if labels else of,
        flags=tuple(_flags(param)),
        labels=labels,
        needed=bool(param.required) or _stands_for_filter(param),
        many=several and param.metavar not in _LINES,
        into=goes_into(param),
        spelled=spelling(param),
    )


def _flags(param: Any) -> Iterator[str]:
    """Yield the longest spelling, and the one for no."""
    if param.param_type_name == "option":
        for spellings in (param.opts, param.secondary_opts):
            if spellings:
                yield max(spellings, key=len)


def _stands_for_filter(param: Any) -> bool:
    """Tell records that may be left out only because a filter can stand for them."""
    several = param.param_type_name == "argument" and param.nargs == -1
    return bool(several and param.metavar == "NUMBER")


def _noun(verb: Verb, param: Any) -> str:
    """Return the noun of the record a parameter names, "" where it names none."""
    if param.name == "ticket":
        return "ticket"
    value, place = str(param.metavar), param.param_type_name == "argument"
    naming = place and verb.words[-1] == _NAMING
    if value in _RECORDS:
        # The name of a new record names none there is.
        return "" if naming and _RECORDS[value] == verb.words[0] else _RECORDS[value]
    free = param.type_descriptor.annotation in (str, int, list[str])
    if place and value in _NAMES and free and not naming:
        return _NAMED.get(verb.words[0], "")
    return ""


def _kind(param: Any) -> FieldKind:
    if getattr(param, "is_flag", False):
        return "switch" if param.secondary_opts else "flag"
    if takes_paragraphs(param):
        return "paragraph"
    if kind := _METAVARS.get(str(param.metavar)):
        return kind
    return _TYPES.get(param.type_descriptor.annotation, "text")
