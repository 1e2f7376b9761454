"""Folders for an office and for copies of one."""

from __future__ import annotations

from pathlib import Path

from gridctl.domain.office import OfficeReadOnly
from gridctl.foundation import own_files


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, as far as they are not there.

    Raises:
        OfficeReadOnly: it cannot be made, or is no folder.
    """
    try:
        own_files.make_folder(folder)
    except OSError as error:
        raise OfficeReadOnly(path=str(folder)) from error
