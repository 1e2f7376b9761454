"""Files and folders their owner alone can read, whatever rights the machine gives new ones.

On Windows a folder of one's own has such rights already, and these numbers change nothing there.
"""

from __future__ import annotations

import os
from pathlib import Path

_FOLDER, _FILE = 0o700, 0o600


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing; what is there stays as it is.

    Raises:
        OSError: it cannot be made, or is no folder.
    """
    for each in reversed(folder.parents):
        if not each.exists():
            each.mkdir(_FOLDER, exist_ok=True)
    folder.mkdir(_FOLDER, exist_ok=True)


def make_file(file: Path) -> None:
    """Make an empty file.

    Raises:
        FileExistsError: something of that name is there.
        OSError: it cannot be made.
    """
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE))


def replace_file(file: Path, content: bytes) -> None:
    """Put a file in the place of the one that may be there: whole and safe, or not at all.

    Raises:
        OSError: it cannot be written; the one that was there stays.
    """
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    make_file(fresh)
    with fresh.open("wb") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
    os.replace(fresh, file)
