"""Which files are opened, and what is said of those that are not."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gridctl.domain.errors import GridctlError
from gridctl.domain.keeping import DiskFull
from gridctl.domain.office import (
    EngineTooOld,
    FolderMissing,
    NotAnOffice,
    OfficeDamaged,
    OfficeExists,
    OfficeMissing,
    OfficeNewer,
    OfficeOlder,
    OfficeOnNetwork,
    OfficeReadOnly,
)
from gridctl.foundation.clock import Clock
from gridctl.gateway.connect import create_office, upgrade_office
from gridctl.gateway.local import LocalGateway
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.offices import CheckOffice, ShowOffice
from gridctl.operations.queries.tickets import ListTickets
from gridctl.operations.queries.units import ListUnits
from gridctl.storage import sqlite
from tests.gateways import local_gateway

Ask = Callable[[Path], object]


@pytest.fixture
def ask(clock: Clock) -> Ask:
    """Return a function that reads from a file and lets go of it."""

    def asked(path: Path) -> object:
        gateway = local_gateway(path, clock)
        try:
            return gateway.send(ListUnits()), gateway.send(ShowOffice())
        finally:
            gateway.close()

    return asked


@pytest.fixture
def change(clock: Clock) -> Ask:
    """Return a function that writes to a file and lets go of it."""

    def changed(path: Path) -> object:
        gateway = local_gateway(path, clock)
        try:
            return gateway.send(CreateUnit(name="城管局"))
        finally:
            gateway.close()

    return changed


def _refusal(action: Ask, path: Path) -> GridctlError:
    """Return the error an action ends in; the file is as it was."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(GridctlError) as caught:
        action(path)
    assert (path.read_bytes() if path.is_file() else None) == before
    return caught.value


def _pragma(path: Path, text: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA {text}")
    connection.close()


@pytest.mark.parametrize("kind", ["empty", "text", "foreign", "folder"])
def test_what_is_no_office_is_said_to_be_none(
    kind: str, tmp_path: Path, ask: Ask, change: Ask
) -> None:
    path = tmp_path / "other"
    if kind == "folder":
        path.mkdir()
    elif kind == "foreign":
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE t (x)")
        connection.close()
    else:
        path.write_bytes(b"" if kind == "empty" else b"serial,title\n" * 200)
    for action in (ask, change, upgrade_office):
        error = _refusal(action, path)
        assert isinstance(error, NotAnOffice)
        assert str(path) in str(error)


def test_what_is_not_there_is_missing_and_is_not_made(
    tmp_path: Path, ask: Ask, change: Ask
) -> None:
    for path in (tmp_path / "none.db", tmp_path / "no folder" / "none.db"):
        for action in (ask, change, upgrade_office):
            assert isinstance(_refusal(action, path), OfficeMissing)
        assert not path.exists()


def test_an_office_is_never_made_over_another_file(office: Path) -> None:
    assert isinstance(_refusal(create_office, office), OfficeExists)


def test_an_office_there_is_no_room_for_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No more than so many pages have room, as on a small disk.
    monkeypatch.setattr(sqlite, "_SETTINGS", ("PRAGMA max_page_count=20",))
    assert isinstance(_refusal(create_office, tmp_path / "office.db"), DiskFull)
    assert list(tmp_path.iterdir()) == []


def test_a_newer_file_is_left_alone(office: Path, ask: Ask, change: Ask) -> None:
    _pragma(office, f"user_version={sqlite.FORMAT + 1}")
    for action in (ask, change, upgrade_office):
        error = _refusal(action, office)
        assert isinstance(error, OfficeNewer)
        assert error.params == {
            "path": str(office), "found": sqlite.FORMAT + 1, "known": sqlite.FORMAT,
        }  # fmt: skip


def test_an_older_file_is_refused_with_the_remedy(office: Path, ask: Ask, change: Ask) -> None:
    _pragma(office, f"user_version={sqlite.FORMAT - 1}")
    for action in (ask, change):
        error = _refusal(action, office)
        assert isinstance(error, OfficeOlder)
        assert "db upgrade" in error.hint


def test_an_engine_too_old_is_refused(
    office: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 38, 5))
    assert isinstance(_refusal(ask, office), EngineTooOld)


