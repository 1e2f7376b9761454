"""What a command leaves beside its entry: rows of the change log, seals, contacts as they were."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Any

from gridctl.domain.chain import ChangesDigest, canonical, seal_digest

#: Row id, action, before-image, digest of what the row was afterwards.
Logged = tuple[int, str, Mapping[str, Any] | None, str | None]

#: Rows written by one statement; more are sent one by one.
_AT_ONCE = 8
_INSERT = (
    "INSERT INTO change (journal_id, table_name, row_id, action, before, after_digest) VALUES "
)
_ROW = "(?, ?, ?, ?, ?, ?)"


class ChangeLog:
    """The rows of one entry: digested as they come, written before anybody reads.

    Args:
        entry_id: of the journal entry they belong to.
        run: runs one statement.
        run_many: runs one statement for many rows.
    """

    def __init__(
        self,
        entry_id: int,
        run: Callable[[str, tuple[Any, ...]], object],
        run_many: Callable[[str, list[tuple[Any, ...]]], object],
    ) -> None:
        self._entry_id = entry_id
        self._run = run
        self._run_many = run_many
        self._waiting: list[tuple[Any, ...]] = []
        self.digest = ChangesDigest()

    def add(self, table: str, rows: Iterable[Logged]) -> bool:
        """Take rows of a table in; return whether there were any."""
        new = [
            (table, row_id, action, None if before is None else canonical(before), after)
            for row_id, action, before, after in rows
        ]
        for row in new:
            self.digest.add(row)
        self._waiting += [(self._entry_id, *row) for row in new]
        if len(self._waiting) > _AT_ONCE:
            self.write()
        return bool(new)

    def write(self) -> None:
        """Write what waits."""
        rows, self._waiting = self._waiting, []
        if len(rows) > _AT_ONCE:
            self._run_many(_INSERT + _ROW, rows)
        elif rows:
            self._run(_INSERT + ", ".join([_ROW] * len(rows)), tuple(chain.from_iterable(rows)))

    def keep_contacts(self, table: str, images: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
        """Keep what contact values were; see :class:`UnitOfWork`."""
        rows = [(self._entry_id, table, row_id, canonical(image)) for row_id, image in images]
        if rows:
            self._run_many(
                "INSERT INTO contact_before (journal_id, table_name, row_id, image)"
                " VALUES (?, ?, ?, ?)",
                rows,
            )

    def seal(self, table: str, rows: Iterable[tuple[int, str]]) -> str:
        """Keep the digests of a page of new rows; see :class:`UnitOfWork`."""
        ordered = sorted(rows)
        ids = " ".join(str(row_id) for row_id, _ in ordered)
        digests = "".join(found for _, found in ordered)
        self._run(
            "INSERT INTO bulk_seal (journal_id, table_name, first_id, row_ids, digests)"
            " VALUES (?, ?, ?, ?, ?)",
            (self._entry_id, table, ordered[0][0], ids, digests),
        )
        return seal_digest(table, ids, digests)

    def back_to(self, digest: ChangesDigest) -> None:
        """Forget what came since all was written and the digest was this."""
        self._waiting, self.digest = [], digest
