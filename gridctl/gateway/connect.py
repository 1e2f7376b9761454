"""From a target (a file or an address) to a gateway."""

from __future__ import annotations

from pathlib import Path

from gridctl.domain.office import OfficeExists, OfficeOlder
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
    """Return the gateway to a target: remote for a server's address, else local."""
    if target.kind != "url":
        from gridctl.gateway.local import LocalGateway
        from gridctl.storage.stores import open_store

        store = open_store(target.address)
        return LocalGateway(store, actor=actor, behalf=on_behalf, clock=clock)
    from gridctl.gateway.remote import RemoteGateway, open_client

    return RemoteGateway(open_client(target.address), target.address, behalf=on_behalf)


def create_office(address: Path | str) -> None:
    """Make a new, empty office: a file at a path, or in an empty database of a server.

    Raises:
        OfficeExists: something is there already.
        OfficeOnNetwork, OfficeReadOnly: the file must not or cannot lie there.
        DatabaseUnreachable, NotAnOffice: the server does not let us in, or holds something else.
    """
    from gridctl.storage import migrate, sqlite
    from gridctl.storage.stores import is_server

    if is_server(str(address)):
        from gridctl.storage import migrate_server
        from gridctl.storage.stores.postgresql import format_of, shown

        if format_of(str(address)):
            raise OfficeExists(path=shown(str(address)))
        migrate_server.create(str(address))
        return
    path = Path(address)
    sqlite.check_place(path)
    if path.exists():
        raise OfficeExists(path=str(path))
    sqlite.check_folder(path)
    migrate.create(path)


def upgrade_office(address: Path | str) -> tuple[int, int]:
    """Bring an older office to the newest format; return the format before and after.

    Raises:
        OfficeMissing, NotAnOffice, OfficeNewer, OfficeOnNetwork: it is left as it was.
        DatabaseUnreachable: the server does not let us in.
    """
    from gridctl.storage import migrate, sqlite
    from gridctl.storage.stores import is_server

    if is_server(str(address)):
        from gridctl.storage import migrate_server
        from gridctl.storage.stores.postgresql import check

        try:
            check(str(address))
        except OfficeOlder:
            return migrate_server.upgrade(str(address))
        return sqlite.FORMAT, sqlite.FORMAT
    path = Path(address)
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
