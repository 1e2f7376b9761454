"""The journal in a file of its own: a head line, then an entry or a step of a ticket a line.

Whoever has the file can prove it without the office: each entry carries what its hash covers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from gridctl.domain.chain import Broken, Link, broken_links
from gridctl.domain.errors import Invalid
from gridctl.foundation.i18n import N_

#: What the head line says the file is.
SCHEMA = "gridctl/journal/v1"


class JournalFileUnreadable(Invalid):
    """A file is not an export of a journal."""

    message = N_("{file}, line {line}: this is no export of a journal.")
    hint = N_("Give the .jsonl file that '<audit export>' wrote.")


class SheetTooLong(Invalid):
    """A sheet holds a million rows; a longer journal goes out as lines."""

    message = N_("{rows} rows are more than a sheet holds ({most}).")
    hint = N_("Write a .jsonl file, or narrow the days< with --since and --until|>.")


class FileCheck(NamedTuple):
    """What a file of the journal holds.

    Attributes:
        broken: the links that do not hold, in their order.
        entries: how many entries there are.
        last: number and hash of the last one.
    """

    broken: tuple[Broken, ...]
    entries: int
    last: tuple[int, str]


def line(kind: str, values: Mapping[str, Any]) -> str:
    """Return a line of the file: ``head``, ``entry`` or ``event`` with its values."""
    return json.dumps({kind: values}, ensure_ascii=False, separators=(",", ":"))


def check(lines: Iterable[str], file: str) -> FileCheck:
    """Follow the chain of a file from its first entry to its last.

    Args:
        lines: the file's lines.
        file: its name, for errors.

    Raises:
        JournalFileUnreadable: a line is not what such a file holds.
    """
    read = _read(lines, file)
    head = next(read, None)
    if head is None or head[1].get("schema") != SCHEMA:
        raise JournalFileUnreadable(file=file, line=1)
    links = [_link(values, file, number) for number, values in read if "prev_hash" in values]
    first = links[0] if links else None
    broken = [*broken_links(links, first=first.seq, before=first.prev_hash)] if first else []
    last = (links[-1].seq, links[-1].hash) if links else (0, "")
    if (head[1].get("last"), head[1].get("last_hash")) != last:
        broken.append(Broken("journal_cut", {"seq": head[1].get("last"), "found": last[0]}))
    return FileCheck(tuple(broken), len(links), last)


def _read(lines: Iterable[str], file: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the number and the values of each line."""
    for number, text in enumerate(lines, 1):
        try:
            found = json.loads(text)
            (values,) = found.values()
        except (ValueError, AttributeError):
            raise JournalFileUnreadable(file=file, line=number) from None
        if not isinstance(values, dict):
            raise JournalFileUnreadable(file=file, line=number)
        yield number, values


def _link(values: Mapping[str, Any], file: str, number: int) -> Link:
    try:
        return Link(**{name: values[name] for name in Link._fields})
    except KeyError:
        raise JournalFileUnreadable(file=file, line=number) from None
