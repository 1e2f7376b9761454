"""What a token stands for, carries, and how it ends."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from gridctl.domain.loop import PartyUnknown
from gridctl.domain.office import KeyReused, ToldOnce
from gridctl.domain.rights import PermissionMissing, TokenReadsOnly
from gridctl.domain.sign_ins import BehalfNotYours, BehalfOutside, CredentialsWrong, NotSignedIn
from gridctl.domain.tokens import (
    PermissionUnknown,
    TokenGone,
    TokenNotFound,
    TokenOutlives,
    TokenTooWide,
    narrowed,
)
from gridctl.gateway.identity import FrontDoor
from gridctl.gateway.local import LocalGateway
from gridctl.handlers.commands import proving
from gridctl.operations.base import Gateway
from gridctl.operations.commands.accounts import ChangePassword, CreateAccount, ResetPassword
from gridctl.operations.commands.sign_ins import IssueSetUpCode, SignIn, SignOut
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.tokens import CreateToken, RevokeToken
from gridctl.operations.queries.accounts import ListAccounts, ShowOwnAccount
from gridctl.operations.queries.audits import ListJournal
from gridctl.operations.queries.tickets import ListTickets
from gridctl.operations.queries.tokens import ListTokens
from tests.conftest import NOW
from tests.handlers.accounts_desk import PASSWORD, behind, door, sign_in, signed_in
from tests.handlers.sign_ins.desk import WRONG, Hands

pytestmark = pytest.mark.usefixtures("cheap_passwords")


@pytest.mark.parametrize(
    "token", ["x", "gridctl_", "gridctl_" + "A" * 43, "\x00", "令牌", "' OR 1=1"]
)
def test_an_unknown_token_is_nobody(gateway: Gateway, token: str) -> None:
    with pytest.raises(NotSignedIn):
        door(gateway).admit(token)


def test_without_a_token_only_signing_in_is_open(gateway: Gateway) -> None:
    stranger = door(gateway).admit("")
    for operation in (
        ListTickets(), ListAccounts(), ShowOwnAccount(), ListTokens(), SignOut(),
        CreateToken(label="x"), CreateTicket(title="x"), IssueSetUpCode(),
    ):  # fmt: skip
        with pytest.raises(NotSignedIn):
            stranger.send(operation)


def test_a_token_stands_for_its_account_until_it_ends(gateway: Gateway, hands: Hands) -> None:
    signed = sign_in(gateway, "limin")
    token = signed.token or ""
    assert (signed.role, signed.expires_at) == ("town_office", NOW + timedelta(days=30))
    limin = door(gateway).admit(token)
    own = limin.send(ShowOwnAccount())
    assert (own.login, own.behalf, own.place_name) == ("limin", "澄江街道网格中心", "澄江街道")
    made = limin.send(CreateTicket(title="井盖缺失", place="文定社区"))
    assert [row.serial_no for row in limin.send(ListTickets()).items] == [made.serial_no]
    entry = gateway.send(ListJournal()).items[-1]
    assert (entry.actor, entry.behalf) == ("limin", "澄江街道网格中心")
    assert gateway.send(ListTokens()).items[0].used_on == NOW.date()
    hands.turn(days=30)
    with pytest.raises(NotSignedIn):
        door(gateway).admit(token)
    assert [row.state for row in gateway.send(ListTokens(ended=True)).items] == ["expired"]


def test_signing_out_ends_a_token_or_all(gateway: Gateway) -> None:
    tokens = [sign_in(gateway, "limin").token or "" for _ in range(3)]
    assert door(gateway).admit(tokens[0]).send(SignOut()).revoked == 1
    with pytest.raises(NotSignedIn):
        door(gateway).admit(tokens[0])
    assert door(gateway).admit(tokens[1]).send(SignOut(everywhere=True)).revoked == 2
    with pytest.raises(NotSignedIn):
        door(gateway).admit(tokens[2])


def test_a_lost_answer_is_not_told_again(gateway: Gateway) -> None:
    stranger = door(gateway).admit("")
    stranger.send(SignIn(login="limin", password=PASSWORD), key="once")
    with pytest.raises(ToldOnce):
        stranger.send(SignIn(login="limin", password=PASSWORD), key="once")


def test_a_key_is_its_senders_alone(gateway: Gateway) -> None:
    """Whoever guesses the key of another is not told what the other was told."""
    limin = signed_in(gateway, "limin")
    gateway.send(CreateAccount(login="wang", name="王", role="county_office", password=PASSWORD))
    wish = CreateTicket(title="井盖缺失", place="文定社区")
    told = limin.send(wish, key="import-1")
    assert limin.send(wish, key="import-1") == told
    with pytest.raises(KeyReused):
        signed_in(gateway, "wang").send(wish, key="import-1")


def test_an_account_acts_for_its_own_and_with_leave_for_others(gateway: Gateway) -> None:
    gateway.send(
        CreateAccount(login="zhou", name="周", role="department", unit="城市管理局",
                      password=PASSWORD)
    )  # fmt: skip
    zhou, limin = (sign_in(gateway, login).token or "" for login in ("zhou", "limin"))
    enter = door(gateway).admit
    assert enter(zhou).send(ShowOwnAccount()).behalf == "城市管理局"
    assert enter(zhou, "城市管理局").send(ShowOwnAccount()).behalf == "城市管理局"
    with pytest.raises(BehalfNotYours):
        enter(zhou, "澄江街道网格中心")
    # A town acts for whom works in it, and sees nobody else.
    assert enter(limin, "李敏").send(ShowOwnAccount()).behalf == "李敏"
    with pytest.raises(BehalfOutside):
        enter(limin, "月城镇网格中心")
    with pytest.raises(PartyUnknown):
        enter(limin, "王海")
    with pytest.raises(PartyUnknown):
        enter(limin, "没有这个人")


def test_a_token_carries_no_more_than_its_account(gateway: Gateway) -> None:
    limin = signed_in(gateway, "limin")
    with pytest.raises(TokenTooWide):
        limin.send(CreateToken(label="x", permissions=("user.edit",)))
    with pytest.raises(TokenTooWide):
        limin.send(CreateToken(label="x", permissions=("ticket.*",)))
    # What there is not, nobody is said to lack.
    for unknown in ("ticket.dance", "dance.*", "ticket", "*"):
        with pytest.raises(PermissionUnknown):
            limin.send(CreateToken(label="x", permissions=(unknown,)))
    with pytest.raises(PermissionMissing):
        limin.send(CreateToken(label="x", account="chen"))
    made = limin.send(CreateToken(label="报表", permissions=("ticket.read",)))
    narrow = door(gateway).admit(made.token or "")
    assert narrow.send(ListTickets()).total == 0
    with pytest.raises(PermissionMissing):
        narrow.send(CreateTicket(title="x"))
    # What it makes is as narrow.
    child = narrow.send(CreateToken(label="再一个"))
    assert child.permissions == ("ticket.read",)
    with pytest.raises(TokenTooWide):
        narrow.send(CreateToken(label="x", permissions=("ticket.create",)))


def test_a_programs_token_makes_none_that_outlives_it(gateway: Gateway) -> None:
    made = signed_in(gateway, "limin").send(CreateToken(label="大屏", days=7))
    program = door(gateway).admit(made.token or "")
    with pytest.raises(TokenOutlives):
        program.send(CreateToken(label="续命", days=8))
    assert program.send(CreateToken(label="分屏", days=7)).expires_at == made.expires_at


def test_a_password_proved_before_it_was_replaced_opens_nothing(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The administrator is faster than whoever knows the old password."""
    local: Any = behind(gateway)
    opening = partial(LocalGateway, local._store, clock=local._clock)
    limin = FrontDoor(opening).admit(sign_in(gateway, "limin").token or "")
    fits = proving.password_fits

    def fits_and_is_replaced(*given: Any) -> bool:
        found = fits(*given)
        opening(actor="test").send(ResetPassword(login="limin"))
        return found

    monkeypatch.setattr(proving, "password_fits", fits_and_is_replaced)
    with pytest.raises(CredentialsWrong):
        limin.send(ChangePassword(old=PASSWORD, new=WRONG))
    told = gateway.send(ResetPassword(login="limin")).password or ""
    with pytest.raises(CredentialsWrong):
        FrontDoor(opening).admit("").send(SignIn(login="limin", password=told))
    assert gateway.send(ListTokens()).items == ()


