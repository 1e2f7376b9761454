"""What stands in a folder, for somebody who looks for a table: the newest tables first."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gridctl.domain.pinyin import is_spelled, is_typed
from gridctl.foundation.clock import from_epoch
from gridctl.foundation.i18n import N_
from gridctl.presentation.columns import Column

#: Endings of files that may be tables; what a file is, its content tells.
ENDINGS = frozenset({".xlsx", ".xls", ".xlsm", ".et", ".csv", ".txt", ".tsv", ".json", ".xml"})
_WORKBOOKS = frozenset({".xlsx", ".xls", ".xlsm", ".et"})
#: Sort of an entry -> what it is called.
SORTS = {
    "unfinished": N_("not finished"),
    "recent": N_("recent"),
    "workbook": N_("workbook"),
    "text": N_("text"),
    "folder": N_("folder"),
}
COLUMNS = (
    Column("name", N_("Name"), width="wide"),
    Column("sort", N_("What it is"), width="narrow", labels=SORTS),
    Column("changed", N_("Changed at"), width="narrow", kind="instant"),
    Column("size", N_("KB"), width="narrow", kind="int"),
    Column("folder", N_("Folder"), wide_only=True, sparse=True),
)


@dataclass(frozen=True)
class Entry:
    """A line of the list.

    Attributes:
        place: its path, which tells it from all others.
        sort: one of :data:`SORTS`.
        size: in KB, None for a folder.
        changed: when it was written last.
        folder: where it lies, of a file from elsewhere.
    """

    place: str
    name: str
    sort: str
    size: int | None = None
    changed: datetime | None = None
    folder: str = ""

    def model_dump(self) -> dict[str, Any]:
        """Return it by column."""
        return asdict(self)


def entries(folder: Path, words: str = "", lately: Iterable[Path] = ()) -> list[Entry]:
    """Return what can be opened from a folder: files of late, tables the newest first, folders.

    Args:
        folder: where to look; what may not be read is empty.
        words: only names that have them, also by pinyin initials; what is called so comes first,
            then what begins so.
        lately: files from anywhere that stand first.
    """
    found = [entry for each in lately if (entry := _entry(each, recent=True))]
    inside = [entry for each in _inside(folder) if (entry := _entry(each))]
    tables = [each for each in inside if each.sort != "folder"]
    tables.sort(key=lambda each: (each.changed is None, each.changed), reverse=True)
    folders = sorted((each for each in inside if each.sort == "folder"), key=lambda e: e.name)
    up = [Entry(str(folder.parent), "..", "folder")] if folder != folder.parent else []
    listed = [*found, *(each for each in tables if not _is_in(each, found)), *up, *folders]
    fitting = [each for each in listed if _fits(each.name, words)]
    return sorted(fitting, key=lambda each: _distance(each.name, words)) if words else fitting


def resolved(text: str, folder: Path) -> tuple[Path, str]:
    """Return the folder a typed path leads to, and the beginning of a name in it."""
    text = text.strip().strip("\"'").removeprefix("file://")
    head, _slash, last = text.replace("\\", "/").rpartition("/")
    if not head and not text.startswith("/"):
        return folder, text
    return (folder / Path(os.path.expanduser(f"{head}/"))), last


def shown(path: Path) -> str:
    """Return a path as it is shown: the person's own folder as ``~``."""
    home = Path.home()
    if path == home or home in path.parents:
        return f"~/{path.relative_to(home)}" if path != home else "~"
    return str(path)


def _inside(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as found:
            yield from [Path(each.path) for each in found if not each.name.startswith((".", "~$"))]
    except OSError:
        return


def _entry(path: Path, *, recent: bool = False) -> Entry | None:
    """Return the line of a path; None for what is neither a folder nor perhaps a table."""
    try:
        is_folder, stat = path.is_dir(), path.stat()
    except OSError:
        return None
    if is_folder:
        return Entry(str(path), path.name + "/", "folder")
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        return None
    sort = "recent" if recent else "workbook" if ending in _WORKBOOKS else "text"
    size = max(1, round(stat.st_size / 1024))
    where = shown(path.parent) if recent else ""
    return Entry(str(path), path.name, sort, size, from_epoch(int(stat.st_mtime)), where)


def _is_in(entry: Entry, found: Iterable[Entry]) -> bool:
    return any(each.place == entry.place for each in found)


def _fits(name: str, words: str) -> bool:
    if words.casefold() in name.casefold():
        return True
    return is_typed(words) and not name.isascii() and is_spelled(name, words)


def _distance(name: str, words: str) -> int:
    """Return how far a name is from the one typed: 0 the very name, 1 its beginning, 2 within."""
    own, typed = name.rstrip("/").casefold(), words.casefold()
    return 0 if own == typed else 1 if own.startswith(typed) else 2
