"""A browser without a window, used by keyboard alone: Chromium, spoken to over two pipes."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import threading
from collections.abc import Mapping
from functools import partial
from itertools import count
from pathlib import Path
from queue import Queue
from typing import Any, BinaryIO, NamedTuple, Self

from tests.conftest import PATIENCE_S

#: What a key is called, its code, and what it types.
_KEYS: Mapping[str, tuple[int, str]] = {
    "Tab": (9, ""), "Enter": (13, "\r"), "Escape": (27, ""), "2": (50, "2"), "F2": (113, ""),
    "F10": (121, ""),
}  # fmt: skip


class Element(NamedTuple):
    """An element as a screen reader is told of it."""

    role: str
    name: str


class Browser:
    """One page in a Chromium of its own.

    Attributes:
        runs_scripts: whether it runs those of the page.

    Args:
        program: Chromium.
        folder: for its profile.
        width: of the screen, in pixels of the page.
        language: of whoever sits before it, such as ``zh-CN``.
    """

    runs_scripts = False

    def __init__(self, program: str, folder: Path, width: int, language: str) -> None:
        self._program, self._folder = program, folder
        self._width, self._language = width, language
        self._numbers = count(1)
        self._session = ""
        self._told: Queue[bytes | None] = Queue()
        self._loads = 0

    def __enter__(self) -> Self:
        theirs_in, self._out = os.pipe()
        ours, theirs_out = os.pipe()
        # It reads from 3 and writes to 4, where bash puts the pipes; other shells know none past 9.
        self._process = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}', "bash",
             self._program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--remote-debugging-pipe", f"--user-data-dir={self._folder / 'profile'}",
             f"--accept-lang={self._language}", "about:blank"],
            pass_fds=(theirs_in, theirs_out), stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs_in)
        os.close(theirs_out)
        listening = partial(self._listen, os.fdopen(ours, "rb"))
        threading.Thread(target=listening, name="browser", daemon=True).start()
        try:
            self._begin()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _begin(self) -> None:
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self._ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "DOM", "Accessibility"):
            self._ask(f"{domain}.enable")
        self._ask("Emulation.setScriptExecutionDisabled", value=not self.runs_scripts)
        self.resize(self._width)

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._out)

    def resize(self, width: int) -> None:
        """Give the screen another width."""
        self._ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=740, deviceScaleFactor=1,
            mobile=width < 600,
        )  # fmt: skip

    def open(self, address: str) -> None:
        """Go to an address."""
        before = self._loads
        self._ask("Page.navigate", url=address)
        self._loaded(before)

    def press(self, key: str) -> None:
        """Press a key."""
        number, text = _KEYS[key]
        facts = {"key": key, "code": key, "windowsVirtualKeyCode": number}
        self._ask("Input.dispatchKeyEvent", type="keyDown", text=text, **facts)
        self._ask("Input.dispatchKeyEvent", type="keyUp", **facts)

    def submit(self) -> None:
        """Press Enter, and wait for the page that comes."""
        before = self._loads
        self.press("Enter")
        self._loaded(before)

    def type(self, text: str) -> None:
        """Type a text, sign by sign."""
        for sign in text:
            self._ask("Input.dispatchKeyEvent", type="char", text=sign)

    def focused(self) -> Element:
        """Return what the keyboard is at."""
        for node in self._ask("Accessibility.getFullAXTree")["nodes"]:
            focused = any(each["name"] == "focused" for each in node.get("properties", ()))
            if focused and node["role"]["value"] != "RootWebArea":
                return Element(node["role"]["value"], node["name"]["value"])
        return Element("", "")

    def html(self) -> str:
        """Return the page as it stands."""
        root = self._ask("DOM.getDocument")["root"]["nodeId"]
        text: str = self._ask("DOM.getOuterHTML", nodeId=root)["outerHTML"]
        return text

    def content_width(self) -> int:
        """Return how wide the page is, however wide the screen."""
        return int(self._ask("Page.getLayoutMetrics")["cssContentSize"]["width"])

    def height(self, selector: str) -> int:
        """Return how high the first element of a selector is."""
        root = self._ask("DOM.getDocument")["root"]["nodeId"]
        node = self._ask("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        return int(self._ask("DOM.getBoxModel", nodeId=node)["model"]["height"])

    def picture(self) -> bytes:
        """Return the whole page as a PNG."""
        shot = self._ask("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        return base64.b64decode(shot)

    def _ask(self, method: str, **params: Any) -> Any:
        """Send a command and return its result."""
        number = next(self._numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != number:
            pass
        assert "result" in answer, (method, answer)
        return answer["result"]

    def _loaded(self, before: int) -> None:
        """Wait until one more page than before has come."""
        while self._loads == before:
            self._next()

    def _next(self) -> dict[str, Any]:
        """Return what it says next: an answer, or what happened."""
        told = self._told.get(timeout=PATIENCE_S)
        assert told is not None, "the browser has ended"
        message: dict[str, Any] = json.loads(told)
        self._loads += message.get("method") == "Page.loadEventFired"
        return message

    def _listen(self, pipe: BinaryIO) -> None:
        """Pass on what it says, until it ends."""
        rest = b""
        with pipe:
            while piece := pipe.read1():
                *whole, rest = (rest + piece).split(b"\0")
                for told in whole:
                    self._told.put(told)
        self._told.put(None)
