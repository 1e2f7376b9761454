"""Reading the wording of a holiday notice: which days are off, which weekends work.

The State Council's yearly notices since 2007, its notices that change one holiday, and those of
counties and prefectures about holidays of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from gridctl.domain.calendar.errors import (
    NoticeIncomplete,
    NoticeUnreadable,
    NoticeWrong,
    NoticeYearDiffers,
    NoticeYearUnknown,
)
from gridctl.domain.calendar.names import holiday_label
from gridctl.domain.calendar.notice_dates import DAYS, DayReader
from gridctl.domain.calendar.notice_sentences import Sentence, sentences
from gridctl.domain.calendar.years import Label

_NUMBERED = r"[一二三四五六七八九十]{1,3}[、.]"
_NAMED = r"[-•·●*]?(?!其中)[^\s,。;:、\d《》()]{2,12}:(?=\d)"
# A numbered part may follow the title, the number or 如下 without a stop between them.
_PART = re.compile(rf"(?:^|(?<=[。;:号知下]))(?:{_NUMBERED}|(?={_NAMED}))")
_NAME = re.compile(r"[-•·●*]?([^:,。;\d]{1,20})(?::|(?<=[节旦年一日]))(?=\d)")
_QUOTED = re.compile(r"“([^”]{2,20})”")
_ABOUT = r"(?:关于|现将)(?:调整|延长|做好)?"
_TITLE = re.compile(rf"{_ABOUT}(?:\d{{4}}年)?([^。,:;《》\d][^。,:;《》]{{0,40}}?)的?通知")
_TITLE_END = re.compile(r"(?:假期|节日期间|期间|放假|调休|安排|有关).*")
_TITLE_YEAR = re.compile(r"(?:关于|现将|调整|延长|做好)(\d{4})年")
_PUBLISHER = re.compile(
    r"(国务院(?:办公厅)?|[\u4e00-\u9fff]{2,25}(?:人民政府|办公厅|办公室|局|委员会))关于"
)
_ANY_YEAR = re.compile(r"(\d{4})年(?=\d{1,2}月)")
_NUMBER = re.compile(r"(?<![》(])([\u4e00-\u9fff]{1,12})[〔\[【(](\d{4})[〕\]】)]第?(\d{1,4})号")
_EXTENDED = re.compile(r"延长(?:\d{4}年)?([^\d,。;至]{1,12}?)(?:假期|放假)?至(?=\d)")
_YEARLY = "部分节假日"
#: The holidays every year has, and those it has since 2008 (Measures on National Holidays).
_EVERY_YEAR = ("元旦", "春节", "劳动节", "国庆节")
_SINCE_2008 = ("清明节", "端午节", "中秋节")
_2008 = 2008
_SHOWN = 80


class Arrangement(NamedTuple):
    """What a notice says about one holiday.

    Attributes:
        name: the holiday, by language.
        off: days off, in order.
        working: weekend days that work, in order.
        until: the new last day of a holiday that is made longer; its first days are not said.
    """

    name: Label
    off: tuple[date, ...]
    working: tuple[date, ...]
    until: date | None = None


class HolidayNotice(NamedTuple):
    """A notice as it was read.

    Attributes:
        year: the year it is about.
        publisher: who issued it, or "".
        number: its number, or "".
        subject: what it arranges, from its title, or "".
        yearly: whether it arranges the whole year, not single holidays.
        arrangements: one for each holiday, in order.
    """

    year: int
    publisher: str
    number: str
    subject: str
    yearly: bool
    arrangements: tuple[Arrangement, ...]


def read_notice(text: str, year: int | None = None) -> HolidayNotice:
    """Read the wording of a notice.

    Args:
        text: the published text, with or without title and closing words.
        year: the year it is about, where its text does not say so.

    Raises:
        NoticeYearUnknown, NoticeYearDiffers: neither the text nor ``year`` says the year, or they
            differ.
        NoticeUnreadable: a sentence about days off is not understood.
        NoticeIncomplete: a yearly notice lacks one of the year's holidays.
        NoticeWrong: a sentence contradicts the calendar, its own count or another sentence.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    head, parts = _parts(plain)
    about = _year(head, plain, year)
    title = _title(head)
    found = [_arrangement(part, about, title) for part in parts]
    arrangements = tuple(each for each in found if each is not None)
    if not arrangements:
        raise NoticeUnreadable(sentence=plain[:_SHOWN])
    _check_disjoint(arrangements, plain)
    publisher = _PUBLISHER.search(head)
    return HolidayNotice(
        year=about,
        publisher=publisher[1] if publisher else "",
        number=_number(head),
        subject=title,
        yearly=_is_yearly(head, about, arrangements),
        arrangements=arrangements,
    )


