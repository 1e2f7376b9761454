"""Whether a file is of the kind it is read as: a list of places has names too, but no staff."""

from __future__ import annotations

from collections.abc import Callable

from gridctl.domain.problems import Problem
from gridctl.imports.kinds import Kind, kind_names, load_kind
from gridctl.imports.layout import Layout
from gridctl.imports.mapping import Mapping, sureties


def likelier(
    layout: Layout, mapping: Mapping, kind: Kind, read_as: Callable[[Kind], int]
) -> Problem | None:
    """Return a notice that names another kind which fits a table much better, or None.

    Only a header of which less than half is understood is compared: the others are read as they
    were meant.

    Args:
        layout: the header.
        mapping: what its columns feed.
        kind: what the table is read as.
        read_as: how many of its columns are read as those of another kind; 0 where it is none.
    """
    own = max(len(sureties(layout.headings, kind)), len(mapping.columns))
    if 2 * own >= len(layout.shown):
        return None
    counts = {name: read_as(load_kind(name)) for name in kind_names() if name != kind.name}
    best = max(counts, key=counts.__getitem__)
    if counts[best] < max(1, 2 * own):
        return None
    params = (("kind", kind.name), ("other", best), ("own", own), ("count", counts[best]))
    return Problem("other_kind", "", "", params)
