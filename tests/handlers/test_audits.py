"""Proof: the chain holds, a row changed past the program is found, a ticket tells its story."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from gridctl.domain.journal_file import JournalFileUnreadable, check
from gridctl.foundation.clock import Clock
from gridctl.gateway.sending import Wish, send_file
from gridctl.imports import inspect, load_kind
from gridctl.operations.base import Gateway
from gridctl.operations.commands.assessments import FreezeAssessment, RunAssessment
from gridctl.operations.commands.changes import UndoEntry
from gridctl.operations.commands.clocks import SweepClock
from gridctl.operations.commands.grids import EditGrid
from gridctl.operations.commands.imports import UndoBatch
from gridctl.operations.commands.staff import EditStaff
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.queries.audits import (
    ListJournal,
    RenderJournal,
    ShowTrace,
    VerifyChain,
    VerifyRows,
)
from gridctl.operations.queries.imports import ListBatches
from gridctl.operations.queries.tickets import ListTickets
from gridctl.storage.search import sqlite as search
from tests import assessed_office
from tests.assessed_office import at
from tests.beginnings import Beginning

As = Callable[[str], Gateway]


def _worked(gateway: Gateway) -> None:
    """A month of work with imports, edits, evidence and a frozen assessment."""
    assessed_office.begin(gateway)
    run = gateway.send(RunAssessment(period="2026-10"))
    gateway.send(FreezeAssessment(assessment=run.assessment))


@pytest.fixture
def beginning() -> Beginning:
    return _worked


@pytest.fixture
def worked(gateway: Gateway) -> Gateway:
    return gateway


def _found(gateway: Gateway) -> set[tuple[str, str]]:
    return {(each.table, each.code) for each in gateway.send(VerifyRows()).items}


def test_a_month_of_work_is_as_it_was_left(worked: Gateway, tmp_path: Path) -> None:
    """Also after an import, its changes by a second one, sweeps, undoing, and withdrawals."""
    worked.send(SweepClock())
    again = tmp_path / "again.csv"
    again.write_text(assessed_office.STATED.replace("路灯不亮", "路灯全灭"), encoding="utf-8")
    send_file(worked, inspect(again, load_kind("ticket")), Wish())
    batches = worked.send(ListBatches()).items
    worked.send(UndoBatch(batch=batches[0].batch))
    serial = worked.send(ListTickets()).items[0].serial_no
    worked.send(EditTicket(ticket=serial, title="改了题目"))
    worked.send(UndoEntry())
    worked.send(UndoBatch(batch=batches[1].batch))
    checked = worked.send(VerifyRows())
    assert [each.model_dump() for each in checked.items] == []
    assert (checked.unsealed, checked.assessments) == (0, 1)
    assert checked.rows > 100
    chain = worked.send(VerifyChain())
    assert (chain.items, chain.unsealed) == ((), 0)
    assert chain.head == chain.entries
    journal = worked.send(ListJournal(limit=1_000)).items
    assert journal[-1].hash == chain.head_hash
    assert [row.entry for row in journal] == list(range(1, chain.entries + 1))


#: What somebody may do to the file past the program, and where it is found.
FORGERIES = {
    "a ticket": ("UPDATE ticket SET title = 'x' WHERE id = 3", "ticket", "row_altered"),
    "an imported ticket": (
        "UPDATE ticket SET stated = 'on_time' WHERE external_no = 'A2'", "ticket", "row_altered",
    ),
    "a ticket put away": (
        "UPDATE ticket SET withdrawn = 1 WHERE external_no = 'A1'", "ticket", "row_altered",
    ),
    "a ticket gone": ("DELETE FROM ticket WHERE id = 3", "ticket", "row_missing"),
    "a log": ("UPDATE ticket_event SET actor = 'x' WHERE id = 3", "ticket_event", "row_altered"),
    "an import's log": (
        "UPDATE ticket_event SET to_state = 'handling' WHERE verb = 'import'", "ticket",
        "log_differs",
    ),
    "a grid": ("UPDATE grid_version SET name = 'x' WHERE id = 4", "grid_version", "row_altered"),
    "staff": ("UPDATE staff SET name = 'x' WHERE id = 2", "staff", "row_altered"),
    "a post": ("UPDATE post SET role = 'grid_leader' WHERE id = 2", "post", "row_altered"),
    "evidence": ("UPDATE evidence SET outcome = 'pass' WHERE id = 1", "evidence", "row_altered"),
    "a score": (
        "UPDATE assessment_subject SET score = replace(score, '1', '2')", "assessment",
        "score_differs",
    ),
    "a place in the ranking": (
        "UPDATE assessment_subject SET total = 1200000, rank = 1, sort_rank = 0"
        " WHERE sort_rank = 1", "assessment", "score_differs",
    ),
    "a name in the ranking": (
        "UPDATE assessment_subject SET name = 'x' WHERE sort_rank = 0", "assessment",
        "score_differs",
    ),
    "the office": ("UPDATE office SET name = 'x'", "office", "office_differs"),
    "an assessment": (
        "UPDATE assessment SET result_digest = 'x'", "assessment", "row_altered",
    ),
    "a unit": (
        "INSERT INTO unit_alias (unit_id, alias, alias_key) VALUES (1, 'x', 'x')", "unit_alias",
        "row_unknown",
    ),
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_row_changed_past_the_program_is_found(
    worked: Gateway, office: Path, forgery: str
) -> None:
    sql, table, code = FORGERIES[forgery]
    assert _found(worked) == set()
    with closing(sqlite3.connect(office)) as connection:
        _register(connection)
        assert connection.execute(sql).rowcount > 0
        connection.commit()
    assert (table, code) in _found(worked)


def _register(connection: sqlite3.Connection) -> None:
    """Let triggers of the text index run, as they do on the program's own connections."""
    search.register(connection)


