"""Who does the periodic work of an office: one process of all that serve it.

The operating system, or the database, takes the lease back by itself when its holder dies.
"""

from __future__ import annotations

from gridctl.storage.leases.file import FileLease
from gridctl.storage.postgresql import PERIODIC_HELD
from gridctl.storage.queries.reader import Reader
from gridctl.storage.sqlite import file_of


def held(read: Reader) -> bool:
    """Tell whether a process has the lease of the office a reader is on."""
    if read.engine == "postgresql":
        return bool(read.value(PERIODIC_HELD))
    return FileLease(file_of(read)).held()
