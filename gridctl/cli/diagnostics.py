"""Everything on stderr, and the exit codes: one place that turns an error into words.

The command line's contract (interface.md 4.3): stdout is data, stderr is talk; the exit code tells
a script what happened.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from typing import Any, NamedTuple

import typer

from gridctl.cli.render.sink import PipeClosed
from gridctl.cli.render.stage import stage
from gridctl.domain.errors import Param, word
from gridctl.foundation.i18n import N_, _
from gridctl.foundation.pointers import pointed
from gridctl.presentation.joining import headed
from gridctl.presentation.troubles import INTERNAL, report, tell_trouble

#: Options that choose an office, which a verb about none does not take.
_OF_AN_OFFICE = ("--db", "--profile")
#: Signs that would move the cursor, colour the screen or turn the line round.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class ExitCode(IntEnum):
    """What the program tells the script that called it."""

    OK = 0
    FAILED = 1
    USAGE = 2
    UNREACHABLE = 3
    FORBIDDEN = 4
    PARTIAL = 5
    CONFLICT = 6
    NOT_FOUND = 7
    PROBLEMS = 8
    INTERRUPTED = 130
    PIPE_CLOSED = 141


#: Meaning of each exit code, for ``gridctl help exit-codes``.
EXIT_CODES: dict[ExitCode, str] = {
    ExitCode.OK: N_("done, also for an empty list"),
    ExitCode.FAILED: N_("failed"),
    ExitCode.USAGE: N_("wrong usage or configuration"),
    ExitCode.UNREACHABLE: N_("cannot connect; try again"),
    ExitCode.FORBIDDEN: N_("not signed in, or not allowed"),
    ExitCode.PARTIAL: N_("some rows or numbers failed, the rest is done"),
    ExitCode.CONFLICT: N_("conflict: someone else changed it"),
    ExitCode.NOT_FOUND: N_("not found"),
    ExitCode.PROBLEMS: N_("a check found problems or differences"),
    ExitCode.INTERRUPTED: N_("interrupted"),
    ExitCode.PIPE_CLOSED: N_("the program reading the output ended first"),
}


class ValueRefused(Exception):
    """An operation could not take a value; the error itself is the cause.

    Attributes:
        called: returns what is typed for a field of the operation.
    """

    def __init__(self, called: Callable[[str], str]) -> None:
        super().__init__()
        self.called = called


class Diagnosis(NamedTuple):
    """An error in words, ready to be shown.

    Attributes:
        exit_code: what the process ends with.
        code: stable name of the error, the same in every language.
        lines: what happened, one finding per line.
        hint: what to do about it, or "".
        params: the error's parameters, for ``--json-errors``.
    """

    exit_code: int
    code: str
    lines: Sequence[str]
    hint: str = ""
    params: Mapping[str, Param] = {}


def run(action: Callable[[], int], *, debug: bool = False, json_errors: bool = False) -> int:
    """Carry out a command line and return its exit code, telling on stderr what went wrong.

    Args:
        action: returns an exit code or raises.
        debug: add the traceback.
        json_errors: make the last line of stderr a JSON object.
    """
    try:
        return action()
    except typer.Exit as ended:
        return ended.exit_code
    except PipeClosed:
        return ExitCode.PIPE_CLOSED
    except (KeyboardInterrupt, typer.Abort):
        return tell(
            Diagnosis(ExitCode.INTERRUPTED, "interrupted", [_("Interrupted.")]), json_errors
        )
    except Exception as error:
        diagnosis = diagnose(error)
        if debug:
            _say(report(error))
        return tell(diagnosis, json_errors)


def diagnose(error: Exception) -> Diagnosis:
    """Return any error in words."""
    if isinstance(error, typer.TyperException):
        return _misused(error)
    if isinstance(error, ValueRefused) and isinstance(error.__cause__, Exception):
        told = tell_trouble(error.__cause__, error.called)
    else:
        told = tell_trouble(error, as_option)
    hint = told.hint
    if told.code == INTERNAL:
        hint = pointed(
            _("<Run it again with --debug and send|Send> the report to the maintainers.")
        )
    return Diagnosis(told.exit_code, told.code, told.lines, hint, told.params)


def as_option(field: str) -> str:
    """Return what is typed for a field where no verb calls it otherwise."""
    return f"--{field.partition('.')[0].replace('_', '-')}"


def note(text: str) -> None:
    """Tell the person something that is not data."""
    _say(text)


def _misused(error: typer.TyperException) -> Diagnosis:
    """Word what Typer found wrong; its own texts are English and name its types."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return Diagnosis(ExitCode.USAGE, "usage.incomplete", [str(error)])
    lines, hint = [_usage_text(kind, error)], ""
    near = getattr(error, "possibilities", None)
    option = getattr(error, "option_name", "")
    if kind == "NoSuchOption" and option in _OF_AN_OFFICE:
        hint = word(_("It is about no office; leave {option} out."), {"option": option})
    elif kind == "MissingParameter" and (wanted := _expected(getattr(error, "param", None))):
        hint = wanted
    elif near:
        hint = word(_("Did you mean {nearest}?"), {"nearest": near[0]})
    elif ctx := getattr(error, "ctx", None):
        hint = word(_("'{command} --help' tells more."), {"command": ctx.command_path})
    return Diagnosis(ExitCode.USAGE, "usage.option", lines, hint)