def _parts(plain: str) -> tuple[str, list[str]]:
    """Return what stands before the first holiday, and the text of each holiday."""
    starts = list(_PART.finditer(plain))
    if not starts:
        return plain, [plain]
    ends = [*(match.start() for match in starts[1:]), len(plain)]
    parts = [plain[match.end() : end] for match, end in zip(starts, ends, strict=True)]
    return plain[: starts[0].start()], parts


def _year(head: str, plain: str, wanted: int | None) -> int:
    said = _TITLE_YEAR.search(head) or re.search(rf"(\d{{4}})年{_YEARLY}", head)
    found = int(said[1]) if said else None
    if found is None and wanted is None:
        years = Counter(_ANY_YEAR.findall(plain)).most_common(1)
        found = int(years[0][0]) if years else None
    if wanted and found and wanted != found:
        raise NoticeYearDiffers(year=found, wanted=wanted)
    if (about := wanted or found) is None:
        raise NoticeYearUnknown
    return about


def _title(head: str) -> str:
    match = _TITLE.search(head)
    return match[1] if match else ""


def _number(head: str) -> str:
    """Return the number that stands behind the title, with or without a line of its own."""
    match = _NUMBER.search(head)
    if match is None:
        return ""
    letters = re.sub(r".*(?:通知|公告)", "", match[1])
    return f"{letters}〔{match[2]}〕{match[3]}号"


def _arrangement(part: str, year: int, title: str) -> Arrangement | None:
    """Return what a part arranges; None for one that is not about days."""
    reader = DayReader(year)
    until, part, name = _extension(part, reader)
    read = list(sentences(part, reader))
    if until is None and not any(each.off or each.working for each in read):
        if DAYS.search(part) and "放假" in part:
            raise NoticeUnreadable(sentence=part[:_SHOWN])
        return None
    off, working = _settled(read)
    return Arrangement(holiday_label(name or _name(part, title)), off, working, until)


def _extension(part: str, reader: DayReader) -> tuple[date | None, str, str]:
    """Return the new last day of a holiday made longer, the text after it, and its name."""
    match = _EXTENDED.search(part)
    days = DAYS.match(part, match.end()) if match else None
    if match is None or days is None:
        return None, part, ""
    return reader.read(days, part[:_SHOWN])[-1], part[days.end() :], match[1]


def _name(part: str, title: str) -> str:
    if (quoted := _QUOTED.match(part)) and len(quoted[1]) > len("五一"):
        return quoted[1]
    match = _NAME.match(part)
    if match and not re.search("放假|期间|关于", match[1]):
        return match[1]
    if quoted:
        return quoted[1]
    return "" if _YEARLY in title else _TITLE_END.sub("", title)


def _settled(read: list[Sentence]) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Return days off and working days of a part; a day lent to a holiday is itself worked."""
    off = {day for each in read for day in each.off}
    for each in read:
        for day in each.working:
            if day in off:
                raise NoticeWrong(day=day.isoformat(), sentence=each.text)
    working = {day for each in read for day in (*each.working, *each.lent)}
    return tuple(sorted(off)), tuple(sorted(working - off))


def _check_disjoint(arrangements: tuple[Arrangement, ...], plain: str) -> None:
    """Refuse a day that one holiday has off and another works."""
    off = {day for each in arrangements for day in each.off}
    for each in arrangements:
        for day in each.working:
            if day in off:
                raise NoticeWrong(day=day.isoformat(), sentence=_around(plain, day))


def _around(plain: str, day: date) -> str:
    """Return the last sentence that names a day."""
    written = re.compile(
        rf"[^。;]*(?<!\d){day.month}月(?:[^。;]*[^\d。;])?{day.day}日[^。;]*[。;]?"
    )
    found = written.findall(plain)
    return found[-1] if found else plain[:_SHOWN]


def _is_yearly(head: str, year: int, arrangements: tuple[Arrangement, ...]) -> bool:
    """Tell whether a notice arranges the whole year.

    Raises:
        NoticeIncomplete: its title says so, and a holiday is not in its text.
    """
    names: Iterator[str] = (each.name["zh"] for each in arrangements)
    held = {part for name in names for part in name.split("、")}
    wanted = _EVERY_YEAR + (_SINCE_2008 if year >= _2008 else ())
    missing = [name for name in wanted if name not in held]
    if missing and _YEARLY in head:
        raise NoticeIncomplete(holidays=tuple(missing), year=year)
    return not missing
