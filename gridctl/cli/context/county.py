"""The county an office works for, as ``init`` and ``db edit`` take it."""

from __future__ import annotations

import unicodedata
from typing import Any

import typer

from gridctl.domain.codes.divisions import DivisionCodeInvalid, parse_division
from gridctl.domain.errors import Usage
from gridctl.foundation.i18n import N_

_DIGITS = 6


class NotACounty(Usage):
    """The text is not the code of a county."""

    message = N_("{county} is not the code of a county.")
    hint = N_("It is the first six digits of its division code, such as 320281.")


def county_option(text: str) -> Any:
    """Declare an option that takes a county's six digits."""
    return typer.Option(
        metavar="CODE6", help=text, callback=lambda value: read_county(value) if value else value
    )


def read_county(text: str) -> str:
    """Return a county's six digits; its twelve-digit code is understood too.

    A city without counties, such as Dongguan, stands for its one county.

    Raises:
        NotACounty: the text is no such code.
    """
    code = unicodedata.normalize("NFKC", text).strip()
    try:
        division = parse_division(code.ljust(2 * _DIGITS, "0") if len(code) == _DIGITS else code)
    except DivisionCodeInvalid as error:
        raise NotACounty(county=text) from error
    if division.level not in ("county", "city"):
        raise NotACounty(county=text)
    return division.code[:_DIGITS]
