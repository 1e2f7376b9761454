"""What stands below the records of a table: signatures, notes, the day, pages, seals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from gridctl.imports.dates import read_moment
from gridctl.imports.unfit import Unfit
from gridctl.imports.words import fold, plain, row_words, value_words

# Longer words before a colon are a sentence, and no day takes more.
_LONGEST_LABEL = 12
_LONGEST_DAY = 20
_BRACKET = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")
_PAGES = re.compile(r"第\s*\d+\s*页.*|共\s*\d+\s*页|page\s*\d+.*", re.DOTALL)
#: How the second and further points of a note begin.
_POINT = re.compile(r"[(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)、.:](?!\d)|[①-⑳]")


def is_signed(cells: Sequence[str]) -> bool:
    """Tell whether the filled cells of a row are words such as 制表人 and what answers them.

    What answers stands behind the colon, or in the next cell where nothing stands there.
    """
    unanswered = False
    for cell in cells:
        head, asks, answer = _label(cell)
        if head in (row_words().notes if asks else row_words().signatures):
            unanswered = not answer
        elif unanswered:
            unanswered = False
        else:
            return False
    return bool(cells)


def is_label(cell: str) -> bool:
    """Tell whether a cell begins with a known word and a colon, as 备注：… does."""
    head, asks, _ = _label(cell)
    return asks and head in row_words().notes


def ends_table(cell: str) -> bool:
    """Tell whether the one filled cell of a row is a seal, a page, a day or says the end."""
    text = fold(cell)
    if _BRACKET.fullmatch(text) or _PAGES.fullmatch(text) or is_day(cell):
        return True
    return plain(text.strip("—―–")) in row_words().ends or is_label(cell)


def goes_on(cell: str) -> bool:
    """Tell whether the one filled cell of a row is a further point of the note above it."""
    return cell[:1].isspace() or bool(_POINT.match(fold(cell)))


def is_day(cell: str) -> bool:
    """Tell whether a cell holds a written day and nothing else; a number alone does not."""
    text = cell.strip()
    if len(text) > _LONGEST_DAY or not text[:1].isdigit() or text.isdecimal():
        return False
    try:
        read_moment(text)
    except Unfit as unfit:
        return unfit.code == "year_missing"
    return True


def is_sum(cell: str) -> bool:
    """Tell whether a cell is a total with its number, such as 共计2人 or 合计：3."""
    return bool(_sums().fullmatch(fold(cell)))


def _label(cell: str) -> tuple[str, bool, str]:
    """Return the word that asks for an answer, whether it plainly asks, and the answer there is."""
    head, colon, answer = fold(cell).partition(":")
    if len(head) > _LONGEST_LABEL:
        return "", False, ""
    bare = "".join(_BRACKET.sub("", head).split()).rstrip("0123456789")
    seals = row_words().seals
    word = next((bare.removesuffix(seal) for seal in seals if bare.endswith(seal)), bare)
    asks = bool(colon) or word != bare or any(seal in head for seal in seals)
    return word or bare, asks, answer.strip(" _-—")


@cache
def _sums() -> re.Pattern[str]:
    words = "|".join(sorted({"共", *row_words().totals}, key=len, reverse=True))
    counters = "|".join(map(re.escape, value_words().counters))
    return re.compile(rf"(?:{words})\s*:?\s*\d+(?:\.\d+)?\s*(?:{counters})?[。.]?")
