"""What a command hands over to be shown: records, and how many more there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from gridctl.domain.errors import Usage
from gridctl.foundation.i18n import N_
from gridctl.foundation.nearest import nearest
from gridctl.presentation.columns import Column, plain


class FieldNotListed(Usage):
    """``--fields`` names something the records do not have."""

    message = N_("There is no field {field}.")
    hint = N_("Nearest is {nearest}<; '--fields ?' lists all|>.")


class Listing:
    """Records in order, read once, with what is known about the rest.

    Attributes:
        total: how many records there are in all, or None where nobody counted.
        more: whether some were left out; final once the records have been read.
        shown: how many have been read so far.
        single: one record asked for by its key, not a list.
        meta: further facts for the envelope.
        behind: tells of a record the filter of the tickets behind its figures; None where the
            records are no figures.
    """

    behind: Callable[[Mapping[str, Any]], str] | None = None

    def __init__(
        self,
        items: Iterable[Any],
        *,
        total: int | None = None,
        more: bool = False,
        single: bool = False,
        meta: Mapping[str, Any] | None = None,
    ) -> None:
        self._items = iter(items)
        self.total, self.more, self.single = total, more, single
        self.meta = dict(meta or {})
        self.shown = 0

    def reading(self, items: Iterable[Any]) -> Listing:
        """Read from ``items`` from now on, which may settle :attr:`more` as they go."""
        self._items = iter(items)
        return self

    def mapped(self, shape: Callable[[Any], Any]) -> Listing:
        """Have each item go through ``shape`` on its way out."""
        self._items = map(shape, self._items)
        return self

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield each record as a dictionary of Python values."""
        for item in self._items:
            self.shown += 1
            yield record(item)

    def peek(self) -> dict[str, Any]:
        """Return the first record without using it up; empty where there is none."""
        first = next(self._items, None)
        if first is None:
            return {}
        self._items = chain([first], self._items)
        return record(first)

    def envelope_meta(self) -> dict[str, Any]:
        """Return the envelope's ``meta``: shown, total (null where unknown), more."""
        total = self.total if self.more or self.total is not None else self.shown
        counts = {"shown": self.shown, "total": total, "more": self.more}
        return {**counts, **{key: plain(value) for key, value in self.meta.items()}}


def record(item: Any) -> dict[str, Any]:
    """Return a view (anything with ``model_dump``) or a mapping as a dictionary."""
    return dict(item) if isinstance(item, Mapping) else item.model_dump()


def known_fields(columns: Sequence[Column], first: Mapping[str, Any]) -> list[str]:
    """Return every name ``--fields`` accepts: the columns, then the fields of a record."""
    return list(dict.fromkeys([*(column.key for column in columns), *_paths(first)]))


def select_columns(
    columns: Sequence[Column], first: Mapping[str, Any], fields: Sequence[str]
) -> list[Column]:
    """Return the columns ``--fields`` asks for, in its order.

    Without any record there is nothing to check a name against, so all are accepted.

    Raises:
        FieldNotListed: neither a column nor a field of the record has the name.
    """
    declared = {column.key: column for column in columns}
    known = known_fields(columns, first)
    for name in fields:
        if first and name not in known:
            raise FieldNotListed(field=name, nearest=nearest(name, known))
    return [declared.get(name) or Column(name, name) for name in fields]


def _paths(value: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for key, inner in value.items():
        yield prefix + key
        if isinstance(inner, Mapping):
            yield from _paths(inner, f"{prefix}{key}.")
