"""Offices that many tests begin with: each is filled once in a process, and copied for a test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
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
_Key = tuple[Beginning, datetime]


class Beginnings:
    """Files and databases that nobody writes to any more; None begins an empty office."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[_Key, Path] = {}
        self._databases: dict[_Key, str] = {}

    def copy(self, fill: Beginning | None, clock: Clock, path: Path) -> None:
        """Make an office file that begins with what ``fill`` enters at the clock's instant."""
        if fill is None:
            shutil.copy(self._empty, path)
            return
        key = fill, clock.now()
        if key not in self._files:
            filled = self._folder / f"{len(self._files)}.db"
            shutil.copy(self._empty, filled)
            _fill(local_gateway(filled, clock), fill)
            self._files[key] = filled
        shutil.copy(self._files[key], path)

    @cached_property
    def _empty(self) -> Path:
        """The office without anything: all others begin as a copy of it."""
        path = self._folder / "empty.db"
        create_office(path)
        return path

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
