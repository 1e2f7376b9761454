"""The words of documents: dates, periods, lists and numbers the way each language writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from gridctl.foundation.i18n import N_, listed, translator
from gridctl.reports.structure import shown

_MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)
#: What titles of a quarter or half a year call it, by the letter of its code.
_KINDS = {"Q": "季度", "H": "半年度"}
_DIGITS = "零一二三四五六七八九"


class Words:
    """The words of one language (``zh_CN`` or ``en``); :attr:`say` translates a message."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.say = translator(language)

    def date(self, day: date) -> str:
        """Return a date in Arabic numerals, in Chinese as 2026年6月5日 (GB/T 9704-2012)."""
        _ = self.say
        month = _(_MONTHS[day.month - 1])
        return _("{day} {month} {year}").format(year=day.year, month=month, day=day.day)

    def period(self, code: str) -> str:
        """Return the words of ``2026-06``, ``2026-Q2``, ``2026-H1`` or ``2026``."""
        _ = self.say
        year, _dash, part = code.partition("-")
        if part.startswith("Q"):
            number = self.numeral(int(part[1:]))
            return _("quarter {number} of {year}").format(year=year, number=number)
        if part.startswith("H"):
            half = _("first half of {year}") if part == "H1" else _("second half of {year}")
            return half.format(year=year)
        if part:
            return _("{month} {year}").format(year=year, month=_(_MONTHS[int(part) - 1]))
        return _("the year {year}").format(year=year)

    def beside_period(self, title: str, code: str) -> str:
        """Return a title without the word of its kind of period, for a line that names the period.

        In Chinese both stand side by side: 2026年10月 and 月度十佳 would read 10月月度十佳.
        """
        if self.language != "zh_CN":
            return title
        _year, _dash, part = code.partition("-")
        return title.replace(_KINDS.get(part[:1], "月度" if part else "年度"), "")

    def numeral(self, number: int) -> str:
        """Return a number from 1 to 99 as a heading counts: 一, 二 … in Chinese, else digits."""
        if self.language != "zh_CN":
            return str(number)
        tens, ones = divmod(number, 10)
        head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
        return head + (_DIGITS[ones] if ones or not tens else "")

    def listing(self, texts: Iterable[str]) -> str:
        """Return texts in a row, separated as the language separates short items."""
        return listed(texts, self.say)

    def clauses(self, texts: Iterable[str]) -> str:
        """Return clauses in a row, separated as the language separates longer ones."""
        _ = self.say
        return _("; ").join(texts)

    def percent(self, rate: Decimal | None) -> str:
        """Return a rate with two decimals and its sign."""
        return shown(rate) if rate is None else f"{shown(rate, 2)}%"

    def change(self, points: Decimal) -> str:
        """Return how a share moved since last month, in percentage points."""
        _ = self.say
        if points == 0:
            return _("unchanged from last month")
        moved = (
            _("up {points} percentage points on last month")
            if points > 0
            else _("down {points} percentage points on last month")
        )
        return moved.format(points=shown(abs(points), 2))
