"""Programs and databases that are killed while people work, and a disk that is full.

Tickets go through the loop, files are imported and months frozen all the while. After each fault
what was acknowledged is there, nothing is half there, and the proofs hold.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from psycopg import Connection, errors

from gridctl.domain.keeping import DiskFull
from gridctl.domain.sign_ins import NotSignedIn
from gridctl.gateway.local import LocalGateway
from gridctl.operations.commands.tokens import RevokeToken
from gridctl.operations.queries.tokens import ListTokens
from gridctl.storage.stores import open_store
from tests.faults.proof import ROOT, Worker, fill, prove
from tests.postgresql import MIGRATED, Server, cluster, programs, serving, start
from tests.server.serving import Served, Serving

pytestmark = pytest.mark.lengthy

#: Chosen once; another seed is another run.
SEED = 20261103
postgres = pytest.mark.needs_program
Hire = Callable[..., Worker]


def _begin(address: str) -> None:
    gateway = LocalGateway(open_store(address))
    fill(gateway)
    gateway.close()


def test_a_clerk_killed_at_any_moment_leaves_whole_commands(address: str, hire: Hire) -> None:
    chance = random.Random(SEED)
    said: list[str] = []
    for number in range(3):
        worker = hire(address, f"clerk{number}")
        worker.until(chance.randint(8, 40))
        time.sleep(chance.uniform(0, 0.03))
        said += worker.end()
        prove(address, said)


def test_a_clerk_whose_token_is_revoked_is_told_so_and_leaves_whole_commands(
    address: str, tmp_path: Path, hire: Hire
) -> None:
    with Serving(address, tmp_path) as serving_:
        served = serving_.start(sign_in=True)
        before, beside = (hire(served.url, name, address) for name in ("clerk1", "clerk2"))
        before.until(random.Random(SEED).randint(8, 20))
        office = LocalGateway(open_store(address))
        (token,) = office.send(ListTokens(account="clerk1")).items
        office.send(RevokeToken(number=token.number))
        office.close()
        assert before.process.wait(60) == NotSignedIn.exit_code
        said = before.end()
        assert said.pop() == "refused TokenOver"
        beside.until(3)
        prove(address, said + beside.end())


@postgres
def test_a_database_killed_under_a_server_loses_nothing_it_acknowledged(
    tmp_path: Path, hire: Hire
) -> None:
    with ExitStack() as opened:
        database = opened.enter_context(Killable())
        _begin(database.address)
        served = opened.enter_context(Serving(database.address, tmp_path)).start(sign_in=True)
        workers = [hire(served.url, f"clerk{number}", database.address) for number in range(2)]
        for round_ in range(2):
            for worker in workers:
                worker.until(8 + round_)
            database.kill()
            database.start()
        for worker in workers:
            worker.until(8)
        said = [line for worker in workers for line in worker.end()]
        prove(database.address, said)


@postgres
def test_two_servers_and_four_clerks_on_one_database(
    postgresql: Server, tmp_path: Path, hire: Hire
) -> None:
    with ExitStack() as opened:
        name = opened.enter_context(postgresql.database())
        address = postgresql.address(name)
        _begin(address)
        serving_ = opened.enter_context(Serving(address, tmp_path))
        servers = [serving_.start(sign_in=True) for _ in range(2)]
        workers = [hire(servers[number % 2].url, f"clerk{number}", address) for number in range(4)]
        for worker in workers:
            worker.until(8)
        _killed(servers[0])
        serving_.start("--port", str(urlsplit(servers[0].url).port), sign_in=True)
        for worker in workers:
            worker.until(8)
        prove(address, [line for worker in workers for line in worker.end()])


def test_a_disk_that_fills_up_costs_what_was_under_way_and_no_more(
    office: Path, tmp_path: Path
) -> None:
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("no disk of one's own can be mounted here")
    # A disk in memory: the clerk fills it, somebody makes room, the clerk goes on.
    script = (
        f"set -e; mkdir disk; mount -t tmpfs -o size=4m none disk; cp {office} disk/office.db;"
        "dd if=/dev/zero of=disk/ballast bs=1M count=2 2>/dev/null;"
        f"{sys.executable} -m tests.faults.clerk {tmp_path}/disk/office.db clerk1 > said || true;"
        f"rm disk/ballast; {sys.executable} -m tests.faults.clerk {tmp_path}/disk/office.db clerk2"
        " >> said || true;"
        "cp disk/office.db* after/"
    )
    (tmp_path / "after").mkdir()
    subprocess.run(
        ["unshare", "-rm", "sh", "-c", script], cwd=tmp_path, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    said = (tmp_path / "said").read_text(encoding="utf-8").splitlines()
    assert "refused DiskFull" in said
    assert any("clerk2" in line for line in said)
    prove(str(tmp_path / "after" / "office.db"), said)


# Not marked ``postgres``: where no disk may be mounted, no program is lacking.
def test_a_full_disk_of_the_database_costs_what_was_under_way_and_no_more(
    tmp_path: Path, hire: Hire
) -> None:
    with ExitStack() as opened:
        address, beside = opened.enter_context(_cramped())
        _begin(address)
        served = opened.enter_context(Serving(address, tmp_path)).start(sign_in=True)
        before = hire(served.url, "clerk1", address)
        before.until(8)
        beside.execute("CREATE TABLE ballast (number INTEGER)")
        with pytest.raises(errors.DiskFull):
            beside.execute("INSERT INTO ballast SELECT generate_series(1, 2000000)")
        assert before.process.wait(60) == DiskFull.exit_code
        beside.execute("DROP TABLE ballast")
        after = hire(served.url, "clerk2", address)
        after.until(8)
        said = before.end() + after.end()
        assert said.count("refused DiskFull") == 1
        prove(address, said)


class Killable:
    """A PostgreSQL that keeps what it acknowledges, and may be killed."""

    def __init__(self) -> None:
        folder = programs()
        if folder is None:
            pytest.skip("PostgreSQL is not installed")
        self._folder = folder
        self._opened = ExitStack()

    def __enter__(self) -> Killable:
        self._home = self._opened.enter_context(cluster(self._folder))
        self.start()
        with serving(self._home, self._process) as server:
            self.address = server.address(server.make())
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()
        self._opened.close()

    def start(self) -> None:
        """Start it; without fsync, for it is the program that dies here, not the machine."""
        self._process = start(self._folder, self._home, "fsync=off")

    def kill(self) -> None:
        """End all its processes at once."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text()
        for pid in (self._process.pid, *map(int, children.split())):
            os.kill(pid, signal.SIGKILL)
        self._process.wait()
        (self._home / "data" / "postmaster.pid").unlink(missing_ok=True)


@contextmanager
def _cramped() -> Iterator[tuple[str, Connection[Any]]]:
    """Yield the address of a database on a small disk, and a connection to it."""
    if (folder := programs()) is None:
        pytest.skip("PostgreSQL is not installed")
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("no disk of one's own can be mounted here")
    with cluster(folder) as home:
        # What it acknowledges goes to the disk it has beside this one.
        process = start(folder, home, "fsync=off", disk_mb=40)
        try:
            with serving(home, process) as server, server.connect("postgres") as admin:
                admin.execute(f"CREATE TABLESPACE small LOCATION '{home}/small'")
                admin.execute(f"CREATE DATABASE cramped TEMPLATE {MIGRATED} TABLESPACE small")
                with server.connect("cramped") as beside:
                    yield server.address("cramped"), beside
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()


def _killed(served: Served) -> None:
    served.process.send_signal(signal.SIGKILL)
    served.process.wait(30)
