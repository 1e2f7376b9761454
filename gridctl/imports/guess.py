"""What a file may be: the kinds whose fields its headers name, the likeliest first."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from gridctl.imports.kinds import kind_names, load_kind
from gridctl.imports.layout import HEAD_ROWS, Layout, find_layout
from gridctl.imports.likeness import fit
from gridctl.imports.source import identify, open_tables
from gridctl.imports.tables import MAX_COLUMNS


def likely_kinds(path: Path) -> list[str]:
    """Return the kinds a file may be of, the likeliest first; none where no header says.

    A kind counts only where the file has every column it cannot do without.

    Raises:
        GridctlError: whatever :func:`gridctl.imports.source.identify` and
            :func:`gridctl.imports.source.open_tables` raise.
    """
    best: dict[str, tuple[int, float]] = {}
    with open_tables(identify(path)) as tables:
        for table in tables:
            top = islice(table.rows, HEAD_ROWS)
            head = [row[:MAX_COLUMNS] for row in top]
            for name in kind_names():
                layout = find_layout(head, table.merges, load_kind(name))
                if layout is not None:
                    best[name] = max(best.get(name, (0, 0.0)), _likeness(layout, name))
    found = [name for name, (fields, _score) in best.items() if fields]
    return sorted(found, key=lambda name: best[name], reverse=True)


def _likeness(layout: Layout, name: str) -> tuple[int, float]:
    """Return how many fields of a kind a header names, and how surely."""
    return fit(layout, load_kind(name)), layout.score
