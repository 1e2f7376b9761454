"""Serial numbers of tickets: county 6, day 8, sequence of the day 5 (domain.md 5.5)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from gridctl.domain.codes.divisions import parse_division
from gridctl.domain.errors import Invalid
from gridctl.foundation.i18n import N_

#: Digits of a day's running number.
SEQUENCE = 5
_LAST = 10**SEQUENCE - 1


class SerialInvalid(Invalid):
    """A text is not a ticket's serial number."""

    message = N_("{serial} is not a serial number of a ticket.")
    hint = N_("A serial number has 19 digits: county 6, day 8, sequence 5.")


class SerialsUsedUp(Invalid):
    """A county's serial numbers of one day are used up; a number is never cut off."""

    message = N_("County {county} has no serial number left for {day}.")
    hint = N_("A day has 99999 serial numbers; enter the ticket under another day.")


class Serial(NamedTuple):
    """A serial number taken apart.

    Attributes:
        county: first six digits of the county's division code.
        day: office-local day the number was given.
        sequence: running number of the day, from 1.
    """

    county: str
    day: date
    sequence: int


def build_serial(county: str, day: date, sequence: int) -> str:
    """Return a ticket's serial number of 19 digits.

    Args:
        county: six digits.
        day: office-local day.
        sequence: running number of the day, from 1.

    Raises:
        SerialInvalid: the county is not one, or the sequence is below 1.
        SerialsUsedUp: the sequence needs more than five digits.
    """
    if sequence > _LAST:
        raise SerialsUsedUp(county=county, day=day.isoformat())
    serial = f"{county}{day:%Y%m%d}{sequence:0{SEQUENCE}}"
    parse_serial(serial)
    return serial


def parse_serial(text: str) -> Serial:
    """Take a ticket's serial number apart; full-width digits and outer blanks are put right.

    Raises:
        SerialInvalid: the text is no serial number.
    """
    serial = unicodedata.normalize("NFKC", text).strip()
    match = re.fullmatch(r"([0-9]{6})([0-9]{8})([0-9]{5})", serial)
    if not match or not int(match[3]):
        raise SerialInvalid(serial=serial)
    try:
        county = parse_division(f"{match[1]}000000").prefix.ljust(6, "0")
        return Serial(county, date.fromisoformat(match[2]), int(match[3]))
    except (ValueError, Invalid) as error:
        raise SerialInvalid(serial=serial) from error
