"""Opening a file with the machine's own program, where a person sits before its desktop."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path


def opener(environ: Mapping[str, str], platform: str = sys.platform) -> str | None:
    """Return the program that opens a file as a double click would; None where nobody would see it.

    Nobody would over ssh without a display, nor in a browser, whose dashboard runs elsewhere.
    """
    if environ.get("TEXTUAL_DRIVER"):
        return None
    if platform == "win32":
        return shutil.which("explorer")
    if platform == "darwin":
        return None if environ.get("SSH_CONNECTION") else shutil.which("open")
    if environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"):
        return shutil.which("xdg-open")
    return None


def open_file(file: Path) -> bool:
    """Open a file; return whether there is a desktop to open it on."""
    program = opener(os.environ)
    if program is None:
        return False
    # It outlives the dashboard, and what it says would be drawn over the screen.
    subprocess.Popen(  # noqa: S603 - the program was found by name, the file was written here
        [program, str(file)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    return True
