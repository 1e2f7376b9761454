"""Connections on which no whole request arrives."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from uvicorn import Config
from uvicorn.server import ServerState

from gridctl.server.arrival import Prompt

_PATIENCE_S = 30


class _Wire(asyncio.Transport):
    """The other end of a connection: what was written to it, and whether it was cut."""

    def __init__(self) -> None:
        super().__init__()
        self.cut, self.written = asyncio.Event(), asyncio.Event()

    def write(self, data: Any) -> None:
        self.written.set()

    def abort(self) -> None:
        self.cut.set()

    close = abort

    def is_closing(self) -> bool:
        return self.cut.is_set()


async def _slow(_scope: Any, _receive: Any, send: Any) -> None:
    """Answer after a request would have had to be here."""
    await asyncio.sleep(5 * Prompt.head_s)
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


def test_a_request_that_never_comes_whole_holds_no_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Prompt, "head_s", 0.01)

    async def line() -> None:
        for sent in (b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-More: "):
            wire = _connected(sent)
            await wire.cut.wait()
            assert not wire.written.is_set()
        whole = _connected(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        await whole.written.wait()
        assert not whole.cut.is_set()

    asyncio.run(asyncio.wait_for(line(), _PATIENCE_S))


def _connected(sent: bytes) -> _Wire:
    wire, config = _Wire(), Config(_slow, log_config=None, lifespan="off")
    loop = asyncio.get_running_loop()
    connection = Prompt(config=config, server_state=ServerState(), app_state={}, _loop=loop)
    connection.connection_made(wire)
    if sent:
        connection.data_received(sent)
    return wire
