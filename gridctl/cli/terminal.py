"""What the program may expect of the terminal it was started at."""

from __future__ import annotations

import os
import sys

#: Terminals that say of themselves that they only take one line after the other.
_PLAIN = ("dumb", "unknown")


def is_at_terminal() -> bool:
    """Tell whether somebody types what is read and sees what is written."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def can_draw() -> bool:
    """Tell whether a cursor can be moved on the terminal; one that says nothing is taken to."""
    return os.environ.get("TERM") not in _PLAIN
