"""What the office at hand calls states, steps, grounds and roles, asked for once one is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from gridctl.foundation.i18n import said

Kind = Literal["states", "verbs", "grounds", "roles"]
#: Kind -> code -> what the office calls it, as ``zh`` and ``en``.
Names = Mapping[str, Mapping[str, Mapping[str, str]]]


class _AtHand:
    """The names of the office a face works on."""

    def __init__(self) -> None:
        self._ask: Callable[[], Names] | None = None
        self._found: Names = {}

    def use(self, ask: Callable[[], Names] | None, found: Names) -> None:
        self._ask, self._found = ask, found

    def names(self) -> Names:
        """Return the names, asked for at the first call."""
        if self._ask is not None:
            ask, self._ask = self._ask, None
            self._found = ask()
        return self._found

    def settle(self) -> None:
        """Ask no more."""
        self._ask = None


_AT_HAND = _AtHand()
#: Return what the office at hand calls things; empty where it has no words of its own.
own_names = _AT_HAND.names
#: Ask no more: the connection is gone.
settle = _AT_HAND.settle


def use_office(ask: Callable[[], Names] | None = None, found: Names | None = None) -> None:
    """Have labels come from an office: ``ask`` returns its names, ``found`` are those known."""
    _AT_HAND.use(ask, found or {})


class OfficeLabels(Mapping[str, str]):
    """Code -> label: the office's own word in the language in use, else the shipped English one."""

    def __init__(
        self, kind: Kind, shipped: Mapping[str, str] | Callable[[], Mapping[str, str]]
    ) -> None:
        self._kind = kind
        self._given = shipped

    @property
    def _shipped(self) -> Mapping[str, str]:
        return self._given() if callable(self._given) else self._given

    def __getitem__(self, code: str) -> str:
        own = own_names().get(self._kind, {})
        return said(own[code]) if code in own else self._shipped[code]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._shipped, **own_names().get(self._kind, {})})

    def __len__(self) -> int:
        return sum(1 for _code in self)
