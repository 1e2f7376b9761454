"""Office files are ZIP archives; here they lose everything that depends on the moment."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

#: The earliest instant a ZIP archive can name.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def timeless(content: bytes) -> bytes:
    """Return the archive with the same members, in the same order, all with one fixed date."""
    frozen = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(frozen, "w") as target:
        for member in source.infolist():
            entry = ZipInfo(member.filename, _EPOCH)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, _UNIX
            target.writestr(entry, source.read(member))
    return frozen.getvalue()
