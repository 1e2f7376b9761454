"""Accounts: who gets one, what it may give to others, and what is kept of its password."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from gridctl.domain.accounts import (
    AccountExists,
    AccountNotFound,
    GrantTooFar,
    LastAdministrator,
    LoginUnfit,
    PartyNeeded,
    RoleNeedsPlace,
    RoleNeedsUnit,
)
from gridctl.domain.errors import Conflict
from gridctl.domain.office import ToldOnce
from gridctl.domain.passwords import (
    LONGEST,
    PasswordGuessable,
    PasswordTooLong,
    PasswordTooShort,
    PasswordUnreadable,
)
from gridctl.domain.rights import PermissionMissing, Rights
from gridctl.domain.roles import RoleUnknown, shipped_roles
from gridctl.domain.sign_ins import CredentialsWrong, NotSignedIn, PasswordExpected, SamePassword
from gridctl.handlers.queries.context import QueryContext
from gridctl.operations.base import Gateway
from gridctl.operations.commands.accounts import (
    BlockAccount,
    ChangePassword,
    CreateAccount,
    EditAccount,
    ResetPassword,
    UnblockAccount,
)
from gridctl.operations.queries.accounts import ListAccounts, ShowAccount, ShowOwnAccount
from gridctl.operations.queries.audits import ListJournal, VerifyChain, VerifyRows
from gridctl.operations.queries.tickets import ListTickets
from gridctl.operations.queries.today import ShowToday
from gridctl.storage.queries.compose import Statement
from tests.beginnings import Beginning
from tests.gateways import RightsGateway
from tests.handlers.accounts_desk import PASSWORD, begin, behind, door, sign_in, signed_in

OTHER = "桥下第二个路口有井盖"


pytestmark = pytest.mark.usefixtures("cheap_passwords")


@pytest.fixture
def beginning() -> Beginning:
    return begin


def test_an_account_is_held_for_what_its_role_asks_for(gateway: Gateway) -> None:
    shown = gateway.send(ShowAccount(login="LIMIN"))
    assert (shown.login, shown.name, shown.role) == ("limin", "李敏", "town_office")
    assert (shown.place_name, shown.unit_name) == ("澄江街道", "澄江街道网格中心")
    assert shown.can_sign_in
    assert not shown.must_change
    assert shown.password is None
    with pytest.raises(RoleNeedsPlace):
        gateway.send(CreateAccount(login="zhou", name="周", role="village_station"))
    with pytest.raises(RoleNeedsUnit):
        gateway.send(CreateAccount(login="zhou", name="周", role="department"))
    with pytest.raises(RoleUnknown):
        gateway.send(CreateAccount(login="zhou", name="周", role="king"))
    with pytest.raises(AccountExists):
        gateway.send(CreateAccount(login="ＬｉＭｉｎ", name="周", role="auditor"))
    assert [row.login for row in gateway.send(ListAccounts()).items] == ["chen", "limin"]


def test_an_account_of_a_place_acts_for_the_centre_of_the_place(gateway: Gateway) -> None:
    made = gateway.send(
        CreateAccount(
            login="zhou", name="周", role="town_office", place="月城镇", password=PASSWORD
        )
    )
    assert made.unit_name == "月城镇网格中心"
    # Another place has another centre.
    moved = gateway.send(EditAccount(login="zhou", place="澄江街道"))
    assert moved.unit_name == "澄江街道网格中心"
    assert signed_in(gateway, "zhou").send(ShowToday()).items == ()
    with pytest.raises(PartyNeeded) as caught:
        gateway.send(CreateAccount(login="wu", name="吴", role="village_station", place="文定社区"))
    assert "澄江街道网格中心" in str(caught.value.params["choices"])
    # A person of theirs will do as well.
    gateway.send(
        CreateAccount(login="wu", name="吴", role="gridworker", place="文定社区", staff="S1")
    )


@pytest.mark.parametrize("login", ["a", "a b", "-x", "a\x00b", "../x", "x" * 33, "a/b"])
def test_a_login_is_one_plain_word(gateway: Gateway, login: str) -> None:
    with pytest.raises(LoginUnfit):
        gateway.send(CreateAccount(login=login, name="周", role="auditor"))


def test_an_unknown_login_names_the_nearest(gateway: Gateway) -> None:
    with pytest.raises(AccountNotFound) as caught:
        gateway.send(ShowAccount(login="limim"))
    assert caught.value.params["nearest"] == "limin"


def test_a_password_the_program_chose_is_told_once_and_replaced(gateway: Gateway) -> None:
    made = gateway.send(CreateAccount(login="zhou", name="周", role="auditor"), key="k1")
    assert made.password is not None
    assert made.must_change
    with pytest.raises(ToldOnce):
        gateway.send(CreateAccount(login="zhou", name="周", role="auditor"), key="k1")
    newcomer = signed_in(gateway, "zhou", made.password)
    with pytest.raises(PasswordExpected):
        newcomer.send(ListTickets())
    assert newcomer.send(ShowOwnAccount()).login == "zhou"
    newcomer.send(ChangePassword(old=made.password, new=OTHER))
    assert signed_in(gateway, "zhou", OTHER).send(ListTickets()).total == 0
    with pytest.raises(CredentialsWrong):
        sign_in(gateway, "zhou", made.password)


def test_a_password_is_the_same_on_every_keyboard_and_keeps_its_blanks(gateway: Gateway) -> None:
    wide = "　ｃａｆe\u0301 银杏树黄了 "
    gateway.send(CreateAccount(login="zhou", name="周", role="auditor", password=wide))
    assert sign_in(gateway, "zhou", " caf\u00e9 银杏树黄了 ").login == "zhou"
    with pytest.raises(CredentialsWrong):
        sign_in(gateway, "zhou", wide.strip())


@pytest.mark.parametrize(
    ("password", "error"),
    [
        ("短了一点", PasswordTooShort),
        ("x" * (LONGEST + 1), PasswordTooLong),
        ("ﷺ" * 40, PasswordTooLong),
        ("1234567890", PasswordGuessable),
        ("0987654321", PasswordGuessable),
        ("aaaaaaaaaaaaaaaa", PasswordGuessable),
        ("zhoujie123456", PasswordGuessable),
        ("Password2026", PasswordGuessable),
        ("qwertyuiop", PasswordGuessable),
        ("ab\x00cdefghijkl", PasswordUnreadable),
        ("abcde\nfghijklm", PasswordUnreadable),
    ],
)
def test_a_password_that_keeps_nobody_out_is_refused(
    gateway: Gateway, password: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        gateway.send(CreateAccount(login="zhoujie", name="周洁", role="auditor", password=password))
    assert gateway.send(ListAccounts(text="zhou")).items == ()


def test_the_last_account_that_keeps_accounts_stays(gateway: Gateway) -> None:
    with pytest.raises(LastAdministrator):
        gateway.send(BlockAccount(login="chen"))
    with pytest.raises(LastAdministrator):
        gateway.send(EditAccount(login="chen", role="auditor"))
    # One that cannot sign in is no help.
    gateway.send(CreateAccount(login="robot", name="程序", role="administrator", sign_in=False))
    with pytest.raises(LastAdministrator):
        gateway.send(BlockAccount(login="chen"))
    gateway.send(CreateAccount(login="zhou", name="周", role="administrator"))
    assert gateway.send(BlockAccount(login="chen")).state == "blocked"
    with pytest.raises(LastAdministrator):
        gateway.send(EditAccount(login="zhou", role="auditor"))


def test_a_blocked_account_is_out_at_once_and_comes_back(gateway: Gateway) -> None:
    limin = signed_in(gateway, "limin")
    token = sign_in(gateway, "limin").token or ""
    chen = signed_in(gateway, "chen")
    chen.send(BlockAccount(login="limin"), reason="离职")
    with pytest.raises(NotSignedIn):
        door(gateway).admit(token)
    with pytest.raises(CredentialsWrong):
        sign_in(gateway, "limin")
    chen.send(UnblockAccount(login="limin"))
    # Its tokens stay revoked.
    with pytest.raises(NotSignedIn):
        door(gateway).admit(token)
    assert sign_in(gateway, "limin").login == "limin"
    limin.close()


def test_a_change_holds_from_the_next_request(gateway: Gateway) -> None:
    token = sign_in(gateway, "limin").token or ""
    with pytest.raises(PermissionMissing):
        door(gateway).admit(token).send(ListAccounts())
    revision = gateway.send(ShowAccount(login="limin")).revision
    gateway.send(EditAccount(login="limin", role="auditor", place=None, if_match=revision))
    assert len(door(gateway).admit(token).send(ListAccounts()).items) == 2
    with pytest.raises(Conflict):
        gateway.send(EditAccount(login="limin", name="李", if_match=revision))
    with pytest.raises(RoleNeedsPlace):
        gateway.send(EditAccount(login="limin", role="town_office"))


def test_nobody_gives_more_than_they_have(gateway: Gateway) -> None:
    """A role that may edit accounts but not all that others may do gives no more than its own."""
    some = shipped_roles().one("auditor").permissions | {"user.edit"}
    clerk = RightsGateway(gateway, Rights("zhou", "auditor", some))
    assert clerk.send(CreateAccount(login="wu", name="吴", role="auditor")).role == "auditor"
    for operation in (
        CreateAccount(login="zheng", name="郑", role="administrator"),
        CreateAccount(login="zheng", name="郑", role="county_office"),
        EditAccount(login="wu", role="county_office"),
        EditAccount(login="chen", role="auditor"),
        ResetPassword(login="chen"),
        BlockAccount(login="chen"),
    ):
        with pytest.raises(GrantTooFar):
            clerk.send(operation)


def test_a_new_password_ends_the_other_sign_ins(gateway: Gateway) -> None:
    here, there = (sign_in(gateway, "limin").token or "" for _ in range(2))
    mine = door(gateway).admit(here)
    with pytest.raises(CredentialsWrong):
        mine.send(ChangePassword(old=OTHER, new="另一个谁也想不到的词组"))
    with pytest.raises(SamePassword):
        mine.send(ChangePassword(old=PASSWORD, new=PASSWORD))
    changed = mine.send(ChangePassword(old=PASSWORD, new=OTHER), key="k9")
    assert mine.send(ChangePassword(old=PASSWORD, new=OTHER), key="k9") == changed
    door(gateway).admit(here)
    with pytest.raises(NotSignedIn):
        door(gateway).admit(there)
    told = gateway.send(ResetPassword(login="limin")).password or ""
    with pytest.raises(NotSignedIn):
        door(gateway).admit(here)
    assert sign_in(gateway, "limin", told).must_change


def test_on_a_file_of_ones_own_there_is_no_account(gateway: Gateway) -> None:
    own = gateway.send(ShowOwnAccount())
    assert (own.login, own.name) == ("", "test")
    with pytest.raises(NotSignedIn):
        gateway.send(ChangePassword(old=PASSWORD, new=OTHER))


def _rows(statement: Statement, context: QueryContext) -> list[Any]:
    return context.read.rows(statement)


def test_no_secret_is_in_the_log_and_the_rest_is_proved(gateway: Gateway) -> None:
    made = gateway.send(CreateAccount(login="zhou", name="周", role="auditor"))
    token = sign_in(gateway, "zhou", made.password or "").token or ""
    signed_in(gateway, "zhou", made.password or "").send(
        ChangePassword(old=made.password or "", new=OTHER)
    )
    gateway.send(EditAccount(login="zhou", name="周洁"))
    written = []
    for table in ("journal", "change", "contact_before", "sign_in_attempt", "account", "token"):
        found = Statement(f"tried.{table}", f"SELECT * FROM {table}", whole=True)
        written += behind(gateway).ask(partial(_rows, found))
    text = repr(written)
    assert "zhou" in text
    for secret in (made.password or "?", token, token[8:], PASSWORD, OTHER, "$argon2"):
        assert secret not in text
    assert gateway.send(VerifyRows()).items == ()
    assert gateway.send(VerifyChain()).items == ()
    entries = gateway.send(ListJournal()).items
    signing = [row.actor for row in entries if row.operation == "sign_ins.SignIn"]
    assert signing == ["zhou", "zhou"]
