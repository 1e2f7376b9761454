"""The backups made on this machine: when an office was last copied, and where to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from gridctl.foundation import own_files
from gridctl.foundation.settings import Target


class KnownCopy(NamedTuple):
    """One backup.

    Attributes:
        at: when it was made.
        path: where it was put.
        head: the number of its last journal entry.
    """

    at: datetime
    path: str
    head: int


class KnownCopies:
    """The last backup of each office, kept in a file of the person who made it.

    The office itself says nothing of its backups: it would differ from them by the saying.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    @classmethod
    def usual(cls) -> KnownCopies:
        """Return those in the person's folder of lasting things."""
        from platformdirs import user_state_path

        return cls(user_state_path("gridctl", appauthor=False) / "backups.json")

    def of(self, office: Target) -> KnownCopy | None:
        """Return the last backup of an office, or None where none was made here."""
        entry: Any = self._read().get(office.shown)
        try:
            return KnownCopy(datetime.fromisoformat(entry["at"]), str(entry["path"]), entry["head"])
        except (KeyError, TypeError, ValueError):
            return None

    def note(self, office: Target, copy: KnownCopy) -> None:
        """Keep a backup in mind; where nothing can be written, it is not."""
        entry = {"at": copy.at.isoformat(), "path": copy.path, "head": copy.head}
        known = {**self._read(), office.shown: entry}
        try:
            own_files.make_folder(self._file.parent)
            own_files.replace_file(self._file, json.dumps(known).encode())
        except OSError:
            return

    def _read(self) -> Mapping[str, Any]:
        try:
            known = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}
