"""Reading the text files a command is given: schemes, workflows, journals."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from gridctl.domain.errors import Invalid
from gridctl.domain.imports import FileMissing, unreadable
from gridctl.foundation.i18n import N_


class NotText(Invalid):
    """A rule file is UTF-8 text."""

    message = N_("{file} is not text in UTF-8.")
    hint = N_("Save it as UTF-8 and try again.")


def read_rule_file(file: Path) -> str:
    """Return the text of a rule file, without the mark some editors put before it.

    Raises:
        FileMissing, FileUnreadable: it cannot be read.
        NotText: it is no text in UTF-8.
    """
    with _opened(file) as text:
        return text.read()


def lines_of(file: Path) -> Iterator[str]:
    """Yield the lines of a text file.

    Raises:
        FileMissing, FileUnreadable: it cannot be read.
        NotText: it is no text in UTF-8.
    """
    with _opened(file) as text:
        yield from text


@contextmanager
def rule_file(file: Path) -> Iterator[str]:
    """Lend the text of a rule file; what is found wrong with it meanwhile is told with its name.

    Raises:
        FileMissing, FileUnreadable: it cannot be read.
        NotText: it is no text in UTF-8.
    """
    text = read_rule_file(file)
    try:
        yield text
    except Invalid as error:
        error.params.setdefault("file", str(file))
        raise


@contextmanager
def _opened(file: Path) -> Iterator[TextIO]:
    try:
        with file.open(encoding="utf-8-sig") as text:
            yield text
    except FileNotFoundError as error:
        raise FileMissing(file=str(file)) from error
    except UnicodeDecodeError as error:
        raise NotText(file=str(file)) from error
    except OSError as error:
        raise unreadable(str(file), error) from error
