"""From a target (a file or an address) to a gateway."""

from __future__ import annotations

from pathlib import Path

from gridctl.domain.office import OfficeExists
from gridctl.foundation.clock import Clock
from gridctl.foundation.settings import Target
from gridctl.operations.base import Gateway


def connect(
    target: Target,
    *,
    actor: str | None = None,
    on_behalf: str | None = None,
    clock: Clock | None = None,
) -> Gateway:
    """Return the gateway to a target: local for a path, remote for an address."""
    if target.kind == "sqlite":
        from gridctl.gateway.local import LocalGateway

        return LocalGateway(Path(target.address), actor=actor, behalf=on_behalf, clock=clock)
    from gridctl.gateway.remote import RemoteGateway, open_client

    return RemoteGateway(open_client(target.address), target.address, behalf=on_behalf)


def create_office(path: Path) -> None:
    """Make a new, empty office file.

    Raises:
        OfficeExists: something is at the path already.
        OfficeOnNetwork, OfficeReadOnly: the file must not or cannot lie there.
    """
    from gridctl.storage import migrate, sqlite

    sqlite.check_place(path)
    if path.exists():
        raise OfficeExists(path=str(path))
    sqlite.check_folder(path)
    migrate.create(path)


def upgrade_office(path: Path) -> tuple[int, int]:
    """Bring an older office file to the newest format; return the format before and after.

    Raises:
        OfficeMissing, NotAnOffice, OfficeNewer, OfficeOnNetwork: the file is left as it was.
    """
    from gridctl.storage import migrate, sqlite

    sqlite.check_place(path)
    sqlite.check_ours(path)
    return migrate.upgrade(path)


def check_engine() -> None:
    """Refuse a machine whose SQLite is too old.

    Raises:
        EngineTooOld: it is.
    """
    from gridctl.storage import sqlite

    sqlite.check_engine()
