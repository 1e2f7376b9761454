"""One process of all has the lease, and the next one gets it when that one is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridctl.storage.leases.advisory import AdvisoryLease
from gridctl.storage.leases.file import FileLease
from tests.postgresql import Server


def test_a_lock_beside_the_file_is_held_by_one(tmp_path: Path) -> None:
    first, second = (FileLease(str(tmp_path / "office.db")) for _ in range(2))
    assert first.take()
    assert first.take()
    assert not second.take()
    first.release()
    assert second.take()
    assert not first.take()
    second.release()


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
