"""Evidence named by ``--attach``: the file stays where it is, its path and digest go along."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from gridctl.domain.errors import Usage
from gridctl.foundation.i18n import N_


class AttachmentUnreadable(Usage):
    """The file named as evidence cannot be read."""

    message = N_("<--attach: |>{file} cannot be read: {detail}.")
    hint = N_("Check the path; blanks in it need quotation marks.")


def attachments(paths: Iterable[str]) -> list[dict[str, str]]:
    """Return path and SHA-256 of each file.

    Raises:
        AttachmentUnreadable: a file is missing or may not be read.
    """
    return [{"path": path, "sha256": _digest(path)} for path in paths]


def _digest(path: str) -> str:
    try:
        with Path(path).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise AttachmentUnreadable(file=path, detail=error.strerror or str(error)) from error
