"""The options every command shares, declared once.

:func:`shared` is the declaration, :class:`Options` its values, :class:`Takes` which of them a
command can honour. An option typed before the noun is moved behind the verb, so both places are
one mechanism, and a command that does not take it says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from enum import Flag, auto
from functools import cache
from typing import Annotated, Any

import typer

from gridctl.foundation.i18n import N_
from gridctl.foundation.settings import CsvEncoding, Language, Output

#: Rows shown where nothing else is asked for (interface.md 4.2).
DEFAULT_LIMIT = 200


class Takes(Flag):
    """Groups of shared options; a command declares those it honours."""

    TALK = auto()
    TARGET = auto()
    ACTOR = auto()
    OUTPUT = auto()
    FORMAT = auto()
    PAGES = auto()
    FILE = auto()
    CHANGE = auto()
    ASK = auto()
    ASK_NAME = auto()


@dataclass(frozen=True)
class Options:
    """Values of the shared options; what a command does not take stands at its default.

    Attributes:
        lang: language asked for.
        quiet: no notes and no progress on stderr.
        debug: a traceback with internal errors.
        color: False where ``--no-color`` was given.
        input: False where ``--no-input`` was given.
        json_errors: the last line of stderr is JSON.
        db: database file.
        profile: profile name.
        on_behalf: staff member or unit acted for (``--as``).
        output: format.
        to: output file, ``-`` is stdout.
        fields: comma-separated field names.
        query: JMESPath expression.
        csv_encoding: encoding of CSV.
        limit: rows at most; None where the command does not page.
        all_rows: no limit.
        dry_run: do everything, then undo it.
        key: idempotency key.
        reason: reason for the journal.
        yes: mild questions are answered yes.
        confirm: the name typed in advance for a severe question.
    """

    lang: str | None = None
    quiet: bool = False
    debug: bool = False
    color: bool = True
    input: bool = True
    json_errors: bool = False
    db: str | None = None
    profile: str | None = None
    on_behalf: str | None = None
    output: str | None = None
    to: str | None = None
    fields: str | None = None
    query: str | None = None
    csv_encoding: str | None = None
    limit: int | None = None
    all_rows: bool = False
    dry_run: bool = False
    key: str | None = None
    reason: str | None = None
    yes: bool = False
    confirm: str | None = None

    @classmethod
    def of(cls, values: dict[str, Any], taken: set[str]) -> Options:
        """Take the shared values a command takes out of its parameters; its own stay."""
        names = [each.name for each in fields(cls) if each.name in values and each.name in taken]
        return cls(**{name: values.pop(name) for name in names})

    @property
    def office(self) -> str:
        """Return the flags that named the office, as they are typed; "" where none did."""
        import shlex

        named = (("--db", self.db), ("--profile", self.profile))
        return " ".join(f"{flag} {shlex.quote(value)}" for flag, value in named if value)


#: Group -> names of its options, in the order help shows them.
GROUPS: dict[Takes, tuple[str, ...]] = {
    Takes.OUTPUT: ("output", "to", "fields", "query", "csv_encoding"),
    #: For verbs whose ``--to`` names something else.
    Takes.FORMAT: ("output", "fields", "query", "csv_encoding"),
    Takes.FILE: ("to",),
    Takes.PAGES: ("limit", "all_rows"),
    Takes.CHANGE: ("dry_run", "reason", "key"),
    Takes.ASK: ("yes",),
    Takes.ASK_NAME: ("confirm",),
    Takes.TARGET: ("db", "profile"),
    Takes.ACTOR: ("on_behalf",),
    Takes.TALK: ("lang", "quiet", "input", "color", "json_errors", "debug"),
}


def _value(metavar: str, text: str) -> Any:
    return typer.Option(metavar=metavar, help=text)


def shared(
    output: Annotated[
        Output | None, typer.Option("--output", "-o", help=N_("Output format."))
    ] = None,
    to: Annotated[
        str | None, _value("FILE", N_("Write to a file instead of stdout; - is stdout."))
    ] = None,
    fields: Annotated[
        str | None, _value("A,B", N_("Fields to show, in this order; ? lists them."))
    ] = None,
    query: Annotated[str | None, _value("JMESPATH", N_("Pick from the JSON envelope."))] = None,
    csv_encoding: Annotated[
        CsvEncoding | None, typer.Option(help=N_("Encoding of CSV output."))
    ] = None,
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, help=N_("Rows at most."))
    ] = DEFAULT_LIMIT,
    all_rows: Annotated[bool, typer.Option("--all", help=N_("All rows."))] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help=N_("Do everything, then undo it."))
    ] = False,
    reason: Annotated[str | None, _value("TEXT", N_("Reason, kept in the journal."))] = None,
    key: Annotated[
        str | None, _value("TEXT", N_("Idempotency key: the same key acts only once."))
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help=N_("Answer yes to the question."))
    ] = False,
    confirm: Annotated[
        str | None, _value("NAME", N_("Confirm by naming what is acted on."))
    ] = None,
    db: Annotated[str | None, _value("FILE", N_("Database file to work with."))] = None,
    profile: Annotated[str | None, _value("NAME", N_("Profile to work with."))] = None,
    on_behalf: Annotated[
        str | None, typer.Option("--as", metavar="WHO", help=N_("Act for this person or unit."))
    ] = None,
    lang: Annotated[Language | None, typer.Option(help=N_("Language."))] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help=N_("No notes and no progress."))
    ] = False,
    input: Annotated[  # noqa: A002 - the option's name
        bool, typer.Option(" /--no-input", help=N_("Never ask."))
    ] = True,
    color: Annotated[bool, typer.Option(" /--no-color", help=N_("No colours."))] = True,
    json_errors: Annotated[
        bool, typer.Option("--json-errors", help=N_("Errors as JSON in the last line of stderr."))
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help=N_("Show a traceback with internal errors."))
    ] = False,
) -> None:
    """Declare the shared options; Typer reads this signature, nothing calls it."""


@cache
def _declared() -> dict[str, Any]:
    app = typer.Typer(add_completion=False)
    app.command()(shared)
    return {param.name: param for param in typer.main.get_command(app).params}


def parameters(takes: Takes) -> list[Any]:
    """Return the Click parameters of the groups a command takes, each once."""
    names = dict.fromkeys(
        name for group, members in GROUPS.items() if group in takes for name in members
    )
    return [_declared()[name] for name in names]


def take_text_as_it_is(params: Iterable[Any]) -> None:
    """Have options of plain text taken as they are typed.

    Typer would build a Pydantic adapter for each of them, given or not: a tenth of what a list
    needs to start. It offers no public way to say so.
    """
    from typer._coercion import PassThroughRuntimeParam

    for param in params:
        kind = param.type_descriptor
        if kind.annotation is str and kind.parameter_info.parser is None:
            param._runtime_param = PassThroughRuntimeParam(kind.parameter_info, str)


def leave_files_to_their_readers(params: Iterable[Any]) -> None:
    """Have a file that may not be read refused by what opens it, which says more than Typer.

    Typer would look beforehand, and refuse it in its own words and in English.
    """
    for param in params:
        param.type_descriptor.parameter_info.readable = False


def hoist(args: Sequence[str], words: int) -> list[str]:
    """Return the arguments with shared options moved behind the first ``words`` plain words.

    ``-o json grid list`` becomes ``grid list -o json``. Nothing behind those words is touched,
    and an option that is not shared ends the search where it stands.
    """
    rest = list(args)
    plain: list[str] = []
    moved: list[str] = []
    while rest and len(plain) < words and rest[0] != "--":
        if not rest[0].startswith("-"):
            plain.append(rest.pop(0))
            continue
        taken = _length(rest)
        if not taken:
            break
        moved += rest[:taken]
        del rest[:taken]
    if len(plain) < words and rest[:1] in (["--help"], ["-h"]):
        # A noun's own page: the language is settled by now, and nothing else bears on it.
        return [*plain, "--help"]
    return [*plain, *moved, *rest]


def _length(args: Sequence[str]) -> int:
    """Return how many arguments the shared option in front takes up, 0 where it is not one."""
    head = args[0]
    name = head.partition("=")[0] if head.startswith("--") else head[:2]
    param = _by_flag().get(name)
    if param is None:
        return 0
    attached = "=" in head if head.startswith("--") else len(head) > 2
    return 1 if param.is_flag or attached else 2


@cache
def _by_flag() -> dict[str, Any]:
    return dict(_flags())


def _flags() -> Iterator[tuple[str, Any]]:
    for param in _declared().values():
        for flag in (*param.opts, *param.secondary_opts):
            yield flag, param


def early(args: Sequence[str], flag: str) -> str | None:
    """Return an option's value before anything is parsed; "" for one without a value.

    The language must be known before the first word is said, and how errors are told before
    the first error.
    """
    end = args.index("--") if "--" in args else len(args)
    found: str | None = None
    for n, arg in enumerate(args[:end]):
        if arg == flag:
            found = "" if _by_flag()[flag].is_flag else next(iter(args[n + 1 : end]), "")
        elif arg.startswith(f"{flag}="):
            found = arg.partition("=")[2]
    return found
