"""Columns mapped onto the fields of a kind."""

from __future__ import annotations

from collections.abc import Sequence

from gridctl.imports import load_kind
from gridctl.imports.headers import headings
from gridctl.imports.mapping import Mapping, map_columns


def mapped(
    kind: str, headers: Sequence[str], sample: Sequence[Sequence[str]] = ()
) -> tuple[dict[str, tuple[str, ...]], Mapping]:
    mapping = map_columns(headings([headers], (), 0), load_kind(kind), sample)
    return {column.header: column.fields for column in mapping.columns}, mapping
