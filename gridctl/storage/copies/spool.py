"""What has come of an office on its way to a server: pieces in files, seen by nobody.

They lie beside the office's file, or for a database in the folder of this machine's state, so
that nothing of them is left in the database. Only the owner can read them.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from platformdirs import user_state_path
from pydantic_core import from_json, to_json

from gridctl.domain.keeping import CopyNotFound, DiskFull, PieceUnfit
from gridctl.domain.office import OfficeReadOnly
from gridctl.foundation import own_files
from gridctl.storage.copies.tables import CopiedTable, Page

_ANNOUNCED = "announced.json"
_PIECE = "{number:010}-{table}.json"


class Spool:
    """The pieces of one copy; its rows are those of :class:`gridctl.storage.copies.ends.Rows`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def announce(self, digest: str) -> None:
        """Make room for a copy; what has come of another one is dropped."""
        if self._announced() != digest:
            self.drop()
            with self._told():
                own_files.make_folder(self._folder)
                own_files.replace_file(self._folder / _ANNOUNCED, to_json({"digest": digest}))

    def count(self, digest: str) -> int:
        """Return how many pieces of a copy have come, 0 where it was never announced."""
        return len(self._pieces()) if self._announced() == digest else 0

    def arrived(self, digest: str) -> int:
        """Return how many pieces of a copy have come.

        Raises:
            CopyNotFound: it was not announced.
        """
        if self._announced() != digest:
            raise CopyNotFound
        return self.count(digest)

    def put(self, digest: str, number: int, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """Keep a piece of a copy.

        Raises:
            CopyNotFound: another one was announced meanwhile.
        """
        self.arrived(digest)
        with self._told():
            piece = self._folder / _PIECE.format(number=number, table=table)
            own_files.replace_file(piece, to_json(rows))

    def drop(self) -> None:
        """Throw everything away."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def pages(self, table: CopiedTable) -> Iterator[Page]:
        """Yield the rows of a table in the order they came."""
        for piece in self._pieces():
            if piece.stem.partition("-")[2] == table.name:
                try:
                    rows = from_json(piece.read_bytes())
                except ValueError as error:
                    raise PieceUnfit(number=int(piece.stem.partition("-")[0])) from error
                yield [tuple(row) for row in rows]

    def _pieces(self) -> list[Path]:
        return sorted(self._folder.glob("*-*.json"))

    def _announced(self) -> str:
        try:
            return str(json.loads((self._folder / _ANNOUNCED).read_bytes())["digest"])
        except (OSError, ValueError):
            return ""

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Put into words why nothing can be kept here."""
        try:
            yield
        except FileNotFoundError as error:
            # Somebody else announced another copy meanwhile.
            raise CopyNotFound from error
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            raise (DiskFull if full else OfficeReadOnly)(path=str(self._folder)) from error


def spool_of_file(path: Path) -> Spool:
    """Return the spool of an office's file."""
    return Spool(path.with_name(f".{path.name}-arriving"))


def spool_of_database(name: str) -> Spool:
    """Return the spool of a database by its address, which holds no password."""
    # A service of systemd has a folder of its own, and often no home.
    state = os.environ.get("STATE_DIRECTORY", "").partition(":")[0]
    folder = Path(state) if state else user_state_path("gridctl", appauthor=False)
    return Spool(folder / f"arriving-{hashlib.sha256(name.encode()).hexdigest()[:16]}")
