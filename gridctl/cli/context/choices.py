"""Options that take one of a few codes, typed as the code or as a word for it.

``--state handling``, ``--state 处置中`` and ``--state 办理中`` are the same: the code, its label in
either language, and the words a spreadsheet may hold in that column.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

import typer

from gridctl.cli.diagnostics import spelling
from gridctl.domain.errors import Usage
from gridctl.foundation.i18n import LANGUAGES, N_, translator

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

    The command's parameter is ``str``, or ``list[str]`` for an option that may be repeated. A
    blank value is handed on as it is: where a field can be emptied, that empties it.
    """
    codes = "|".join(labels)
    return typer.Option(
        *flags,
        metavar=metavar or (codes if len(codes) <= _SHOWN else None),
        help=text,
        callback=_reader(labels, words, many),
        autocompletion=_completer(labels),
    )


def find_code(labels: Mapping[str, str], value: str, words: str = "") -> str | None:
    """Return the code a text stands for, or None."""
    wanted = _plain(value)
    for code in labels:
        if wanted == _plain(code):
            return code
    for code, label in labels.items():
        if any(wanted == _plain(translator(language)(label)) for language in LANGUAGES):
            return code
    return _by_spelling(words, wanted, labels)


def label_codes(labels: Mapping[str, str]) -> str:
    """Return all codes as a sentence lists them."""
    return ", ".join(labels)


def _reader(labels: Mapping[str, str], words: str, many: bool) -> Callable[..., Any]:
    def read(param: typer.CallbackParam, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [_code(param, each) for each in value]
        if many and value:
            return [_code(param, each.strip()) for each in value.replace("，", ",").split(",")]
        return _code(param, value) if value else value

    def _code(param: typer.CallbackParam, value: str) -> str:
        code = find_code(labels, value, words)
        if code is None:
            raise unknown_choice(spelling(param), value, labels)
        return code

    return read


def unknown_choice(option: str, value: str, labels: Mapping[str, str]) -> UnknownChoice:
    """Return the error for a value that is none of the labels, naming the nearest."""
    from difflib import get_close_matches

    known = {_plain(code): code for code in labels}
    for language in LANGUAGES:
        known |= {_plain(translator(language)(text)): code for code, text in labels.items()}
    near = get_close_matches(_plain(value), list(known), 1, 0)[0]
    return UnknownChoice(
        option=option, value=value, nearest=known[near], choices=label_codes(labels)
    )


def _completer(labels: Mapping[str, str]) -> Callable[[str], list[str]]:
    def complete(incomplete: str) -> list[str]:
        return [code for code in labels if code.startswith(incomplete)]

    return complete


def _by_spelling(words: str, wanted: str, labels: Mapping[str, str]) -> str | None:
    """Return the code whose spreadsheet spellings hold the word, or None."""
    for column in words.split():
        # Reading the kind costs a start; a code or a label is found without it.
        from gridctl.imports.kinds import load_kind

        kind, _, field = column.partition(".")
        for code, spellings in load_kind(kind).fields[field].choices.items():
            if code in labels and wanted in map(_plain, spellings):
                return code
    return None


def _plain(text: str) -> str:
    """Return a word without width, case, blanks and joints: ``On-time`` is ``on_time``."""
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
    return "".join(sign for sign in folded if sign not in " -_")
