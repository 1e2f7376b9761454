"""The 12-digit division code for statistics: province 2, city 2, county 2, town 3, village 3.

Structure and ranges: domain.md 3.1; data in ``config/rules/codes/division.toml``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import tomli

from gridctl.domain.errors import Invalid
from gridctl.domain.problems import Problem
from gridctl.foundation.i18n import N_
from gridctl.foundation.resources import config_path

Level = Literal["province", "city", "county", "town", "village"]

#: Level -> digits that are significant at it; the rest of the twelve are zeros.
SIGNIFICANT: dict[Level, int] = {"province": 2, "city": 4, "county": 6, "town": 9, "village": 12}

_LENGTH = 12
_LEVELS = tuple(SIGNIFICANT)
# Each level stands under the one before it; only a county may be absent, as in Dongguan.
_CHAINS = {_LEVELS[:depth] for depth in range(1, 6)} | {
    _LEVELS[:2] + _LEVELS[3:depth] for depth in (4, 5)
}


class DivisionCodeInvalid(Invalid):
    """A text is not a division code."""

    message = N_("{code} is not a 12-digit division code.")
    hint = N_("A code has 12 digits; towns end in 000, counties in 000000.")


@dataclass(frozen=True, slots=True)
class Division:
    """A division code taken apart.

    Attributes:
        code: twelve digits.
        level: what the code names.
        parent: code of the next division above, None for a province.
    """

    code: str
    level: Level
    parent: str | None

    @property
    def prefix(self) -> str:
        """Return the digits that every division below this one begins with."""
        return self.code[: SIGNIFICANT[self.level]]


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Numbers of one kind of town or village.

    Attributes:
        kind: neutral name of the kind.
        label: the kind in words, by language.
        first: lowest number, as in the code's last part.
        last: highest number.
        endings: name endings that belong to the kind.
    """

    kind: str
    label: Mapping[str, str]
    first: int
    last: int
    endings: tuple[str, ...]

    def __contains__(self, number: int) -> bool:
        return self.first <= number <= self.last


@dataclass(frozen=True, slots=True)
class DivisionRules:
    """What is known about division codes beyond their shape.

    Attributes:
        provinces: first two digits in use (GB/T 2260).
        ranges: number ranges of towns and of villages.
        urban: urban and rural class -> words, by language.
    """

    provinces: frozenset[str]
    ranges: Mapping[Level, tuple[NumberRange, ...]]
    urban: Mapping[str, Mapping[str, str]]


@cache
def division_rules() -> DivisionRules:
    """Return the shipped rules of division codes."""
    path = config_path("rules", "codes", "division.toml")
    content = tomli.loads(path.read_text("utf-8"))
    return DivisionRules(
        provinces=frozenset(content["provinces"]),
        ranges={"town": _ranges(content["town"]), "village": _ranges(content["village"])},
        urban=content["urban"],
    )


def _ranges(rows: list[dict[str, Any]]) -> tuple[NumberRange, ...]:
    return tuple(NumberRange(**row | {"endings": tuple(row["endings"])}) for row in rows)


def parse_division(text: str) -> Division:
    """Take a division code apart; full-width digits and outer blanks are put right.

    Raises:
        DivisionCodeInvalid: not twelve digits, an unknown province, or a gap between levels.
    """
    code = unicodedata.normalize("NFKC", text).strip()
    shape = re.fullmatch(r"([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{3})([0-9]{3})", code)
    if not shape or shape[1] not in division_rules().provinces:
        raise DivisionCodeInvalid(code=code)
    parts = zip(_LEVELS, shape.groups(), strict=True)
    chain = tuple(level for level, part in parts if int(part))
    if chain not in _CHAINS:
        raise DivisionCodeInvalid(code=code)
    parent = _padded(code, chain[-2]) if len(chain) > 1 else None
    return Division(code, chain[-1], parent)


def whole_division(code: str) -> str:
    """Return a division code with all its digits; any other text comes back as it is.

    Many tables end a code where its level does: 430121 is a county, 430121001 a town.
    """
    short = code.isdecimal() and len(code) in SIGNIFICANT.values()
    return code.ljust(_LENGTH, "0") if short else code


def _padded(code: str, level: Level) -> str:
    return code[: SIGNIFICANT[level]].ljust(_LENGTH, "0")


def division_problems(division: Division, name: str) -> list[Problem]:
    """Return the warnings about a code and its name: a name of another kind than its number.

    They are never errors: the bureau's own tables hold exceptions (domain.md 3.1).
    """
    ranges = division_rules().ranges.get(division.level, ())
    number = int(division.code[SIGNIFICANT[division.level] - 3 : SIGNIFICANT[division.level]])
    plain = unicodedata.normalize("NFKC", name).strip()
    claimed = [known for known in ranges if plain.endswith(known.endings)]
    if not claimed or any(number in known for known in claimed):
        return []
    params = (("code", division.code), ("number", f"{number:03}"))
    return [Problem("division_number", "name", name, params)]
