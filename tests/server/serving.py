"""``gridctl serve`` as others run it: a process of its own on a free port of the loopback."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Self

import httpx

from tests.conftest import PATIENCE_S


def until(said: Callable[[], Any], what: str) -> Any:
    """Wait until something is so, and return it."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if found := said():
            return found
        time.sleep(0.05)
    raise AssertionError(f"in vain waited for {what}")


@dataclass
class Served:
    """A server that has told its address."""

    process: subprocess.Popen[bytes]
    log: Path
    url: str

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def get(self, path: str, **options: Any) -> httpx.Response:
        return httpx.get(self.url + path, **({"timeout": 30, "trust_env": False} | options))

    def answers(self) -> bool:
        try:
            return self.get("/healthz").status_code == 200
        except httpx.TransportError:
            return False

    def stop(self, sign: int = signal.SIGTERM) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(sign)
        return self.process.wait(PATIENCE_S)


class Serving:
    """Starts servers on one office, and ends those that still run."""

    def __init__(self, target: Path | str, folder: Path) -> None:
        self._target = target
        self._folder = folder
        self._numbers = count(1)
        self._served: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for process in self._served:
            if process.poll() is None:
                process.kill()
                process.wait()

    def start(
        self, *options: str, program: tuple[str, ...] = ("-m", "gridctl"), sign_in: bool = False
    ) -> Served:
        """Start a server, open to all unless people must sign in, and return it once it answers."""
        log = self._folder / f"server-{next(self._numbers)}.log"
        command = [sys.executable, *program, "--lang", "en", "--db", str(self._target), "serve"]
        command += [] if sign_in else ["--without-sign-in"]
        environment = {**os.environ, "GRIDCTL_CONFIG": str(self._folder / "none.toml")}
        with log.open("wb") as written:
            process = subprocess.Popen(
                [*command, "--port", "0", *options], stderr=written, env=environment
            )
        self._served.append(process)

        def address() -> str:
            assert process.poll() is None, log.read_text(encoding="utf-8")
            found = re.search(r"served at (\S+?);", log.read_text(encoding="utf-8"))
            return found[1] if found else ""

        served = Served(process, log, until(address, "the address"))
        if served.url.startswith("http:"):
            until(served.answers, "an answer")
        return served
