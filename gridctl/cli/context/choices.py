"""Options that take one of a few codes, typed as the code or as a word for it.

``--state handling``, ``--state 处置中`` and ``--state 办理中`` are the same: the code, its label in
either language, and the words a spreadsheet may hold in that column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import typer

from gridctl.cli.diagnostics import spelling
from gridctl.domain.errors import Usage
from gridctl.foundation.i18n import LANGUAGES, N_, _, names_in, translator
from gridctl.foundation.nearest import nearest
from gridctl.foundation.spelled import folded, short_form

#: Codes that fit behind an option in a help page; longer lists have their option's name there.
_SHOWN = 44


class UnknownChoice(Usage):
    """The value is neither a code nor a word for one."""

    message = N_("{option}: there is no {value}.")
    hint = N_("Nearest is {nearest}; known are {choices}.")


def choice(
    labels: Mapping[str, str],
    text: str,
    *flags: str,
    words: str = "",
    metavar: str = "",
    many: bool = False,
    more: bool = False,
) -> Any:
    """Declare an option whose value is a code of ``labels``; the command gets the code.

    Args:
        labels: code -> its English label.
        text: the option's help.
        flags: spellings, where the parameter's own name will not do.
        words: columns of the imports, as ``<kind>.<field>`` with blanks between, whose spellings
            are understood too.
        metavar: stands for the value in help; the codes themselves where omitted and short.
        many: the value is a list of codes with commas between.
        more: the office may have values of its own, so that what is not known here is sent on.

    The command's parameter is ``str``, or ``list[str]`` for an option that may be repeated. A
    blank value is handed on as it is: where a field can be emptied, that empties it.
    """
    codes = "|".join(labels)
    option = typer.Option(
        *flags,
        metavar=metavar or (codes if len(codes) <= _SHOWN else None),
        help=text,
        callback=_reader(labels, words, many, more),
        autocompletion=_completer(labels),
    )
    option.labels = labels
    return option


def labels_of(param: Any) -> Mapping[str, str]:
    """Return the codes a parameter takes with their English labels; none where it is free."""
    declared = param.type_descriptor
    labels: Mapping[str, str] | None = getattr(declared.parameter_info, "labels", None)
    if labels is not None:
        return labels
    codes = (str(getattr(each, "value", each)) for each in declared.choices or ())
    return {code: code for code in codes}


def offered(labels: Mapping[str, str]) -> tuple[str, ...]:
    """Return what may be typed: the codes, each with its word where that is no English one."""
    words = ((code, _(label)) for code, label in labels.items())
    return tuple(code if word.isascii() else f"{code} ({word})" for code, word in words)


def find_code(labels: Mapping[str, str], value: str, words: str = "") -> str | None:
    """Return the code a text stands for, or None."""
    wanted = folded(value)
    for code in labels:
        if wanted == folded(code):
            return code
    for code, label in labels.items():
        if any(wanted == folded(translator(language)(label)) for language in LANGUAGES):
            return code
    for written, code in _spellings(words, labels):
        if wanted == folded(written):
            return code
    return short_form(labels, value)


def _reader(labels: Mapping[str, str], words: str, many: bool, more: bool) -> Callable[..., Any]:
    def read(param: typer.CallbackParam, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [_code(param, each) for each in value]
        if many and value:
            return [_code(param, each) for each in names_in(value)]
        return _code(param, value) if value else value

    def _code(param: typer.CallbackParam, value: str) -> str:
        code = find_code(labels, value, words)
        if code is None and more:
            return value.strip()
        if code is None:
            raise unknown_choice(spelling(param), value, labels, words)
        return code

    return read


def unknown_choice(
    option: str, value: str, labels: Mapping[str, str], words: str = ""
) -> UnknownChoice:
    """Return the error for a value that is none of the labels, naming the nearest."""
    known = {folded(code): code for code in labels}
    for language in LANGUAGES:
        known |= {folded(translator(language)(text)): code for code, text in labels.items()}
    known |= {folded(spelling): code for spelling, code in _spellings(words, labels)}
    near = nearest(folded(value), known) or ""
    told = known[near] if folded(known[near]) == near else f"{known[near]} ({near})"
    return UnknownChoice(option=option, value=value, nearest=told, choices=offered(labels))


def _completer(labels: Mapping[str, str]) -> Callable[[str], list[str]]:
    def complete(incomplete: str) -> list[str]:
        return [code for code in labels if code.startswith(incomplete)]

    return complete


def _spellings(words: str, labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what spreadsheets write for the codes, as (spelling, code)."""
    for column in words.split():
        # Reading the kind costs a start; a code or a label is found without it.
        from gridctl.imports.kinds import load_kind

        kind, _, field = column.partition(".")
        for code, spellings in load_kind(kind).fields[field].choices.items():
            if code in labels:
                yield from ((spelling, code) for spelling in spellings)
