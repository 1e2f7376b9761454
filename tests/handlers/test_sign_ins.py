"""Signing in: guessing is slowed and tells nothing, tokens end, the first account is made once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from gridctl.domain.accounts import AccountNotFound
from gridctl.domain.errors import GridctlError
from gridctl.domain.loop import PartyUnknown
from gridctl.domain.office import KeyReused, ToldOnce
from gridctl.domain.rights import PermissionMissing, TokenReadsOnly
from gridctl.domain.sign_ins import (
    SLOWING,
    AlreadySetUp,
    BehalfNotYours,
    BehalfOutside,
    CredentialsWrong,
    Failures,
    NotSignedIn,
    SetUpCodeWrong,
    TooManyAttempts,
    network_of,
    wait_s,
)
from gridctl.domain.tokens import (
    TokenGone,
    TokenNotFound,
    TokenOutlives,
    TokenTooWide,
    narrowed,
)
from gridctl.foundation import credentials
from gridctl.gateway.identity import FrontDoor
from gridctl.gateway.local import LocalGateway
from gridctl.handlers.commands import proving
from gridctl.operations.base import Gateway
from gridctl.operations.commands.accounts import (
    BlockAccount,
    ChangePassword,
    CreateAccount,
    ResetPassword,
    UnblockAccount,
)
from gridctl.operations.commands.sign_ins import (
    IssueSetUpCode,
    SetUpAdministrator,
    SignIn,
    SignOut,
)
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.tokens import CreateToken, RevokeToken
from gridctl.operations.queries.accounts import ListAccounts, ShowOwnAccount
from gridctl.operations.queries.audits import ListJournal
from gridctl.operations.queries.sign_ins import ListAttempts
from gridctl.operations.queries.tickets import ListTickets
from gridctl.operations.queries.tokens import ListTokens
from tests.beginnings import Beginning
from tests.conftest import NOW
from tests.handlers.accounts_desk import PASSWORD, begin, behind, door, sign_in, signed_in
from tests.statements import statements

WRONG = "三号楼前的银杏树绿了"


pytestmark = pytest.mark.usefixtures("cheap_passwords")


@pytest.fixture
def beginning() -> Beginning:
    return begin


class Hands:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at.astimezone(UTC)

    def turn(self, **span: float) -> None:
        self.at += timedelta(**span)


@pytest.fixture
def hands(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> Hands:
    turned = Hands()
    monkeypatch.setattr(behind(gateway), "_clock", turned)
    return turned


def refusal(work: Callable[[], Any]) -> GridctlError:
    with pytest.raises(GridctlError) as caught:
        work()
    return caught.value


def test_who_guesses_learns_nothing(gateway: Gateway) -> None:
    gateway.send(CreateAccount(login="wu", name="吴", role="auditor", password=PASSWORD))
    gateway.send(CreateAccount(login="robot", name="程序", role="auditor", sign_in=False))
    gateway.send(BlockAccount(login="wu"))
    wrong = [("limin", WRONG), ("nobody", PASSWORD), ("wu", PASSWORD), ("robot", PASSWORD)]
    for count in range(SLOWING["login"].free + 1):
        told = [refusal(partial(sign_in, gateway, *who)) for who in wrong]
        assert {(type(each), str(each)) for each in told} == {(type(told[0]), str(told[0]))}
        slowed = count == SLOWING["login"].free
        assert isinstance(told[0], TooManyAttempts if slowed else CredentialsWrong)


def test_who_guesses_learns_nothing_by_the_time_it_takes(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is asked of the database alike, and each has one password proved."""
    gateway.send(CreateAccount(login="wu", name="吴", role="auditor", password=PASSWORD))
    gateway.send(CreateAccount(login="robot", name="程序", role="auditor", sign_in=False))
    gateway.send(BlockAccount(login="wu"))
    hasher = credentials._hasher()
    proved = Counter[str]()
    monkeypatch.setattr(credentials, "_hasher", lambda: _Counting(hasher, proved))
    # Whoever asks first after a change reads what is then remembered.
    refusal(partial(sign_in, gateway, "chen", WRONG))
    proved.clear()
    ways = []
    for who in [("limin", WRONG), ("nobody", PASSWORD), ("wu", PASSWORD), ("robot", PASSWORD)]:
        with statements() as asked:
            assert isinstance(refusal(partial(sign_in, gateway, *who)), CredentialsWrong)
        ways.append((asked, proved.pop("verify"), who[0]))
    assert {count for _, count, _ in ways} == {1}
    assert [who for asked, _, who in ways if asked != ways[0][0]] == []


