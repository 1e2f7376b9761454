"""Verbs that need one thing or another: declared on the verb, checked before it begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from gridctl.domain.errors import Usage
from gridctl.presentation.ways import Ways

F = TypeVar("F", bound=Callable[..., Any])


def one_of(
    *ways: str | tuple[str, ...], error: type[Usage], alone: bool = True
) -> Callable[[F], F]:
    """Declare that a verb needs one of some parameters, or groups of them.

    Args:
        ways: names of parameters, or of those that must be given together.
        error: raised where none is given, only a part, or several where each is alone.
        alone: whether one forbids the others.
    """
    said = tuple((way,) if isinstance(way, str) else way for way in ways)

    def declare(verb: F) -> F:
        verb.ways, verb.unsettled = Ways(said, alone), error  # type: ignore[attr-defined]
        return verb

    return declare


def ways_of(command: Any) -> Ways | None:
    """Return what was declared on a command's verb, None where nothing was."""
    return getattr(command.callback, "ways", None)


def check_ways(command: Any, params: Mapping[str, Any]) -> None:
    """Refuse a line that does not say what the verb is about.

    Raises:
        Usage: the error declared with it.
    """
    ways = ways_of(command)
    given = {name for name, value in params.items() if value not in (None, "", (), [])}
    if ways is not None and not ways.settled(given):
        raise command.callback.unsettled
