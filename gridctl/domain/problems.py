"""What can be wrong with a row or a value: codes with parameters, worded by a face.

A problem is not an exception: an import collects thousands of them and carries on.
"""

from __future__ import annotations

from typing import NamedTuple

from gridctl.domain.errors import Param
from gridctl.foundation.i18n import N_


class Problem(NamedTuple):
    """One finding.

    Attributes:
        code: key of :data:`MESSAGES`.
        field: the canonical field it is about, or "" for the whole row.
        value: the raw value found, as text, or "".
        params: further parameters of the message.
    """

    code: str
    field: str = ""
    value: str = ""
    params: tuple[tuple[str, Param], ...] = ()


#: Code of a problem -> English message; ``{value}`` is always available.
MESSAGES: dict[str, str] = {
    "required": N_("must be filled in"),
    "not_a_date": N_("{value} is not a date; write 2026-06-05"),
    "not_a_time": N_("{value} is not a time; write 08:30"),
    "year_missing": N_("{value} lacks the year; write 2026-06-05, or give --year"),
    "not_a_number": N_("{value} is not a number"),
    "not_whole": N_("{value} is not a whole number"),
    "negative": N_("{value} is below zero"),
    "precision_lost": N_("{value}: the spreadsheet kept only 15 digits; type it again as text"),
    "not_a_phone": N_("{value} is not a telephone number"),
    "not_a_percent": N_("{value} is not a percentage"),
    "mixed_percent": N_("{value}: the column mixes percentages and fractions"),
    "not_yes_no": N_("{value} is neither yes nor no"),
    "cell_error": N_("the cell holds the error {value}"),
    "too_long": N_("{value} is longer than {limit} characters"),
    "unknown_choice": N_("{value} is not one of {choices}"),
    "division_number": N_("{value}: number {number} of code {code} belongs to another kind of place"),
}
