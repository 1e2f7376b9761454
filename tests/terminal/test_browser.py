"""``gridctl tui --web`` as browsers meet it: for its own pages all, for others nothing."""

from __future__ import annotations

import asyncio
import base64
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer

from gridctl.domain.serving import PortTaken
from gridctl_tui.web import Doors, NoPageAddress, PageServer, serve_pages
from tests.server.browser import PATIENCE_S, Browser

PORT = 8765
OWN = f"127.0.0.1:{PORT}"
PROXY = "https://desk.example.gov.cn/grid/"


@dataclass
class Asked:
    """An answer: its number, its headers, its text."""

    status: int
    headers: Any
    text: str


def ask(path: str, public: str | None = None, **headers: str) -> Asked:
    """Ask the pages' server for a path, as a browser does that sends these headers."""

    async def scene() -> Asked:
        app = await PageServer("echo never started", Doors(PORT, public)).application()
        async with TestClient(TestServer(app)) as client:
            sent = {"Host": OWN, **headers}
            if path == "/ws":
                key = {
                    "Sec-WebSocket-Version": "13",
                    "Sec-WebSocket-Key": "x3JJHMbDL1EzLkh9GBhXDw==",
                }
                sent |= {"Connection": "Upgrade", "Upgrade": "websocket", **key}
            answer = await client.get(path, headers=sent)
            text = "" if answer.status == 101 else await answer.text(errors="replace")
            answer.close()
            return Asked(answer.status, answer.headers, text)

    return asyncio.run(scene())


@pytest.mark.parametrize("host", [OWN, f"localhost:{PORT}", f"LOCALHOST:{PORT}"])
def test_a_page_is_opened_by_the_names_of_this_machine(host: str) -> None:
    assert ask("/", Host=host).status == 200


@pytest.mark.parametrize(
    "host", ["evil.example:8765", "127.0.0.1", "127.0.0.1:8766", "desk.example.gov.cn", ""]
)
@pytest.mark.parametrize("path", ["/", "/ws", "/static/js/textual.js", "/download/1"])
def test_a_name_that_was_made_to_point_here_opens_nothing(host: str, path: str) -> None:
    assert ask(path, Host=host, Origin=f"http://{host}").status == 403


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "http://127.0.0.1:8766", "http://127.0.0.1", "null",
     f"https://127.0.0.1:{PORT}", f"http://127.0.0.1:{PORT}.evil.example"],
)  # fmt: skip
def test_a_page_of_another_site_cannot_drive_the_dashboard(origin: str) -> None:
    assert ask("/ws", Origin=origin).status == 403


def test_what_does_not_say_whose_page_it_is_cannot_either() -> None:
    assert ask("/ws").status == 403


def test_its_own_page_can() -> None:
    assert ask("/ws", Origin=f"http://{OWN}").status == 101


def test_the_page_of_the_proxy_in_front_can() -> None:
    site = {"Host": "desk.example.gov.cn", "Origin": "https://desk.example.gov.cn"}
    assert ask("/ws", public=PROXY, **site).status == 101
    assert ask("/ws", public=PROXY, Origin=site["Origin"]).status == 101
    assert ask("/ws", public=PROXY, Host=site["Host"], Origin="http://evil.example").status == 403
    assert ask("/ws", **site).status == 403


def test_a_page_asks_nobody_else_for_anything_and_stands_in_no_frame() -> None:
    page = ask("/")
    assert re.findall(r"(?:src|href)=\"(?:\w+:)?//", page.text) == []
    assert page.headers["X-Frame-Options"] == "DENY"
    policy = page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    (nonce,) = re.findall(r"<script nonce=\"([\w-]+)\">", page.text)
    assert f"'nonce-{nonce}'" in policy
    assert nonce not in ask("/").text


def test_what_the_page_names_is_there() -> None:
    files = re.findall(r"(?:src=|href=|url\()\"(static/[^\"]+)\"", ask("/").text)
    assert len(files) == 3
    assert [file for file in files if ask(f"/{file}").status != 200] == []


