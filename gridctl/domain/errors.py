"""The family of errors: a code, parameters and, put on by a face, words.

A subclass lives in the ``gridctl.domain`` module of its noun and names its message, a hint and
its family. Its code is ``<module>.<snake_case name>``, so that an error that arrives over the
wire finds its class by name.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Mapping
from typing import ClassVar

from gridctl.foundation.i18n import N_, _, in_line
from gridctl.foundation.i18n import Param as Param
from gridctl.foundation.pointers import pointed

_registry: dict[str, type[GridctlError]] = {}
_OPTIONAL = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_PLACE = re.compile(r"\{(\w+)\}")


class GridctlError(Exception):
    """Base of every error a user may meet.

    Attributes:
        code: stable name, the same locally and over the wire.
        message: English text with ``{parameter}`` places, the key of the catalogues.
        hint: what to do about it, in the same form; may be empty.
        exit_code: the command line's exit code (interface.md 4.3).
        status: the HTTP status of the server.
    """

    code: ClassVar[str]
    message: ClassVar[str] = N_("The command failed.")
    hint: ClassVar[str] = ""
    exit_code: ClassVar[int] = 1
    status: ClassVar[int] = 400

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()
        if "message" in vars(cls) and "hint" not in vars(cls):
            # The hint of a family speaks of its own message.
            cls.hint = ""
        cls.code = f"{cls.__module__.removeprefix('gridctl.domain.')}.{snake}"
        _registry[cls.code] = cls

    def __init__(self, /, **params: Param) -> None:
        self.params: dict[str, Param] = params
        super().__init__(word(self.message, params, N_))


class _Missing(dict[str, str | int | None]):
    """Leave a place without a parameter readable instead of failing."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def word(template: str, params: Mapping[str, Param], say: Callable[[str], str] = _) -> str:
    """Fill the places of a (translated) template; several names are listed as its language does.

    A passage in double square brackets is left out where a parameter in it is None or blank:
    ``[[Nearest is {nearest}. ]]`` says nothing where nothing is near. What points to a verb is
    said for the face at hand (:mod:`gridctl.foundation.pointers`).

    Args:
        template: its text, translated.
        params: what its places stand for.
        say: the translator it was translated by; that of the language in use where omitted.
    """
    places = in_line(params, say)
    if "[[" in template:
        template = _OPTIONAL.sub(lambda passage: _said(passage[1], places), template)
    return pointed(template, places).format_map(_Missing(places))


def _said(passage: str, params: Mapping[str, str | int | None]) -> str:
    """Return a passage, or nothing where a parameter in it says nothing."""
    silent = any(params.get(name, name) in (None, "") for name in _PLACE.findall(passage))
    return "" if silent else passage


def error_class(code: str) -> type[GridctlError] | None:
    """Return the class behind a code, loading the domain module the code names, or None."""
    if code not in _registry and re.fullmatch(r"[a-z_.]+", code):
        try:
            importlib.import_module(f"gridctl.domain.{code.rpartition('.')[0]}")
        except ImportError:
            return None
    return _registry.get(code)


class Invalid(GridctlError):
    """A value breaks a rule; nothing was changed."""

    message = N_("The value {value} is not valid.")
    exit_code = 1
    status = 422


class Usage(GridctlError):
    """The command or a setting was given wrongly."""

    message = N_("The command was not understood.")
    exit_code = 2
    status = 400


class Unreachable(GridctlError):
    """The office's database or server does not answer; trying again may help."""

    message = N_("{target} does not answer.")
    hint = N_("Try again later, or check the address of the profile.")
    exit_code = 3
    status = 503


class ProtocolMismatch(GridctlError):
    """The answer is not one of ours: another program, or another version."""

    message = N_("{target} gave an answer this version of gridctl does not understand.")
    hint = N_("Compare the versions with '<version>' on both sides.")
    exit_code = 3
    status = 502


class Forbidden(GridctlError):
    """The signed-in person may not do this."""

    message = N_("This is not allowed for {actor}.")
    exit_code = 4
    status = 403


class Conflict(GridctlError):
    """Someone else changed the record, or it is in another state."""

    message = N_("The record was changed by someone else (revision {actual}, seen {seen}).")
    hint = N_("Look at it again and repeat the change.")
    exit_code = 6
    status = 409


class NotFound(GridctlError):
    """Nothing has this key."""

    message = N_("There is no {noun} {key}.")
    exit_code = 7
    status = 404


class ChecksFailed(GridctlError):
    """A check found problems or differences."""

    message = N_("The check found {count} problems.")
    exit_code = 8
    status = 422
