"""The sentences of a holiday notice: a list of days and what is said about them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from gridctl.domain.calendar.errors import NoticeUnreadable, NoticeWrong
from gridctl.domain.calendar.notice_dates import DAYS, DayReader
from gridctl.domain.names import NUMERALS, numeral

_SENTENCE = re.compile(r"[^。;]+[。;]?")
_SAYING = re.compile(
    r"(?P<announced>放假(?:时间|日期)(?:为|是|:)?)"
    r"|(?P<lent>公休日?(?:及[^,\d]{1,8})?(?:分别)?调(?:整|休)?(?:至|到))"
    r"|(?P<later>起(?:正常|恢复|照常)?(?:上班|工作))"
    r"|(?P<undone>取消|不再?(?:上班|补班|放假)|放假半[天日])"
    r"|(?P<resumed>(?:恢复|正式)(?:上班|工作))"
    r"|(?P<working>上班|补班|(?:照常|正常)(?:上班|工作))"
    r"|(?P<off>(?:放假|调休|公休日?|补休|补假|休息|休假|法定节?假日)+)"
    r"|(?P<comma>,)"
)
_COUNT = re.compile(rf",?(?:共|合计|共计)?(\d{{1,2}}|[{NUMERALS}]+)天")
#: What may stand between a comma and what is said about the days before it.
_GOES_ON = "为均都照放补上调休公"
_SATURDAY = 5


@dataclass
class Sentence:
    """What a sentence says.

    Attributes:
        text: the sentence.
        off: days off.
        working: days it says are worked.
        lent: weekend days whose rest was moved elsewhere: worked, unless off all the same.
    """

    text: str
    off: list[date] = field(default_factory=list)
    working: list[date] = field(default_factory=list)
    lent: list[date] = field(default_factory=list)


def sentences(part: str, reader: DayReader) -> Iterator[Sentence]:
    """Yield the sentences of a part of a notice.

    Raises:
        NoticeUnreadable: a sentence names days and says nothing known about them.
        NoticeWrong: a sentence contradicts the calendar or its own count of days.
    """
    before = 0
    for match in _SENTENCE.finditer(part):
        walk = _Walk(match.group(), reader, before)
        yield walk.sentence()
        before += len(walk.said.off)


class _Walk:
    """Goes through a sentence, keeping the days about which nothing was said yet."""

    def __init__(self, text: str, reader: DayReader, before: int) -> None:
        self.said = Sentence(text)
        self._reader = reader
        self._days: list[date] = []
        self._targets = False
        self._announced = self._passed = False
        #: Days nothing was said about before the sentence went on.
        self._unsaid: set[date] = set()
        self._undone = False
        self._listed = 0
        self._before = before

    def sentence(self) -> Sentence:
        """Return what the sentence says."""
        text, at, named = self.said.text, 0, False
        while at < len(text):
            if days := DAYS.match(text, at):
                self._days += self._reader.read(days, text)
                at, named = days.end(), True
                self._listed = at
            elif saying := _SAYING.match(text, at):
                self._say(saying)
                at = saying.end()
            else:
                at += 1
        self._end_of_list(None)
        if named and (self._undone or (text[-1:] in "。;" and self._leaves_open())):
            raise NoticeUnreadable(sentence=text)
        return self.said

    def _leaves_open(self) -> bool:
        """Tell whether the sentence names a day and does not say what becomes of it."""
        said = self.said
        if not (said.off or said.working or self._passed):
            return True
        return bool(self._unsaid.difference(said.off, said.working, said.lent))

    def _say(self, saying: re.Match[str]) -> None:
        kind, text = saying.lastgroup, saying.string
        if kind == "comma":
            listed = saying.start() == self._listed
            self._end_of_list(text[saying.end() : saying.end() + 1] if listed else None)
        elif kind == "announced":
            self._announced = True
        elif kind == "lent":
            self.said.lent += self._taken()
            self._targets = True
        elif kind == "later":
            self._passed = bool(self._taken())
        elif kind == "undone":
            self._undone = True
        elif kind in ("working", "resumed"):
            self._work(resumed=kind == "resumed" or "常" in saying.group())
        else:
            self._rest(text, saying.end())

    def _end_of_list(self, following: str | None) -> None:
        """Settle the days before a comma or the end: targets of a move, an announced holiday.

        Others are kept where they stand right before the comma and what follows goes on.
        """
        if self._targets or (self._announced and self._days):
            self.said.off += self._taken()
            self._targets = self._announced = False
        elif not (following and (following.isdigit() or following in _GOES_ON)):
            self._unsaid.update(self._taken())

    def _rest(self, text: str, end: int) -> None:
        days = self._taken()
        self.said.off += days
        self._announced = False
        count = _COUNT.match(text, end)
        if not days or count is None:
            return
        stated = int(count[1]) if count[1].isdigit() else numeral(count[1])
        everything = self._before + len(set(self.said.off))
        if stated not in (len(days), everything):
            raise NoticeWrong(day=f"{days[0]}..{days[-1]}", sentence=text)

    def _work(self, *, resumed: bool) -> None:
        """Note the days as worked; on an ordinary working day the office only works again."""
        for day in self._taken():
            if day.weekday() >= _SATURDAY:
                self.said.working.append(day)
            elif resumed:
                self._passed = True
            else:
                raise NoticeWrong(day=day.isoformat(), sentence=self.said.text)

    def _taken(self) -> list[date]:
        days, self._days = self._days, []
        return days