#: What somebody may do to hide that, and the link that breaks.
COVERED = {
    "UPDATE journal SET actor = 'x' WHERE seq = 5": "journal_altered",
    "UPDATE change SET after_digest = 'x' WHERE journal_id = 5": "journal_changes",
    "DELETE FROM change WHERE journal_id = 5": "journal_changes",
    "UPDATE bulk_seal SET digests = replace(digests, 'a', 'b')": "journal_changes",
    "UPDATE journal SET bulk_digest = NULL": "journal_changes",
    "UPDATE journal SET bulk_digest = NULL; DELETE FROM bulk_seal": "journal_changes",
    "DELETE FROM change WHERE journal_id = 5; DELETE FROM journal WHERE seq = 5": "journal_gap",
}


@pytest.mark.parametrize("sql", COVERED)
def test_the_first_broken_link_is_named(worked: Gateway, office: Path, sql: str) -> None:
    with closing(sqlite3.connect(office)) as connection:
        connection.executescript(sql)
    first = worked.send(VerifyChain()).items[0]
    assert first.code == COVERED[sql]
    if "seq = 5" in sql or "journal_id = 5" in sql:
        assert 5 in (first.params.get("seq"), first.params.get("first"))


def test_a_ticket_tells_its_story(worked: Gateway, acting: As) -> None:
    ticket = worked.send(
        CreateTicket(
            title="井盖缺失",
            place="文定社区",
            reported_at=at(29),
            contact_name="王小明",
            contact_phone="13800001234",
        )
    ).serial_no
    worked.send(EditTicket(ticket=ticket, title="井盖破损", contact_phone="13900001234"))
    worked.send(EditTicket(ticket=ticket, address="人民路1号"))
    worked.send(UndoEntry())
    lines = worked.send(ShowTrace(ticket=ticket)).lines
    assert [line.verb for line in lines][:3] == ["report", "edit", "edit"]
    assert [(each.field, each.before, each.after) for each in lines[1].changes] == [
        ("title", "井盖缺失", "井盖破损"), ("contact", "***", "***"),
    ]  # fmt: skip
    assert lines[2].undone_by == lines[-1].entry
    assert (lines[-1].verb, lines[1].undone_by) == ("undo", None)
    told = str([line.model_dump() for line in lines])
    assert "138" not in told
    assert "王小明" not in told


def test_a_story_names_the_file_the_units_and_the_cards(worked: Gateway, acting: As) -> None:
    (imported,) = worked.send(ListTickets(text="路灯不亮")).items
    (line,) = worked.send(ShowTrace(ticket=imported.serial_no)).lines
    assert (line.verb, line.file_name) == ("import", "stated.csv")
    ticket = worked.send(
        CreateTicket(title="占道经营", place="文定社区", reported_at=at(20))
    ).serial_no
    worked.send(EditTicket(ticket=ticket, lead_unit="档案局"))
    worked.send(SweepClock())
    lines = worked.send(ShowTrace(ticket=ticket)).lines
    assert ("lead_unit_id", "", "档案局") in [
        (each.field, each.before, each.after) for each in lines[1].changes
    ]
    assert (lines[2].verb, lines[2].stage) == ("red_card", "accept")


def test_edits_through_the_program_leave_nothing_to_find(worked: Gateway) -> None:
    worked.send(EditGrid(code="文定社区", name="文定新社区", as_of=date(2026, 11, 3)))
    worked.send(EditStaff(staff_no="G001", name="张三丰", phone="13800001234"))
    assert _found(worked) == set()