class _Counting:
    """Counts what a hasher of passwords is asked for."""

    def __init__(self, hasher: Any, proved: Counter[str]) -> None:
        self._hasher, self._proved = hasher, proved

    def __getattr__(self, name: str) -> Any:
        self._proved[name] += 1
        return getattr(self._hasher, name)


def test_a_token_that_ended_is_as_unknown_as_one_that_never_was(
    gateway: Gateway, hands: Hands
) -> None:
    tokens = {login: sign_in(gateway, login).token or "" for login in ("limin", "chen")}
    tokens["revoked"] = sign_in(gateway, "chen").token or ""
    door(gateway).admit(tokens["revoked"]).send(SignOut())
    gateway.send(BlockAccount(login="limin"))
    hands.turn(days=31)
    refusal(partial(door(gateway).admit, "gridctl_first"))
    ways = []
    for token in ("gridctl_unknown", tokens["chen"], tokens["revoked"], tokens["limin"]):
        with statements() as asked:
            told = refusal(partial(door(gateway).admit, token))
        ways.append((asked, type(told), str(told)))
    assert ways == ways[:1] * len(ways)


def test_guessing_is_slowed_twice_as_long_each_time(gateway: Gateway, hands: Hands) -> None:
    for _ in range(SLOWING["login"].free):
        refusal(lambda: sign_in(gateway, "limin", WRONG))
    for pause in (1, 2, 4, 8):
        # Even the right password is not looked at.
        assert refusal(lambda: sign_in(gateway, "limin")).params == {"seconds": pause}
        hands.turn(seconds=pause)
        assert isinstance(refusal(lambda: sign_in(gateway, "limin", WRONG)), CredentialsWrong)
    # Others are not held up.
    assert sign_in(gateway, "chen").login == "chen"
    hands.turn(seconds=16)
    assert sign_in(gateway, "limin").login == "limin"
    # What failed before a success is forgotten.
    assert isinstance(refusal(lambda: sign_in(gateway, "limin", WRONG)), CredentialsWrong)


def test_who_keeps_accounts_can_let_in_at_once(gateway: Gateway) -> None:
    def fail() -> None:
        for _ in range(SLOWING["login"].free):
            refusal(lambda: sign_in(gateway, "limin", WRONG))
        assert isinstance(refusal(lambda: sign_in(gateway, "limin")), TooManyAttempts)

    fail()
    gateway.send(UnblockAccount(login="limin"))
    assert sign_in(gateway, "limin").login == "limin"
    fail()
    told = gateway.send(ResetPassword(login="limin")).password
    assert sign_in(gateway, "limin", told or "").must_change


def test_a_network_that_tries_many_logins_is_slowed(gateway: Gateway) -> None:
    for number in range(SLOWING["source"].free):
        found = refusal(partial(sign_in, gateway, f"guess{number}", WRONG, f"10.1.2.{number}"))
        assert isinstance(found, CredentialsWrong)
    assert isinstance(refusal(lambda: sign_in(gateway, "limin", PASSWORD, "10.1.2.200")),
                      TooManyAttempts)  # fmt: skip
    assert sign_in(gateway, "limin", PASSWORD, "10.1.3.1").login == "limin"


def test_guesses_elsewhere_keep_nobody_out_where_they_signed_in_before(gateway: Gateway) -> None:
    sign_in(gateway, "limin", PASSWORD, "10.1.2.3")
    for _ in range(SLOWING["login"].free):
        refusal(lambda: sign_in(gateway, "limin", WRONG, "203.0.113.9"))
    for elsewhere in ("203.0.113.9", "198.51.100.7"):
        found = refusal(partial(sign_in, gateway, "limin", PASSWORD, elsewhere))
        assert isinstance(found, TooManyAttempts)
    # Whoever guesses in that network is slowed there as everywhere.
    for _ in range(SLOWING["login"].free):
        assert isinstance(refusal(lambda: sign_in(gateway, "limin", WRONG, "10.1.2.4")),
                          CredentialsWrong)  # fmt: skip
    assert isinstance(refusal(lambda: sign_in(gateway, "limin", PASSWORD, "10.1.2.3")),
                      TooManyAttempts)  # fmt: skip


def test_the_longest_wait_has_an_end() -> None:
    for kind, rule in SLOWING.items():
        assert wait_s(kind, Failures(10**6, 100), 100) == rule.longest_s
        assert wait_s(kind, Failures(10**6, 100), 100 + rule.longest_s) == 0
        assert wait_s(kind, Failures(rule.free - 1, 100), 100) == 0


