"""A whole office on its way into an empty one: all of it, or nothing, and only once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from gridctl.domain.errors import GridctlError
from gridctl.domain.keeping import (
    ArrivedDiffers,
    CopyNotFound,
    CopyRefused,
    FormatDiffers,
    OfficeNotEmpty,
    PieceMissing,
    PieceUnfit,
)
from gridctl.domain.office import OfficeBusy
from gridctl.domain.roles.errors import KeepersGone
from gridctl.foundation.clock import Clock
from gridctl.foundation.settings import Target
from gridctl.gateway.moving import move_office
from gridctl.operations.base import Gateway, Operation
from gridctl.operations.commands.accounts import CreateAccount
from gridctl.operations.commands.copies import DropCopy, OpenCopy, PutPiece, TakeCopy
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.accounts import ListAccounts
from gridctl.operations.queries.audits import ListJournal, VerifyChain, VerifyRows
from gridctl.operations.queries.offices import CheckOffice, ShowOffice
from gridctl.operations.queries.search import SearchAll
from gridctl.operations.queries.tickets import ListTickets
from gridctl.storage import sqlite
from gridctl.storage.copies import tables
from gridctl.storage.copies.ends import open_source
from gridctl.storage.copies.whole import count_rows, measure_office
from tests.beginnings import Beginnings
from tests.gateways import local_gateway
from tests.handlers.accounts_desk import PASSWORD
from tests.storage.test_copies import _filled

R = TypeVar("R")
DIGEST = "0" * 64

pytestmark = pytest.mark.usefixtures("cheap_passwords")


@pytest.fixture
def source(beginnings: Beginnings, clock: Clock, tmp_path: Path) -> Target:
    """An office of one's own with places, a unit, tickets and a caller."""
    path = tmp_path / "county.db"
    beginnings.copy(_filled, clock, path)
    return Target("sqlite", str(path), "county")


class Failing:
    """A gateway over which so many operations pass, and no more."""

    def __init__(self, gateway: Gateway, left: int) -> None:
        self._gateway = gateway
        self._left = left
        self.sent: list[Operation[Any]] = []

    def send(self, operation: Operation[R], **options: Any) -> R:
        if not self._left:
            raise OfficeBusy(path="x")
        self._left -= 1
        self.sent.append(operation)
        return self._gateway.send(operation, **options)

    def close(self) -> None:
        """Leave the gateway to its owner."""


def _sound(gateway: Gateway) -> None:
    for proof in (CheckOffice(), VerifyChain(), VerifyRows()):
        assert gateway.send(proof).items == ()


def test_an_office_arrives_as_it_was(source: Target, gateway: Gateway, clock: Clock) -> None:
    gateway.send(SetUpOffice(name="还没有", operator="chen"))
    seen = 0

    def advance(count: int) -> None:
        nonlocal seen
        seen += count

    copied, taken = move_office(source, gateway, advance=advance)
    assert (taken.digest, taken.rows) == (copied.digest, copied.rows)
    assert (taken.head, taken.head_hash) == (copied.head, copied.head_hash)
    assert seen == 2 * count_rows(source.address)
    _sound(gateway)
    here = local_gateway(Path(source.address), clock)
    for question in (ListTickets(), SearchAll(words="路灯"), ShowOffice()):
        assert gateway.send(question) == here.send(question)
    here.close()
    # The journal goes on behind the last entry that came.
    entry = gateway.send(ListJournal(limit=100)).items[-1]
    assert (entry.entry, entry.operation) == (copied.head + 1, "copies.TakeCopy")
    assert gateway.send(CreateUnit(name="档案馆")).name == "档案馆"
    _sound(gateway)


def test_the_same_once_more_is_known_to_be_done(source: Target, gateway: Gateway) -> None:
    first = move_office(source, gateway)
    watched = Failing(gateway, 2)
    assert move_office(source, watched) == first
    assert [type(each) for each in watched.sent] == [OpenCopy, TakeCopy]


def test_a_move_that_broke_off_goes_on(
    source: Target, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "PAGE", 1)
    monkeypatch.setattr("gridctl.storage.copies.file.PAGE", 1)
    with pytest.raises(OfficeBusy):
        move_office(source, Failing(gateway, 6))
    assert gateway.send(ListTickets()).items == ()
    watched = Failing(gateway, 10_000)
    move_office(source, watched)
    numbers = [each.number for each in watched.sent if isinstance(each, PutPiece)]
    assert numbers[0] == 6
    assert numbers == sorted(numbers)
    assert len(gateway.send(ListTickets()).items) == 3
    _sound(gateway)


def test_rows_are_only_sent_to_an_empty_office(source: Target, gateway: Gateway) -> None:
    gateway.send(CreateUnit(name="档案馆"))
    with pytest.raises(OfficeNotEmpty) as refused:
        move_office(source, gateway)
    assert refused.value.params == {"table": "unit"}


def test_an_office_that_filled_meanwhile_is_left_alone(source: Target, gateway: Gateway) -> None:
    with pytest.raises(OfficeBusy):
        move_office(source, Failing(gateway, 3))
    gateway.send(CreateUnit(name="档案馆"))
    digest = _digest(source)
    with pytest.raises(OfficeNotEmpty):
        gateway.send(TakeCopy(digest=digest, rows=1))
    # Nothing of it stays behind.
    with pytest.raises(CopyNotFound):
        gateway.send(DropCopy(digest=digest))


