"""Opening an office's SQLite file: is it ours, of this format, writable, on a local disk?"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path, PureWindowsPath
from typing import NamedTuple

from gridctl.domain import office as errors
from gridctl.domain.errors import GridctlError
from gridctl.storage.queries.compose import Statement
from gridctl.storage.queries.reader import Reader
from gridctl.storage.search import sqlite as search

#: "GRDC" in PRAGMA application_id tells our files from others.
APPLICATION_ID = 0x47524443
#: The storage format in PRAGMA user_version: the number of the newest migration.
FORMAT = 19
#: Row-value keyset, FILTER, NULLS LAST, RETURNING and UPDATE FROM all work from here on.
OLDEST_SQLITE = (3, 39, 0)
BUSY_TIMEOUT_S = 30.0
#: The table of mounted file systems, where the machine has one.
MOUNTS = Path("/proc/mounts")
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "9p", "fuse.sshfs", "webdav", "davfs"}
_SETTINGS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=NORMAL",
    # What is put in order or grouped goes to a file of the system's where it outgrows this: a
    # server has many readers, and each of millions of tickets would take hundreds of megabytes.
    "PRAGMA temp_store=FILE",
    "PRAGMA cache_size=-8192",
)
#: Of the one who writes: an import changes pages all over the file, each many times.
_WRITER = "PRAGMA cache_size=-65536"

#: Endings of a file in use, and of what lies beside it.
BESIDE = ("", "-wal", "-shm", "-journal")
#: Primary result codes of a file, or a folder, that lacks a right.
_OUT_OF_REACH = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
#: How many signs of damage are listed; a broken page repeats itself.
_DAMAGES = 100
#: Statements of this engine alone; their names begin with its name.
INTEGRITY = Statement("sqlite.integrity", f"PRAGMA integrity_check({_DAMAGES})")
FILES = Statement("sqlite.files", "PRAGMA database_list")
REFERENCES = Statement(
    "sqlite.references",
    f"""SELECT "table", coalesce(rowid, 0), "parent" FROM pragma_foreign_key_check
    LIMIT {_DAMAGES}""",
)


class File(NamedTuple):
    """What tells a file from any other as long as either is open."""

    device: int
    number: int


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """Open an existing office, read-only unless ``write``; transactions are begun by the caller.

    Raises:
        OfficeMissing, NotAnOffice, OfficeNewer, OfficeOlder, OfficeReadOnly, OfficeOnNetwork,
        EngineTooOld: as their names say; the file is left as it was.
    """
    check_place(path)
    if not path.exists():
        raise errors.OfficeMissing(path=str(path))
    if write and not _writable(path):
        raise errors.OfficeReadOnly(path=str(path))
    # Whoever closes last tidies the write-ahead log away, and for that must be able to write.
    connection = open_raw(path, write=write or _writable(path))
    try:
        connection.execute(_WRITER if write else "PRAGMA query_only=ON")
        check_format(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def file_at(path: Path) -> File | None:
    """Return what tells the file at a path from another one put in its place; None for none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return File(found.st_dev, found.st_ino)


def holds(connection: sqlite3.Connection, path: Path, file: File | None, *, write: bool) -> bool:
    """Return whether a connection opened before is as good as a new one.

    Args:
        connection: to an office, idle.
        path: of the office.
        file: that was at the path just before it was opened.
        write: whether it is for writing.
    """
    if file is None or file != file_at(path) or (write and not _writable(path)):
        return False
    try:
        # Another office may have taken its place inside the file.
        check_format(connection, path)
    except GridctlError:
        return False
    return True


def open_raw(path: Path, *, write: bool) -> sqlite3.Connection:
    """Open a file that is there with the settings of every connection, whosever it is."""
    check_engine()
    mode = "rw" if write else "ro"
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = None
    try:
        connection = sqlite3.connect(
            uri, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
        )
        search.register(connection)
        for setting in _SETTINGS:
            connection.execute(setting)
    except sqlite3.DatabaseError as error:
        if connection is not None:
            connection.close()
        raise _unreadable(error, path) from error
    return connection