@pytest.mark.parametrize(
    ("source", "network"),
    [
        ("10.1.2.3", "10.1.2.0/24"),
        ("::ffff:10.1.2.3", "10.1.2.0/24"),
        ("2001:db8:1:2::5", "2001:db8:1::/56"),
        ("fe80::1%eth0", "fe80::/56"),
        ("testclient", ""),
        ("", ""),
        ("1.2.3.4, 5.6.7.8", ""),
    ],
)
def test_a_network_is_noted_and_no_machine(source: str, network: str) -> None:
    assert network_of(source) == network


def test_attempts_are_listed_without_what_was_typed_for_nobody(
    gateway: Gateway, hands: Hands
) -> None:
    refusal(lambda: sign_in(gateway, PASSWORD, "limin", "10.1.2.3"))
    hands.turn(minutes=1)
    refusal(lambda: sign_in(gateway, "limin", WRONG, "10.1.2.3"))
    hands.turn(minutes=1)
    sign_in(gateway, "limin")
    rows = gateway.send(ListAttempts()).items
    assert [(row.login, row.source, row.succeeded) for row in rows] == [
        ("limin", "", True),
        ("limin", "10.1.2.0/24", False),
        ("", "10.1.2.0/24", False),
    ]
    first = gateway.send(ListAttempts(account="limin", limit=1))
    rest = gateway.send(ListAttempts(account="limin", limit=1, after=first.next))
    assert [row.succeeded for row in (*first.items, *rest.items)] == [True, False]
    assert len(gateway.send(ListAttempts(succeeded=False)).items) == 2
    with pytest.raises(AccountNotFound):
        gateway.send(ListAttempts(account="nobody"))
    hands.turn(days=200)
    sign_in(gateway, "limin")
    assert len(gateway.send(ListAttempts()).items) == 1


@pytest.mark.parametrize(
    "password",
    ["\x00", "x" * 1024, "\U0001f600" * 300, " " * 900, "$argon2id$v=19$m=65536,t=3,p=4$"],
)
def test_any_text_may_be_tried_as_a_password(gateway: Gateway, password: str) -> None:
    assert isinstance(refusal(lambda: sign_in(gateway, "limin", password)), CredentialsWrong)


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


class TestFirstAccount:
    """The first account is made with a code that is good for an hour, once."""

    @pytest.fixture
    def beginning(self) -> Beginning | None:
        return None

    def _set_up(self, gateway: Gateway, code: str, login: str = "chen") -> Any:
        stranger = door(gateway).admit("", source="10.0.0.1")
        return stranger.send(
            SetUpAdministrator(code=code, login=login, name="陈洁", password=PASSWORD)
        )

    def test_it_is_made_once(self, gateway: Gateway) -> None:
        code = gateway.send(IssueSetUpCode()).code or ""
        with pytest.raises(SetUpCodeWrong):
            self._set_up(gateway, "AAAA-AAAA-AAAA-AAAA")
        # However it is typed.
        signed = self._set_up(gateway, code.lower().replace("-", " "))
        assert (signed.role, signed.must_change) == ("administrator", False)
        chen = door(gateway).admit(signed.token or "")
        assert [row.login for row in chen.send(ListAccounts()).items] == ["chen"]
        for work in (lambda: self._set_up(gateway, code, "other"),
                     lambda: gateway.send(IssueSetUpCode())):  # fmt: skip
            with pytest.raises(AlreadySetUp):
                work()

    def test_a_newer_code_or_an_hour_ends_it(self, gateway: Gateway, hands: Hands) -> None:
        old = gateway.send(IssueSetUpCode()).code or ""
        new = gateway.send(IssueSetUpCode()).code or ""
        with pytest.raises(SetUpCodeWrong):
            self._set_up(gateway, old)
        hands.turn(hours=1)
        with pytest.raises(SetUpCodeWrong):
            self._set_up(gateway, new)

    def test_guessing_it_is_slowed(self, gateway: Gateway) -> None:
        code = gateway.send(IssueSetUpCode()).code or ""
        for _ in range(SLOWING["login"].free):
            with pytest.raises(SetUpCodeWrong):
                self._set_up(gateway, "AAAA")
        with pytest.raises(TooManyAttempts):
            self._set_up(gateway, code)


def test_many_guesses_at_once_are_as_few_as_one_after_the_other(gateway: Gateway) -> None:
    """Attempts are counted before the password is looked at, whoever else is at work."""
    local: Any = behind(gateway)
    opening = partial(LocalGateway, local._store, clock=local._clock)

    def guess(_number: int) -> str:
        stranger = FrontDoor(opening).admit("")
        return type(refusal(lambda: stranger.send(SignIn(login="limin", password=WRONG)))).__name__

    with ThreadPoolExecutor(8) as threads:
        told = Counter(threads.map(guess, range(12)))
    assert told["CredentialsWrong"] == SLOWING["login"].free
    assert told["TooManyAttempts"] == 12 - SLOWING["login"].free
