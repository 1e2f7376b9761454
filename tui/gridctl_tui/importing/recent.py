"""What this person brought in lately, and what was left half done."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from gridctl.foundation import own_files
from gridctl_tui.importing.draft import Draft, kept, restored

#: Files remembered.
_MOST = 3


class Recent:
    """A file in the person's folder of passing things; where nothing can be kept, nothing is.

    Args:
        file: where it is kept.
        office: what tells the office worked on from all others.
    """

    def __init__(self, file: Path, office: str) -> None:
        self._file, self._office = file, office

    @classmethod
    def usual(cls, office: str) -> Recent:
        """Return that of the person at this machine."""
        from platformdirs import user_cache_path

        return cls(user_cache_path("gridctl", appauthor=False) / "imports.json", office)

    def files(self) -> list[Path]:
        """Return the files brought in lately that are still there, the last first."""
        listed = self._read().get("files")
        paths = map(Path, filter(_is_text, listed if isinstance(listed, list) else []))
        return [path for path in paths if os.path.isfile(path)]

    def remember(self, path: Path) -> None:
        """Put a file first."""
        others = [str(each) for each in self.files() if each != path]
        self._write({"files": [str(path), *others][:_MOST]})

    def begun(self, draft: Draft) -> None:
        """Know that a file is on its way."""
        self._write({"begun": {**self._begun(), self._office: kept(draft)}})

    def done(self) -> None:
        """Know that it is no longer."""
        others = {name: each for name, each in self._begun().items() if name != self._office}
        self._write({"begun": others})

    def unfinished(self) -> Draft | None:
        """Return what was left half done in this office."""
        record = self._begun().get(self._office)
        if record is None:
            return None
        try:
            return restored(record)
        except (KeyError, TypeError, ValueError):
            # Another version wrote it: nothing is lost but the way to go on.
            return None

    def _begun(self) -> dict[str, Any]:
        begun = self._read().get("begun")
        return begun if isinstance(begun, dict) else {}

    def _write(self, changes: dict[str, Any]) -> None:
        known = {**self._read(), **changes}
        try:
            own_files.make_folder(self._file.parent)
            own_files.replace_file(self._file, json.dumps(known).encode())
        except OSError:
            return

    def _read(self) -> dict[str, Any]:
        try:
            known = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}


def _is_text(value: object) -> bool:
    return isinstance(value, str)
