"""Running numbers behind a letter, for records an office numbers itself."""

from __future__ import annotations

import re
from collections.abc import Iterable


def next_number(prefix: str, width: int, used: Iterable[str]) -> str:
    """Return the number behind the highest one in use, so that none is ever given out twice.

    Args:
        prefix: what the number begins with, such as ``S``.
        width: digits at least; numbers that need more grow by a digit.
        used: codes in use, those of other forms included.
    """
    pattern = re.compile(rf"{re.escape(prefix)}(\d{{{width},}})", re.ASCII)
    numbers = (int(match[1]) for match in map(pattern.fullmatch, used) if match)
    return f"{prefix}{max(numbers, default=0) + 1:0{width}}"
