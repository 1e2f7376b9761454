"""Indexes on tables that are full by the time a migration comes to them.

To build one takes minutes of millions of rows, and nobody may write to the table meanwhile. On a
server they are therefore built before the migrations, beside the work that goes on; the migration
finds them there. A migration that makes such an index names it in its ``AHEAD``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Index:
    """An index as both engines make it.

    Attributes:
        name: of the index.
        table: of an earlier format.
        on: what stands behind the table: columns or expressions in brackets, and a condition.
        needs: a function its expressions call; "" without one.
    """

    name: str
    table: str
    on: str
    needs: str = ""

    def statement(self, *, beside: bool = False) -> str:
        """Return what makes the index where it is not there yet.

        Args:
            beside: on a server, outside any transaction, while others write to the table.
        """
        way = "CONCURRENTLY " if beside else ""
        return f"CREATE INDEX {way}IF NOT EXISTS {self.name} ON {self.table} {self.on}"
