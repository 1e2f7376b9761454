"""Errors in words: what happened, what to do about it, and a report that can be sent on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from gridctl.domain.errors import GridctlError, Param, word
from gridctl.foundation.i18n import N_, _
from gridctl.foundation.settings import SettingsError
from gridctl.presentation.joining import headed

#: Code of an error nobody foresaw.
INTERNAL = "internal"
_FAILED, _USAGE = 1, 2


class Trouble(NamedTuple):
    """An error in words.

    Attributes:
        exit_code: what a command line would end with.
        code: stable name of the error, the same in every language.
        lines: what happened, one finding per line.
        hint: what to do about it, or "".
        params: the error's parameters.
    """

    exit_code: int
    code: str
    lines: Sequence[str]
    hint: str = ""
    params: Mapping[str, Param] = {}


_WHOLE = N_("must be a whole number")
_NUMBER = N_("must be a number")
_TRUTH = N_("must be yes or no")
_DATE = N_("must be a date such as 2026-06-05")
_INSTANT = N_("must be an instant such as 2026-06-05T08:30+08:00")
_OBJECT = N_("must be an object of names and values")
#: Type of a pydantic finding -> words; the places are those of its context.
_FINDINGS: dict[str, str] = {
    "missing": N_("is missing"),
    "extra_forbidden": N_("is not known"),
    "string_type": N_("must be text"),
    "string_unicode": N_("must be text"),
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": N_("is too large"),
    "decimal_parsing": _NUMBER,
    "decimal_type": _NUMBER,
    "finite_number": _NUMBER,
    "decimal_max_digits": N_("must have at most {max_digits} digits"),
    "bool_parsing": _TRUTH,
    "bool_type": _TRUTH,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "date_parsing": _DATE,
    "date_type": _DATE,
    "datetime_from_date_parsing": _INSTANT,
    "datetime_parsing": _INSTANT,
    "datetime_type": _INSTANT,
    "timezone_aware": _INSTANT,
    "tuple_type": N_("must be a list"),
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "string_too_short": N_("must have at least {min_length} characters"),
    "string_too_long": N_("must have at most {max_length} characters"),
    "string_pattern_mismatch": N_("has a form that is not allowed"),
    "greater_than": N_("must be greater than {gt}"),
    "greater_than_equal": N_("must be at least {ge}"),
    "less_than": N_("must be less than {lt}"),
    "less_than_equal": N_("must be at most {le}"),
    "literal_error": N_("must be one of {expected}"),
    "enum": N_("must be one of {expected}"),
    "too_short": N_("must have at least {min_length} entries"),
    "too_long": N_("must have at most {max_length} entries"),
}
#: Said where nothing stands and something must.
_BLANK = N_("cannot be blank")


def tell_trouble(error: Exception, called: Callable[[str], str]) -> Trouble:
    """Return an error in words.

    Args:
        error: any error.
        called: returns what the face calls a field of an operation, such as ``title`` or, of a
            record within it, ``conditions.limit_text``.
    """
    if isinstance(error, GridctlError | SettingsError):
        # Start-up: only an error that happened needs the words of all codes.
        from gridctl.presentation.conflicts import differences
        from gridctl.presentation.wording import worded

        params = worded(error.params, error.code)
        return Trouble(
            error.exit_code,
            error.code.removeprefix("gridctl."),
            ["\n".join([word(_(error.message), params), *differences(error.params)])],
            word(_(error.hint), params),
            error.params,
        )
    if (pydantic := sys.modules.get("pydantic")) and isinstance(error, pydantic.ValidationError):
        return Trouble(_USAGE, "usage.value", list(_findings(error, called)))
    reason = {"name": type(error).__name__, "reason": str(error)}
    return Trouble(_FAILED, INTERNAL, [word(_("Internal error: {name}: {reason}"), reason)])


def report(error: Exception) -> str:
    """Return a report to send to the maintainers: versions and the traceback."""
    import platform
    import traceback

    from gridctl import __version__

    head = f"gridctl {__version__}, Python {platform.python_version()}, {platform.platform()}"
    return head + "\n" + "".join(traceback.format_exception(error)).rstrip()


def _findings(error: Any, called: Callable[[str], str]) -> Iterator[str]:
    """Yield each finding about an operation's fields."""
    for finding in error.errors():
        # Of a record within the operation its own field, such as ``conditions.limit_text``.
        parts = [part for part in finding["loc"] if isinstance(part, str) and part.isidentifier()]
        name = called(".".join(parts[:2])) if parts else ""
        blank = finding["type"] == "string_too_short" and not finding["input"]
        template = _BLANK if blank else _FINDINGS.get(finding["type"])
        text = word(_(template), finding.get("ctx", {})) if template else str(finding["msg"])
        text = text.removeprefix("Value error, ")
        yield headed(name, text) if name else text