def test_a_token_that_only_reads_changes_nothing(gateway: Gateway) -> None:
    limin = signed_in(gateway, "limin")
    reading = door(gateway).admit(
        limin.send(CreateToken(label="大屏", reads_only=True)).token or ""
    )
    assert reading.send(ListTickets()).total == 0
    for operation in (CreateTicket(title="x"), CreateToken(label="x"), SignOut()):
        with pytest.raises(TokenReadsOnly):
            reading.send(operation)


def test_tokens_are_listed_and_revoked_by_whom_they_concern(gateway: Gateway) -> None:
    limin, chen = signed_in(gateway, "limin"), signed_in(gateway, "chen")
    made = limin.send(CreateToken(label="大屏", days=7))
    assert (made.token or "?") not in limin.send(ListTokens()).model_dump_json()
    assert [row.label for row in limin.send(ListTokens()).items] == ["大屏", ""]
    with pytest.raises(PermissionMissing):
        limin.send(ListTokens(everyone=True))
    assert {row.login for row in chen.send(ListTokens(everyone=True)).items} == {"limin", "chen"}
    theirs = chen.send(ListTokens()).items[0].number
    for number in (theirs, 999):
        with pytest.raises(TokenNotFound):
            limin.send(RevokeToken(number=number))
    assert chen.send(RevokeToken(number=made.number)).state == "revoked"
    with pytest.raises(TokenGone):
        limin.send(RevokeToken(number=made.number))
    with pytest.raises(NotSignedIn):
        door(gateway).admit(made.token or "")


def test_what_a_token_carries_is_in_both_lists() -> None:
    held = frozenset({"ticket.read", "ticket.create", "grid.*"})
    assert narrowed(held, ()) == held
    assert narrowed(held, {"ticket.*"}) == {"ticket.read", "ticket.create"}
    assert narrowed(held, {"grid.read", "user.edit"}) == {"grid.read"}
