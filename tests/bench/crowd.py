"""Clerks who ask, think and ask again: reads their work from stdin as JSON.

Each keeps one connection as long as the server does. What is done next is drawn by share: a
question, or the next step of a ticket that two clerks share. A step is taken as people take it: the
ticket is looked at, thought about, and the step sent with the revision that was seen. Who comes
second is told of a conflict, which is no error. Bodies may hold ``%N``, a number never used before.

Prints answers a second, the middle and the slowest hundredth in milliseconds by question and of all
together, how many answers were errors and how many conflicts, how many tickets were entered, and
each step that was acknowledged: its ticket, its verb, the revision it made. The first error goes to
stderr.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import defaultdict
from itertools import count
from typing import Any, NamedTuple

#: All answers together, whatever was asked.
ALL = "all"


class Case:
    """A ticket two clerks work on; the floor knows none, and steps follow each other there."""

    def __init__(self) -> None:
        self.ticket = ""
        self.steps = 0


class Line(NamedTuple):
    """A connection to the server."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


class Crowd:
    """All clerks of a run."""

    def __init__(self, told: dict[str, Any]) -> None:
        self._told = told
        self._numbers = count(int(time.time() * 1000) * 1000)
        self._took: dict[str, list[float]] = defaultdict(list)
        self._errors = self._conflicts = self._entered = 0
        self._acknowledged: list[tuple[str, str, int]] = []
        self._cases = [Case() for _ in range(told["users"] // 2 + 1)]

    async def run(self) -> list[Any]:
        """Let all work, and return what they saw."""
        end = time.perf_counter() + self._told["s"]
        clerks = [Clerk(self, number) for number in range(self._told["users"])]
        await asyncio.gather(*(clerk.work(end) for clerk in clerks))
        together = [took for each in self._took.values() for took in each]
        all_took = {ALL: together, **dict(sorted(self._took.items()))}
        for each in all_took.values():
            each.sort()
        p50 = {name: each[len(each) // 2] * 1000 for name, each in all_took.items()}
        p99 = {name: each[int(len(each) * 0.99)] * 1000 for name, each in all_took.items()}
        return [
            len(together) / self._told["s"], p50, p99, self._errors, self._conflicts,
            self._entered, self._acknowledged,
        ]  # fmt: skip

    @property
    def told(self) -> dict[str, Any]:
        """What was read from stdin."""
        return self._told

    def case(self, number: int) -> Case:
        """Return the case of a clerk and the one at the next desk."""
        return self._cases[number // 2]

    def number(self) -> str:
        """Return a number never used before."""
        return str(next(self._numbers))

    def note(self, name: str, took_s: float, status: int, content: bytes) -> None:
        """Note an answer."""
        self._took[name].append(took_s)
        if status == 409:
            self._conflicts += 1
        elif status >= 400:
            if not self._errors:
                sys.stderr.write(f"{name} {status} {content.decode()}\n")
            self._errors += 1
        elif name == "enter":
            self._entered += 1

    def acknowledge(self, ticket: str, verb: str, revision: int) -> None:
        """Note a step that is done, as the server says."""
        self._acknowledged.append((ticket, verb, revision))


class Clerk:
    """One clerk, with a connection of their own."""

    def __init__(self, crowd: Crowd, number: int) -> None:
        self._crowd = crowd
        self._told = crowd.told
        self._draw = random.Random(number)
        self._case = crowd.case(number)
        self._line: Line | None = None

    async def work(self, end: float) -> None:
        """Work until it is over."""
        work = self._told["work"]
        shares = [each[1] for each in work]
        # Not all at once.
        await asyncio.sleep(self._draw.uniform(0, self._told["thought"]))
        while time.perf_counter() < end:
            name, _share, method, path, body = self._draw.choices(work, shares)[0]
            if name == "step":
                await self._step()
            else:
                await self._ask(name, method, path, body)
            await self._think()
        if self._line is not None:
            self._line.writer.close()

    async def _think(self) -> None:
        await asyncio.sleep(self._told["thought"] * self._draw.uniform(0.5, 1.5))

    async def _step(self) -> None:
        """Enter a ticket, or look at the one at hand and take its next step."""
        case, steps = self._case, self._told["steps"]
        if not case.ticket:
            _, found = await self._ask("enter", "POST", *self._told["enter"])
            case.ticket, case.steps = found.get("serial_no", "floor"), 0
            return
        ticket, at = case.ticket, case.steps
        _, seen = await self._ask("show", "GET", self._told["look"].replace("%T", ticket), "")
        state = seen.get("state", list(steps)[min(at, len(steps) - 1)])
        if state not in steps or at >= len(steps):
            case.ticket = ""
            return
        await self._think()
        verb, path, body, behalf = steps[state]
        body = body.replace("%R", str(seen.get("revision", 0)))
        status, done = await self._ask(verb, "POST", path.replace("%T", ticket), body, behalf)
        if status < 300:
            case.steps = at + 1
            self._crowd.acknowledge(ticket, verb, done.get("revision", 0))

    async def _ask(
        self, name: str, method: str, path: str, body: str, behalf: str = ""
    ) -> tuple[int, dict[str, Any]]:
        """Ask, note how it went, and return the status and what was answered."""
        content = body.replace("%N", self._crowd.number()).encode()
        key = f"Idempotency-Key: load-{self._crowd.number()}\r\n" if method == "POST" else ""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: b\r\nContent-Type: application/json\r\n{key}"
            f"{f'X-Gridctl-On-Behalf: {behalf}' if behalf else 'X-Nobody: -'}\r\n"
            f"Content-Length: {len(content)}\r\n\r\n"
        )
        begin = time.perf_counter()
        try:
            status, answer = await self._asked(head.encode() + content)
        except (asyncio.IncompleteReadError, ConnectionError):
            # A server hangs up on those who think for long; they call again.
            self._line = None
            status, answer = await self._asked(head.encode() + content)
        self._crowd.note(name, time.perf_counter() - begin, status, answer)
        found = json.loads(answer) if status < 300 else {}
        return status, found if isinstance(found, dict) else {}

    async def _asked(self, request: bytes) -> tuple[int, bytes]:
        if self._line is None:
            self._line = Line(*await asyncio.open_connection("127.0.0.1", self._told["port"]))
        reader, writer = self._line
        writer.write(request)
        answer = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(answer.partition(b"content-length:")[2].partition(b"\r")[0])
        return int(answer.split(b" ", 2)[1]), await reader.readexactly(length)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(Crowd(json.load(sys.stdin)).run())))
