"""Where in the text of a rule file something stands, so that an error can say which line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

#: Names from the outermost table inwards; those of a list of tables have their number behind them.
Path = tuple[str, ...]

_NAME = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_NAMES = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER = re.compile(rf"\s*(?P<many>\[\[|\[)\s*(?P<names>{_NAMES})\s*\]")
_KEY = re.compile(rf"\s*(?P<names>{_NAMES})\s*=")
_QUOTES = ('"""', "'''")


def line_of(text: str, path: Path) -> int | None:
    """Return the line of a key or table, counted from 1.

    What has no line of its own, as within braces, or is missing, stands where the next thing
    around it does; what is missing from the outermost table stands nowhere.
    """
    found: dict[Path, int] = {}
    for number, at in _paths(text):
        found.setdefault(at, number)
    within = (path[:length] for length in range(len(path), 0, -1))
    return next((found[at] for at in within if at in found), None)


def _paths(text: str) -> Iterator[tuple[int, Path]]:
    """Yield the lines that begin a table or a value, with what begins there."""
    tables: Counter[Path] = Counter()
    table: Path = ()
    quoted = False
    for number, line in enumerate(text.splitlines(), 1):
        within, quoted = quoted, quoted != any(line.count(each) % 2 for each in _QUOTES)
        if within:
            continue
        if header := _HEADER.match(line):
            table = _numbered(_split(header["names"]), tables, many=len(header["many"]) > 1)
            yield number, table
        elif key := _KEY.match(line):
            yield number, (*table, *_split(key["names"]))


def _numbered(names: Path, tables: Counter[Path], *, many: bool) -> Path:
    """Return the path of a header; ``tables`` counts the lists of tables begun so far."""
    path: Path = ()
    for depth, name in enumerate(names, 1):
        path = (*path, name)
        if many and depth == len(names):
            tables[path] += 1
        if tables[path]:
            path = (*path, str(tables[path]))
    return path


def _split(names: str) -> Path:
    return tuple(each.strip("\"'") for each in re.findall(_NAME, names))