def test_a_forged_row_is_named_as_people_know_it(worked: Gateway, office: Path) -> None:
    with closing(sqlite3.connect(office)) as connection:
        connection.execute("UPDATE staff SET name = 'x' WHERE staff_no = 'G001'")
        connection.commit()
    assert [each.row for each in worked.send(VerifyRows()).items] == ["G001"]


#: What may happen to many rows at once; the tables have holes, so pages end where they may.
RUINS = (
    "UPDATE ticket SET important = 1 - important",
    "DELETE FROM ticket_event WHERE id > 3",
    "DELETE FROM ticket_event",
    "INSERT INTO unit_alias (id, unit_id, alias, alias_key)"
    " SELECT 900000000 + id, id, 'x' || id, 'x' FROM unit",
    "UPDATE post SET role = 'x' WHERE id % 2 = 1; DELETE FROM post WHERE id % 2 = 0",
)


@pytest.mark.parametrize("sql", RUINS)
def test_many_rows_are_counted_and_the_first_of_each_kind_listed(
    worked: Gateway, office: Path, sql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few rows are looked at at once, the same is found."""
    with closing(sqlite3.connect(office)) as connection:
        _register(connection)
        connection.executescript(sql)
    whole = worked.send(VerifyRows())
    assert whole.total == whole.altered == len(whole.items) > 0
    monkeypatch.setattr("gridctl.storage.row_check._PAGE", 3)
    monkeypatch.setattr("gridctl.storage.row_check._SPAN", 4)
    assert worked.send(VerifyRows()) == whole
    monkeypatch.setattr("gridctl.handlers.queries.findings.LISTED", 2)
    fewer = worked.send(VerifyRows())
    assert (fewer.total, fewer.altered) == (whole.total, whole.altered)
    kinds = Counter((each.table, each.code) for each in whole.items)
    listed = Counter((each.table, each.code) for each in fewer.items)
    assert listed == {kind: min(number, 2) for kind, number in kinds.items()}
    assert all(each in whole.items for each in fewer.items)


def _exported(gateway: Gateway, **days: date) -> list[str]:
    document = gateway.send(RenderJournal(**days))
    assert hashlib.sha256(document.content).hexdigest() == document.digest
    return document.content.decode().splitlines()


def test_an_export_proves_itself_and_holds_every_step(worked: Gateway) -> None:
    lines = _exported(worked)
    chain = worked.send(VerifyChain())
    assert check(lines, "j") == ((), chain.entries, (chain.head, chain.head_hash))
    events = [json.loads(line)["event"] for line in lines if line.startswith('{"event"')]
    tickets = worked.send(ListTickets(limit=500)).items
    assert {event["ticket"] for event in events} == {row.serial_no for row in tickets}
    states = {event["ticket"]: event["to_state"] for event in events}
    assert states == {row.serial_no: row.state for row in tickets}
    assert "13800001234" not in "".join(lines)


@pytest.mark.parametrize(
    ("forge", "code"),
    [
        (lambda lines: [*lines[:3], lines[3].replace('"actor":"', '"actor":"x'), *lines[4:]],
         "journal_altered"),
        (lambda lines: [*lines[:3], *lines[4:]], "journal_gap"),
        (lambda lines: lines[:4], "journal_cut"),
        (lambda lines: [lines[0], lines[1], lines[3], lines[2], *lines[4:]], "journal_gap"),
    ],
)  # fmt: skip
def test_a_forged_export_is_found(
    worked: Gateway, forge: Callable[[list[str]], list[str]], code: str
) -> None:
    found = check(forge(_exported(worked)), "j").broken
    assert found[0].code == code


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"head":{"schema":"x"}}', "\ufeff1,2"])
def test_what_is_no_export_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(JournalFileUnreadable) as refused:
        check(text.splitlines(), "j.jsonl")
    assert refused.value.params == {"file": "j.jsonl", "line": 1}


def test_an_export_of_some_days_has_only_theirs(worked: Gateway, clock: Clock) -> None:
    today = clock.now().date()
    assert len(_exported(worked, until=today - timedelta(days=1))) == 1
    assert _exported(worked, since=today)[1:] == _exported(worked)[1:]


def test_a_workbook_of_the_journal_has_both_tables(worked: Gateway) -> None:
    document = worked.send(RenderJournal(format="xlsx", language="en"))
    with BytesIO(document.content) as content:
        book = openpyxl.load_workbook(content, read_only=True)
        rows = [sheet.max_row for sheet in book.worksheets[1:]]
    entries = worked.send(VerifyChain()).entries
    assert rows[0] > entries
    assert len(book.sheetnames) == 3
