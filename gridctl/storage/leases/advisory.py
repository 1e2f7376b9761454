"""The lease of an office in a PostgreSQL database: a lock that lasts as long as a connection."""

from __future__ import annotations

from typing import Any

import psycopg

from gridctl.storage.stores.postgresql import connect

_LOCK = "SELECT pg_try_advisory_lock(hashtext('gridctl'), hashtext('periodic'))"


class AdvisoryLease:
    """A lock among all machines that serve the database at an address."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._connection: psycopg.Connection[Any] | None = None

    def take(self) -> bool:
        """Return whether this process has it, trying to get it where it has not.

        Raises:
            DatabaseUnreachable: nobody answers.
        """
        if self._connection is not None and not self._alive(self._connection):
            self.release()
        if self._connection is None:
            connection = connect(self._address)
            connection.autocommit = True
            row = connection.execute(_LOCK).fetchone()
            if row is None or not row[0]:
                connection.close()
                return False
            self._connection = connection
        return True

    def release(self) -> None:
        """Give it back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _alive(self, connection: psycopg.Connection[Any]) -> bool:
        """Tell whether the database still knows the connection, and with it the lock."""
        try:
            connection.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True
