"""The operations a verb is for: declared on the verb, so that no face offers what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


def sends(*operations: str) -> Callable[[F], F]:
    """Declare what a verb is for and cannot do without.

    Args:
        operations: full names; what a verb sends only for some options is not among them.
    """

    def declare(verb: F) -> F:
        verb.sends = operations  # type: ignore[attr-defined]
        return verb

    return declare


def sent_by(verb: Any) -> tuple[str, ...]:
    """Return what was declared on a verb; nothing where it sends nothing."""
    declared: tuple[str, ...] = getattr(verb, "sends", ())
    return declared
