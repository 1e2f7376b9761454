"""The lease of an office in a file: a lock on another file beside it."""

from __future__ import annotations

import os
import stat
import sys
from functools import partial
from pathlib import Path
from typing import IO


class FileLease:
    """A lock on a file beside the office; it holds among the processes of one machine.

    An office's file lies on a local disk, so no other machine can serve it.
    """

    def __init__(self, office: str) -> None:
        self._office = Path(office)
        self._path = Path(office + "-periodic")
        self._file: IO[bytes] | None = None

    def take(self) -> bool:
        """Return whether this process has it, trying to get it where it has not."""
        if self._file is None:
            file = self._opened()
            if not _locked(file):
                file.close()
                return False
            self._file = file
        return True

    def _opened(self) -> IO[bytes]:
        """Open the file for whoever may write the office, as SQLite opens what it keeps there."""
        rights = stat.S_IMODE(self._office.stat().st_mode)
        return open(self._path, "ab", opener=partial(os.open, mode=rights))

    def held(self) -> bool:
        """Tell whether any process has it, without making its file where there is none."""
        if self._file is not None:
            return True
        try:
            with self._path.open("rb") as file:
                return not _locked(file)
        except OSError:
            return False

    def release(self) -> None:
        """Give it back. The file stays: a lock on a removed one would hold for nobody."""
        if self._file is not None:
            self._file.close()
            self._file = None


if sys.platform == "win32":

    def _locked(file: IO[bytes]) -> bool:
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def _locked(file: IO[bytes]) -> bool:
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