def check_engine() -> None:
    """Refuse an SQLite that lacks what the statements need."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        needed = ".".join(map(str, OLDEST_SQLITE))
        raise errors.EngineTooOld(found=sqlite3.sqlite_version, needed=needed)


def check_ours(path: Path) -> None:
    """Refuse a path where no file of ours lies, whatever its format.

    Raises:
        OfficeMissing, NotAnOffice, OfficeNewer: as their names say.
    """
    if not path.exists():
        raise errors.OfficeMissing(path=str(path))
    connection = open_raw(path, write=False)
    try:
        check_format(connection, path)
    except errors.OfficeOlder:
        return
    finally:
        connection.close()


def file_of(read: Reader) -> str:
    """Return the path of the file a reader is on."""
    return next(str(path) for _, name, path in read.rows(FILES) if name == "main")


def file_damage(read: Reader) -> Iterator[str]:
    """Yield what SQLite itself finds wrong with the file, in its own words."""
    try:
        yield from (str(text) for (text,) in read.rows(INTEGRITY) if text != "ok")
    except sqlite3.DatabaseError as error:
        yield str(error)


def check_format(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that is not ours or not of this format."""
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        found = format_of(connection)
    except sqlite3.DatabaseError as error:
        raise _unreadable(error, path) from error
    if application != APPLICATION_ID:
        raise errors.NotAnOffice(path=str(path))
    if found > FORMAT:
        raise errors.OfficeNewer(path=str(path), found=found, known=FORMAT)
    if found < FORMAT:
        raise errors.OfficeOlder(path=str(path), found=found, known=FORMAT)


def _unreadable(error: sqlite3.DatabaseError, path: Path) -> GridctlError:
    """Return what to say of a file that SQLite cannot open: broken, out of reach, or foreign."""
    if "malformed" in str(error):
        return errors.OfficeDamaged(path=str(path), detail=str(error))
    # Even a reader keeps a file of its own beside the office.
    if error.sqlite_errorcode & 0xFF in _OUT_OF_REACH and path.is_file():
        return errors.OfficeReadOnly(path=str(path))
    return errors.NotAnOffice(path=str(path))


def format_of(connection: sqlite3.Connection) -> int:
    """Return the storage format number of an open file."""
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    return int(found)


def check_place(path: Path) -> None:
    """Refuse a path on a network share, where write-ahead logging is unsafe."""
    if filesystem := network_filesystem(path):
        raise errors.OfficeOnNetwork(path=str(path), filesystem=filesystem)


def check_folder(path: Path) -> None:
    """Refuse a path whose folder is not there or takes no new file."""
    folder = path.absolute().parent
    # What lies behind a closed folder is not known; that it is closed is said below.
    with suppress(PermissionError):
        if not folder.is_dir():
            raise errors.FolderMissing(path=str(folder))
    if not os.access(folder, os.W_OK):
        raise errors.OfficeReadOnly(path=str(folder))


def network_filesystem(path: Path) -> str | None:
    """Return the network file system a path lies on, or None for a local disk."""
    text = str(path)
    if text.startswith(("\\\\", "//")) or PureWindowsPath(text).drive.startswith("\\\\"):
        return "SMB"
    if sys.platform == "win32":
        import ctypes

        drive = os.path.splitdrive(path.absolute())[0] + "\\"
        return "SMB" if ctypes.windll.kernel32.GetDriveTypeW(drive) == 4 else None
    kind = _mount_type(path)
    return kind if kind in _NETWORK else None


def _mount_type(path: Path) -> str | None:
    """Return the file system type of the longest mount point above ``path``."""
    try:
        mounts = MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # A link may lead from a local folder to a share.
    return _mounted(mounts, os.path.realpath(path))


# Every process opens several connections, and the table is seldom another one.
@lru_cache(maxsize=64)
def _mounted(mounts: str, path: str) -> str | None:
    absolute = Path(path)
    best, kind = -1, None
    for line in mounts.splitlines():
        _, point, filesystem, *_ = line.split(" ")
        place = Path(point.replace("\\040", " "))
        if len(place.parts) > best and (place == absolute or place in absolute.parents):
            best, kind = len(place.parts), filesystem
    return kind


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)
