"""What the title above a table says of all its rows: the month it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gridctl.imports.kinds import Kind
from gridctl.imports.words import fold

#: The field of a kind whose rows belong to a month.
PERIOD = "period"

_MONTH = re.compile(r"(?<!\d)(20\d{2})\s*年\s*(1[0-2]|0?[1-9])\s*月(?:份|(?!\s*\d))")


def named_month(above: Sequence[Sequence[str]], kind: Kind) -> str:
    """Return the one month (``YYYY-MM``) the rows above a header name.

    A day is none (填报日期：2026年4月2日 says when the table was filled in). "" where the kind has
    no month, or where none or several are named.
    """
    if PERIOD not in kind.fields:
        return ""
    cells = (fold(cell) for row in above for cell in row)
    named = {(int(year), int(month)) for cell in cells for year, month in _MONTH.findall(cell)}
    return "{:04}-{:02}".format(*named.pop()) if len(named) == 1 else ""
