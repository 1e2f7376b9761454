"""Following a request with number and check code, through every gateway."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gridctl.domain.rights import Rights
from gridctl.foundation.clock import FixedClock
from gridctl.gateway.local import LocalGateway
from gridctl.handlers.queries.context import Visit
from gridctl.operations.base import Gateway
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.progress import CheckProgress
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.queries.audits import ListJournal
from gridctl.operations.queries.progress import ShowReceipt
from tests.beginnings import Beginning

NOW = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)


def _county(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateGrid(name="澄江街道", code="320281001000"))
    gateway.send(CreateCategory(name="暴露垃圾", code="0101"))
    gateway.send(
        CreateTicket(
            title="王小明家门口垃圾", category="暴露垃圾", place="澄江街道", address="人民路12号",
            contact_name="王小明", contact_phone="13800001234", deadline_at=NOW + timedelta(days=3),
        )
    )  # fmt: skip


@pytest.fixture
def beginning() -> Beginning:
    return _county


SERIAL = "3202812026110300001"


def _code(gateway: Gateway, serial: str = SERIAL) -> str:
    code = gateway.send(ShowReceipt(ticket=serial)).check_code
    assert code is not None
    return code


def test_number_and_code_tell_how_far_it_is(gateway: Gateway) -> None:
    gateway.send(EditTicket(ticket=SERIAL, public_reply="已清运，电话13800001234。"))
    code = _code(gateway)
    answer = gateway.send(CheckProgress(number=SERIAL, code=code.lower()))
    assert answer.outcome == "found"
    assert answer.found is not None
    assert (answer.found.stage, answer.found.category) == ("waiting", "暴露垃圾")
    assert answer.found.reply == "已清运，电话***。"
    assert [(s.step, s.at is not None) for s in answer.found.steps][:2] == [
        ("reported", True), ("accepted", False),
    ]  # fmt: skip
    said = answer.model_dump_json()
    assert not [word for word in ("王小明", "1234", "12号", "门口") if word in said]


def test_unknown_wrong_and_confidential_get_one_answer(gateway: Gateway) -> None:
    secret = gateway.send(CreateTicket(title="保密", place="澄江街道"))
    code = _code(gateway, secret.serial_no)
    gateway.send(EditTicket(ticket=secret.serial_no, confidential=True))
    assert gateway.send(ShowReceipt(ticket=secret.serial_no)).check_code is None
    answers = [
        gateway.send(CheckProgress(number=number, code=given))
        for number, given in (
            (SERIAL, "222222"), ("3202812026110399999", "222222"), (secret.serial_no, code),
        )
    ]  # fmt: skip
    assert answers[0] == answers[1] == answers[2]
    assert answers[0].outcome == "unknown"


def test_guessing_is_slowed_for_the_number(gateway: Gateway) -> None:
    code = _code(gateway)
    for _ in range(5):
        assert gateway.send(CheckProgress(number=SERIAL, code="222222")).outcome == "unknown"
    answer = gateway.send(CheckProgress(number=SERIAL, code=code))
    assert (answer.outcome, answer.wait_s) == ("wait", 30)
    assert answer.found is None


def test_the_right_code_after_the_wait_begins_anew(office: Path) -> None:
    def at(seconds: int, source: str = "") -> LocalGateway:
        clock = FixedClock(NOW + timedelta(seconds=seconds))
        stranger = Rights("", "", frozenset())
        return LocalGateway(office, rights=stranger, clock=clock, visit=Visit(source))

    def outcome(seconds: int, code: str, source: str = "", number: str = SERIAL) -> str:
        gateway = at(seconds, source)
        try:
            return gateway.send(CheckProgress(number=number, code=code)).outcome
        finally:
            gateway.close()

    whole = LocalGateway(office, clock=FixedClock(NOW))
    code = _code(whole)
    whole.close()
    assert [outcome(0, "222222") for _ in range(6)] == ["unknown"] * 5 + ["wait"]
    assert outcome(31, code) == "found"
    assert outcome(32, "222222") == "unknown"
    for number in range(20):
        outcome(100, "222222", "192.0.2.7", f"{number:019}")
    assert outcome(101, code, "192.0.2.7") == "wait"
    assert outcome(101, code, "192.0.2.8") == "found"
    assert outcome(100 + 86_401, code, "192.0.2.7") == "found"
    # One line has more of the newer addresses than anybody could count.
    for number in range(20):
        outcome(100, "222222", f"2001:db8:1:2::{number:x}", f"{number:019}")
    assert outcome(101, code, "2001:db8:1:3::99") == "wait"


def test_nothing_of_it_stands_in_the_journal(gateway: Gateway) -> None:
    before = gateway.send(ListJournal()).total
    gateway.send(CheckProgress(number=SERIAL, code="222222"))
    assert gateway.send(ListJournal()).total == before
