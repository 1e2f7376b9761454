"""The numbers of records a change is for, as people type and pipe them."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence

from gridctl.cli.context.record import STDIN, NothingNamed
from gridctl.cli.render import Column
from gridctl.foundation.i18n import _

#: What people write between numbers; in a line of a CSV file the comma is not one of them.
_BETWEEN, _JOINTS = re.compile(r"[\s,，、;；]+"), re.compile(r"[，、；]")


def numbers_in(words: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """Return the numbers in some words, ``-`` reading stdin: the first field of each line.

    Full-width digits are digits; several numbers may stand in one word, with commas between.

    Args:
        words: what was typed.
        columns: of the records' list, whose header may come on stdin too.

    Raises:
        NothingNamed: there is none.
    """
    found = [
        number for text in words for number in (_piped(columns) if text == STDIN else _split(text))
    ]
    if not found:
        raise NothingNamed(noun=_(columns[0].header))
    return found


def _split(text: str) -> list[str]:
    pieces = _BETWEEN.split(unicodedata.normalize("NFKC", text))
    return [piece for piece in pieces if piece]


def _piped(columns: Sequence[Column]) -> Iterator[str]:
    """Yield the first field of each line but a header's, and of those joined by wide commas."""
    headers = {column.key for column in columns}
    for line in sys.stdin:
        first = next(iter(line.lstrip("\ufeff").split()), "")
        for joined in _JOINTS.split(first):
            number = unicodedata.normalize("NFKC", joined).partition(",")[0].strip('"')
            if number and number not in headers:
                yield number
