"""A PostgreSQL server for tests: started in a folder of its own, on a socket, by no root."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

from gridctl.foundation.clock import Clock
from gridctl.gateway.connect import create_office
from gridctl.gateway.local import LocalGateway
from gridctl.storage.stores.postgresql import PostgresStore
from tests.conftest import PATIENCE_S

#: Where Debian and what comes of it keep each version.
_VERSIONS = Path("/usr/lib/postgresql")
_OWNER = "office"
#: The database the others begin as copies of.
MIGRATED = "migrated"
#: Nothing outlives the test, so nothing need reach the disk.
_HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def programs() -> Path | None:
    """Return the folder of the newest PostgreSQL on this machine, or None."""
    # There may be the client of a newer version, without a server.
    servers = (each.parent for each in _VERSIONS.glob("*/bin/initdb"))
    if newest := max(servers, key=lambda folder: float(folder.parent.name), default=None):
        return newest
    found = shutil.which("initdb")
    return Path(found).parent if found else None


class Server:
    """A running server whose databases begin as copies of a freshly migrated one."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._numbers = count(1)
        self._left: list[str] = []
        self._admin = self.connect("postgres")
        # To copy the files takes a seventh of the time that writing their pages to the log takes;
        # before version 15 there was no other way.
        newer = self._admin.info.server_version >= 15_00_00
        self._strategy = " STRATEGY FILE_COPY" if newer else ""
        self._admin.execute(f"CREATE DATABASE {MIGRATED}")
        create_office(self.address(MIGRATED))

    def connect(self, database: str) -> psycopg.Connection[Any]:
        """Return a connection that commits by itself."""
        return psycopg.connect(
            host=str(self._socket), user=_OWNER, dbname=database, autocommit=True
        )

    def engine(self, database: str) -> Engine:
        """Return an engine whose connections are closed when given back."""

        def opener() -> psycopg.Connection[Any]:
            return psycopg.connect(host=str(self._socket), user=_OWNER, dbname=database)

        return create_engine("postgresql+psycopg://", creator=opener, poolclass=NullPool)

    def address(self, database: str) -> str:
        """Return the address of a database, as a profile names it."""
        return f"postgresql://{_OWNER}@/{database}?host={quote(str(self._socket), safe='')}"

    def make(self, template: str = MIGRATED) -> str:
        """Make a database that lasts as long as the server; return its name."""
        name = f"test_{next(self._numbers)}"
        while self._left:
            self._admin.execute(f"DROP DATABASE IF EXISTS {self._left.pop()} WITH (FORCE)")
        self._admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}{self._strategy}")
        return name

    @contextmanager
    def database(self, template: str = MIGRATED) -> Iterator[str]:
        """Yield the name of a new database; ``template0`` makes an empty one."""
        name = self.make(template)
        try:
            yield name
        finally:
            # A connection takes a moment to end; to drop it now would wait a tenth of a second.
            self._left.append(name)

    def close(self) -> None:
        """Close what this object opened."""
        self._admin.close()


class PostgresGateway(LocalGateway):
    """The handlers on a database of a server, as a server with several offices runs them."""

    def __init__(self, server: Server, database: str, clock: Clock) -> None:
        super().__init__(PostgresStore(server.address(database)), actor="test", clock=clock)


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Run a server of the programs in ``folder`` and yield it."""
    with cluster(folder) as home:
        process = start(folder, home, *_HASTY)
        try:
            with serving(home, process) as server:
                yield server
        finally:
            # A polite end would wait for connections a failed start has left open.
            process.send_signal(signal.SIGINT)
            process.wait()


@contextmanager
def cluster(folder: Path) -> Iterator[Path]:
    """Yield the folder of an empty cluster.

    Its databases sort by language unless a column says otherwise, so that a column which does
    not say so is noticed; before version 15 a whole database could not.
    """
    home = Path(tempfile.mkdtemp(prefix="gridctl-pg-"))
    by_language = ["--locale-provider=icu", "--icu-locale=zh-CN"] if _version(folder) >= 15 else []
    try:
        subprocess.run(
            [folder / "initdb", "-D", home / "data", "-U", _OWNER, "-A", "trust", "-E", "UTF8",
             "--no-sync", "--locale=C", *by_language],
            user=_ordinary_user(home), cwd=home, check=True, capture_output=True,
        )  # fmt: skip
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _version(folder: Path) -> int:
    """Return the major version of the programs in a folder."""
    told = subprocess.run([folder / "initdb", "--version"], check=True, capture_output=True)
    return int(re.findall(rb"\d+", told.stdout)[0])


def start(
    folder: Path, home: Path, *settings: str, disk_mb: int | None = None
) -> subprocess.Popen[bytes]:
    """Start a server on a cluster; it listens on a socket in the cluster's folder.

    With ``disk_mb`` its folder ``small`` is a disk of that size in memory, which nobody else sees.
    """
    user = _ordinary_user(home)
    within: list[str | Path] = []
    if disk_mb is not None:
        (home / "small").mkdir()
        within, user = _beside_a_disk(home / "small", disk_mb), None
    told = [part for each in (*settings, "listen_addresses=") for part in ("-c", each)]
    with (home / "log").open("ab") as log:
        return subprocess.Popen(
            [*within, folder / "postgres", "-D", home / "data", "-k", home, *told],
            user=user, cwd=home, stdout=log, stderr=log,
        )  # fmt: skip


def _beside_a_disk(place: Path, size_mb: int) -> list[str | Path]:
    """Return what runs a program as an ordinary user who has a disk at a place."""
    root = os.geteuid() == 0
    owner = pwd.getpwnam("nobody").pw_uid if root else 0
    mount = f'mount -t tmpfs -o size={size_mb}m,uid={owner} none "$0" && exec "$@"'
    # Who may mount is root in a world of its own, as which the server does not run.
    apart = ["unshare", "-m"] if root else ["unshare", "-rm"]
    ordinary = (
        ["setpriv", "--reuid=nobody", "--clear-groups"]
        if root
        else ["unshare", "-U", "--map-user=1000"]
    )
    return [*apart, "sh", "-c", mount, place, *ordinary]


def _ordinary_user(home: Path) -> str | None:
    """Give the folder to an ordinary user where root runs the tests; the server refuses root."""
    if os.geteuid() != 0:
        return None
    shutil.chown(home, "nobody")
    return "nobody"


@contextmanager
def serving(home: Path, process: subprocess.Popen[bytes]) -> Iterator[Server]:
    """Wait until a server started answers, and yield it."""
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            server = Server(home)
            break
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((home / "log").read_text(errors="replace")) from None
            time.sleep(0.1)
    try:
        yield server
    finally:
        server.close()