@pytest.mark.parametrize("kept", [100, 2000, 4096, 20_000])
def test_a_file_cut_short_is_damaged(kept: int, office: Path, ask: Ask, clock: Clock) -> None:
    office.write_bytes(office.read_bytes()[:kept])
    with pytest.raises((OfficeDamaged, NotAnOffice)):
        ask(office)
    gateway = local_gateway(office, clock)
    with pytest.raises((OfficeDamaged, NotAnOffice)):
        gateway.send(CreateUnit(name="城管局"))
    gateway.close()


def test_a_file_with_a_hole_is_damaged_where_it_is_read(office: Path, clock: Clock) -> None:
    whole = office.read_bytes()
    office.write_bytes(whole[:8192] + b"\xaa" * (len(whole) - 8192))
    gateway = local_gateway(office, clock)
    for operation in (ListTickets(), CreateUnit(name="城管局")):
        with pytest.raises(OfficeDamaged) as caught:
            gateway.send(operation)
        assert str(office) in str(caught.value)
    gateway.close()


def test_a_check_names_the_damage(office: Path, clock: Clock) -> None:
    with closing(sqlite3.connect(office)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'staff_contact'"
        ).fetchone()
    whole = office.read_bytes()
    office.write_bytes(whole[: (page - 1) * 4096] + b"\xaa" * 4096 + whole[page * 4096 :])
    gateway = local_gateway(office, clock)
    assert {each.code for each in gateway.send(CheckOffice()).items} == {"damaged"}
    gateway.close()


