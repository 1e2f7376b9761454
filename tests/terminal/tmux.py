"""A real terminal: a tmux server of its own with one window, its keys and its screen."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any, Self

from tests.conftest import PATIENCE_S

#: What the shell in the window says when it waits.
PROMPT = "ready$ "
#: Settings that would change what is drawn.
_FOREIGN = (
    "TMUX", "COLORTERM", "NO_COLOR", "LC_ALL", "LC_CTYPE", "TEXTUAL_DRIVER", "TERM_PROGRAM",
    "COLUMNS", "LINES",
)  # fmt: skip
_numbers = count(1)


class Terminal:
    """A shell in a window of a size; what it shows, what is typed into it.

    Args:
        columns: cells of a line.
        rows: lines.
        folder: where the shell begins.
        environ: settings of the shell beside the usual ones.
    """

    def __init__(
        self, columns: int, rows: int, folder: Path, environ: Mapping[str, str] | None = None
    ) -> None:
        self._size = columns, rows
        self._folder = folder
        self._begin = folder / "profile.sh"
        self._own = {"LANG": "C.UTF-8", "PS1": PROMPT, **(environ or {})}
        kept = {name: text for name, text in os.environ.items() if name not in _FOREIGN}
        self._environ = {**kept, "ENV": str(self._begin)}
        self._server = ("tmux", "-L", f"gridctl-{os.getpid()}-{next(_numbers)}", "-f", "/dev/null")

    def __enter__(self) -> Self:
        # Read by the shell when it begins: tmux and some shells settle a few of these themselves.
        told = (f"export {name}={shlex.quote(text)}\n" for name, text in self._own.items())
        self._begin.write_text("".join(told), encoding="utf-8")
        columns, rows = map(str, self._size)
        place = ("-x", columns, "-y", rows, "-c", str(self._folder))
        self._tmux("-u", "new-session", "-d", *place, "sh -i")
        self.shows(PROMPT.strip())
        return self

    def __exit__(self, *_error: object) -> None:
        self.hang_up()

    def _tmux(self, *words: str) -> str:
        done = subprocess.run(
            [*self._server, *words], env=self._environ, check=True, capture_output=True, timeout=30
        )
        return done.stdout.decode("utf-8")

    # -- what it shows

    @property
    def screen(self) -> str:
        """Return what stands on the screen, line by line."""
        return self._tmux("capture-pane", "-p")

    @property
    def coloured(self) -> str:
        """Return what stands on the screen with the signs that colour it."""
        return self._tmux("capture-pane", "-p", "-e")

    def tells(self, fact: str) -> str:
        """Return what the terminal knows of itself, by tmux's name for it."""
        return self._tmux("display-message", "-p", f"#{{{fact}}}").strip()

    def until(self, check: Callable[[], Any], what: str) -> None:
        """Wait until something holds; fail with the screen where it does not come about."""
        end = time.monotonic() + PATIENCE_S
        while not check():
            if time.monotonic() > end:
                raise AssertionError(f"in vain waited for {what}; the screen is\n{self.screen}")
            time.sleep(0.04)

    def shows(self, *words: str) -> None:
        """Wait until words stand on the screen."""
        self.until(lambda: all(word in self.screen for word in words), " and ".join(words))

    def shows_no(self, word: str) -> None:
        """Wait until a word is gone from the screen."""
        self.until(lambda: word not in self.screen, f"{word} to go")

    # -- what is done to it

    def type(self, text: str) -> None:
        """Type a text as it is."""
        self._tmux("send-keys", "-l", text)

    def press(self, *keys: str) -> None:
        """Press keys, by tmux's names: ``F10``, ``C-z``, ``Enter``."""
        self._tmux("send-keys", *keys)

    def enter(self, line: str) -> None:
        """Type a line to the shell."""
        self.type(line)
        self.press("Enter")

    def gridctl(self, *words: str, then: str = "") -> None:
        """Type a command line of the program to the shell, and what is to follow it."""
        self.enter(shlex.join([sys.executable, "-m", "gridctl", *words]) + then)

    def paste(self, text: str) -> None:
        """Paste a text as a terminal does: in brackets where the program asked for them."""
        self._tmux("set-buffer", text)
        self._tmux("paste-buffer", "-p")

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        self._tmux("resize-window", "-x", str(columns), "-y", str(rows))

    def hang_up(self) -> None:
        """Close the window, as a lost connection does."""
        subprocess.run([*self._server, "kill-server"], capture_output=True, check=False)

    @property
    def programs(self) -> list[int]:
        """Return the numbers of the processes the shell has started."""
        shell = self.tells("pane_pid")
        listed = subprocess.run(
            ["ps", "-o", "pid=,state=", "--ppid", shell],
            capture_output=True,
            text=True,
            check=False,
        )
        return {int(pid): state for pid, state in map(str.split, listed.stdout.splitlines())}
