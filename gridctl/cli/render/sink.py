"""Where text and bytes go: stdout, or a file that appears complete or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from gridctl.domain.errors import GridctlError
from gridctl.foundation.i18n import N_

STDOUT = "-"


class NotWritten(GridctlError):
    """The output file could not be written."""

    message = N_("{file} was not written: {reason}.")


class PipeClosed(Exception):
    """Whoever read stdout went away; there is nobody left to tell."""


def stdout_encoding() -> str:
    """Return the encoding stdout was opened with."""
    return sys.stdout.encoding or "utf-8"


def write_text(chunks: Iterable[str], to: str | None = None, encoding: str | None = None) -> None:
    """Write text to stdout (``to`` None or ``-``) or to a file.

    Args:
        chunks: pieces of the text in order.
        to: path of the file.
        encoding: encoding of the bytes. On stdout the stream's own where omitted, and signs it
            cannot carry become ``?``; UTF-8 in a file.

    Raises:
        NotWritten: the file cannot be written; an older file of that name is untouched.
        PipeClosed: the reader of stdout went away.
    """
    marked = _marked(chunks, encoding)
    if to is not None and to != STDOUT:
        _write_file((chunk.encode(_codec(encoding or "utf-8")) for chunk in marked), to)
    elif encoding is None:
        _write_stdout(chunk.encode(stdout_encoding(), "replace") for chunk in chunks)
    else:
        _write_stdout(chunk.encode(_codec(encoding)) for chunk in marked)


def write_document(content: bytes, to: str) -> None:
    """Write a document as it is, to a file or, for ``-``, to stdout.

    Raises:
        NotWritten: the file cannot be written.
        PipeClosed: the reader of stdout went away.
    """
    if to == STDOUT:
        _write_stdout([content])
    else:
        _write_file([content], to)


def _marked(chunks: Iterable[str], encoding: str | None) -> Iterable[str]:
    """Put the byte order mark in front once; the codec would put it before every chunk."""
    if encoding == "utf-8-sig":
        yield "\ufeff"
    yield from chunks


def _codec(encoding: str) -> str:
    return "utf-8" if encoding == "utf-8-sig" else encoding


def _write_stdout(chunks: Iterable[bytes]) -> None:
    try:
        sys.stdout.flush()
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()
    except BrokenPipeError as error:
        # The interpreter would complain when it flushes the stream at its own end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise PipeClosed from error


def _write_file(chunks: Iterable[bytes], to: str) -> None:
    file = Path(to)
    fresh = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with fresh.open("wb") as stream:
            for chunk in chunks:
                stream.write(chunk)
        os.replace(fresh, file)
    except OSError as error:
        raise NotWritten(file=to, reason=error.strerror or str(error)) from error
    finally:
        fresh.unlink(missing_ok=True)