def _digest(source: Target) -> str:
    with open_source(source.address, hold=False) as office:
        return measure_office(office).digest


def test_accounts_of_the_server_stay_where_none_came(source: Target, gateway: Gateway) -> None:
    chen = CreateAccount(login="chen", name="陈洁", role="administrator", password=PASSWORD)
    gateway.send(chen)
    _, taken = move_office(source, gateway)
    assert taken.accounts == "kept"
    assert [each.login for each in gateway.send(ListAccounts()).items] == ["chen"]
    _sound(gateway)


def test_accounts_that_came_replace_those_of_the_server(
    source: Target, gateway: Gateway, clock: Clock
) -> None:
    chen = CreateAccount(login="chen", name="陈洁", role="administrator", password=PASSWORD)
    gateway.send(chen)
    here = local_gateway(Path(source.address), clock)
    here.send(chen.model_copy(update={"login": "limin", "name": "李敏"}))
    here.close()
    _, taken = move_office(source, gateway)
    assert taken.accounts == "came"
    assert [each.login for each in gateway.send(ListAccounts()).items] == ["limin"]


def test_an_office_nobody_could_sign_in_to_is_not_taken(
    source: Target, gateway: Gateway, clock: Clock
) -> None:
    chen = CreateAccount(login="chen", name="陈洁", role="administrator", password=PASSWORD)
    gateway.send(chen)
    here = local_gateway(Path(source.address), clock)
    here.send(chen.model_copy(update={"login": "limin", "role": "auditor"}))
    here.close()
    with pytest.raises(KeepersGone):
        move_office(source, gateway)
    assert [each.login for each in gateway.send(ListAccounts()).items] == ["chen"]
    _sound(gateway)


def _tampered(change: Callable[[PutPiece], PutPiece]) -> type[Failing]:
    class Tampering(Failing):
        def send(self, operation: Operation[R], **options: Any) -> R:
            if isinstance(operation, PutPiece):
                changed: Any = change(operation)
                operation = changed
            return super().send(operation, **options)

    return Tampering


def _other_title(piece: PutPiece) -> PutPiece:
    rows = tuple(
        tuple("别的" if cell == "路灯不亮" else cell for cell in row) for row in piece.rows
    )
    return piece.model_copy(update={"rows": rows})


def _twice_the_unit(piece: PutPiece) -> PutPiece:
    rows = piece.rows * 2 if piece.table == "unit" else piece.rows
    return piece.model_copy(update={"rows": rows})


def tables_of(name: str) -> tuple[str, ...]:
    return next(each.columns for each in tables.copied_tables() if each.name == name)


@pytest.mark.parametrize(
    ("change", "error"),
    [(_other_title, ArrivedDiffers), (_twice_the_unit, CopyRefused)],
)
def test_what_came_otherwise_is_thrown_away(
    change: Callable[[PutPiece], PutPiece], error: type[GridctlError], source: Target,
    gateway: Gateway,
) -> None:  # fmt: skip
    gateway.send(SetUpOffice(name="还没有", operator="chen"))
    with pytest.raises(error):
        move_office(source, _tampered(change)(gateway, 10_000))
    assert gateway.send(ShowOffice()).name == "还没有"
    _sound(gateway)
    with pytest.raises(CopyNotFound):
        gateway.send(DropCopy(digest=_digest(source)))
    move_office(source, gateway)
    _sound(gateway)


def test_a_trial_leaves_nothing(source: Target, gateway: Gateway) -> None:
    wish = OpenCopy(digest=DIGEST, format=sqlite.FORMAT, rows=1)
    gateway.send(wish, dry_run=True)
    piece = PutPiece(digest=DIGEST, number=1, table="unit", rows=((1,),))
    with pytest.raises(CopyNotFound):
        gateway.send(piece)
    gateway.send(wish)
    row = (1,) + (None,) * (len(tables_of("unit")) - 1)
    gateway.send(piece.model_copy(update={"rows": (row,)}), dry_run=True)
    assert gateway.send(wish).arrived == 0


def test_pieces_come_in_order_and_with_the_columns_of_a_table(gateway: Gateway) -> None:
    gateway.send(OpenCopy(digest=DIGEST, format=sqlite.FORMAT, rows=1))
    for number, table, error in (
        (2, "unit", PieceMissing), (1, "unit", PieceUnfit), (1, "../../etc/passwd", PieceUnfit),
    ):  # fmt: skip
        with pytest.raises(error):
            gateway.send(PutPiece(digest=DIGEST, number=number, table=table, rows=((1,),)))
    other = OpenCopy(digest="1" * 64, format=sqlite.FORMAT, rows=1)
    gateway.send(other)
    with pytest.raises(CopyNotFound):
        gateway.send(DropCopy(digest=DIGEST))
    with pytest.raises(FormatDiffers):
        gateway.send(other.model_copy(update={"format": sqlite.FORMAT + 1}))
