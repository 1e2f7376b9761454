"""Where text and bytes go: stdout, or a file that appears complete or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from gridctl.cli.render.stage import stage
from gridctl.presentation.files import encoded, write_file

STDOUT = "-"


class PipeClosed(Exception):
    """Whoever read stdout went away; there is nobody left to tell."""


def stdout_encoding() -> str:
    """Return the encoding stdout was opened with."""
    return sys.stdout.encoding or "utf-8"


def write_text(
    chunks: Iterable[str],
    to: str | None = None,
    encoding: str | None = None,
    *,
    private: bool = False,
) -> None:
    """Write text to stdout (``to`` None or ``-``) or to a file.

    Args:
        chunks: pieces of the text in order.
        to: path of the file.
        encoding: encoding of the bytes. On stdout the stream's own where omitted, and signs it
            cannot carry become ``?``; UTF-8 in a file.
        private: a file is readable for its owner alone.

    Raises:
        NotWritten: the file cannot be written; an older file of that name is untouched.
        PipeClosed: the reader of stdout went away.
    """
    if to is not None and to != STDOUT:
        write_file(encoded(chunks, encoding or "utf-8"), to, private=private)
    elif place := stage():
        place.text("".join(chunks))
    elif encoding is None:
        _write_stdout(chunk.encode(stdout_encoding(), "replace") for chunk in chunks)
    else:
        _write_stdout(encoded(chunks, encoding))


def write_document(content: bytes, to: str, *, private: bool = False) -> None:
    """Write a document as it is, to a file or, for ``-``, to stdout.

    Raises:
        NotWritten: the file cannot be written.
        PipeClosed: the reader of stdout went away.
    """
    if to == STDOUT:
        _write_stdout([content])
    else:
        write_file([content], to, private=private)


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
