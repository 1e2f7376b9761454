"""Offices that many tests begin with: each is filled once in a process, and copied for a test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gridctl.foundation.clock import Clock
from gridctl.gateway.connect import create_office
from gridctl.operations.base import Gateway
from tests.gateways import local_gateway

if TYPE_CHECKING:
    from tests.postgresql import Server

#: Fills an empty office.
Beginning = Callable[[Gateway], object]
_Key = tuple[Beginning | None, datetime]


class Beginnings:
    """Files and databases that nobody writes to any more; None begins an empty office."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[_Key, Path] = {}
        self._databases: dict[_Key, str] = {}

    def copy(self, fill: Beginning | None, clock: Clock, path: Path) -> None:
        """Make an office file that begins with what ``fill`` enters at the clock's instant."""
        key = fill, clock.now()
        if key not in self._files:
            self._files[key] = self._folder / f"{len(self._files)}.db"
            create_office(self._files[key])
            if fill is not None:
                _fill(local_gateway(self._files[key], clock), fill)
        shutil.copy(self._files[key], path)

    def database(self, fill: Beginning | None, clock: Clock, server: Server) -> str:
        """Return the name of a database to begin as a copy of."""
        from tests.postgresql import MIGRATED, PostgresGateway

        if fill is None:
            return MIGRATED
        key = fill, clock.now()
        if key not in self._databases:
            name = server.make()
            _fill(PostgresGateway(server, name, clock), fill)
            self._databases[key] = name
        return self._databases[key]


def _fill(gateway: Gateway, fill: Beginning) -> None:
    try:
        fill(gateway)
    finally:
        gateway.close()
