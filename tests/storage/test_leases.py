"""One process of all has the lease, and the next one gets it when that one is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridctl.storage.leases import held
from gridctl.storage.leases.advisory import AdvisoryLease
from gridctl.storage.leases.file import FileLease
from gridctl.storage.queries.reader import Reader
from tests.postgresql import Server


def test_a_lock_beside_the_file_is_held_by_one(tmp_path: Path) -> None:
    office = tmp_path / "office.db"
    office.touch(0o640)
    first, second = (FileLease(str(office)) for _ in range(2))
    assert first.take()
    assert first.take()
    # Whoever may write the office may take its lease.
    assert office.with_name("office.db-periodic").stat().st_mode == office.stat().st_mode
    assert not second.take()
    first.release()
    assert second.take()
    assert not first.take()
    second.release()


def test_asking_for_the_holder_makes_no_lock_and_takes_none(tmp_path: Path) -> None:
    office = tmp_path / "office.db"
    office.touch()
    lease, asking = (FileLease(str(office)) for _ in range(2))
    assert not asking.held()
    assert list(tmp_path.iterdir()) == [office]
    assert lease.take()
    assert asking.held()
    assert lease.held()
    lease.release()
    assert not asking.held()
    assert lease.take()
    lease.release()


@pytest.mark.needs_program
def test_the_holder_of_a_database_is_told(postgresql: Server) -> None:
    with postgresql.database() as name, postgresql.connect(name) as connection:
        reader = Reader(connection, "postgresql")
        lease = AdvisoryLease(postgresql.address(name))
        assert not held(reader)
        assert lease.take()
        assert held(reader)
        lease.release()


@pytest.mark.needs_program
def test_a_lock_in_the_database_is_held_by_one(postgresql: Server) -> None:
    with postgresql.database() as name, postgresql.database() as other:
        first, second = (AdvisoryLease(postgresql.address(name)) for _ in range(2))
        elsewhere = AdvisoryLease(postgresql.address(other))
        assert first.take()
        assert not second.take()
        assert elsewhere.take()
        # The connection is cut, as when the database is started anew.
        with postgresql.connect("postgres") as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
        assert second.take()
        assert not first.take()
        for lease in (first, second, elsewhere):
            lease.release()
