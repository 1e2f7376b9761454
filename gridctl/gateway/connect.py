"""From a target (a file or an address) to a gateway."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from gridctl.domain.errors import GridctlError
from gridctl.domain.office import OfficeExists, OfficeOlder
from gridctl.foundation.clock import Clock
from gridctl.foundation.settings import Target
from gridctl.operations.base import Gateway

if TYPE_CHECKING:
    from gridctl.gateway.remote import RemoteGateway


def connect(
    target: Target,
    *,
    actor: str | None = None,
    on_behalf: str | None = None,
    clock: Clock | None = None,
    waiting: Callable[[GridctlError, float], None] = lambda _error, _seconds: None,
    working: Callable[[int], None] = lambda _seconds: None,
    patience_s: float | None = None,
) -> Gateway:
    """Return the gateway to a target: remote for a server's address, else local.

    Args:
        target: what to work on.
        actor: who acts; here the operating system's answer where omitted, on a server the token's.
        on_behalf: whom it is done for.
        clock: the clock; the machine's where omitted.
        waiting: told when a server has to be tried again for a while.
        working: told for how many seconds a server has been at work on a command.
        patience_s: seconds of rests before another try, all together; the usual ones where omitted.

    Raises:
        GridctlError, SettingsError: the address or the token kept for it is unfit.
    """
    if target.kind != "url":
        from gridctl.gateway.local import LocalGateway
        from gridctl.storage.stores import open_store

        store = open_store(target.address)
        return LocalGateway(store, actor=actor, behalf=on_behalf, clock=clock)
    return server(
        target, on_behalf=on_behalf, waiting=waiting, working=working, patience_s=patience_s
    )


def server(
    target: Target,
    *,
    on_behalf: str | None = None,
    waiting: Callable[[GridctlError, float], None] = lambda _error, _seconds: None,
    working: Callable[[int], None] = lambda _seconds: None,
    patience_s: float | None = None,
) -> RemoteGateway:
    """Return the gateway to a server, as whoever is signed in there; see :func:`connect`.

    With ``patience_s`` of 0 nothing is tried again.
    """
    from gridctl.foundation.secrets import find_token
    from gridctl.gateway.address import server_address
    from gridctl.gateway.greeting import Acquaintances
    from gridctl.gateway.line import open_client
    from gridctl.gateway.patience import Patience
    from gridctl.gateway.remote import RemoteGateway

    address = server_address(target.address)
    token = find_token(target.address, target.name)
    client = open_client(
        address,
        ca_file=Path(target.ca_file) if target.ca_file else None,
        token=token.text if token else None,
    )
    variable = token.where if token and token.place == "environment" else ""
    return RemoteGateway(
        client, address, profile=target.name, variable=variable, behalf=on_behalf,
        acquaintances=Acquaintances.usual(), waiting=waiting, working=working,
        patience=Patience() if patience_s is None else Patience(budget_s=patience_s),
    )  # fmt: skip


def create_office(address: Path | str) -> None:
    """Make a new, empty office: a file at a path, or in an empty database of a server.

    Raises:
        OfficeExists: something is there already.
        OfficeOnNetwork, OfficeReadOnly: the file must not or cannot lie there.
        DatabaseUnreachable, NotAnOffice: the server does not let us in, or holds something else.
        DiskFull: there is no room; nothing is left of it.
    """
    from gridctl.storage.stores import in_words, open_store

    with in_words(open_store(str(address))):
        _create(address)


def _create(address: Path | str) -> None:
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
        DiskFull: there is no room.
    """
    from gridctl.storage.stores import in_words, open_store

    with in_words(open_store(str(address))):
        return _upgrade(address)


def _upgrade(address: Path | str) -> tuple[int, int]:
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


def check_database(address: str) -> None:
    """Refuse an address of a database that is not written as one.

    Raises:
        AddressMalformed: it is not.
    """
    from gridctl.storage.stores.postgresql import check_address

    check_address(address)


def check_engine() -> None:
    """Refuse a machine whose SQLite is too old.

    Raises:
        EngineTooOld: it is.
    """
    from gridctl.storage import sqlite

    sqlite.check_engine()
