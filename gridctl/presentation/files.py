"""Lists in files: the format by the ending; a file appears complete or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath

from gridctl.domain.errors import GridctlError, Usage
from gridctl.foundation import own_files
from gridctl.foundation.i18n import N_
from gridctl.presentation import formats
from gridctl.presentation.columns import Column, are_private
from gridctl.presentation.listing import Listing

#: Ending of a file name -> format.
SUFFIXES = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".csv": "csv",
    ".tsv": "tsv",
    ".md": "md",
    ".txt": "table",
    ".xlsx": "xlsx",
}
#: Drawn for a screen of a certain width, which a file does not have.
_DRAWN = "table"


class UnknownSuffix(Usage):
    """The ending of the output file does not tell the format."""

    message = N_("{file}: the ending does not tell the format.")
    hint = N_("Use one of {choices}<, or add --output|>.")


class NoListFormat(UnknownSuffix):
    """The ending tells no format in which a list is saved."""

    message = N_("{file}: the ending does not tell the format.")
    hint = N_("Use one of {choices}.")


class NotWritten(GridctlError):
    """The output file could not be written."""

    message = N_("{file} was not written: {reason}.")


def format_of(file: str) -> str:
    """Return the format a file's ending tells.

    Raises:
        UnknownSuffix: it tells none.
    """
    suffix = PurePath(file).suffix.lower()
    if suffix not in SUFFIXES:
        raise UnknownSuffix(file=file, choices=" ".join(SUFFIXES))
    return SUFFIXES[suffix]


def list_format(file: str) -> str:
    """Return the format in which a list is saved to a file, by its ending.

    Raises:
        NoListFormat: the ending tells none.
    """
    kept = {suffix: each for suffix, each in SUFFIXES.items() if each != _DRAWN}
    suffix = PurePath(file).suffix.lower()
    if suffix not in kept:
        raise NoListFormat(file=file, choices=" ".join(kept))
    return kept[suffix]


def csv_encoding(*, to_file: bool) -> str | None:
    """Return the encoding of CSV where none was asked for, None for the stream's own."""
    # Excel on Windows takes a CSV without the mark for the machine's old code page.
    return "utf-8-sig" if sys.platform == "win32" and to_file else None


@contextmanager
def fresh_file(to: str, *, private: bool = False) -> Iterator[Path]:
    """Give a path to write to; it takes the place of ``to`` once all is written.

    Args:
        to: the file.
        private: its owner alone can read it, not whoever the machine lets read new files.

    Raises:
        NotWritten: it cannot be written; an older file of that name is untouched.
    """
    file = Path(to)
    fresh = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        if private:
            own_files.make_file(fresh)
        yield fresh
        os.replace(fresh, file)
    except OSError as error:
        raise NotWritten(file=to, reason=error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            fresh.unlink()


def write_file(chunks: Iterable[bytes], to: str, *, private: bool = False) -> None:
    """Write a file from pieces in order; see :func:`fresh_file`.

    Raises:
        NotWritten: it cannot be written; an older file of that name is untouched.
    """
    with fresh_file(to, private=private) as fresh, fresh.open("wb") as stream:
        for chunk in chunks:
            stream.write(chunk)


def save_list(listing: Listing, columns: Sequence[Column], to: str) -> None:
    """Write a whole list to a file, in the format its ending tells.

    Raises:
        NoListFormat: the ending tells none.
        RowsTooMany: a workbook does not hold so many.
        NotWritten: the file cannot be written.
    """
    name = list_format(to)
    if name == "xlsx":
        from gridctl.presentation.workbook import write_workbook

        with fresh_file(to, private=are_private(columns)) as fresh:
            write_workbook(listing, columns, fresh)
        return
    encoding = (csv_encoding(to_file=True) if name == "csv" else None) or "utf-8"
    if name == "md":
        chunks = formats.markdown(listing, columns)
    else:
        chunks = formats.DATA[name](listing, None, columns, "utf-8")
    write_file(encoded(chunks, encoding), to, private=are_private(columns))


def encoded(chunks: Iterable[str], encoding: str) -> Iterator[bytes]:
    """Yield pieces of text as bytes, the mark of an encoding that has one before the first."""
    if encoding == "utf-8-sig":
        yield "\ufeff".encode()
    codec = "utf-8" if encoding == "utf-8-sig" else encoding
    for chunk in chunks:
        yield chunk.encode(codec)
