"""Numbers of whistle calls: ``W``, county 6, day 8, sequence of the day 3."""

from __future__ import annotations

from datetime import date

from gridctl.domain.whistles.errors import WhistleNumbersUsedUp

_SEQUENCE = 3


def number_prefix(county: str, day: date) -> str:
    """Return what the numbers of a county's calls of a day begin with.

    Args:
        county: six digits.
        day: office-local day of the call.
    """
    return f"W{county}{day:%Y%m%d}"


def build_number(prefix: str, sequence: int) -> str:
    """Return the number of a call.

    Raises:
        WhistleNumbersUsedUp: the day has none left; a number is never cut off.
    """
    if sequence >= 10**_SEQUENCE:
        raise WhistleNumbersUsedUp(prefix=prefix)
    return f"{prefix}{sequence:0{_SEQUENCE}}"
