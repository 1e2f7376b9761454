"""Clients that ask as fast as they are answered: reads its work from stdin as JSON.

Plain sockets, for the client must not be what is measured. Each client keeps one connection and
sends one request after the other; bodies may hold ``%N``, a number never used before.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from itertools import count
from typing import Any, NamedTuple


class Rate(NamedTuple):
    """What came of it: requests a second, and milliseconds."""

    rps: float
    p50: float
    p99: float


def measure(port: int, request: str, clients: int, seconds: float = 4.0, body: str = "") -> Rate:
    """Return how fast a server answers, asked by another process."""
    work = {"port": port, "request": request, "body": body, "clients": clients, "s": seconds}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.clients"], input=json.dumps(work), text=True,
        capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Rate(*json.loads(done.stdout))


async def _client(work: dict[str, Any], numbers: Any, until: float, took: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", work["port"])
    while time.perf_counter() < until:
        number = str(next(numbers))
        body = work["body"].replace("%N", number).encode()
        head = work["request"].replace("%N", number)
        start = time.perf_counter()
        writer.write(f"{head}\r\nHost: b\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(answer.partition(b"content-length:")[2].partition(b"\r")[0])
        content = await reader.readexactly(length)
        took.append(time.perf_counter() - start)
        if not answer.startswith(b"http/1.1 2"):
            raise RuntimeError(answer.decode() + content.decode())
    writer.close()


async def _all(work: dict[str, Any]) -> Rate:
    took: list[float] = []
    numbers = count(int(time.time() * 1000) * 1000)
    until = time.perf_counter() + work["s"]
    await asyncio.gather(*(_client(work, numbers, until, took) for _ in range(work["clients"])))
    took.sort()
    return Rate(
        len(took) / work["s"], took[len(took) // 2] * 1000, took[int(len(took) * 0.99)] * 1000
    )


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(_all(json.load(sys.stdin)))))
