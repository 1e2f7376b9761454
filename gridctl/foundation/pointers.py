"""Pointers in messages: what helps further, said the way the face at hand is worked.

``<award show {list}>`` in a message names a verb by its words on the command line, without the
program's name: a shell is told the command, the dashboard the key or the palette that leads there.
``<--reply TEXT|the reply>`` says one thing to a shell and another to everybody else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from types import MappingProxyType

from gridctl.foundation.i18n import Param

#: Tells how one gets to a verb, given by its words and what its places stand for; the places, such
#: as ``{list}``, stay.
Leads = Callable[[str, Mapping[str, Param]], str]

#: How a line begins that works on the office at hand.
_program: ContextVar[str] = ContextVar("program", default="gridctl")

#: A line that names an office itself, or is about none.
_OF_ITS_OWN = re.compile(r"--(?:db|profile)\b|^(?:profile|--help)\b")

#: A comparison such as ``<= >`` is none.
_POINTER = re.compile(r"<( ?[^<>|=\s][^<>|]*)(?:\|([^<>]*))?>")


def command_line(line: str, _places: Mapping[str, Param]) -> str:
    """Return a verb as it is typed into a shell."""
    return f"{'gridctl' if _OF_ITS_OWN.search(line) else _program.get()} {line}"


def begin_lines(flags: str) -> None:
    """Have the lines for a shell work on the office this one does, from here on.

    Args:
        flags: what named it, such as ``--db county.db``; "" where nothing on the line did.
    """
    _program.set(f"gridctl {flags}".rstrip())


_leads: ContextVar[Leads] = ContextVar("leads", default=command_line)


def lead_by(leads: Leads) -> None:
    """Have pointers said for another face than a shell, in this context and those begun from it."""
    _leads.set(leads)


def pointed(text: str, places: Mapping[str, Param] = MappingProxyType({})) -> str:
    """Return a (translated) text with its pointers said for the face at hand.

    Args:
        text: with places that are filled afterwards.
        places: what they stand for.
    """
    if "<" not in text:
        return text
    leads = _leads.get()

    def said(pointer: re.Match[str]) -> str:
        if pointer[2] is not None:
            return pointer[1] if leads is command_line else pointer[2]
        return leads(pointer[1], places)

    return _POINTER.sub(said, text)
