"""A line between a client and a server that does what lines do, at a chosen byte."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

_PIECE = 65_536


@dataclass(frozen=True)
class Fault:
    """What happens to one connection.

    Attributes:
        up: bytes of the request that pass before the line is cut; None for all.
        down: bytes of the answer that pass before the line is cut; None for all.
        delay_s: seconds everything waits.
        twice: the request is delivered a second time, and that answer lost.
    """

    up: int | None = None
    down: int | None = None
    delay_s: float = 0.0
    twice: bool = False

    def __str__(self) -> str:
        return f"up {self.up}, down {self.down}"


class FaultyLine:
    """Listens on a port of its own and passes on to a server.

    ``faults`` are those of the next connections, one each; then all is well. A connection with a
    fault carries one exchange.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._server = (parts.hostname or "", parts.port or 0)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self.faults: list[Fault] = []
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._listening.close()

    def settled(self) -> None:
        """Wait until what is delivered a second time has been answered."""
        for each in self._threads:
            each.join(10)

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self._listening.accept()
            except OSError:
                return
            fault = self.faults.pop(0) if self.faults else Fault()
            thread = threading.Thread(target=self._exchange, args=(client, fault), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _exchange(self, client: socket.socket, fault: Fault) -> None:
        """Pass one request and its answer, then hang up: the next request has a new connection."""
        with client:
            request = _whole(client)
            if not request:
                return
            time.sleep(fault.delay_s)
            answer = self._asked(request[: fault.up], whole=fault.up is None)
            if fault.twice:
                self._asked(request, whole=True)
            if fault.up is None:
                client.sendall(answer[: fault.down])

    def _asked(self, request: bytes, *, whole: bool) -> bytes:
        with socket.create_connection(self._server, 30) as server:
            server.sendall(request)
            return _whole(server) if whole else b""


def _whole(source: socket.socket) -> bytes:
    """Return one message of HTTP: its head, and as many bytes as the head names."""
    read = b""
    while b"\r\n\r\n" not in read:
        if not (piece := source.recv(_PIECE)):
            return read
        read += piece
    head, _, body = read.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.lower().split(b"\r\n")
         if line.startswith(b"content-length:")), 0,
    )  # fmt: skip
    while len(body) < length:
        if not (piece := source.recv(_PIECE)):
            break
        body += piece
    return head + b"\r\n\r\n" + body
