"""Telephone numbers, written in one way however they were typed (domain.md 13.2)."""

from __future__ import annotations

import re
import unicodedata

from gridctl.domain.errors import Invalid
from gridctl.foundation.i18n import N_

#: What stands between several numbers, also where they came in.
BETWEEN = "、"

_SEPARATORS = re.compile(r"[、,;/|\n]+|(?<=\d{7})\s+(?=1[3-9]\d{9})")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−~", "-"))
_EXTENSION = re.compile(r"转(?:接|分机)?|分机|ext\.?|#|\)", re.IGNORECASE)
_MOBILE = re.compile(r"1[3-9]\d{9}")
#: Of a mobile number, what is dialled before its eleven digits.
_BEFORE_MOBILE = re.compile(r"(?:(?:\+|00)?86|0)-?(?=1[3-9](?:-?\d){9}$)")
#: Of any other number: without the plus, 86 begins many a landline number.
_COUNTRY = re.compile(r"(?:\+|00)86-?")
_AREA = r"010|02\d|0[3-9]\d{2}"
_LANDLINE = re.compile(
    rf"(?:(?P<area>{_AREA})-?)?(?P<head>[2-9]\d{{2,3}})-?(?P<tail>\d{{4}})(?:-(?P<to>\d{{1,6}}))?"
)
_OTHER = re.compile(
    r"1\d{2}\*{4}\d{4}"  # mobile, masked by whoever exported it
    r"|[48]00-?\d{3,4}-?\d{3,4}"
    r"|(?:0\d{2,3}-?)?(?:1[0-2]\d|1[0-9]{4}|9\d{4})"  # short numbers of services
)


class TelephoneUnfit(Invalid):
    """What was entered as a telephone number is none."""

    message = N_("That is no telephone number.")
    hint = N_(
        "Write a mobile number of 11 digits or a landline such as 0510-88881234,"
        " with an extension 0510-88881234-12; 、 stands between several."
    )


def telephones(text: str) -> str:
    """Return telephone numbers in their usual form, several joined by 、; "" for none.

    Full-width digits, blanks, hyphens, brackets and the prefix of the country make no difference:
    ``+86 138-0000-1111`` is ``13800001111``, ``(0510) 8888 1234 转 12`` is ``0510-88881234-12``.

    Raises:
        TelephoneUnfit: one of them is no telephone number.
    """
    if _MOBILE.fullmatch(text):
        return text
    plain = unicodedata.normalize("NFKC", text).strip().translate(_DASHES)
    return BETWEEN.join(_telephone(part) for part in _SEPARATORS.split(plain) if part.strip())


def is_telephones(text: str) -> bool:
    """Tell whether a text is one or several telephone numbers."""
    try:
        return bool(telephones(text))
    except TelephoneUnfit:
        return False


def _telephone(text: str) -> str:
    number = _EXTENSION.sub("-", "".join(text.split()).replace("(", ""))
    number = _BEFORE_MOBILE.sub("", re.sub("-+", "-", number).strip("-"), count=1)
    if _MOBILE.fullmatch(mobile := number.replace("-", "")):
        return mobile
    abroad = _COUNTRY.match(number)
    # Who dials from abroad leaves out the 0 of the area.
    for whole in (number[abroad.end() :], f"0{number[abroad.end() :]}") if abroad else (number,):
        if landline := _LANDLINE.fullmatch(whole):
            area, head, tail, extension = landline.groups()
            return "-".join(filter(None, (area, head + tail, extension)))
        if _OTHER.fullmatch(whole):
            return whole
    raise TelephoneUnfit