SHARE = "//server/office"


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that the table of mounts says is a share."""
    share = tmp_path / "on share"
    share.mkdir()
    table = tmp_path / "mounts"
    point = str(share.resolve()).replace(" ", "\\040")
    table.write_text(
        f"/dev/sda1 / ext4 rw 0 0\n/dev/sda1 {tmp_path} ext4 rw 0 0\n{SHARE} {point} cifs rw 0 0\n"
    )
    monkeypatch.setattr(sqlite, "MOUNTS", table)
    return share


@pytest.mark.skipif(os.name == "nt", reason="Windows tells network drives by itself")
@pytest.mark.parametrize("by_link", [False, True])
def test_a_file_on_a_share_is_refused(by_link: bool, mounted: Path, office: Path, ask: Ask) -> None:
    path = mounted / "office.db"
    shutil.copy(office, path)
    if by_link:
        link = mounted.parent / "link"
        link.symlink_to(mounted)
        path = link / "office.db"
    for action in (ask, create_office, upgrade_office):
        error = _refusal(action, path)
        assert isinstance(error, OfficeOnNetwork)
        assert error.params["filesystem"] == "cifs"


@pytest.mark.skipif(os.name == "nt", reason="Windows tells network drives by itself")
def test_a_file_beside_a_share_is_opened(mounted: Path, office: Path, ask: Ask) -> None:
    assert sqlite.network_filesystem(mounted.parent / "on share too" / "x.db") is None
    ask(office)


@pytest.mark.parametrize("path", [r"\\server\office\x.db", "//server/office/x.db"])
def test_a_path_of_windows_shares_is_known_by_its_look(path: str) -> None:
    class Given:
        def __str__(self) -> str:
            return path

    assert sqlite.network_filesystem(Given()) == "SMB"  # type: ignore[arg-type]


@pytest.fixture
def ordinary_user(office: Path, change: Ask) -> Iterator[Path]:
    """Yield a folder of an ordinary user, whom this process is for the time being."""
    if os.name == "nt":
        pytest.skip("Windows keeps rights elsewhere")
    # Loads what that user may not be allowed to load.
    change(office)
    folder = Path(tempfile.mkdtemp(prefix="gridctl-"))
    root = os.geteuid() == 0
    if root:
        shutil.chown(folder, "nobody")
        nobody = folder.stat().st_uid
        os.setresuid(nobody, nobody, 0)
    yield folder
    if root:
        os.setresuid(0, 0, 0)
    folder.chmod(0o700)
    shutil.rmtree(folder)


def test_a_file_that_may_only_be_read_is_read(ordinary_user: Path, ask: Ask, change: Ask) -> None:
    path = ordinary_user / "office.db"
    create_office(path)
    change(path)
    path.chmod(0o444)
    ask(path)
    assert isinstance(_refusal(change, path), OfficeReadOnly)


def test_a_folder_that_may_only_be_read_keeps_an_office_from_being_made_or_changed(
    ordinary_user: Path, ask: Ask, change: Ask
) -> None:
    path = ordinary_user / "office.db"
    create_office(path)
    ordinary_user.chmod(0o555)
    assert isinstance(_refusal(create_office, ordinary_user / "second.db"), OfficeReadOnly)
    assert isinstance(_refusal(change, path), OfficeReadOnly)
    assert isinstance(_refusal(ask, path), OfficeReadOnly)


def test_a_folder_that_is_not_there_is_not_called_one_that_may_only_be_read(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in ("none", "file"):
        assert isinstance(_refusal(create_office, tmp_path / folder / "o.db"), FolderMissing)


def test_a_file_that_may_not_even_be_read_says_so(ordinary_user: Path, ask: Ask) -> None:
    path = ordinary_user / "office.db"
    create_office(path)
    path.chmod(0o000)
    with pytest.raises(OfficeReadOnly):
        ask(path)


def test_every_connection_keeps_references_and_waits_its_turn(office: Path) -> None:
    for write in (False, True):
        connection = sqlite.connect(office, write=write)
        asked = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        ]
        connection.close()
        assert asked == ["wal", 1, int(sqlite.BUSY_TIMEOUT_S * 1000)]


def test_a_reader_cannot_write(office: Path) -> None:
    connection = sqlite.connect(office, write=False)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM unit")
    connection.close()


def test_a_gateway_lets_go_of_the_file(office: Path, clock: Clock) -> None:
    gateway: LocalGateway = local_gateway(office, clock)
    gateway.send(CreateUnit(name="城管局"))
    gateway.send(ListUnits())
    gateway.close()
    assert sorted(each.name for each in office.parent.glob("office.db*")) == ["office.db"]


def test_what_lies_at_the_path_now_is_worked_on(office: Path, clock: Clock) -> None:
    """Connections are kept open; a server must not go on with a file that was put aside."""
    gateway = local_gateway(office, clock)
    gateway.send(CreateUnit(name="城管局"))
    assert gateway.send(ListUnits()).total == 1
    for ending in sqlite.BESIDE:
        if (part := office.with_name(office.name + ending)).exists():
            part.rename(part.with_name(f"aside{ending}"))
    for work in (ListUnits(), CreateUnit(name="文化馆")):
        with pytest.raises(OfficeMissing):
            gateway.send(work)
    create_office(office)
    gateway.send(CreateUnit(name="文化馆"))
    assert [unit.name for unit in gateway.send(ListUnits()).items] == ["文化馆"]
    gateway.close()


#: Enough to put in order that it does not stay in memory.
_MUCH = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
    SELECT hex(randomblob(100)) AS words FROM n ORDER BY words
"""


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="tells no open files")
def test_what_readers_put_in_order_lies_where_nobody_else_can_open_it(office: Path) -> None:
    before = os.umask(0)
    try:
        with closing(sqlite.connect(office, write=False)) as reader:
            rows = reader.execute(_MUCH)
            rows.fetchone()
            used = [each for each in Path("/proc/self/fd").iterdir() if "etilqs_" in _name(each)]
            assert used
            for each in used:
                held = each.stat()
                assert (held.st_nlink, held.st_uid, held.st_mode & 0o777) == (
                    0, os.geteuid(), 0o600,
                )  # fmt: skip
    finally:
        os.umask(before)


def _name(descriptor: Path) -> str:
    """Return what an open file was called; the one the folder was read by is closed meanwhile."""
    return str(descriptor.readlink()) if descriptor.is_symlink() else ""
