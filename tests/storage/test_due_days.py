"""Deadlines at midnight of an office from before format 17: moved, and known to the journal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from gridctl.foundation.clock import Clock, from_epoch, local_date
from gridctl.gateway.connect import create_office, upgrade_office
from gridctl.gateway.local import LocalGateway
from gridctl.handlers.commands import tickets as entering
from gridctl.handlers.queries import ticket_clock
from gridctl.operations.commands import ticket_closing as closing_steps
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands import ticket_intake as intake
from gridctl.operations.commands.assessments import FreezeAssessment, RunAssessment
from gridctl.operations.commands.changes import RedoEntry, UndoEntry
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.queries.assessments import ExplainScore
from gridctl.operations.queries.audits import VerifyRows
from gridctl.operations.queries.changes import ListChanges
from gridctl.operations.queries.tickets import ShowStats, ShowTicket
from gridctl.storage import journal, sqlite
from gridctl.storage.stores import open_store
from tests.gateways import ActingGateway
from tests.handlers.clock_desk import at, set_up
from tests.postgresql import Server


def _before(deadline: int) -> date:
    """Return the day a deadline counted in before: a midnight was the day after."""
    return local_date(from_epoch(deadline))


@pytest.fixture(params=["file", pytest.param("postgresql", marks=pytest.mark.needs_program)])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    if request.param == "file":
        create_office(tmp_path / "office.db")
        yield tmp_path / "office.db"
    else:
        server: Server = request.getfixturevalue("postgresql")
        with server.database() as name:
            yield server.address(name)


#: Columns of evidence that came with format 19.
_LATER = ("quantity_e4", "expected_e4")


@contextmanager
def _by_format_16(
    office: Path | str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[LocalGateway]:
    """Open an office on which all is done by the rule of format 16, as its program did it."""
    with monkeypatch.context() as patched:
        for module in (entering, ticket_clock):
            patched.setattr(module, "due_day", _before)
        patched.setattr(journal, "FORMAT", 16)
        gateway = LocalGateway(open_store(str(office)), actor="test", clock=clock)
        yield gateway
        gateway.close()
    for name in _LATER:
        drop = f"ALTER TABLE evidence DROP COLUMN {name}"
        _write(office, drop, drop)
    _write(office, f"PRAGMA user_version = {16}", "UPDATE gridctl_format SET number = 16")


@pytest.fixture
def then(office: Path | str, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Path | str:
    """Fill an office by the rule of format 16, as its program would have left it."""
    with _by_format_16(office, clock, monkeypatch) as gateway:
        _fill(gateway)
    return office


def _fill(gateway: LocalGateway) -> None:
    set_up(gateway)
    for title, deadline in (
        ("九月", at(1, 0)), ("十月一", at(2, 0)), ("十月", at(1, 0, month=11)), ("白天", at(20)),
    ):  # fmt: skip
        gateway.send(_due(title, deadline))
    _returned(gateway)
    run = gateway.send(RunAssessment(period="2026-09", scheme="unit_on_time", subject="unit"))
    gateway.send(FreezeAssessment(assessment=run.assessment))
    _reopened(gateway)


def _returned(gateway: LocalGateway) -> None:
    """Tickets given back, that were due at midnight, by day, and where September is closed."""
    for title, began in (
        ("退单", at(28, 0)), ("白天退单", at(28, 10)), ("九月退单", at(27, 0, month=9))
    ):  # fmt: skip
        ticket = gateway.send(
            CreateTicket(title=title, place="文定社区", category="市容环境", reported_at=began)
        ).serial_no
        gateway.send(intake.FileTicket(ticket=ticket, at=began))
        gateway.send(
            handling.DispatchTicket(ticket=ticket, unit="城管局", limit="4自然日", at=began)
        )
        ActingGateway(gateway, "城管局").send(
            handling.ReturnTicket(
                ticket=ticket,
                ground="not_competent",
                opinion="非职责",
                at=began + timedelta(hours=1),
            )
        )


def _due(title: str, deadline: datetime) -> CreateTicket:
    return CreateTicket(
        title=title, place="文定社区", reported_at=at(9, month=9), deadline_at=deadline
    )


def _reopened(gateway: LocalGateway) -> None:
    """A ticket whose first cycle was due at the midnight that opens 14 October."""
    acting = partial(ActingGateway, gateway)
    ticket = gateway.send(
        CreateTicket(title="重启", place="文定社区", category="市容环境", reported_at=at(9))
    ).serial_no
    gateway.send(intake.FileTicket(ticket=ticket, at=at(10, 0)))
    gateway.send(
        handling.DispatchTicket(ticket=ticket, unit="城管局", limit="4自然日", at=at(10, 0))
    )
    acting("城管局").send(handling.SignTicket(ticket=ticket, at=at(10)))
    acting("城管局").send(handling.FeedbackTicket(ticket=ticket, reply="好了", at=at(11)))
    gateway.send(closing_steps.CloseTicket(ticket=ticket, at=at(11)))
    gateway.send(closing_steps.ReopenTicket(ticket=ticket, opinion="再犯", at=at(12)))


def _write(office: Path | str, on_file: str, on_server: str) -> None:
    if isinstance(office, Path):
        with closing(sqlite3.connect(office)) as connection:
            connection.execute(on_file)
            connection.commit()
        return
    import psycopg

    with psycopg.connect(office, autocommit=True) as connection:
        connection.execute(on_server)


@pytest.fixture
def upgraded(then: Path | str, clock: Clock) -> Iterator[LocalGateway]:
    assert upgrade_office(then) == (16, sqlite.FORMAT)
    gateway = LocalGateway(open_store(str(then)), actor="test", clock=clock)
    yield gateway
    gateway.close()


def _days(gateway: LocalGateway) -> dict[str, int]:
    rows = gateway.send(ShowStats(by="day", since=date(2026, 9, 1), until=date(2026, 11, 30))).items
    return {row.key: row.due_to_close for row in rows if row.due_to_close}


def test_midnights_count_in_the_day_they_end(upgraded: LocalGateway) -> None:
    """What would move into the closed September stays in October."""
    assert {day: count for day, count in _days(upgraded).items() if day != "2026-10-16"} == {
        "2026-10-01": 2, "2026-10-13": 1, "2026-10-20": 1, "2026-10-31": 1,
    }  # fmt: skip


def _given_back(gateway: LocalGateway, period: str) -> set[str]:
    run = gateway.send(RunAssessment(period=period, scheme="unit_on_time", subject="unit"))
    told = gateway.send(ExplainScore(assessment=run.assessment, key="城市管理局")).tickets
    return {gateway.send(ShowTicket(ticket=each)).title for each in told.get("returned", ())}


def test_what_a_unit_gave_back_counts_in_the_month_its_deadline_ended(
    upgraded: LocalGateway,
) -> None:
    assert _given_back(upgraded, "2026-10") == {"退单", "九月退单"}
    assert _given_back(upgraded, "2026-11") == {"白天退单"}


def test_the_journal_knows_the_rows_as_they_are_now(upgraded: LocalGateway) -> None:
    assert upgraded.send(VerifyRows()).items == ()


def test_a_row_moved_by_hand_is_found(upgraded: LocalGateway, then: Path | str) -> None:
    moved = "UPDATE ticket SET due_on = '2026-10-30' WHERE title = '十月'"
    _write(then, moved, moved)
    assert [each.code for each in upgraded.send(VerifyRows()).items] == ["row_altered"]


def test_an_older_turn_moved_by_more_than_a_day_is_found(
    upgraded: LocalGateway, then: Path | str
) -> None:
    moved = "UPDATE ticket_turn SET due_on = '2026-10-30' WHERE due_on = '2026-11-01'"
    _write(then, moved, moved)
    assert [each.code for each in upgraded.send(VerifyRows()).items] == ["row_altered"]


def test_an_older_row_not_at_midnight_keeps_its_day(
    upgraded: LocalGateway, then: Path | str
) -> None:
    moved = "UPDATE ticket SET due_on = '2026-10-19' WHERE title = '白天'"
    _write(then, moved, moved)
    assert [each.code for each in upgraded.send(VerifyRows()).items] == ["row_altered"]


def test_what_is_taken_back_counts_in_the_day_its_deadline_ends(upgraded: LocalGateway) -> None:
    """The entry remembers the row by the rule of its own format."""
    before = _days(upgraded)
    upgraded.send(UndoEntry())
    assert upgraded.send(VerifyRows()).items == ()
    assert _days(upgraded).get("2026-10-13") == before["2026-10-13"] == 1
    assert "2026-10-14" not in _days(upgraded)


def test_what_is_taken_back_into_a_closed_month_keeps_its_day(
    upgraded: LocalGateway, then: Path | str
) -> None:
    assert then
    run = upgraded.send(RunAssessment(period="2026-10", scheme="unit_on_time", subject="unit"))
    upgraded.send(FreezeAssessment(assessment=run.assessment))
    entry = next(
        each
        for each in upgraded.send(ListChanges()).items
        if each.operation.endswith("ReopenTicket")
    )
    upgraded.send(UndoEntry(entry=entry.entry))
    assert _days(upgraded).get("2026-10-14") == 1


def test_what_is_done_again_counts_in_the_month_its_deadline_ended(
    office: Path | str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A turn that was given back, undone by the older program, and is done again by this one."""
    with _by_format_16(office, clock, monkeypatch) as gateway:
        set_up(gateway)
        _returned(gateway)
        entries = gateway.send(ListChanges()).items
        returned = [each.entry for each in entries if each.operation.endswith("ReturnTicket")]
        for entry in returned:
            gateway.send(UndoEntry(entry=entry))
    upgrade_office(office)
    upgraded = LocalGateway(open_store(str(office)), actor="test", clock=clock)
    for entry in returned:
        upgraded.send(RedoEntry(entry=entry))
    assert _given_back(upgraded, "2026-10") == {"退单"}
    assert _given_back(upgraded, "2026-11") == {"白天退单"}
    assert _given_back(upgraded, "2026-09") == {"九月退单"}
    assert upgraded.send(VerifyRows()).items == ()
    upgraded.close()
