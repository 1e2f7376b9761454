"""Clerks who ask, think and ask again: ``crowd.py`` reads their work from stdin as JSON.

Each keeps one connection as long as the server does. What is asked next is drawn by share; bodies
may hold ``%N``, a number never used before. Prints answers a second, the middle and the slowest
hundredth in milliseconds by question, how many answers were errors, and how many tickets were
entered; the first error goes to stderr.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import defaultdict
from itertools import count
from typing import Any


class Crowd:
    """All clerks of a run."""

    def __init__(self, told: dict[str, Any]) -> None:
        self._told = told
        self._numbers = count(int(time.time() * 1000) * 1000)
        self._took: dict[str, list[float]] = defaultdict(list)
        self._errors = self._entered = 0

    async def run(self) -> list[Any]:
        """Let all work, and return what they saw."""
        end = time.perf_counter() + self._told["s"]
        await asyncio.gather(*(self._clerk(number, end) for number in range(self._told["users"])))
        for each in self._took.values():
            each.sort()
        answers = sum(len(each) for each in self._took.values())
        p50 = {name: each[len(each) // 2] * 1000 for name, each in sorted(self._took.items())}
        p99 = {name: each[int(len(each) * 0.99)] * 1000 for name, each in self._took.items()}
        return [answers / self._told["s"], p50, p99, self._errors, self._entered]

    async def _clerk(self, number: int, end: float) -> None:
        draw = random.Random(number)
        work = self._told["work"]
        shares = [each[1] for each in work]
        line = await self._line()
        # Not all at once.
        await asyncio.sleep(draw.uniform(0, self._told["thought"]))
        while time.perf_counter() < end:
            name, _share, method, path, body = draw.choices(work, shares)[0]
            begin = time.perf_counter()
            try:
                status = await self._asked(*line, method, path, body)
            except (asyncio.IncompleteReadError, ConnectionError):
                # A server hangs up on those who think for long; they call again.
                line = await self._line()
                status = await self._asked(*line, method, path, body)
            self._took[name].append(time.perf_counter() - begin)
            self._errors += status >= 400
            self._entered += method == "POST" and status < 300
            await asyncio.sleep(self._told["thought"] * draw.uniform(0.5, 1.5))
        line[1].close()

    async def _line(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self._told["port"])

    async def _asked(self, reader: Any, writer: Any, method: str, path: str, body: str) -> int:
        content = body.replace("%N", str(next(self._numbers))).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: b\r\nContent-Type: application/json\r\n"
        writer.write(f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content)
        answer = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(answer.partition(b"content-length:")[2].partition(b"\r")[0])
        content = await reader.readexactly(length)
        status = int(answer.split(b" ", 2)[1])
        if status >= 400 and not self._errors:
            sys.stderr.write(content.decode())
        return status


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(Crowd(json.load(sys.stdin)).run())))
