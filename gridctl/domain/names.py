"""Matching keys: what makes two spellings of a place, a person or a unit the same name.

A key is for comparing, never for showing.
"""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_DIGITS |= {"六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100}

#: The signs of a spoken number, for use inside a character class.
NUMERALS = "".join((*_DIGITS, *_UNITS))

# Zero-width signs and variation selectors come along when text is copied from a web page.
_INVISIBLE = re.compile("[\\s\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]+")
_MIDDLE_DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・.", "·"))
_BRACKETS = str.maketrans(dict.fromkeys("[{【〔〖", "(") | dict.fromkeys("]}】〕〗", ")"))

# The office of a place stands for the place: 坪山街道办事处 and 坪山街道 are one.
_OFFICES = (
    (re.compile(r"(?:街道办事处|街道办|街办)$"), "街道"),
    (re.compile(r"地区办事处$"), "地区"),
    (re.compile(r"办事处$"), "街道"),
    (re.compile(r"(?<=[区园])(?:管理委员会|管委会)$"), ""),
    (re.compile(r"(?<=[镇乡县区市旗])(?:人民)?政府$"), ""),
    (re.compile(r"社区(?:居民委员会|居委会|居委)$"), "社区"),
    (re.compile(r"(?:居民委员会|居委)$"), "居委会"),
    (re.compile(r"村?(?:村民委员会|村委会|村委)$"), "村"),
)

_NUMBER = rf"\d+|[{NUMERALS}]+"
_KINDS = "(?P<kind>综合|专属|微)?"
_GRID_NUMBERS = (
    re.compile(rf"^(?P<stem>.*?)第?(?P<number>{_NUMBER})[号#]?{_KINDS}网格$"),
    re.compile(rf"^(?P<stem>.*?){_KINDS}网格第?(?P<number>{_NUMBER})[号#]?$"),
)

_PARENT_END = re.compile(r"街道|社区|[省市县旗区镇乡村]")
_BARE_SUFFIX = re.compile(r"(?:街道|社区|居委会|[省市县旗区镇乡村])$")


def numeral(text: str) -> int | None:
    """Return the number a Chinese numeral below a thousand stands for, or None.

    Both ways of writing are read: 一百零一 by units and 一〇一 digit by digit.
    """
    if not text or any(sign not in NUMERALS for sign in text):
        return None
    if not any(sign in _UNITS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    # 二百五 may be 250 or 205, so a single figure after 百 needs its 零.
    match = re.fullmatch(r"(?:(.)百(?!.$)零?)?(?:(.?)十)?(.?)", text)
    if not match or any(part in _UNITS for part in match.groups() if part):
        return None
    hundreds, tens, ones = match.groups()
    ten = 0 if tens is None else _DIGITS.get(tens, 1)
    return _DIGITS.get(hundreds or "", 0) * 100 + ten * 10 + _DIGITS.get(ones, 0)


def place_key(name: str) -> str:
    """Return the key under which the spellings of a place name meet.

    Widths, blanks and letter case do not count; a committee or office stands for its place
    (六联社区居委会 = 六联社区, 花园村民委员会 = 花园村); a grid's number counts as a number
    (01网格 = 第一网格 = 1号网格, and 3 is not 13). Forms: domain.md 3.2.
    """
    plain = _plain(name)
    for pattern in _GRID_NUMBERS:
        if match := pattern.match(plain):
            return _numbered_grid(match)
    for pattern, suffix in _OFFICES:
        if pattern.search(plain):
            return pattern.sub(suffix, plain)
    return plain


def _numbered_grid(match: re.Match[str]) -> str:
    stem, number = match["stem"], match["number"]
    value = int(number) if number.isdigit() else numeral(number)
    return f"{stem}{match['kind'] or ''}网格{number if value is None else value}"


def place_keys(name: str) -> tuple[str, ...]:
    """Return the keys a name may be found under, the whole name first.

    The later ones leave off leading names of parents: 程庄社区网格2 may be the grid 网格2 of
    程庄社区. Behind each stands its other wording where there is one: 东新社区 may be listed as
    东新居委会, but towns exist that have both. The first key that is found decides.
    """
    key = place_key(name)
    rests = (key[cut.end() :] for cut in _PARENT_END.finditer(key))
    whole_names = [key, *(rest for rest in rests if rest and not _BARE_SUFFIX.match(rest))]
    return tuple(wording for one in whole_names for wording in _wordings(one))


def _wordings(key: str) -> tuple[str, ...]:
    for ending, other in (("社区", "居委会"), ("居委会", "社区")):
        if key.endswith(ending):
            return key, key.removesuffix(ending) + other
    return (key,)


def person_key(name: str) -> str:
    """Return the key of a personal name: no blanks, one kind of middle dot, rare signs kept."""
    return _plain(name).translate(_MIDDLE_DOTS)


def unit_key(name: str) -> str:
    """Return the key of a unit's name: no blanks, one kind of bracket, one width."""
    return _plain(name).translate(_BRACKETS)


def _plain(name: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", name)).casefold()
