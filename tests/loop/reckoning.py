"""A second reckoning of tickets, from their logs alone and of no kin to what is tested."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from gridctl.operations.queries.audits import EventRow
from tests.loop.simulation import CHINA

#: October 2026 as the notice has it, written down here once more: 1 to 7 off, Saturday 10 works.
_OFF = {f"2026-10-0{day}" for day in range(1, 8)}
_WORKING = {"2026-10-10", "2026-09-20"}
_MINUTES = {"4小时": 240, "1工作日": 480, "2工作日": 960, "5工作日": 2400}


def _works(moment: datetime) -> bool:
    day = moment.date().isoformat()
    open_day = day in _WORKING or (moment.weekday() < 5 and day not in _OFF)
    return open_day and (8 <= moment.hour < 12 or 14 <= moment.hour < 18)


def _worked(begin: datetime, end: datetime) -> int:
    """Count working minutes one by one: slow, and of no kin to what is tested."""
    return sum(
        _works(begin + timedelta(minutes=n))
        for n in range(int((end - begin).total_seconds()) // 60)
    )


class _Reckoner:
    """Reckons a ticket from its log alone, minute by minute."""

    def __init__(self) -> None:
        self.cycles: list[tuple[bool, bool]] = []
        self._allowed = self._used = 0
        self._since: datetime | None = None
        self._until: datetime | None = None
        self._on_time = True

    def take(self, event: EventRow) -> None:
        at = event.at.astimezone(CHINA)
        stops = ("return", "suspend", "feedback", "force_close", "escalate")
        if self._since is not None and event.verb in stops:
            self._used, self._since = self._used + _worked(self._since, at), None
        match event.verb:
            case "dispatch" | "arbitrate" | "reopen":
                self._allowed, self._used, self._since = _MINUTES[event.limit_text], 0, at
            case "suspend":
                self._until = event.until and event.until.astimezone(CHINA)
            case "resume":
                # It goes on by itself when its day comes, whenever somebody writes that down.
                self._since, self._until = min(self._until or at, at), None
            case "rework":
                self._since = at
            case "extend":
                self._allowed += _MINUTES[event.limit_text]
            case _:
                self._end(event.verb, at)

    def _end(self, verb: str, at: datetime) -> None:
        if verb == "feedback":
            # Who uses the limit to the last minute has until that minute ends, not until the
            # next working morning (domain.md 6.3).
            last = self._used == self._allowed and _works(at - timedelta(minutes=1))
            self._on_time = self._used < self._allowed or last
        elif verb in ("close", "force_close", "self_handle"):
            self.cycles.append((verb == "force_close", self._on_time))


def _cycles(log: list[EventRow]) -> list[tuple[bool, bool]]:
    """Return of each closed cycle whether it was forced, and whether it was on time."""
    reckoner = _Reckoner()
    for event in log:
        if event.outcome not in ("asked", "refused"):
            reckoner.take(event)
    return reckoner.cycles


def recounted(logs: dict[str, list[EventRow]]) -> Counter[str]:
    """Count a month's figures from logs: forced and excused tickets are not due."""
    found: Counter[str] = Counter(count=len(logs))
    for log in logs.values():
        verbs = [event.verb for event in log]
        exempt = any(event.verb == "appeal" and event.outcome == "granted" for event in log)
        # A ticket counts once, by the first of its cycles that was due in the span.
        for forced, on_time in _cycles(log)[:1]:
            found["closed"] += 1
            if forced or exempt or "self_handle" in verbs:
                continue
            found["due"] += 1
            found["on_time"] += on_time
        found["exempt"] += exempt
        found["returned"] += verbs.count("return")
        found["merged"] += "merge" in verbs
    return found


#: Two working days to sign.
_TO_SIGN = 960


def _in_time(begin: datetime, end: datetime) -> bool:
    used = _worked(begin, end)
    return used < _TO_SIGN or (used == _TO_SIGN and _works(end - timedelta(minutes=1)))


def answered_for(log: list[EventRow]) -> dict[str, set[str]]:
    """Return what each unit answers for of one ticket, in its first cycle."""
    found: dict[str, set[str]] = defaultdict(set)
    unit, since = "", log[0].at
    for event in log:
        at = event.at.astimezone(CHINA)
        match event.verb:
            case "dispatch" | "arbitrate":
                unit, since = event.to_unit or "", at
                found[unit].add("dispatched")
            case "sign":
                on_time = _in_time(since, at)
                found[unit] |= {"signed", "signed_on_time" if on_time else "signed_late"}
            case "return":
                found[unit].add("returned")
            case "revisit":
                found[unit] |= {"revisited", event.outcome, "resolved"}
            case "reopen":
                break
            case _:
                pass
    return found


BACK = {"send_verify": ("verify_done", "need_verify", "verified_on_time"),
         "send_check": ("check_done", "need_check", "checked_on_time")}  # fmt: skip


def visits_of(logs: dict[str, list[EventRow]]) -> Counter[str]:
    """Count the visits ordered and those reported back within half an hour."""
    found: Counter[str] = Counter()
    for log in logs.values():
        for sent, back in pairwise(log):
            if sent.verb in BACK:
                done, needed, on_time = BACK[sent.verb]
                assert back.verb == done
                found[needed] += 1
                found[on_time] += back.at - sent.at <= timedelta(minutes=30)
    return found


def open_spans(log: list[EventRow]) -> list[tuple[datetime, datetime]]:
    """Return from when to when a ticket waited for somebody, cycle by cycle."""
    spans, since = [], None
    ends = {"close", "force_close", "self_handle"}
    for event in log:
        if event.verb in ("create", "report") and since is None and not spans:
            since = log[0].at
        if event.verb == "reopen":
            since = event.at
        elif event.verb in ends and since is not None:
            spans.append((since, event.at))
            since = None
    return spans if since is None else [*spans, (since, datetime.max.replace(tzinfo=UTC))]
