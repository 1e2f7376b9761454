"""Rows that are no records: totals, notes, signatures, examples, headers said again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from gridctl.domain.problems import Problem
from gridctl.imports.foot import ends_table, goes_on, is_day, is_label, is_signed, is_sum
from gridctl.imports.plan import Plan
from gridctl.imports.tables import Merge
from gridctl.imports.words import plain, row_words

# Words of totals and notes are short; a longer text before the colon is a sentence.
_LONGEST_TOTAL = 12
_LONGEST_ENDING = 8
_LONGEST_NOTE_WORD = 10
_WIDE = 3


class Skipper:
    """Knows, row by row, whether what stands there is a record (domain.md 13.2)."""

    def __init__(self, plan: Plan, merges: Sequence[Merge]) -> None:
        width = max(column.index for column in plan.columns) + 1
        self._wide = {
            merge.top + 1: merge
            for merge in merges
            if merge.top + 1 >= plan.first_row
            and merge.right - merge.left + 1 >= max(_WIDE, width / 2)
        }
        self._headers = [
            (column.index, column.header.rpartition(" / ")[2]) for column in plan.columns
        ]
        self._guide = self._headers[:2]
        self._narrow = len(plan.columns) < _WIDE
        #: Whether the row above was a note that may go on.
        self._noted = False

    def reason(self, number: int, texts: list[str], following: list[str]) -> Problem | None:
        """Return why a row is no record, or None if it is one.

        Args:
            number: the row, from 1.
            texts: its cells.
            following: the cells of the next row that is not blank.
        """
        filled = filter(None, texts)
        first, second = next(filled, "").strip(), next(filled, "").strip()
        if not first:
            return None
        if _is_total(first) or _is_total(second) or _ends_total(first):
            return Problem("total_row", "", first)
        if not second and self._is_foot(first, texts, following):
            self._noted = True
            return Problem("note_row", "", first)
        self._noted = False
        if number in self._wide or first[0] in _starts():
            if self._is_note(number, first, texts):
                self._noted = not second
                return Problem("note_row", "", first)
            if _is_example(first):
                return Problem("example_row", "", first)
        if self._repeats_header(texts):
            return Problem("header_row", "", first)
        return None

    def _is_foot(self, first: str, texts: list[str], following: list[str]) -> bool:
        """Tell whether a row of one cell, where records have several, stands below the table."""
        if self._narrow:
            return False
        if ends_table(first):
            return True
        if self._noted and goes_on(next(filter(None, texts))):
            return True
        # Who issued the table stands above the day.
        below = [text for text in following if text.strip()]
        return len(below) == 1 and is_day(below[0])

    def _is_note(self, number: int, first: str, texts: list[str]) -> bool:
        filled = [text.strip() for text in texts if text.strip()]
        if number in self._wide:
            return len(set(filled)) == 1
        if is_signed(filled):
            return True
        return is_label(first) and sum(not is_label(each) for each in filled) <= 1

    def _repeats_header(self, texts: list[str]) -> bool:
        for index, header in self._guide:
            if not _same(texts[index], header):
                return False
        same = sum(_same(texts[index], header) for index, header in self._headers)
        return same >= max(2, len(self._headers) / 2) or same == len(self._headers)


def _same(text: str, header: str) -> bool:
    return text == header or (bool(text) and " ".join(text.split()) == header)


@cache
def _starts() -> frozenset[str]:
    """Return the characters such rows begin with, to pass over the other rows quickly."""
    words = row_words()
    first = {word[0] for word in words.totals | words.notes | words.examples}
    return frozenset(first | {each.upper() for each in first} | set("(（[【〔"))


def _is_total(text: str) -> bool:
    if not 0 < len(text) <= _LONGEST_TOTAL or text[0] not in _starts():
        return False
    return plain(text) in row_words().totals or is_sum(text)


def _ends_total(text: str) -> bool:
    if len(text) > _LONGEST_ENDING or text.isascii():
        return False
    return plain(text).endswith(row_words().total_endings)


def _is_example(text: str) -> bool:
    word = text[:_LONGEST_NOTE_WORD].replace("：", ":").partition(":")[0]
    return len(word) < _LONGEST_NOTE_WORD and plain(word) in row_words().examples
