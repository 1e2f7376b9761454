"""Personal data in text: finding telephone and identity numbers, and masking them.

Rules: domain.md 12 (masking defaults, publications refuse such columns).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from gridctl.domain.codes.divisions import division_rules
from gridctl.domain.errors import Invalid
from gridctl.foundation.i18n import N_

FindingKind = Literal["mobile", "landline", "identity"]

# One sign for one sign, so that positions in the changed text are positions in the text.
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_SAME_WIDTH = (
    str.maketrans(
        dict.fromkeys("‐‑‒–—―−﹣", "-")
        | dict.fromkeys("\u3000\u00a0\u2002\u2003\u2009\u200b\t", " ")
    )
    | _FULL_WIDTH
)

_GAP = "[ -]{0,2}"
# Not inside a longer number: serial numbers, codes, decimals.
_BEFORE, _AFTER = r"(?<![0-9])(?<![0-9]\.)", r"(?![0-9])"

# No shorter run of digits can be a finding; most texts have none and end here.
_ANY_NUMBER = re.compile(r"[0-9](?:[ ()-]{0,3}[0-9]){9}")
_MOBILE = re.compile(
    rf"{_BEFORE}(?:(?:\+|00)?86{_GAP})?(?P<number>1{_GAP}[3-9](?:{_GAP}[0-9]){{9}}){_AFTER}"
)
_LANDLINE = re.compile(
    rf"{_BEFORE}\(?(?:010|02[0-9]|0[3-9][0-9]{{2}})\)?{_GAP}"
    rf"[2-8][0-9]{{2,3}}{_GAP}[0-9]{{4}}{_AFTER}"
)
# A look-ahead, so that a number is found even where another candidate begins before it.
_IDENTITY_18 = re.compile(
    rf"{_BEFORE}(?=(?P<number>[1-9](?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx]){_AFTER})"
)
_IDENTITY_15 = re.compile(rf"{_BEFORE}(?=(?P<number>[1-9](?:{_GAP}[0-9]){{14}}){_AFTER})")
_IDENTITY_WORD = re.compile(r"身份证|证件号|身份号")
_WORD_REACH = 12

_EXTENSION = re.compile(r"(?<=[0-9]{7})-[0-9]{1,6}$")
_SEPARATORS = re.compile(r"[ -]+")
_MOST_GROUPS = 4

# GB 11643-1999: weights of the seventeen digits and the check signs by remainder.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_SIGNS = "10X98765432"
# Residence permits of people from Taiwan begin with 83, which is no division code.
_PERMIT_REGIONS = {"83"}


class PersonalDataInPublication(Invalid):
    """A document for the public holds telephone or identity numbers; it was not written."""

    message = N_("The publication holds {count} telephone or identity numbers ({where}).")
    hint = N_("Leave the column out or mask the numbers, then try again.")


class Finding(NamedTuple):
    """A number of a person found in a text.

    Attributes:
        kind: ``mobile``, ``landline`` or ``identity``.
        start: position of its first character.
        end: position after its last character.
    """

    kind: FindingKind
    start: int
    end: int


def find_personal(text: str, *, doubtful: bool = False) -> list[Finding]:
    """Return the telephone and identity numbers in a text, in order, none inside another.

    Full-width digits, blanks and hyphens inside a number do not hide it. Serial numbers and
    division or grid codes are no findings: 18 digits must pass the check sign (GB 11643), and
    15 digits that could be a grid code count only after a word such as 身份证.

    Args:
        text: to look through.
        doubtful: whether 18 digits with a region and a day of birth count even where their check
            sign is wrong: what residents type has slips of the pen.
    """
    plain = text.translate(_SAME_WIDTH)
    if not _ANY_NUMBER.search(plain):
        return []
    candidates = [*_identities(plain, doubtful=doubtful), *_mobiles(plain), *_landlines(plain)]
    found: list[Finding] = []
    for finding in sorted(candidates, key=lambda each: (each.start, -each.end)):
        if not found or finding.start >= found[-1].end:
            found.append(finding)
    return found


def is_identity_number(digits: str) -> bool:
    """Tell whether 18 signs are an identity number: region, date of birth and check sign."""
    number = digits.upper()
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECK_SIGNS[total % 11] == number[-1] and _is_person(number[:6], number[6:14])


def _identities(plain: str, *, doubtful: bool) -> Iterator[Finding]:
    for match in _IDENTITY_18.finditer(plain):
        number = _SEPARATORS.sub("", match["number"])
        if is_identity_number(number) or (doubtful and _is_person(number[:6], number[6:14])):
            yield Finding("identity", match.start("number"), match.end("number"))
    for match in _IDENTITY_15.finditer(plain):
        lead = plain[max(0, match.start() - _WORD_REACH) : match.start()]
        digits = _SEPARATORS.sub("", match["number"])
        named = bool(_IDENTITY_WORD.search(lead))
        if _is_old_identity(digits) and (named or not _may_be_grid_code(digits)):
            yield Finding("identity", match.start("number"), match.end("number"))


def _is_old_identity(digits: str) -> bool:
    return _is_person(digits[:6], f"19{digits[6:12]}")


def _may_be_grid_code(digits: str) -> bool:
    """Tell whether the numbers of town and village lie in the ranges in use (domain.md 3.1)."""
    ranges = division_rules().ranges
    town, village = int(digits[6:9]), int(digits[9:12])
    return any(town in known for known in ranges["town"]) and any(
        village in known for known in ranges["village"]
    )


def _is_person(region: str, born: str) -> bool:
    if region[:2] not in division_rules().provinces | _PERMIT_REGIONS:
        return False
    try:
        return born[:4] >= "1900" and bool(date.fromisoformat(born))
    except ValueError:
        return False


def _mobiles(plain: str) -> Iterator[Finding]:
    for match in _MOBILE.finditer(plain):
        groups = _SEPARATORS.split(match["number"])
        # Figures of a table stand in a row too, but a telephone number is set in few groups,
        # the first of three digits or more, or digit by digit.
        spaced_out = all(len(group) == 1 for group in groups)
        if spaced_out or (len(groups) <= _MOST_GROUPS and len(groups[0]) > 2):
            yield Finding("mobile", match.start(), match.end())


def _landlines(plain: str) -> Iterator[Finding]:
    return (Finding("landline", *match.span()) for match in _LANDLINE.finditer(plain))


def mask_phone(number: str) -> str:
    """Return a telephone number with its middle hidden: ``138****5678``, ``0510-****5678``.

    Of several numbers joined by 、 each is, an extension is left out. What is neither a mobile nor
    a landline number is hidden altogether.
    """
    return "、".join(map(_masked_number, number.split("、")))


def _masked_number(number: str) -> str:
    plain = _EXTENSION.sub("", number.translate(_SAME_WIDTH).strip())
    digits = re.sub(r"[^0-9]", "", plain)
    if mobile := re.fullmatch(r"(?:00)?(?:86)?(1[3-9][0-9])[0-9]{4}([0-9]{4})", digits):
        return f"{mobile[1]}****{mobile[2]}"
    if landline := re.fullmatch(r"(010|02[0-9]|0[3-9][0-9]{2})?[2-8][0-9]{2,3}([0-9]{4})", digits):
        return f"{landline[1]}-****{landline[2]}" if landline[1] else f"****{landline[2]}"
    return "*" * len(plain)


def mask_id(number: str) -> str:
    """Return an identity number with six digits kept in front and four behind.

    ``110105********1234``; for use inside the office only, a publication leaves it out
    altogether. What has neither 18 nor 15 signs is hidden altogether.
    """
    plain = _SEPARATORS.sub("", number.translate(_SAME_WIDTH)).upper()
    if not re.fullmatch(r"[0-9]{17}[0-9X]|[0-9]{15}", plain):
        return "*" * len(plain)
    return f"{plain[:6]}{'*' * (len(plain) - 10)}{plain[-4:]}"


def masked(text: str, *, doubtful: bool = False) -> str:
    """Return a text with the numbers :func:`find_personal` finds in it masked."""
    for found in reversed(find_personal(text, doubtful=doubtful)):
        mask = mask_id if found.kind == "identity" else mask_phone
        text = text[: found.start] + mask(text[found.start : found.end]) + text[found.end :]
    return text


def mask_citizen_name(name: str) -> str:
    """Return a resident's name as its first sign and two stars, whatever its length: ``张**``."""
    plain = unicodedata.normalize("NFKC", name).strip()
    return f"{plain[0]}**" if plain else ""
