"""What a file may be: the kinds whose fields its headers name, the likeliest first."""

from __future__ import annotations

from pathlib import Path

from gridctl.imports.kinds import kind_names, load_kind
from gridctl.imports.sniff import Sighting, sightings
from gridctl.imports.source import identify, open_tables


def likely_kinds(path: Path) -> list[str]:
    """Return the kinds a file may be of, the one that reads most of it first; none for no kind.

    A kind counts only where the file has every column it cannot do without, but for those that
    a table of it most often says once (``Kind.of_table``).

    Raises:
        GridctlError: whatever :func:`gridctl.imports.source.identify` and
            :func:`gridctl.imports.source.open_tables` raise.
    """
    kinds = [load_kind(name) for name in kind_names()]
    best: dict[str, Sighting] = {}
    source = identify(path)
    with open_tables(source) as tables:
        for table in tables:
            for seen in sightings(table, source, kinds):
                best[seen.kind] = max(best.get(seen.kind, seen), seen, key=_order)
    found = [name for name, seen in best.items() if seen.columns]
    return sorted(found, key=lambda name: _order(best[name]), reverse=True)


def _order(seen: Sighting) -> tuple[int, float]:
    return seen.columns, seen.score
