"""A calendar month as the demonstration counts it."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from gridctl.domain.errors import Invalid


class Month(NamedTuple):
    """A month of a year."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Return the month a text such as ``2026-10`` names.

        Raises:
            Invalid: the text is no month.
        """
        if not (match := re.fullmatch(r"([12]\d{3})-(0[1-9]|1[0-2])", text)):
            raise Invalid(value=text)
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"

    @property
    def words(self) -> str:
        """Return the month as clerks write it, 2026年10月."""
        return f"{self.year}年{self.number}月"

    @property
    def first(self) -> date:
        """Return the first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Return the last day."""
        return self.first.replace(day=monthrange(self.year, self.number)[1])

    @property
    def previous(self) -> Month:
        """Return the month before."""
        before = self.first - timedelta(days=1)
        return Month(before.year, before.month)

    @property
    def next(self) -> Month:
        """Return the month after."""
        after = self.last + timedelta(days=1)
        return Month(after.year, after.month)

    def days(self) -> list[date]:
        """Return all days in order."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def months_back(self, months: int) -> date:
        """Return the first day of the month ``months`` before this one."""
        index = self.year * 12 + self.number - 1 - months
        return date(index // 12, index % 12 + 1, 1)
