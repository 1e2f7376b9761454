"""Whether a file is of the kind it is read as: a list of places has names too, but no staff."""

from __future__ import annotations

from gridctl.domain.problems import Problem
from gridctl.imports.kinds import Kind, kind_names, load_kind
from gridctl.imports.layout import Layout
from gridctl.imports.mapping import Mapping, sureties


def likelier(layout: Layout, mapping: Mapping, kind: Kind) -> Problem | None:
    """Return a notice that names another kind which fits a header much better, or None.

    Only a header of which less than half is understood is compared: the others are read as they
    were meant.
    """
    own = len(sureties(layout.headings, kind))
    if 2 * max(own, len(mapping.columns)) >= len(layout.shown):
        return None
    fits = {name: fit(layout, load_kind(name)) for name in kind_names() if name != kind.name}
    best = max(fits, key=fits.__getitem__)
    if fits[best] < max(1, 2 * own):
        return None
    params = (("kind", kind.name), ("other", best), ("own", own), ("count", fits[best]))
    return Problem("other_kind", "", "", params)


def fit(layout: Layout, kind: Kind) -> int:
    """Return how many fields of a kind a header names; 0 where one it cannot do without lacks."""
    fields = sureties(layout.headings, kind).keys()
    return len(fields) if all(fields & set(group) for group in kind.columns) else 0