@pytest.mark.parametrize(
    "url", ["desk.example.gov.cn", "ftp://desk.example.gov.cn", "https://", ""]
)
def test_an_address_of_the_proxy_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(NoPageAddress):
        Doors(PORT, url)


def test_a_port_that_is_taken_is_told_before_anybody_is_sent_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(PortTaken):
        serve_pages("echo", taken.getsockname()[1], None, lambda: pytest.fail("it is not ready"))


@pytest.fixture
def served(office: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Yield ``gridctl tui --web`` once it is ready, and its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = ["-m", "gridctl", "--db", str(office), "--lang", "zh", "tui", "--web", "--port"]
    environ = {**os.environ, "NO_COLOR": ""}
    with subprocess.Popen(
        [sys.executable, *words, str(port)], stderr=subprocess.PIPE, text=True, env=environ
    ) as process:
        assert process.stderr is not None
        assert f"http://127.0.0.1:{port}" in process.stderr.readline()
        try:
            yield process, port
        finally:
            process.kill()


def test_a_browser_sees_the_office_and_its_pages_end_with_the_server(
    served: tuple[subprocess.Popen[str], int],
) -> None:
    process, port = served

    async def scene() -> None:
        own = f"http://127.0.0.1:{port}"
        async with (
            aiohttp.ClientSession() as browser,
            browser.ws_connect(f"{own}/ws?width=80&height=24", origin=own) as page,
        ):
            seen = ""
            while "江阴中心" not in seen or "占道经营" not in seen:
                seen += (await page.receive_bytes(timeout=60)).decode("utf-8", "replace")
            process.send_signal(signal.SIGINT)
            while not page.closed:
                await page.receive(timeout=60)

    asyncio.run(scene())
    assert process.wait(60) == 0
    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read()


class Window(Browser):
    """A browser with a dashboard in it, and what was sent to its screen since it was last asked."""

    runs_scripts = True

    def _begin(self) -> None:
        self._sent = ""
        super()._begin()
        self._ask("Network.enable")

    def _next(self) -> dict[str, Any]:
        message = super()._next()
        if message.get("method") == "Network.webSocketFrameReceived":
            frame = message["params"]["response"]
            if frame["opcode"] == aiohttp.WSMsgType.BINARY:
                text = base64.b64decode(frame["payloadData"]).decode("utf-8", "replace")
                self._sent += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
        return message

    def commit(self, text: str) -> None:
        """Hand a text over as an input method does that was asked for it."""
        sounds = "sounds"
        self._ask(
            "Input.imeSetComposition", text=sounds, selectionStart=len(sounds),
            selectionEnd=len(sounds),
        )  # fmt: skip
        self._ask("Input.insertText", text=text)

    def shows(self, *words: str) -> None:
        """Wait until words are drawn."""
        begin = monotonic()
        while not all(word in self._sent for word in words):
            assert monotonic() - begin < PATIENCE_S, (words, self._sent[-400:])
            self._ask("Page.getLayoutMetrics")
            sleep(0.05)
        self._sent = ""


@pytest.mark.needs_program
@pytest.mark.lengthy
def test_keys_reach_it_without_a_click_and_so_do_chinese_words(
    served: tuple[subprocess.Popen[str], int], tmp_path: Path
) -> None:
    if (program := shutil.which("chromium")) is None:
        pytest.skip("no Chromium")
    with Window(program, tmp_path, 1100, "zh-CN") as window:
        window.open(f"http://127.0.0.1:{served[1]}/")
        window.shows("江阴中心", "占道经营")
        window.press("2")
        window.shows("未结案", "状态")
        window.press("F2")
        window.shows("名称或拼音首字母")
        window.commit("账号")
        window.shows("账号", "user create")
        window.press("Escape")
        window.resize(700)
        window.shows("工单编号")
        window.press("F10")
        begin = monotonic()
        while not re.search(r'<body class="[^"]*-closed', window.html()):
            assert monotonic() - begin < PATIENCE_S
            sleep(0.05)
        assert window.focused().name == "重新打开"