def _usage_text(kind: str, error: Any) -> str:
    option = getattr(error, "option_name", "")
    if kind == "NoSuchOption":
        return word(_("There is no option {option} here."), {"option": option})
    if kind == "BadOptionUsage":
        return word(_("Option {option} needs a value."), {"option": option})
    param = getattr(error, "param", None)
    name = spelling(param) if param else (getattr(error, "param_hint", "") or "")
    if kind == "MissingParameter":
        return word(_("{name} is missing."), {"name": name})
    reason = _wanted(param) or str(error.message)
    return headed(name, reason) if name else reason


def _expected(param: Any) -> str:
    """Return what is to be given for a parameter that is missing, "" where that is not known."""
    # Start-up: only what went wrong needs it, and it tells its own errors through this module.
    from gridctl.cli.context.choices import labels_of, offered

    if param is None:
        return ""
    if labels := labels_of(param):
        return word(_("Give one of: {choices}."), {"choices": offered(labels)})
    return pointed(_(getattr(param, "help", None) or ""))


def spelling(param: Any) -> str:
    """Return a parameter as people type it: its longest option, or its place's name."""
    if param.param_type_name == "option":
        return str(max([*param.opts, *param.secondary_opts], key=len))
    return str(param.display_name_raw).upper()


def _wanted(param: Any) -> str:
    descriptor = getattr(param, "type_descriptor", None)
    if descriptor is None:
        return ""
    if descriptor.choices:
        choices = tuple(str(getattr(c, "value", c)) for c in descriptor.choices)
        return word(_("must be one of {choices}"), {"choices": choices})
    if descriptor.annotation is not int:
        return ""
    least, most = (getattr(descriptor.parameter_info, name, None) for name in ("min", "max"))
    if least is not None and most is not None:
        return word(
            _("must be a whole number from {least} to {most}"), {"least": least, "most": most}
        )
    if least is not None:
        return word(_("must be a whole number, {least} or more"), {"least": least})
    return _("must be a whole number")


def tell(diagnosis: Diagnosis, json_errors: bool) -> int:
    """Tell an error on stderr and return its exit code."""
    label = "" if diagnosis.code in ("usage.incomplete", "interrupted") else _("error: ")
    for line in diagnosis.lines:
        _say(label + line)
    if diagnosis.hint:
        _say(_("hint: ") + diagnosis.hint)
    if json_errors:
        _say(json.dumps(_as_json(diagnosis), ensure_ascii=False))
    return diagnosis.exit_code


def _as_json(diagnosis: Diagnosis) -> dict[str, Any]:
    return {
        "type": "exit_error",
        "code": int(diagnosis.exit_code),
        "error": diagnosis.code,
        "message": "\n".join(diagnosis.lines),
        "hint": diagnosis.hint,
        "params": dict(diagnosis.params),
    }


def _say(text: str) -> None:
    text = _UNSEEN.sub("?", text)
    if place := stage():
        place.note(text)
        return
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    sys.stderr.flush()
