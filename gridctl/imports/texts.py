"""Codes, names, telephone numbers and other texts as clerks write them (domain.md 13.2)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from gridctl.domain.telephones import TelephoneUnfit, telephones
from gridctl.imports.numbers import EXACT_DIGITS
from gridctl.imports.unfit import Unfit
from gridctl.imports.words import fold, plain, value_words

# Signs that show nothing and that nobody typed: control signs, and marks of width and direction
# that come along with text copied from web pages. A NUL is left to be refused: data is missing.
_CONTROL = r"\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_UNSEEN = re.compile(f"[{_CONTROL}]")
_UNSEEN_IN_CODE = re.compile(f"[{_CONTROL}\u00ad\u200b-\u200d\u2060]")
_LINE_BREAK = re.compile(r"\s*[\r\n\t\v\f]+\s*")
_SCIENTIFIC = re.compile(r"(\d)(?:\.(\d+))?e\+(\d{1,2})", re.IGNORECASE)
_POINT_ZERO = re.compile(r"\d+\.0+")
_MIDDLE_DOT = re.compile(r"\s*[·•・‧∙⋅●.．｡]\s*(?=\S)")
_CJK_GAP = re.compile(r"(?<=[\u3400-\u9fff\U00020000-\U0003ffff·])\s+"
                      r"(?=[\u3400-\u9fff\U00020000-\U0003ffff·])")  # fmt: skip
#: Between the names of several people; in Latin letters a comma sets the family name apart.
_BETWEEN_NAMES = re.compile(r"[、，,;；/／|\n]")
_BETWEEN_LATIN = re.compile(r"[;/|\n]")
_NOT_IN_NAMES = re.compile(r"[:;!?=<>。]")
_SEPARATORS = re.compile(r"[、，,;；/／|\n]+")


def read_text(text: str) -> str:
    """Return one line of text; blanks inside it stay, signs that cannot be seen do not."""
    return text if text.isprintable() else _LINE_BREAK.sub(" ", _UNSEEN.sub("", text))


def read_prose(text: str) -> str:
    """Return running text with its punctuation and its lines."""
    return _UNSEEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def read_name(text: str) -> str:
    """Return a person's name: no blanks between characters, one kind of middle dot.

    Latin names keep the blanks between their words.
    """
    name = _UNSEEN_IN_CODE.sub("", unicodedata.normalize("NFKC", text))
    if not name.isascii():
        name = _MIDDLE_DOT.sub("·", name)
        name = _CJK_GAP.sub("", name)
    return re.sub(r"\s+", " ", name)


def read_person(text: str) -> str:
    """Return the name of one person; a mark that keeps namesakes apart (王芳2) stays with it.

    Raises:
        Unfit: ``several_names`` where more than one stands there, ``not_a_name`` for what is none:
            a number, a day, a sentence.
    """
    name = read_name(text)
    if (_BETWEEN_LATIN if name.isascii() else _BETWEEN_NAMES).search(text.strip()):
        raise Unfit("several_names")
    if not name[:1].isalpha() or _NOT_IN_NAMES.search(name):
        raise Unfit("not_a_name")
    return name


def read_code(text: str, *, rounded: bool = False) -> str:
    """Return a code in narrow characters without blanks.

    A code that a spreadsheet turned into a number comes back as digits where none were lost.

    Args:
        text: what stands in the cell.
        rounded: whether the codes of this column all end in zeros after the fifteenth digit.

    Raises:
        Unfit: ``precision_lost`` where digits were.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if not text.isprintable():
        text = _UNSEEN_IN_CODE.sub("", text)
    code = "".join(text.split())
    if code.isdigit():
        if rounded and looks_rounded(code):
            raise Unfit("precision_lost")
        return code
    if _POINT_ZERO.fullmatch(code):
        return code.partition(".")[0]
    if match := _SCIENTIFIC.fullmatch(code):
        return _unfold(*match.groups())
    return code


def looks_rounded(digits: str) -> bool:
    """Tell whether digits are what a spreadsheet leaves of a longer number."""
    return len(digits) > EXACT_DIGITS and not digits[EXACT_DIGITS:].strip("0")


def read_phone(text: str) -> str:
    """Return telephone numbers, several joined by 、.

    Raises:
        Unfit: ``not_a_phone``, or ``precision_lost`` for a number shown with an exponent.
    """
    number = unicodedata.normalize("NFKC", text).strip()
    if _POINT_ZERO.fullmatch(number):
        number = number.partition(".")[0]
    elif match := _SCIENTIFIC.fullmatch(number):
        number = _unfold(*match.groups())
    try:
        return telephones(number)
    except TelephoneUnfit as refused:
        raise Unfit("not_a_phone") from refused


def read_list(text: str) -> list[str]:
    """Return the parts of an enumeration, without repetitions."""
    parts = (part.strip() for part in _SEPARATORS.split(text))
    return list(dict.fromkeys(part for part in parts if part))


def read_yes_no(text: str) -> bool:
    """Return whether a text says yes.

    Raises:
        Unfit: ``not_yes_no``.
    """
    word = fold(text)
    if word in value_words().yes:
        return True
    if word in value_words().no:
        return False
    raise Unfit("not_yes_no")


def read_choice(text: str, codes: Mapping[str, str], known: tuple[str, ...]) -> str:
    """Return the code a spelling stands for; what stands in brackets does not matter.

    Args:
        text: what stands in the cell.
        codes: spelling to code, spellings both folded and bare.
        known: the spellings to name when none fits.

    Raises:
        Unfit: ``unknown_choice``.
    """
    code = codes.get(fold(text)) or codes.get(plain(text))
    if code is None:
        raise Unfit("unknown_choice", choices=known)
    return code


def _unfold(first: str, rest: str | None, exponent: str) -> str:
    """Return the digits of a number with an exponent, if it gives them all."""
    digits = first + (rest or "")
    length = int(exponent) + 1
    if len(digits) < length or length > EXACT_DIGITS or digits[length:].strip("0"):
        raise Unfit("precision_lost")
    return digits[:length]
